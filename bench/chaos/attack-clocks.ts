import { preload, type Result, result, type Setup, underAttack, until } from './run.ts'
import type { ProcessName } from './worker-processes.ts'

/** Hours by which the clock of a worker is wrong at first; every few seconds it jumps by the same amount again. */
const WRONG_BY_H = { poll: 1, fetch: -2, extract: 24, cluster: -0.5, scheduler: 24 * 40 } as const

export async function wrongClocks(setup: Setup): Promise<Result> {
  const envOf = Object.fromEntries(
    Object.entries(WRONG_BY_H).map(([name, hours]) => [
      name,
      { NEWSLOOM_TEST_CLOCK_MS: String(hours * 3_600_000) },
    ]),
  )
  const outcome = await underAttack(setup, async () => {}, { nodeArgs: preload('./wrong-clock.ts'), envOf })
  return result(
    setup,
    'wrong clocks',
    `by ${Object.values(WRONG_BY_H).join(', ')} hours, and jumping`,
    outcome,
    { promises: [{ promise: 'nobody ended', kept: outcome.exits.length === 0 }] },
  )
}

/** The database has the newest migration and the workers have the version in `older`; then each worker is replaced in turn. */
export async function upgraded(setup: Setup, older: string): Promise<Result> {
  const replaced = new Set<ProcessName>()
  const order: readonly ProcessName[] = ['scheduler', 'cluster', 'extract', 'fetch', 'poll']
  const outcome = await underAttack(
    setup,
    async (run) => {
      for (const [i, name] of order.entries()) {
        await until(run, 0.3 + (0.5 * i) / order.length)
        replaced.add(name)
        await run.processes.terminate(name)
      }
    },
    { rootOf: (name) => (replaced.has(name) ? undefined : older) },
  )
  return result(setup, 'upgraded while at work', 'workers of the version before, one by one', outcome, {
    promises: [{ promise: 'nobody ended', kept: outcome.exits.length === 0 }],
  })
}
