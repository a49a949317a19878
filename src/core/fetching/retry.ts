/** How often the queue tries a job before the row takes over. */
export const MAX_ATTEMPTS = 3

const BASE_MS = 2_000
const CEILING_MS = 60_000

/**
 * Milliseconds before try number `attempt` + 1: doubling from two seconds to a minute, with full jitter over the upper half,
 * so that a thousand jobs that failed together do not come back together.
 *
 * @param chance from [0, 1), given by the caller
 */
export function backoffMs(attempt: number, chance: number): number {
  const full = Math.min(CEILING_MS, BASE_MS * 2 ** Math.max(0, attempt - 1))
  return Math.round(full * (0.5 + chance / 2))
}

/** Seconds that a host is left alone after its `count`th trouble in a row: 30 s doubling to a day, with jitter. */
export function hostBackoffS(count: number, chance: number): number {
  const full = Math.min(86_400, 30 * 2 ** Math.max(0, count - 1))
  return Math.round(full * (0.75 + chance / 2))
}
