import type { Logger } from './logger.ts'

/** For work in hand. With what closing the rest may take after it, a process is gone within 29 s. */
const GRACE_MS = 15_000
const HARD_LIMIT_MS = 28_000
/** A terminal signals all processes of its group, and a launcher passes its signal on: that is one signal. */
const SAME_SIGNAL_MS = 1_000
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const

/**
 * Waits for SIGTERM, SIGINT or SIGHUP, or until `interruption` aborts, then closes: work in hand has 15 s to end, what is
 * left goes back into its queue, and after 28 s the process ends whatever happens. That is safe at any moment, for a row
 * says what is done; so the exit code is 0 then too. A second signal ends it at once with 1. `close` says what it closes.
 */
export async function runUntilSignal(
  log: Logger,
  close: (graceMs: number, closing: (what: string) => void) => Promise<void>,
  interruption?: AbortSignal,
): Promise<void> {
  // While the database is away a worker may have nothing else to wait for, and Node would end it.
  const alive = setInterval(() => {}, 2 ** 30)
  const signal = await firstOf(interruption)
  clearInterval(alive)
  const firstMs = performance.now()
  log.info({ signal }, 'stopping')
  for (const name of SIGNALS) {
    // Whoever listened while the process started has done its part.
    process.removeAllListeners(name)
    process.on(name, () => {
      if (name === signal && performance.now() - firstMs < SAME_SIGNAL_MS) return
      log.warn({ signal: name }, 'stopped at once')
      process.exit(1)
    })
  }
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

/** The name of the first signal, or why the process is interrupted. */
function firstOf(interruption: AbortSignal | undefined): Promise<string> {
  return new Promise((resolve) => {
    for (const name of SIGNALS) process.once(name, () => resolve(name))
    const cut = () => resolve((interruption?.reason as Error | undefined)?.message ?? 'interrupted')
    if (interruption?.aborted) cut()
    else interruption?.addEventListener('abort', cut, { once: true })
  })
}
