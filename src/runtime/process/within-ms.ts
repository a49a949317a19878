import { setTimeout as sleep } from 'node:timers/promises'

/** Waits for `work`, and no longer than `ms`; how it ends does not matter any more. */
export async function withinMs(ms: number, work: Promise<unknown> | undefined): Promise<void> {
  const ended = Promise.resolve(work).catch(() => {})
  await Promise.race([ended, sleep(ms, undefined, { ref: false })])
}
