/**
 * Measures how much of their throughput good hosts keep while as many other hosts misbehave: 200 hosts with the real scheduler
 * and fetch worker, first all of them good, then 100 of them hostile. Exits with 1 below 0.9.
 *
 *   node bench/misbehaving.ts [--short] [--json]
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { enqueueUrls } from '../src/pipeline/sources/enqueue.ts'
import { readConfig } from '../src/runtime/config.ts'
import { type OpenDeps, openDeps } from '../src/runtime/deps.ts'
import { startWorkers } from '../src/runtime/workers/run.ts'
import { startHostileServer } from '../tests/support/servers/hostile-server.ts'

const HOSTS_OF_A_KIND = 100
const PAGES = 100
const FLOOR = 0.9
const TROUBLES = [
  '/drip',
  '/stall',
  '/silent',
  '/endless',
  '/bomb',
  '/stacked',
  '/loop',
  '/hops',
  '/too-long',
  '/huge-announced',
  '/reset',
  '/reset-early',
  '/garbage',
  '/big-headers',
  '/429',
  '/503',
  '/304',
  '/junk-as-br',
  '/cut-gzip',
  '/nested',
]

const goodHost = (i: number) => `127.0.1.${i + 1}`
const otherHost = (i: number) => `127.0.2.${i + 1}`

/** The web runs in another process, so that its work is not measured with the pipeline's. */
async function serve(): Promise<void> {
  let port = 0
  for (let i = 0; i < HOSTS_OF_A_KIND; i++)
    for (const host of [goodHost(i), otherHost(i)]) port = (await startHostileServer(host, port)).port
  process.send?.(port)
}

async function phase(deps: OpenDeps, port: number, hostile: boolean, seconds: number): Promise<number> {
  for (const table of ['entries', 'documents', 'article_urls', 'articles', 'hosts'])
    await deps.pool.query(`delete from ${table}`)
  const urls: string[] = []
  for (let page = 0; page < PAGES; page++)
    for (let i = 0; i < HOSTS_OF_A_KIND; i++) {
      urls.push(`http://${goodHost(i)}:${port}/ok?delay=30&page=${page}`)
      const path = hostile ? `${TROUBLES[i % TROUBLES.length]}?page=${page}` : `/ok?delay=30&page=${page}`
      urls.push(`http://${otherHost(i)}:${port}${path}`)
    }
  for (let at = 0; at < urls.length; at += 2_000) await enqueueUrls(deps, urls.slice(at, at + 2_000))
  const fetched = async () => {
    const { rows } = await deps.pool.query(
      `select count(*)::int as n from articles where host like '127.0.1.%' and stage = 'fetched'`,
    )
    return rows[0].n as number
  }
  const workers = startWorkers(deps, ['scheduler', 'fetch'])
  // In the first seconds robots.txt is fetched, and the misbehaving hosts are found.
  await sleep(3_000)
  const before = await fetched()
  const started = performance.now()
  await sleep(seconds * 1_000)
  const rate = ((await fetched()) - before) / ((performance.now() - started) / 1_000)
  await workers.close(500)
  for (const queue of deps.queues.bullQueues(['fetch'])) await queue.obliterate({ force: true })
  return rate
}

async function main(): Promise<void> {
  const seconds = process.argv.includes('--short') ? 10 : 30
  const home = mkdtempSync(join(tmpdir(), 'newsloom-misbehaving-'))
  chmodSync(home, 0o755)
  const web = fork(fileURLToPath(import.meta.url), ['--serve'])
  const [port] = (await once(web, 'message')) as [number]
  const deps = await openDeps(
    {
      ...readConfig({}),
      home,
      logLevel: 'silent',
      allowPrivate: true,
      allowPorts: [port],
      minDelayMs: 1_000,
    },
    { workers: 2, migrate: true },
  )
  let ratio = 0
  try {
    const good = await phase(deps, port, false, seconds)
    const beside = await phase(deps, port, true, seconds)
    ratio = beside / good
    if (process.argv.includes('--json')) console.log(JSON.stringify({ good, beside, ratio }))
    else {
      console.log(`100 good hosts beside 100 good ones:    ${good.toFixed(1)} pages/s`)
      console.log(`100 good hosts beside 100 hostile ones: ${beside.toFixed(1)} pages/s`)
      console.log(`ratio ${ratio.toFixed(2)} (floor ${FLOOR})`)
    }
  } finally {
    web.kill()
    await deps.close()
    rmSync(home, { recursive: true, force: true })
  }
  process.exit(ratio >= FLOOR ? 0 : 1)
}

if (process.argv.includes('--serve')) await serve()
else await main()
