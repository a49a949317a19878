import type { Pool } from 'pg'

const REFRESH_MS = 300_000

export interface Clock {
  now(): Date
  close(): void
}

/**
 * The database's clock, continued with this process's monotonic one: two machines whose clocks differ, or one whose clock
 * jumps, must not disagree on what is due, nor on what retention may drop.
 */
export async function openClock(pool: Pool): Promise<Clock> {
  let offsetMs = await offsetOf(pool)
  const timer = setInterval(() => {
    // The database does not answer: the monotonic clock continues.
    offsetOf(pool).then(
      (found) => {
        offsetMs = found
      },
      () => {},
    )
  }, REFRESH_MS)
  timer.unref()
  return { now: () => new Date(offsetMs + performance.now()), close: () => clearInterval(timer) }
}

/** What to add to `performance.now()`, in milliseconds, to have the time of the database. */
async function offsetOf(pool: Pool): Promise<number> {
  const asked = performance.now()
  const { rows } = await pool.query<{ ms: number }>(
    'select extract(epoch from clock_timestamp())::float8 * 1000 as ms',
  )
  return rows[0]!.ms - (asked + performance.now()) / 2
}
