import { openQueues } from '../../src/adapters/queue/queues.ts'
import { deadlyStages } from './local-web.ts'
import { preload, type Result, type Run, result, type Setup, underAttack, until } from './run.ts'
import { type ProcessName, processNames } from './worker-processes.ts'

/** A run without disturbance: its time is compared with that of the others, and it tests the oracle. */
export async function calm(setup: Setup): Promise<Result & { seconds: number; cpuS: number }> {
  const outcome = await underAttack(setup, async () => {}, { articles: setup.scale.articles })
  return {
    ...result(
      setup,
      'undisturbed',
      `${setup.scale.articles} articles of ${setup.scale.hosts} hosts`,
      outcome,
      setup.scale.timed ? { found: `${outcome.cpuS.toFixed(0)} s CPU of workers` } : {},
    ),
    seconds: outcome.seconds,
    cpuS: outcome.cpuS,
  }
}

export async function kills(
  setup: Setup,
  calm: { readonly seconds: number; readonly cpuS: number },
): Promise<Result> {
  const done: string[] = []
  const outcome = await underAttack(
    setup,
    async (run) => {
      const { processes, chance, scale } = run
      armBoundaryKills(run, (what) => done.push(what))
      for (let i = 0; i < scale.kills; i++) {
        await until(run, (0.9 * (i + chance())) / scale.kills)
        processes.kill(processNames[Math.floor(chance() * processNames.length)]!)
        done.push('random')
      }
    },
    { articles: setup.scale.articles },
  )
  const boundary = done.filter((what) => what !== 'random').length
  return result(setup, 'kill -9', `${setup.scale.kills} at random, ${boundary} at step boundaries`, outcome, {
    found: `${(outcome.seconds / calm.seconds).toFixed(1)} times undisturbed${setup.scale.timed ? `, ${(outcome.cpuS / calm.cpuS).toFixed(1)} times its CPU` : ''}`,
    promises: [
      { promise: 'one kill at every step boundary', kept: boundary >= boundaries.length },
      ...(setup.scale.timed
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
  ProcessName,
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

/** One kill at each boundary of each step: the worker dies before its commit is sent, before it is answered, or just after it. */
function armBoundaryKills({ processes, chance }: Run, died: (what: string) => void): void {
  for (const name of ['poll', 'fetch', 'extract', 'cluster'] as const) {
    let skip = Math.floor(chance() * 4)
    const cut = (plan: 'cut_before' | 'cut_after', what: string, next: () => void) =>
      processes.planCommits(name, ({ queue }) => {
        // While a worker starts, it commits transactions that do not belong to a step.
        if (queue || !processes.atWork(name) || skip-- > 0) return 'pass'
        processes.planCommits(name, null)
        setTimeout(() => processes.kill(name), plan === 'cut_after' ? 15 : 0)
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
    processes.onLog((line) => {
      if (!armed || line.worker !== name || line.msg !== 'step') return
      armed = false
      processes.kill(name)
      died(`${name} after the step`)
    })
  }
  processes.killAfterAnswer('scheduler', 'leased_until = now() + make_interval', () =>
    died('scheduler leased, not enqueued'),
  )
}

const DEATHS = 10

/** For each stage one page kills the worker that processes it: ten workers die, then the article is a dead letter. */
export async function poisoned(setup: Setup): Promise<Result> {
  const outcome = await underAttack(setup, async () => {}, {
    articles: setup.scale.besidePoison,
    deadly: true,
    nodeArgs: preload('./deadly-pages.ts'),
  })
  const deaths = deadlyStages.map((name) => outcome.exits.filter(({ worker }) => worker === name).length)
  const found = `${deadlyStages.map((name, i) => `${deaths[i]} of ${name}`).join(', ')} died`
  return {
    ...result(
      setup,
      'poison',
      `${deadlyStages.length} deadly pages among ${setup.scale.besidePoison}`,
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

export async function terminated(setup: Setup): Promise<Result> {
  const times: number[] = []
  let attempts = 0
  const outcome = await underAttack(setup, async (run) => {
    const queues = await openQueues({
      databaseUrl: run.databaseUrl,
      redisUrl: setup.queue === 'redis' ? setup.redis!.url : undefined,
      prefix: run.prefix,
    })
    try {
      for (let i = 0; i < setup.scale.terms; i++) {
        await until(run, (0.85 * i) / setup.scale.terms + 0.03)
        times.push(await run.processes.terminate(termOrder[i % termOrder.length]!))
        // Before the next worker takes them: jobs that went back to the queue, and jobs that failed.
        for (const queue of queues.bullQueues(['poll', 'fetch', 'extract', 'cluster']))
          for (const job of await queue.getJobs(['waiting', 'active', 'delayed', 'failed'], 0, 5_000))
            attempts += job?.attemptsMade ?? 0
      }
    } finally {
      await queues.close()
    }
  })
  const slowestS = Math.max(0, ...times) / 1000
  return result(setup, 'SIGTERM under load', `${times.length} times`, outcome, {
    found: `slowest end ${slowestS.toFixed(1)} s`,
    promises: [
      { promise: 'ends within 30 s', kept: slowestS <= 30 },
      { promise: 'no attempt spent', kept: attempts === 0 && outcome.exits.length === 0 },
    ],
  })
}
