import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { createPool, transaction } from '../../src/adapters/postgres/db.ts'
import { hostOf, urlKey } from '../../src/core/fetching/url.ts'
import { ensureHosts } from '../../src/store/articles/articles.ts'
import { addFeed } from '../../src/store/sources/feeds.ts'
import { outletsByName } from '../../src/store/sources/outlet-names.ts'
import { seededRandom } from '../generated/random.ts'
import { audit, putOffMs, unsettled, type Verdict, writeLedger } from './audit.ts'
import { type LocalWeb, openLocalWeb } from './local-web.ts'
import type { PostgresServer, QueueName, RedisServer } from './servers.ts'
import { type ProcessName, startProcesses, type WorkerProcesses } from './worker-processes.ts'

export interface Scale {
  readonly articles: number
  /** Articles of the runs whose time is not measured. */
  readonly disturbed: number
  readonly hosts: number
  readonly kills: number
  /** Whether the undisturbed run is long enough to compare the times of others with it. */
  readonly timed: boolean
  /** How often Redis is killed, how often flushed, and how often restored. */
  readonly redisLosses: number
  readonly postgresRestarts: number
  readonly backendKills: number
  /** Lengths of network partitions, in seconds. */
  readonly partitionsS: readonly number[]
  readonly terms: number
  /** Articles in a run with three pages that kill workers; 0: no such run. */
  readonly besidePoison: number
  readonly redelivered: number
  readonly workers: readonly number[]
  /** A run without any progress for this many milliseconds has lost something. */
  readonly patienceMs: number
}

export interface Setup {
  readonly queue: QueueName
  readonly postgres: PostgresServer
  readonly redis: RedisServer | undefined
  readonly scale: Scale
  readonly seed: number
  say(text: string): void
  readonly keep: ((worker: string, line: string) => void) | undefined
}

export interface Result extends Verdict {
  readonly attack: string
  readonly tried: string
  readonly found: string
  readonly promises: readonly { readonly promise: string; readonly kept: boolean }[]
}

/** One run under attack, with its own database, local web and workers. */
export interface Run {
  readonly localWeb: LocalWeb
  readonly processes: WorkerProcesses
  readonly pool: pg.Pool
  readonly chance: () => number
  readonly scale: Scale
  /** Articles with a final outcome. */
  progress(): Promise<number>
  readonly databaseUrl: string
  readonly prefix: string
}

export interface Outcome {
  readonly seconds: number
  /** CPU of the workers, from their start to their end, in seconds. */
  readonly cpuS: number
  readonly verdict: Verdict
  /** The longest time, in seconds, in which no worker did anything although something was left to do. */
  readonly longestPauseS: number
  readonly wedged: boolean
  readonly exits: WorkerProcesses['exits']
}

/** Options of the workers of this run, and of their local web. */
interface Conditions {
  readonly articles?: number
  readonly deadly?: boolean
  readonly nodeArgs?: readonly string[]
  readonly envOf?: Partial<Record<ProcessName, Readonly<Record<string, string>>>>
  readonly rootOf?: (name: ProcessName) => string | undefined
}

let runs = 0
/** How many runs each setup had: gives each run its own random seed, the same every time although two setups run at once. */
const runsOf = new WeakMap<Setup, number>()

export async function underAttack(
  setup: Setup,
  attack: (run: Run) => Promise<void>,
  options: Conditions = {},
): Promise<Outcome> {
  const { articles = setup.scale.disturbed, deadly = false } = options
  const { scale } = setup
  const nth = (runsOf.get(setup) ?? 0) + 1
  runsOf.set(setup, nth)
  const databaseUrl = await setup.postgres.freshDatabase()
  const localWeb = await openLocalWeb(articles, scale.hosts, setup.seed, { deadly })
  // The pool connects to the server directly, at its address after a restart.
  let pool = createPool(databaseUrl, { max: 4 })
  const direct = () => {
    const url = setup.postgres.direct(databaseUrl)
    if (pool.options.connectionString !== url) {
      void pool.end().catch(() => {})
      pool = createPool(url, { max: 4 })
    }
    return pool
  }
  const redisUrl = setup.queue === 'redis' ? setup.redis!.url : undefined
  const prefix = `chaos${process.pid}x${++runs}`
  await writeLedger(pool, localWeb)
  await subscribe(pool, localWeb)
  const started = performance.now()
  const cpuBefore = endedChildrenCpuS()
  const processes = await startProcesses({
    databaseUrl,
    postgresPort: setup.postgres.port,
    keep: setup.keep,
    nodeArgs: options.nodeArgs,
    envOf: options.envOf,
    rootOf: options.rootOf,
    env: {
      NEWSLOOM_QUEUE_PREFIX: prefix,
      ...(redisUrl ? { REDIS_URL: redisUrl } : {}),
      NEWSLOOM_ALLOW_PRIVATE: '1',
      NEWSLOOM_ALLOW_PORTS: String(localWeb.port),
      NEWSLOOM_MIN_DELAY_MS: '0',
      NEWSLOOM_EXTRACT_THREADS: '1',
      NEWSLOOM_LOG: setup.keep ? 'debug' : 'info',
    },
  })
  let longestPauseMs = 0
  try {
    const run: Run = {
      localWeb,
      processes,
      get pool() {
        return direct()
      },
      chance: seededRandom(setup.seed + nth),
      scale,
      databaseUrl,
      prefix,
      async progress() {
        const { rows } = await direct().query<{ n: number }>(
          `select count(*) as n from articles where stage in ('clustered', 'dropped', 'failed')`,
        )
        return Number(rows[0]!.n)
      },
    }
    let attacked = false
    const attacking = attack(run).finally(() => {
      attacked = true
    })
    attacking.catch(() => {})
    let wedged = false
    // Late is not lost: on a busy machine a run is slow, and only a run without progress has lost something.
    let lastLeft: number | undefined
    let movedMs = performance.now()
    let plannedMs = 0
    for (;;) {
      const left = await unsettled(direct()).catch(() => undefined)
      if (left === 0 && attacked) break
      if (left) longestPauseMs = Math.max(longestPauseMs, processes.quietMs())
      if (left !== undefined && left !== lastLeft) {
        lastLeft = left
        movedMs = performance.now()
        plannedMs = 0
      }
      if (performance.now() - movedMs > scale.patienceMs + plannedMs) {
        // Once for each progress: a poll that always fails is a loss.
        if (!plannedMs) plannedMs = await putOffMs(direct()).catch(() => 0)
        wedged = performance.now() - movedMs > scale.patienceMs + plannedMs
        if (wedged) break
      }
      await sleep(150)
    }
    await Promise.race([attacking, sleep(1_000)])
    const seconds = (performance.now() - started) / 1000
    await processes.close()
    const cpuS = endedChildrenCpuS() - cpuBefore
    const verdict = await audit(direct())
    return { seconds, cpuS, verdict, longestPauseS: longestPauseMs / 1000, wedged, exits: processes.exits }
  } finally {
    await processes.close()
    await localWeb.close()
    await pool.end()
  }
}

/** CPU of all children of this process that have ended; only meaningful while one run at a time is made. */
function endedChildrenCpuS(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[13]) + Number(fields[14])) / TICKS_A_SECOND
}
const TICKS_A_SECOND = 100

async function subscribe(pool: pg.Pool, localWeb: LocalWeb): Promise<void> {
  const outlets = await outletsByName(
    pool,
    localWeb.hosts.map((host) => `Outlet ${host}`),
  )
  await transaction(pool, async (tx) => {
    await ensureHosts(tx, localWeb.hosts)
    for (const { url, host } of localWeb.feeds)
      await addFeed(tx, {
        url,
        urlKey: urlKey(url)!,
        host: hostOf(url)!,
        kind: 'feed',
        outletId: outlets.get(`Outlet ${host}`)!,
        title: null,
        active: true,
      })
  })
}

/** Waits until `share` of the articles have a final outcome, or until there is no more progress. */
export async function until(run: Run, share: number): Promise<void> {
  let last = -1
  let movedMs = performance.now()
  while (performance.now() - movedMs < run.scale.patienceMs / 2) {
    const done = await run.progress().catch(() => last)
    if (done >= share * run.localWeb.articles.length) return
    if (done !== last) {
      last = done
      movedMs = performance.now()
    }
    await sleep(100)
  }
}

const standard = (outcome: Outcome, setup: Setup) => [
  { promise: 'nothing lost', kept: outcome.verdict.lost === 0 },
  { promise: 'nothing twice', kept: outcome.verdict.double === 0 },
  { promise: 'nothing half-written', kept: outcome.verdict.halfWritten === 0 },
  {
    promise: `never still for ${Math.round(setup.scale.patienceMs / 1000)} s before it was settled`,
    kept: !outcome.wedged,
  },
]

export const result = (
  setup: Setup,
  attack: string,
  tried: string,
  outcome: Outcome,
  more: { found?: string; promises?: Result['promises']; examples?: readonly string[] } = {},
): Result => ({
  attack: `${attack} (${setup.queue})`,
  tried,
  found: [
    `${outcome.seconds.toFixed(0)} s`,
    more.found,
    outcome.exits.length ? `${outcome.exits.length} exits by themselves` : '',
  ]
    .filter(Boolean)
    .join(', '),
  ...outcome.verdict,
  examples: [
    ...(more.examples ?? []),
    ...outcome.verdict.examples,
    ...(outcome.exits.length
      ? [
          ...new Set(
            outcome.exits.map(({ worker, code, last }) => `${worker} ended by itself (${code}): ${last}`),
          ),
        ].slice(0, 3)
      : []),
  ],
  promises: [...standard(outcome, setup), ...(more.promises ?? [])],
})

/** Node's flags to load `file` before anything else. */
export const preload = (file: string) => ['--import', fileURLToPath(new URL(file, import.meta.url))]
