import type { Logger } from './logger.ts'

/** For work in hand. With what closing the rest may take after it, a process is gone within 29 s. */
const GRACE_MS = 15_000
const HARD_LIMIT_MS = 28_000
/** A terminal signals all processes of its group, and the launcher passes its signal on: two signals within this time are one. */
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
  const { signal, second } = await firstOf(interruption)
  clearInterval(alive)
  const firstMs = performance.now()
  log.info({ signal }, 'stopping')
  const atOnce = (name: string) => {
    log.warn({ signal: name }, 'stopped at once')
    process.exit(1)
  }
  for (const name of SIGNALS) {
    // Whoever listened while the process started has done its part.
    process.removeAllListeners(name)
    process.on(name, () => {
      if (name === signal && performance.now() - firstMs < SAME_SIGNAL_MS) return
      atOnce(name)
    })
  }
  const other = second()
  if (other) atOnce(other)
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

interface First {
  /** The name of the first signal, or why the process is interrupted. */
  readonly signal: string
  /** Another signal that came with the first, before anybody could act on it: a busy process is given both in one turn. */
  second(): string | undefined
}

function firstOf(interruption: AbortSignal | undefined): Promise<First> {
  return new Promise((resolve) => {
    const came: string[] = []
    const second = () => came[1]
    for (const name of SIGNALS)
      process.once(name, () => {
        came.push(name)
        resolve({ signal: name, second })
      })
    const cut = () => {
      const signal = (interruption?.reason as Error | undefined)?.message ?? 'interrupted'
      resolve({ signal, second: () => undefined })
    }
    if (interruption?.aborted) cut()
    else interruption?.addEventListener('abort', cut, { once: true })
  })
}
