/**
 * Compares the CPU time of extraction with that of another checkout, on the same pages, in turn: each has a process, and only one
 * of them works at a time. Other work on the machine affects both equally, so the ratio is more reliable than the milliseconds.
 *   node bench/extraction/against.ts --against FOLDER [--data DIR] [--rounds 6] [--every 3]
 * The pages are those of the invented web, or the labelled pages of DIR (gold.jsonl). The decoding of the bytes is not measured;
 * `--every 3` takes a third of the pages.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { decodeBytes } from '../../src/core/fetching/charset.ts'
import { packageFile } from '../../src/runtime/package-root.ts'
import { articleOf, pageOf } from '../generated/web-corpus.ts'

interface Page {
  readonly url: string
  readonly html: string
}
type Extract = (html: string, context: { url: string; outlets: readonly never[] }) => unknown

const { values } = parseArgs({
  options: {
    against: { type: 'string' },
    data: { type: 'string' },
    rounds: { type: 'string', default: '6' },
    every: { type: 'string', default: '1' },
    serve: { type: 'string' },
  },
})

if (values.serve) await serve(values.serve)
else if (values.against) await compare(resolve(values.against))
else throw new Error('--against FOLDER: the checkout to compare with')

/** The child process: each message asks for one round; the answer is the CPU time of each page in microseconds. */
async function serve(folder: string): Promise<void> {
  const extract = await extractorOf(folder)
  const pages = (values.data ? labelled(values.data) : madeUp()).filter(
    (_, i) => i % Number(values.every) === 0,
  )
  const round = () =>
    pages.map(({ url, html }) => {
      const before = process.cpuUsage()
      extract(html, { url, outlets: [] })
      const { user, system } = process.cpuUsage(before)
      return user + system
    })
  process.on('message', () => process.send!(round()))
  process.send!('ready')
}

/** The function was moved, and the other checkout may be older. */
async function extractorOf(folder: string): Promise<Extract> {
  const places = ['article/read-page.ts', 'article/extract.ts', 'extract.ts']
  const files = places.map((place) => join(folder, 'src/core', place))
  for (const file of files.filter((one) => existsSync(one))) {
    const { extractHtml } = await import(file)
    if (extractHtml) return extractHtml as Extract
  }
  throw new Error(`${folder} has no extractHtml in ${places.join(', ')}`)
}

async function compare(against: string): Promise<void> {
  const children = await Promise.all([packageFile('.'), against].map(start))
  const best: number[][] = [[], []]
  const ratios: number[] = []
  // The first round is warm-up: code is compiled.
  for (let round = 0; round <= Number(values.rounds); round++) {
    const means: number[] = []
    for (const [side, child] of children.entries()) {
      const pages = await ask(child)
      means.push(mean(pages) / 1000)
      if (round > 0)
        for (const [i, us] of pages.entries()) best[side]![i] = Math.min(us, best[side]![i] ?? us)
    }
    const [own, other] = means as [number, number]
    if (round > 0) ratios.push(own / other)
    console.log(
      `${round === 0 ? 'warm-up' : `round ${round}`}  ${own.toFixed(2)} ms a page, ${other.toFixed(2)} there: ${(own / other).toFixed(3)} times`,
    )
  }
  for (const child of children) child.kill()
  const [own, other] = best.map((pages) => mean(pages) / 1000) as [number, number]
  console.log(
    `median of the rounds ${median(ratios).toFixed(3)} times; each page's best ${own.toFixed(2)} ms, ${other.toFixed(2)} there: ${(own / other).toFixed(3)} times`,
  )
}

async function start(folder: string): Promise<ChildProcess> {
  const child = fork(
    import.meta.filename,
    ['--serve', folder, '--every', values.every, ...(values.data ? ['--data', values.data] : [])],
    {
      // As in the threads of the extract worker.
      execArgv: ['--no-allocation-site-pretenuring', '--max-semi-space-size=8'],
    },
  )
  await new Promise((ready, failed) => {
    child.once('message', ready)
    child.once('exit', (code) => failed(new Error(`the process of ${folder} ended with ${code}`)))
  })
  return child
}

function ask(child: ChildProcess): Promise<number[]> {
  return new Promise((answer) => {
    child.once('message', (pages) => answer(pages as number[]))
    child.send('round')
  })
}

function labelled(folder: string): Page[] {
  return readFileSync(join(folder, 'gold.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { url: string; html_file: string })
    .map(({ url, html_file }) => ({
      url,
      html: decodeBytes(gunzipSync(readFileSync(join(folder, html_file))), { kind: 'html' }).text,
    }))
}

function madeUp(): Page[] {
  return Array.from({ length: 300 }, (_, i) => {
    const url = `https://host${i}.example`
    return { url: `${url}/a`, html: pageOf(articleOf(i, { hosts: 300, articles: 300 }), url) }
  })
}

function mean(all: readonly number[]): number {
  return all.reduce((sum, one) => sum + one, 0) / all.length
}

function median(all: readonly number[]): number {
  return all.toSorted((a, b) => a - b)[all.length >> 1]!
}
