import { setTimeout as sleep } from 'node:timers/promises'

/** Waits for `work`, but no longer than `ms`; after that its result is ignored. */
export async function withinMs(ms: number, work: Promise<unknown> | undefined): Promise<void> {
  const ended = Promise.resolve(work).catch(() => {})
  await Promise.race([ended, sleep(ms, undefined, { ref: false })])
}
