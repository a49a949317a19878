/** The result of a step for one article. A closed union: there are exactly four kinds. */
export type Outcome<Done> =
  | { readonly kind: 'done'; readonly value: Done }
  /** An expected non-result: a section page, a stub, not modified. It waits nowhere. */
  | { readonly kind: 'dropped'; readonly reason: DropReason }
  /** Slow trouble: the row waits in Postgres until `until`. */
  | { readonly kind: 'parked'; readonly reason: ParkReason; readonly until: Date }
  /** Permanent: a dead letter, queryable and replayable. */
  | { readonly kind: 'failed'; readonly code: FailureCode }

export const dropReasons = [
  'section_page',
  'product',
  'service',
  'gallery',
  'video',
  'error_page',
  'login_page',
  'paywall_stub',
  'consent_page',
  'soft_404',
  'too_short',
  'not_article',
  'same_as_known',
  'removed',
  'robots_disallowed',
] as const
export type DropReason = (typeof dropReasons)[number]

const parkReasons = [
  'host_busy',
  'http_429',
  'http_503',
  'http_5xx',
  'http_202',
  'http_404',
  'http_408',
  'http_425',
  'bad_response',
  'host_down',
  'robots_unreachable',
  'dns_failed',
  'timeout',
  'connection_reset',
  'tls_error',
  'transient',
] as const
export type ParkReason = (typeof parkReasons)[number]

const failureCodes = [
  'http_404',
  'http_410',
  'http_401',
  'http_403',
  'http_451',
  'http_4xx',
  'http_5xx',
  'not_html',
  'no_text',
  'no_document',
  'too_large',
  'too_deep',
  'too_many_redirects',
  'redirect_loop',
  'bad_encoding',
  'bad_response',
  'bad_url',
  'blocked_address',
  'dns_failed',
  'host_down',
  'timeout',
  'robots_unreachable',
  'extract_timeout',
  'extract_crashed',
  'gave_up',
  'poison',
  'internal',
] as const
export type FailureCode = (typeof failureCodes)[number]

export const done = <Done>(value: Done): Outcome<Done> => ({ kind: 'done', value })
export const dropped = (reason: DropReason): Outcome<never> => ({ kind: 'dropped', reason })
export const parked = (reason: ParkReason, until: Date): Outcome<never> => ({ kind: 'parked', reason, until })
export const failed = (code: FailureCode): Outcome<never> => ({ kind: 'failed', code })

/** Momentary trouble (a reset, a lock timeout): worth another try within the minute, in the queue. */
export class TransientError extends Error {}
