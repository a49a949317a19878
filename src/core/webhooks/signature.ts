import { createHmac, timingSafeEqual } from 'node:crypto'

/** How far a signature's time may lie from the receiver's clock. */
const SIGNATURE_TOLERANCE_S = 300

/**
 * The header `newsloom-signature` of a delivery: `t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">`. The time is part of
 * what is signed, so that a recorded delivery cannot be replayed later.
 */
export function signBody(secret: string, body: string, atS: number): string {
  return `t=${atS},v1=${hmac(secret, body, atS)}`
}

/** What a receiver does: is the body ours, and fresh? */
export function isSignedBody(secret: string, body: string, header: string, nowS: number): boolean {
  const parts = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header)
  if (!parts) return false
  const atS = Number(parts[1])
  if (Math.abs(nowS - atS) > SIGNATURE_TOLERANCE_S) return false
  return timingSafeEqual(Buffer.from(parts[2]!), Buffer.from(hmac(secret, body, atS)))
}

function hmac(secret: string, body: string, atS: number): string {
  return createHmac('sha256', secret).update(`${atS}.${body}`).digest('hex')
}

const BASE_S = 5
const CEILING_S = 3_600

/** Seconds that an endpoint is left alone after its `failures`th failure in a row: 5 s doubling to an hour, with jitter. */
export function webhookBackoffS(failures: number, chance: number): number {
  const full = Math.min(CEILING_S, BASE_S * 2 ** Math.min(20, Math.max(0, failures - 1)))
  return Math.round(full * (0.75 + chance / 2))
}
