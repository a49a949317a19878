import type { Log } from '../../pipeline/deps.ts'
import { LeaseLostError } from './fence.ts'

export interface Loop {
  close(graceMs: number): Promise<void>
}

/** Called by a loop while it waits for its next round: shows that the loop itself still works. */
export interface Heartbeat {
  readonly beat: () => Promise<void>
  readonly beatMs: number
}

/** Trouble that continues is logged once, and then this often. */
const SAY_AGAIN_MS = 60_000

/**
 * Runs `round` again and again, `intervalMs` after the end of the one before. A round that throws is logged, and the pause
 * before the next one grows (up to 2 s): trouble with the database must neither end the loop nor flood the log.
 */
export function every(
  intervalMs: number,
  log: Log,
  name: string,
  round: () => Promise<void>,
  heartbeat?: Heartbeat,
): Loop {
  let closed = false
  let failures = 0
  let saidMs = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | undefined
  let wake: (() => void) | undefined
  const sleep = (ms: number) =>
    new Promise<void>((resolve) => {
      wake = resolve
      timer = setTimeout(resolve, ms)
    })
  const pause = async (ms: number) => {
    const until = performance.now() + ms
    for (let left = ms; left > 0 && !closed; left = until - performance.now()) {
      await sleep(Math.min(left, heartbeat?.beatMs ?? left))
      // The leader decides whether a failed renewal matters.
      if (!closed) await heartbeat?.beat().catch(() => {})
    }
  }
  const running = (async () => {
    while (!closed) {
      try {
        await round()
        failures = 0
        saidMs = Number.NEGATIVE_INFINITY
      } catch (error) {
        failures++
        // A lost lease is logged by the leader.
        if (!(error instanceof LeaseLostError) && performance.now() - saidMs > SAY_AGAIN_MS) {
          saidMs = performance.now()
          log.error({ stage: name, err: error, failures }, `${name} round failed`)
        }
      }
      if (!closed) await pause(failures ? Math.min(2_000, 250 * 2 ** failures) : intervalMs)
    }
  })()
  return {
    async close(graceMs) {
      closed = true
      clearTimeout(timer)
      wake?.()
      await Promise.race([running, new Promise((resolve) => setTimeout(resolve, graceMs).unref())])
    },
  }
}
