import { StoreTroubleError } from './objects/types.ts'
import { isDatabaseTrouble } from './postgres/db.ts'

/** Errors of ioredis and BullMQ while a Redis is unavailable, is replaced by another, or cannot answer for a moment. */
const QUEUE_TROUBLE =
  /^(READONLY|LOADING|CLUSTERDOWN|MASTERDOWN|TRYAGAIN|MOVED|ASK|MISCONF|OOM|UNBLOCKED|NOREPLICAS) |Connection is closed|Reached the max retries per request|None of startup nodes is available|Failed to refresh slots cache|All sentinels are unreachable|Cluster isn't ready|Command timed out|connect ETIMEDOUT|Stream isn't writeable/

/**
 * Whether the error means that the database, the queue or the place of the documents is unavailable for a moment, rather than
 * that something is wrong.
 */
export function isServiceTrouble(error: unknown): boolean {
  if (isDatabaseTrouble(error) || error instanceof StoreTroubleError) return true
  const { message = '', cause } = (error ?? {}) as { message?: string; cause?: unknown }
  return QUEUE_TROUBLE.test(message) || (cause !== undefined && isServiceTrouble(cause))
}
