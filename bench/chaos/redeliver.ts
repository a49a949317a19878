import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { QueueSet } from '../../src/adapters/queue/queues.ts'
import type { FoundRow } from '../../src/pipeline/load/found-row.ts'
import { loadRows } from '../../src/pipeline/load/load.ts'
import { repairRound } from '../../src/pipeline/repair/round.ts'
import { readConfig } from '../../src/runtime/config.ts'
import { openDeps } from '../../src/runtime/deps.ts'
import { startWorkers } from '../../src/runtime/workers/run.ts'
import { seededRandom } from '../generated/random.ts'
import { audit, type Verdict, writeLedger } from './audit.ts'
import { type LocalWeb, openLocalWeb, pageOf } from './local-web.ts'
import type { Setup } from './run.ts'

const TIMES = 3

export interface Redelivered {
  readonly verdicts: readonly Verdict[]
  readonly same: boolean
  readonly differences: readonly string[]
}

/** Processes the same documents with every job enqueued three times in random order, by 1, 4 and 16 workers: the tables must be equal. */
export async function redeliver(setup: Setup): Promise<Redelivered> {
  const localWeb = await openLocalWeb(setup.scale.redelivered, Math.min(setup.scale.hosts, 20), setup.seed)
  await localWeb.close()
  const verdicts: Verdict[] = []
  const tables: string[][] = []
  for (const workers of setup.scale.workers) {
    const { verdict, table } = await once(setup, localWeb, workers)
    verdicts.push(verdict)
    tables.push(table)
  }
  const differences = tables.slice(1).flatMap((table, i) => {
    const at = table.findIndex((row, n) => row !== tables[0]![n])
    return at < 0 ? [] : [`${setup.scale.workers[i + 1]} workers: ${table[at]} instead of ${tables[0]![at]}`]
  })
  return { verdicts, same: !differences.length, differences }
}

async function once(
  setup: Setup,
  localWeb: LocalWeb,
  workers: number,
): Promise<{ verdict: Verdict; table: string[] }> {
  const deps = await openDeps(
    {
      ...readConfig({}),
      databaseUrl: await setup.postgres.freshDatabase(),
      redisUrl: setup.queue === 'redis' ? setup.redis!.url : undefined,
      queuePrefix: `again${process.pid}x${workers}x${setup.seed}`,
      extractThreads: 2,
      logLevel: 'silent',
    },
    { workers: workers * 2 },
  )
  try {
    const readable = localWeb.articles.filter(({ fate }) => fate === 'clustered' || fate === 'copy')
    await writeLedger(deps.pool, { articles: readable, entries: [] })
    const jobs = enqueueThrice(deps.queues, seededRandom(setup.seed + workers))
    const thrice = { ...deps, queues: jobs.queues }
    await loadRows(thrice, readable.map(rowOf))
    const running = Array.from({ length: workers }, () => startWorkers(thrice, ['extract', 'cluster']))
    await jobs.release()
    let last = ''
    let movedMs = performance.now()
    while (performance.now() - movedMs < setup.scale.patienceMs) {
      const left = await busy(deps.pool, deps.queues)
      if (!left) break
      if (left !== last) {
        last = left
        movedMs = performance.now()
      }
      await sleep(100)
    }
    await Promise.all(running.map((worker) => worker.close(10_000)))
    // Which of two articles came first must not matter after the repair pass, so it is run before the comparison.
    await repairRound(deps)
    return { verdict: await audit(deps.pool), table: await readTable(deps.pool) }
  } finally {
    await deps.close()
  }
}

function rowOf(article: LocalWeb['articles'][number], i: number): FoundRow {
  return {
    kind: 'row',
    file: 'ledger.jsonl',
    line: i + 1,
    url: article.url,
    outlet: `Outlet ${article.host}`,
    externalId: null,
    document: 'html',
    bytes: Buffer.from(pageOf(article)),
    status: 200,
    headers: null,
    given: null,
  }
}

/** A queue that keeps its jobs until they are released, and then enqueues each id three times, in random order. */
function enqueueThrice(
  queues: QueueSet,
  chance: () => number,
): { readonly queues: QueueSet; release(): Promise<void> } {
  let held: { queue: string; ids: number[]; perJob: number }[] | undefined = []
  const enqueue = async (queue: string, ids: readonly number[], perJob = 1) => {
    const often = shuffled(Array.from({ length: TIMES }, () => ids).flat(), chance)
    if (held) held.push({ queue, ids: often, perJob })
    else await queues.enqueue(queue, often, perJob)
  }
  return {
    queues: { ...queues, enqueue },
    async release() {
      const jobs = held ?? []
      held = undefined
      for (const queue of new Set(jobs.map((job) => job.queue)))
        await queues.enqueue(
          queue,
          shuffled(
            jobs.filter((job) => job.queue === queue).flatMap((job) => job.ids),
            chance,
          ),
          jobs[0]!.perJob,
        )
    },
  }
}

function shuffled<T>(items: readonly T[], chance: () => number): T[] {
  const list = [...items]
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(chance() * (i + 1))
    ;[list[i], list[j]] = [list[j]!, list[i]!]
  }
  return list
}

/** A text that says what is left to do, and so changes with any progress; empty when nothing is left. */
async function busy(pool: pg.Pool, queues: QueueSet): Promise<string> {
  const { rows } = await pool.query<{ n: number }>(
    `select count(*) as n from articles where stage in ('discovered', 'fetched', 'extracted')`,
  )
  const left = [rows[0]!.n]
  for (const name of ['extract', 'cluster']) {
    const { failed: _, ...counts } = await queues.counts(name)
    left.push(...Object.values(counts))
  }
  return left.some((count) => Number(count) > 0) ? left.join(' ') : ''
}

/** Articles, copies and stories without ids, so that runs can be compared: a story is represented by its members. */
async function readTable(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ line: string }>(
    `select a.url_key || ' | ' || a.stage || ' | ' || coalesce(a.reason, '') || ' | ' || coalesce(md5(a.body), '') || ' | copy of '
         || coalesce(o.url_key, '-') || ' | story of ' || coalesce((select min(m.url_key) from articles m where m.story_id = a.story_id), '-') as line
     from articles a left join articles o on o.id = a.duplicate_of order by a.url_key`,
  )
  return rows.map((row) => row.line)
}
