// Exports the generated corpus with the real command and watches the memory of its process.
//   NEWSLOOM_HOME=/var/tmp/corpus node bench/export.ts [--articles 1000000]
// Limit: a peak of 300 MB; exits with 1 above it.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPool } from '../src/adapters/postgres/db.ts'
import { migrate } from '../src/adapters/postgres/migrate.ts'
import { heapFlags } from '../src/cli/heap.mjs'
import { packageFile } from '../src/runtime/package-root.ts'
import { ensureCorpus } from './generated/corpus.ts'
import { numberOption, withScratchDatabase } from './stand/scratch.ts'

const BAR_MB = 300
const articles = numberOption('articles', 1_000_000)

await withScratchDatabase(async (url) => {
  const pool = createPool(url, { max: 4 })
  const folder = mkdtempSync(join(tmpdir(), 'newsloom-export-'))
  try {
    await migrate(pool, packageFile('migrations'))
    await ensureCorpus(pool, articles)
    for (const format of ['jsonl', 'parquet', 'csv']) {
      const out = join(folder, `articles.${format}`)
      const started = performance.now()
      const peakMb = await run(url, format, out)
      const seconds = (performance.now() - started) / 1000
      const ok = peakMb !== null && peakMb < BAR_MB
      if (!ok) process.exitCode = 1
      console.log(
        JSON.stringify({
          format,
          articles,
          peakMb,
          seconds: Math.round(seconds),
          rowsPerSecond: Math.round(articles / seconds),
          fileMb: Math.round(statSync(out).size / 1e6),
          ok,
        }),
      )
      rmSync(out)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
    await pool.end()
  }
})

/** The peak resident memory of the export's process in MB, as Linux counts it; null where there is no /proc. */
async function run(url: string, format: string, out: string): Promise<number | null> {
  const child = spawn(
    process.execPath,
    [
      ...heapFlags('export'),
      packageFile('src', 'cli', 'main.ts'),
      'export',
      'articles',
      '--format',
      format,
      '--out',
      out,
    ],
    { env: { ...process.env, DATABASE_URL: url }, stdio: ['ignore', 'ignore', 'inherit'] },
  )
  let peakKb: number | null = null
  const timer = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
      peakKb = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? peakKb)
    } catch {
      // The process has ended, or this is not Linux.
    }
  }, 100)
  const code = await new Promise<number | null>((resolve) => child.on('exit', resolve))
  clearInterval(timer)
  if (code !== 0) throw new Error(`the export as ${format} failed`)
  return peakKb && Math.round(peakKb / 1024)
}
