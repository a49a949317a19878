import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { createPool, transaction } from '../../src/adapters/db.ts'
import { openQueues } from '../../src/adapters/queue.ts'
import { hostOf, urlKey } from '../../src/core/url.ts'
import { ensureHosts } from '../../src/store/articles.ts'
import { addFeed } from '../../src/store/feeds.ts'
import { outletsByName } from '../../src/store/outlets.ts'
import { audit, unsettled, type Verdict, writeLedger } from './audit.ts'
import { type Crew, type CrewName, crewNames, startCrew } from './crew.ts'
import { openPostgresOnSmallDisk, type PostgresHouse, type QueueName, type RedisHouse } from './house.ts'
import { redeliver } from './redeliver.ts'
import { chanceOf, deadlyStages, openWorld, type World } from './world.ts'

export interface Scale {
  readonly articles: number
  readonly hosts: number
  readonly kills: number
  /** Whether the undisturbed run is long enough to hold another's time against. */
  readonly timed: boolean
  /** How often Redis is killed, flushed and restored, each. */
  readonly redisLosses: number
  readonly postgresRestarts: number
  readonly backendKills: number
  /** Lengths of network partitions, in seconds. */
  readonly partitionsS: readonly number[]
  readonly terms: number
  /** Articles that share a run with three deadly pages; 0: no such run. */
  readonly besidePoison: number
  readonly redelivered: number
  readonly workers: readonly number[]
  readonly patienceMs: number
}

export interface House {
  readonly queue: QueueName
  readonly postgres: PostgresHouse
  readonly redis: RedisHouse | undefined
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

/** One run of everything under attack: its own database, its own local web, its own workers. */
interface Run {
  readonly world: World
  readonly crew: Crew
  readonly pool: pg.Pool
  readonly chance: () => number
  readonly scale: Scale
  /** Articles that have met their fate. */
  progress(): Promise<number>
  readonly databaseUrl: string
  readonly prefix: string
}

interface Outcome {
  readonly seconds: number
  readonly verdict: Verdict
  /** The longest that no worker did anything while something was left to do, in seconds. */
  readonly longestPauseS: number
  readonly wedged: boolean
  readonly exits: Crew['exits']
}

/** What is different about the workers of a run, and about their world. */
interface Conditions {
  readonly articles?: number
  readonly deadly?: boolean
  readonly nodeArgs?: readonly string[]
  readonly envOf?: Partial<Record<CrewName, Readonly<Record<string, string>>>>
  readonly rootOf?: (name: CrewName) => string | undefined
}

let runs = 0

async function underAttack(
  house: House,
  attack: (run: Run) => Promise<void>,
  options: Conditions = {},
): Promise<Outcome> {
  const { articles = house.scale.articles, deadly = false } = options
  const { scale } = house
  const databaseUrl = await house.postgres.freshDatabase()
  const world = await openWorld(articles, scale.hosts, house.seed, { deadly })
  // The pool goes straight to the server, wherever it is after a restart.
  let pool = createPool(databaseUrl, { max: 4 })
  const direct = () => {
    const url = house.postgres.direct(databaseUrl)
    if (pool.options.connectionString !== url) {
      void pool.end().catch(() => {})
      pool = createPool(url, { max: 4 })
    }
    return pool
  }
  const redisUrl = house.queue === 'redis' ? house.redis!.url : undefined
  const prefix = `chaos${process.pid}x${++runs}`
  await writeLedger(pool, world)
  await subscribe(pool, world)
  const started = performance.now()
  const crew = await startCrew({
    databaseUrl,
    postgresPort: house.postgres.port,
    keep: house.keep,
    ...(deadly
      ? { nodeArgs: ['--import', fileURLToPath(new URL('./deadly-pages.ts', import.meta.url))] }
      : {}),
    env: {
      NEWSLOOM_QUEUE_PREFIX: prefix,
      ...(redisUrl ? { REDIS_URL: redisUrl } : {}),
      NEWSLOOM_ALLOW_PRIVATE: '1',
      NEWSLOOM_ALLOW_PORTS: String(world.port),
      NEWSLOOM_MIN_DELAY_MS: '0',
      NEWSLOOM_EXTRACT_THREADS: '1',
      NEWSLOOM_LOG: house.keep ? 'debug' : 'info',
    },
  })
  let longestPauseMs = 0
  try {
    const run: Run = {
      world,
      crew,
      get pool() {
        return direct()
      },
      chance: chanceOf(house.seed + runs),
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
    for (;;) {
      const left = await unsettled(direct()).catch(() => undefined)
      if (left === 0 && attacked) break
      if (left) longestPauseMs = Math.max(longestPauseMs, crew.quietMs())
      if (performance.now() - started > scale.patienceMs) {
        wedged = true
        break
      }
      await sleep(150)
    }
    await Promise.race([attacking, sleep(1_000)])
    const seconds = (performance.now() - started) / 1000
    await crew.close()
    const verdict = await audit(direct())
    return { seconds, verdict, longestPauseS: longestPauseMs / 1000, wedged, exits: crew.exits }
  } finally {
    await crew.close()
    await world.close()
    await pool.end()
  }
}

async function subscribe(pool: pg.Pool, world: World): Promise<void> {
  const outlets = await outletsByName(
    pool,
    world.hosts.map((host) => `Outlet ${host}`),
  )
  await transaction(pool, async (tx) => {
    await ensureHosts(tx, world.hosts)
    for (const { url, host } of world.feeds)
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

/** Waits until `share` of the articles have met their fate, or nothing more comes. */
async function until(run: Run, share: number): Promise<void> {
  const deadline = performance.now() + run.scale.patienceMs / 2
  while (performance.now() < deadline) {
    const done = await run.progress().catch(() => 0)
    if (done >= share * run.world.articles.length) return
    await sleep(100)
  }
}

const standard = (outcome: Outcome, house: House) => [
  { promise: 'nothing lost', kept: outcome.verdict.lost === 0 },
  { promise: 'nothing twice', kept: outcome.verdict.double === 0 },
  { promise: 'nothing half-written', kept: outcome.verdict.halfWritten === 0 },
  { promise: `settled within ${Math.round(house.scale.patienceMs / 1000)} s`, kept: !outcome.wedged },
]

const result = (
  house: House,
  attack: string,
  tried: string,
  outcome: Outcome,
  more: { found?: string; promises?: Result['promises']; examples?: readonly string[] } = {},
): Result => ({
  attack: `${attack} (${house.queue})`,
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
  promises: [...standard(outcome, house), ...(more.promises ?? [])],
})

/** Undisturbed: what the other runs' times are held against, and a check of the oracle itself. */
export async function calm(house: House): Promise<Result & { seconds: number }> {
  const outcome = await underAttack(house, async () => {})
  return {
    ...result(
      house,
      'undisturbed',
      `${house.scale.articles} articles of ${house.scale.hosts} hosts`,
      outcome,
    ),
    seconds: outcome.seconds,
  }
}

export async function kills(house: House, calmS: number): Promise<Result> {
  const done: string[] = []
  const outcome = await underAttack(house, async (run) => {
    const { crew, chance, scale } = run
    armBoundaryKills(run, (what) => done.push(what))
    for (let i = 0; i < scale.kills; i++) {
      await until(run, (0.9 * (i + chance())) / scale.kills)
      crew.kill(crewNames[Math.floor(chance() * crewNames.length)]!)
      done.push('random')
    }
  })
  const boundary = done.filter((what) => what !== 'random').length
  return result(house, 'kill -9', `${house.scale.kills} at random, ${boundary} at step boundaries`, outcome, {
    found: `${(outcome.seconds / calmS).toFixed(1)} times undisturbed`,
    promises: [
      { promise: 'one kill at every step boundary', kept: boundary >= boundaries.length },
      ...(house.scale.timed
        ? [{ promise: 'at most twice the undisturbed time', kept: outcome.seconds <= 2 * calmS }]
        : []),
    ],
    examples:
      boundary >= boundaries.length
        ? []
        : [`boundaries met: ${done.filter((w) => w !== 'random').join(', ')}`],
  })
}

type Boundary = readonly [
  CrewName,
  'before commit' | 'commit unanswered' | 'after the step' | 'leased, not rung',
]
const boundaries: readonly Boundary[] = [
  ...(['poll', 'fetch', 'extract', 'cluster'] as const).flatMap((name) =>
    (['before commit', 'commit unanswered', 'after the step'] as const).map(
      (where) => [name, where] as const,
    ),
  ),
  ['scheduler', 'leased, not rung'],
]

/** One kill at each boundary of each step: the worker dies with its commit unsent, unanswered, or just done. */
function armBoundaryKills({ crew, chance }: Run, died: (what: string) => void): void {
  for (const name of ['poll', 'fetch', 'extract', 'cluster'] as const) {
    let skip = Math.floor(chance() * 4)
    const cut = (plan: 'cut_before' | 'cut_after', what: string, next: () => void) =>
      crew.planCommits(name, ({ queue }) => {
        if (queue || skip-- > 0) return 'pass'
        crew.planCommits(name, null)
        setTimeout(() => crew.kill(name), plan === 'cut_after' ? 15 : 0)
        died(`${name} ${what}`)
        skip = Math.floor(chance() * 4)
        next()
        return plan
      })
    let armed = false
    cut('cut_before', 'before commit', () =>
      cut('cut_after', 'commit unanswered', () => {
        armed = true
      }),
    )
    crew.onLog((line) => {
      if (!armed || line.worker !== name || line.msg !== 'step') return
      armed = false
      crew.kill(name)
      died(`${name} after the step`)
    })
  }
  crew.killAfterAnswer('scheduler', 'leased_until = now() + make_interval', () =>
    died('scheduler leased, not rung'),
  )
}

export async function redisLost(house: House): Promise<Result> {
  const redis = house.redis!
  const n = house.scale.redisLosses
  const outcome = await underAttack(house, async (run) => {
    const losses = ['flush', 'kill', 'restore'] as const
    for (let i = 0; i < 3 * n; i++) {
      const loss = losses[i % 3]!
      await until(run, (0.8 * i) / (3 * n) + 0.03)
      if (loss === 'flush') await redis.flush()
      else if (loss === 'kill') await redis.kill(2_000)
      else {
        await redis.snapshot()
        await until(run, (0.8 * i) / (3 * n) + 0.1)
        await redis.restore()
      }
    }
  })
  return result(house, 'Redis lost', `killed, flushed, set back: ${n} times each`, outcome, {
    found: `longest pause ${outcome.longestPauseS.toFixed(0)} s`,
    promises: [{ promise: 're-rung within 60 s', kept: outcome.longestPauseS <= 60 }],
  })
}

export async function postgresHurt(house: House): Promise<Result> {
  const { scale } = house
  let lostAnswers = 0
  let killed = 0
  const outcome = await underAttack(house, async (run) => {
    for (const name of crewNames)
      run.crew.planCommits(name, () => {
        if (run.chance() >= 0.05) return 'pass'
        lostAnswers++
        return 'cut_after'
      })
    for (let i = 0; i < scale.postgresRestarts; i++) {
      await until(run, (0.8 * i) / scale.postgresRestarts + 0.03)
      for (let k = 0; k < scale.backendKills / scale.postgresRestarts; k++) {
        const { rowCount } = await run.pool
          .query(
            `select pg_terminate_backend(pid) from pg_stat_activity
             where application_name like 'newsloom%' and datname = current_database() and pid <> pg_backend_pid()
             order by random() limit 1`,
          )
          .catch(() => ({ rowCount: 0 }))
        killed += rowCount ?? 0
        await sleep(100)
      }
      await house.postgres.restart(i % 2 ? 'immediate' : 'fast')
    }
  })
  return result(
    house,
    'Postgres hurt',
    `${scale.postgresRestarts} restarts, ${killed} backends killed, ${lostAnswers} commits without an answer`,
    outcome,
    {
      found: `longest pause ${outcome.longestPauseS.toFixed(0)} s`,
      promises: [
        { promise: 'at work again within 60 s', kept: outcome.longestPauseS <= 60 },
        { promise: 'commits went unanswered', kept: lostAnswers > 0 },
      ],
    },
  )
}

export async function parted(house: House): Promise<Result> {
  const outcome = await underAttack(house, async (run) => {
    for (const [i, seconds] of house.scale.partitionsS.entries()) {
      await until(run, (0.8 * i) / house.scale.partitionsS.length + 0.05)
      for (const proxy of run.crew.proxies.values()) proxy.partition(true)
      await sleep(seconds * 1000)
      for (const proxy of run.crew.proxies.values()) proxy.partition(false)
      if (house.queue !== 'redis') continue
      await until(run, (0.8 * (i + 0.5)) / house.scale.partitionsS.length + 0.05)
      house.redis!.freeze(true)
      await sleep(seconds * 1000)
      house.redis!.freeze(false)
    }
  })
  const longest = Math.max(...house.scale.partitionsS)
  const what = house.queue === 'redis' ? 'Postgres and Redis cut off' : 'Postgres cut off'
  return result(house, what, `partitions of ${house.scale.partitionsS.join(', ')} s`, outcome, {
    found: `longest pause ${outcome.longestPauseS.toFixed(0)} s`,
    promises: [
      { promise: 'at work again within 60 s of the end', kept: outcome.longestPauseS <= longest + 60 },
    ],
  })
}

const DISK_MB = 600
const FULL_MS = 8_000

/** The disk of Postgres is full for a while, twice; undefined where there is no right to mount one. */
export async function diskFull(house: House): Promise<Result | undefined> {
  const postgres = await openPostgresOnSmallDisk(DISK_MB)
  if (!postgres) return undefined
  try {
    const outcome = await underAttack({ ...house, postgres }, async (run) => {
      for (const share of [0.1, 0.5]) {
        await until(run, share)
        await postgres.fillDisk(FULL_MS)
      }
    })
    return result(house, 'disk full', `2 times for ${FULL_MS / 1000} s`, outcome, {
      found: `longest pause ${outcome.longestPauseS.toFixed(0)} s`,
      promises: [
        { promise: 'at work again within 60 s', kept: outcome.longestPauseS <= FULL_MS / 1000 + 60 },
      ],
    })
  } finally {
    await postgres.close()
  }
}

/** Hours by which a worker's clock is wrong at first; each jumps by as much again every few seconds. */
const WRONG_BY_H = { poll: 1, fetch: -2, extract: 24, cluster: -0.5, scheduler: 24 * 40 } as const

export async function wrongClocks(house: House): Promise<Result> {
  const envOf = Object.fromEntries(
    Object.entries(WRONG_BY_H).map(([name, hours]) => [
      name,
      { NEWSLOOM_TEST_CLOCK_MS: String(hours * 3_600_000) },
    ]),
  )
  const outcome = await underAttack(house, async () => {}, { nodeArgs: preload('./wrong-clock.ts'), envOf })
  return result(
    house,
    'wrong clocks',
    `by ${Object.values(WRONG_BY_H).join(', ')} hours, and jumping`,
    outcome,
    { promises: [{ promise: 'nobody ended', kept: outcome.exits.length === 0 }] },
  )
}

/** The database is at the newest migration, the workers are of the version in `older`; then each is replaced in turn. */
export async function upgraded(house: House, older: string): Promise<Result> {
  const replaced = new Set<CrewName>()
  const order: readonly CrewName[] = ['scheduler', 'cluster', 'extract', 'fetch', 'poll']
  const outcome = await underAttack(
    house,
    async (run) => {
      for (const [i, name] of order.entries()) {
        await until(run, 0.3 + (0.5 * i) / order.length)
        replaced.add(name)
        await run.crew.terminate(name)
      }
    },
    { rootOf: (name) => (replaced.has(name) ? undefined : older) },
  )
  return result(house, 'upgraded while at work', 'workers of the version before, one by one', outcome, {
    promises: [{ promise: 'nobody ended', kept: outcome.exits.length === 0 }],
  })
}

/** Node's flags to load `file` before anything else. */
const preload = (file: string) => ['--import', fileURLToPath(new URL(file, import.meta.url))]

const DEATHS = 10

/** A page for each stage kills whoever works on it: ten workers die, and then it is a dead letter. */
export async function poisoned(house: House): Promise<Result> {
  const outcome = await underAttack(house, async () => {}, {
    articles: house.scale.besidePoison,
    deadly: true,
  })
  const deaths = deadlyStages.map((name) => outcome.exits.filter(({ worker }) => worker === name).length)
  const found = `${deadlyStages.map((name, i) => `${deaths[i]} of ${name}`).join(', ')} died`
  return {
    ...result(
      house,
      'poison',
      `${deadlyStages.length} deadly pages among ${house.scale.besidePoison}`,
      { ...outcome, exits: [] },
      {
        found,
        promises: [
          { promise: 'each ends as a dead letter after ten deaths', kept: deaths.every((n) => n >= DEATHS) },
        ],
      },
    ),
  }
}

const termOrder = ['extract', 'fetch', 'cluster', 'scheduler', 'poll'] as const

export async function terminated(house: House): Promise<Result> {
  const times: number[] = []
  let attempts = 0
  const outcome = await underAttack(house, async (run) => {
    const queues = await openQueues({
      databaseUrl: run.databaseUrl,
      redisUrl: house.queue === 'redis' ? house.redis!.url : undefined,
      prefix: run.prefix,
    })
    try {
      for (let i = 0; i < house.scale.terms; i++) {
        await until(run, (0.85 * i) / house.scale.terms + 0.03)
        times.push(await run.crew.terminate(termOrder[i % termOrder.length]!))
        // Before the next worker takes them: whatever went back in line, and whatever failed.
        for (const queue of queues.bullQueues(['poll', 'fetch', 'extract', 'cluster']))
          for (const job of await queue.getJobs(['waiting', 'active', 'delayed', 'failed'], 0, 5_000))
            attempts += job?.attemptsMade ?? 0
      }
    } finally {
      await queues.close()
    }
  })
  const slowestS = Math.max(0, ...times) / 1000
  return result(house, 'SIGTERM under load', `${times.length} times`, outcome, {
    found: `slowest end ${slowestS.toFixed(1)} s`,
    promises: [
      { promise: 'ends within 30 s', kept: slowestS <= 30 },
      { promise: 'no attempt spent', kept: attempts === 0 && outcome.exits.length === 0 },
    ],
  })
}

export async function redelivered(house: House): Promise<Result> {
  const started = performance.now()
  const { verdicts, same, differences } = await redeliver(house)
  const sum = (pick: (verdict: Verdict) => number) =>
    verdicts.reduce((all, verdict) => all + pick(verdict), 0)
  const verdict = {
    lost: sum((v) => v.lost),
    double: sum((v) => v.double),
    halfWritten: sum((v) => v.halfWritten),
  }
  return {
    attack: `delivered three times (${house.queue})`,
    tried: `${house.scale.redelivered} articles, shuffled; ${house.scale.workers.join(', ')} workers`,
    found: `${((performance.now() - started) / 1000).toFixed(0)} s, tables ${same ? 'the same' : 'DIFFER'}`,
    ...verdict,
    examples: [...verdicts.flatMap((v) => v.examples), ...differences],
    promises: [
      { promise: 'nothing lost', kept: verdict.lost === 0 },
      { promise: 'nothing twice', kept: verdict.double === 0 },
      { promise: 'nothing half-written', kept: verdict.halfWritten === 0 },
      { promise: 'the same articles, copies and stories', kept: same },
    ],
  }
}
