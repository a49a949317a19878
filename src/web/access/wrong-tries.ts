import type { Limit } from './rate-limit.ts'
import { createLimiter } from './rate-limit.ts'

/** Bounds how often a client may try a wrong token, whichever way it sends it. */
export interface WrongTries {
  /** Seconds until the client may try again; 0 when it may now. */
  wait(client: string): number
  /** Counts one wrong try. */
  count(client: string): void
}

export function createWrongTries(limit: Limit, now: () => Date): WrongTries {
  const limiter = createLimiter(limit)
  return {
    wait: (client) => limiter.wait(client, now().getTime()),
    count: (client) => {
      limiter.take(client, now().getTime())
    },
  }
}
