import type { Log } from '../pipeline/deps.ts'

export interface Loop {
  close(graceMs: number): Promise<void>
}

/**
 * Runs `round` again and again, `intervalMs` after the end of the one before. A round that throws is logged and the
 * next one comes later and later (up to 2 s): trouble with the database must not end the loop, nor flood the log.
 */
export function every(intervalMs: number, log: Log, name: string, round: () => Promise<void>): Loop {
  let closed = false
  let failures = 0
  let timer: NodeJS.Timeout | undefined
  let wake: (() => void) | undefined
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      wake = resolve
      timer = setTimeout(resolve, ms)
    })
  const running = (async () => {
    while (!closed) {
      try {
        await round()
        failures = 0
      } catch (error) {
        failures++
        log.error({ stage: name, err: error, failures }, `${name} round failed`)
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
