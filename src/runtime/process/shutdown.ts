import type { Logger } from './logger.ts'
import { takeOverSignal } from './signals.ts'

/** For running work. Together with closing the rest, a process has ended within 29 s. */
const GRACE_MS = 15_000
const HARD_LIMIT_MS = 28_000
/**
 * A terminal signals all processes of its group, and the launcher passes its signal on: two within this time count as one.
 */
const SAME_SIGNAL_MS = 1_000
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const

/**
 * Waits for SIGTERM, SIGINT or SIGHUP, or until `interruption` aborts, then closes. Running work has 15 s to end, unfinished
 * jobs go back into their queue, and after 28 s the process ends in any case. That is safe at any moment, because the rows
 * say what is done; so the exit code is 0 then too. A second signal ends it at once with 1. `close` reports what it closes.
 */
export async function runUntilSignal(
  log: Logger,
  close: (graceMs: number, closing: (what: string) => void) => Promise<void>,
  interruption?: AbortSignal,
): Promise<void> {
  // While the database is unavailable a worker may have no other open handle, and Node would end it.
  const alive = setInterval(() => {}, 2 ** 30)
  await firstSignal(log, interruption)
  clearInterval(alive)
  let open = 'workers'
  const limit = setTimeout(() => {
    log.error({ open }, 'did not stop in time')
    process.exit(0)
  }, HARD_LIMIT_MS)
  await close(GRACE_MS, (what) => {
    open = what
  })
  clearTimeout(limit)
  log.info({}, 'stopped')
}

/** Resolves at the first signal, or once interrupted; from then on another signal ends the process. */
function firstSignal(log: Logger, interruption: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    let first: { signal: string | undefined; readonly ms: number } | undefined
    const stop = (cause: string, signal?: string) => {
      if (first) return
      first = { signal, ms: performance.now() }
      log.info({ signal: cause }, 'stopping')
      // The listeners that were active while the process started are no longer needed.
      for (const name of SIGNALS) takeOverSignal(name, listeners[name])
      resolve()
    }
    const onSignal = (signal: string) => {
      if (!first) return stop(signal, signal)
      // This signal may be what interrupted this process.
      first.signal ??= signal
      if (signal === first.signal && performance.now() - first.ms < SAME_SIGNAL_MS) return
      log.warn({ signal }, 'stopped at once')
      process.exit(1)
    }
    const listeners = {
      SIGTERM: () => onSignal('SIGTERM'),
      SIGINT: () => onSignal('SIGINT'),
      SIGHUP: () => onSignal('SIGHUP'),
    }
    for (const name of SIGNALS) process.on(name, listeners[name])
    const cut = () => stop((interruption?.reason as Error | undefined)?.message ?? 'interrupted')
    if (interruption?.aborted) cut()
    else interruption?.addEventListener('abort', cut, { once: true })
  })
}
