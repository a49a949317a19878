import { openQueues } from '../../src/adapters/queue/queues.ts'
import { type CrewName, crewNames } from './crew.ts'
import { type House, preload, type Result, type Run, result, underAttack, until } from './run.ts'
import { deadlyStages } from './world.ts'

/** Undisturbed: what the other runs' times are held against, and a check of the oracle itself. */
export async function calm(house: House): Promise<Result & { seconds: number; cpuS: number }> {
  const outcome = await underAttack(house, async () => {}, { articles: house.scale.articles })
  return {
    ...result(
      house,
      'undisturbed',
      `${house.scale.articles} articles of ${house.scale.hosts} hosts`,
      outcome,
      house.scale.timed ? { found: `${outcome.cpuS.toFixed(0)} s CPU of workers` } : {},
    ),
    seconds: outcome.seconds,
    cpuS: outcome.cpuS,
  }
}

export async function kills(
  house: House,
  calm: { readonly seconds: number; readonly cpuS: number },
): Promise<Result> {
  const done: string[] = []
  const outcome = await underAttack(
    house,
    async (run) => {
      const { crew, chance, scale } = run
      armBoundaryKills(run, (what) => done.push(what))
      for (let i = 0; i < scale.kills; i++) {
        await until(run, (0.9 * (i + chance())) / scale.kills)
        crew.kill(crewNames[Math.floor(chance() * crewNames.length)]!)
        done.push('random')
      }
    },
    { articles: house.scale.articles },
  )
  const boundary = done.filter((what) => what !== 'random').length
  return result(house, 'kill -9', `${house.scale.kills} at random, ${boundary} at step boundaries`, outcome, {
    found: `${(outcome.seconds / calm.seconds).toFixed(1)} times undisturbed${house.scale.timed ? `, ${(outcome.cpuS / calm.cpuS).toFixed(1)} times its CPU` : ''}`,
    promises: [
      { promise: 'one kill at every step boundary', kept: boundary >= boundaries.length },
      ...(house.scale.timed
        ? [{ promise: 'at most twice the undisturbed time', kept: outcome.seconds <= 2 * calm.seconds }]
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
  'before commit' | 'commit unanswered' | 'after the step' | 'leased, not enqueued',
]
const boundaries: readonly Boundary[] = [
  ...(['poll', 'fetch', 'extract', 'cluster'] as const).flatMap((name) =>
    (['before commit', 'commit unanswered', 'after the step'] as const).map(
      (where) => [name, where] as const,
    ),
  ),
  ['scheduler', 'leased, not enqueued'],
]

/** One kill at each boundary of each step: the worker dies with its commit unsent, unanswered, or just done. */
function armBoundaryKills({ crew, chance }: Run, died: (what: string) => void): void {
  for (const name of ['poll', 'fetch', 'extract', 'cluster'] as const) {
    let skip = Math.floor(chance() * 4)
    const cut = (plan: 'cut_before' | 'cut_after', what: string, next: () => void) =>
      crew.planCommits(name, ({ queue }) => {
        // While it starts it commits what belongs to no step.
        if (queue || !crew.atWork(name) || skip-- > 0) return 'pass'
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
    died('scheduler leased, not enqueued'),
  )
}

const DEATHS = 10

/** A page for each stage kills whoever works on it: ten workers die, and then it is a dead letter. */
export async function poisoned(house: House): Promise<Result> {
  const outcome = await underAttack(house, async () => {}, {
    articles: house.scale.besidePoison,
    deadly: true,
    nodeArgs: preload('./deadly-pages.ts'),
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
