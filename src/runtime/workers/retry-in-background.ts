import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../../pipeline/deps.ts'

const TRIES = 36
const LONGEST_PAUSE_MS = 2_000

/**
 * Runs in the background what must be done even while the database is unavailable for a moment: tries `work` again for a
 * minute. If it still fails, the lease ends when it expires.
 */
export function retryInBackground(log: Log, what: string, work: () => Promise<unknown>): void {
  void (async () => {
    for (let tries = 1; ; tries++)
      try {
        await work()
        return
      } catch (error) {
        if (tries >= TRIES) {
          log.warn({ err: error, tries }, `${what}: given up`)
          return
        }
        await sleep(Math.min(LONGEST_PAUSE_MS, 100 * 2 ** tries), undefined, { ref: false })
      }
  })()
}
