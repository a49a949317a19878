import type { Logger } from './logger.ts'

const GRACE_MS = 20_000
const HARD_LIMIT_MS = 29_000

/**
 * Waits for SIGTERM, SIGINT or SIGHUP, then closes: work in hand has 20 s to end, what is left goes back in line,
 * and after 29 s the process ends whatever happens. A second signal ends it at once. `close` says what it is closing.
 */
export async function runUntilSignal(
  log: Logger,
  close: (graceMs: number, closing: (what: string) => void) => Promise<void>,
): Promise<void> {
  // While the database is away a worker may have nothing else to wait for, and Node would end it.
  const alive = setInterval(() => {}, 2 ** 30)
  const signal = await new Promise<NodeJS.Signals>((resolve) => {
    for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(name, () => resolve(name))
  })
  clearInterval(alive)
  log.info({ signal }, 'stopping')
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.on(name, () => {
      log.warn({ signal: name }, 'stopped at once')
      process.exit(1)
    })
  let open = 'workers'
  const limit = setTimeout(() => {
    log.error({ open }, 'did not stop in time')
    process.exit(1)
  }, HARD_LIMIT_MS)
  await close(GRACE_MS, (what) => {
    open = what
  })
  clearTimeout(limit)
  log.info({}, 'stopped')
}
