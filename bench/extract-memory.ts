/**
 * Measures the memory of an extract process over many pages.
 *   node bench/extract-memory.ts [--pages 100000] [--threads 2] [--data DIR] [--max-mb 350]
 * Pages go through the thread pool of the extract worker, in this process: those of the invented web, or the labelled
 * pages of DIR (gold.jsonl), again and again. Prints the resident set after every tenth of them. Exits with 1 when the peak is
 * above the limit, or when the resident set at the end is 5 % above that after the third tenth (the first tenths are warm-up).
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { packBytes } from '../src/adapters/files/packed-bytes.ts'
import { createExtractPool } from '../src/pipeline/extract/pool.ts'
import { articleOf, pageOf } from './generated/web-corpus.ts'

const { values } = parseArgs({
  options: {
    pages: { type: 'string', default: '100000' },
    threads: { type: 'string', default: '2' },
    data: { type: 'string' },
    'max-mb': { type: 'string', default: '350' },
  },
})
const count = Number(values.pages)
const threads = Number(values.threads)
const maxMb = Number(values['max-mb'])
const HOSTS = 500

interface Source {
  readonly url: string
  bytes(): Uint8Array
}

function madeUp(index: number): Source {
  const article = articleOf(index, { hosts: HOSTS, articles: count })
  const origin = `https://host${article.host}.example`
  return { url: origin + article.path, bytes: () => Buffer.from(pageOf(article, origin)) }
}

function labelled(folder: string): (index: number) => Source {
  const rows = readFileSync(join(folder, 'gold.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { url: string; html_file: string })
  return (index) => {
    const row = rows[index % rows.length]!
    return { url: row.url, bytes: () => gunzipSync(readFileSync(join(folder, row.html_file))) }
  }
}

const sourceOf = values.data ? labelled(values.data) : madeUp
const pool = createExtractPool({ threads, timeoutMs: 60_000 })
const rssMb = (): number => process.memoryUsage().rss / 2 ** 20
const marks: number[] = []
let peak = 0
let next = 0
let done = 0
const started = performance.now()

async function work(): Promise<void> {
  while (next < count) {
    const { url, bytes } = sourceOf(next++)
    await pool.run({
      kind: 'html',
      ...(await packBytes(bytes())),
      url,
      headers: null,
      given: null,
      fetchedAt: '2026-06-01T00:00:00Z',
      outlet: null,
      registry: [],
      boilerplate: [],
    })
    done++
    const now = rssMb()
    if (now > peak) peak = now
    if (done % Math.ceil(count / 10) === 0 || done === count) {
      marks.push(now)
      console.log(
        `${String(done).padStart(7)} pages  ${Math.round(now)} MB now, ${Math.round(peak)} MB at most, ${Math.round((performance.now() - started) / 1000)} s`,
      )
    }
  }
}

// As many tasks at once as in the worker: one for each thread and one that waits.
await Promise.all(Array.from({ length: threads + 1 }, work))
await pool.close()
const growth = marks.length > 5 ? marks[marks.length - 1]! / marks[2]! - 1 : 0
console.log(`peak ${Math.round(peak)} MB, growth after warm-up ${(growth * 100).toFixed(1)} %`)
if (peak > maxMb || growth > 0.05) {
  console.error(`more than it may be: ${maxMb} MB and 5 %`)
  process.exitCode = 1
}
