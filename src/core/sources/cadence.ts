import type { FeedHints } from '../feeds/types.ts'

export interface CadencePolicy {
  readonly minIntervalS: number
  readonly maxIntervalS: number
  /** The interval for a feed about which nothing is known yet. */
  readonly firstIntervalS: number
}

const defaultCadence: CadencePolicy = { minIntervalS: 300, maxIntervalS: 86_400, firstIntervalS: 900 }

export interface CadenceFacts {
  readonly now: Date
  /** A random number in [0, 1): spreads feeds that would otherwise be due at the same time. */
  readonly chance: number
  readonly previousIntervalS: number
  /** New entries over the polls of the last days, and the hours that these polls span; 0 hours where this is the first. */
  readonly recent: { readonly added: number; readonly hours: number }
  /** Entries in the document of this poll, and how many of them were new. */
  readonly seen: number
  readonly added: number
  readonly hints: FeedHints
  /** How long HTTP says that the answer stays fresh (`freshForS`). */
  readonly freshForS: number
  /** See `nextFailureScore`; 0 is healthy. */
  readonly failureScore: number
}

export type CadenceReason =
  | 'first_look'
  | 'entry_rate'
  | 'quiet'
  | 'whole_feed_new'
  | 'ttl'
  | 'update_period'
  | 'http_cache'
  | 'failures'
  | 'set_by_hand'

/** The interval that a person set, instead of the one learned; a feed that fails may be left alone for longer. */
export function atInterval(setS: number, learned: Cadence, now: Date, failureScore: number): Cadence {
  if (failureScore > 0 && learned.intervalS > setS) return learned
  return { intervalS: setS, reason: 'set_by_hand', nextPollAt: new Date(now.getTime() + setS * 1_000) }
}

export interface Cadence {
  readonly intervalS: number
  readonly reason: CadenceReason
  readonly nextPollAt: Date
}

/** Polls that span less than this say too little about how often entries appear. */
const MIN_HISTORY_HOURS = 2
/** The longest interval that a feed can ask for: a typing error in a ttl must not stop the polling of an outlet. */
const MAX_ASKED_S = 86_400

/**
 * When to poll a feed again. The interval is chosen so that a poll finds one new entry on average. A feed all of whose entries
 * were new is polled four times as often, whatever it asks for; a feed without new entries is polled less and less often.
 * The interval then becomes longer where the feed or HTTP asks for that, and with each failure.
 */
export function nextPoll(facts: CadenceFacts, policy: CadencePolicy = defaultCadence): Cadence {
  const wanted = wantedInterval(facts, policy)
  // entries are lost while we wait, so what the feed asks for is ignored
  const asked = wanted.reason === 'whole_feed_new' ? null : askedInterval(facts)
  let { intervalS, reason }: { intervalS: number; reason: CadenceReason } =
    asked && asked.intervalS > wanted.intervalS ? asked : wanted
  if (facts.failureScore >= 1) {
    intervalS *= 2 ** Math.min(facts.failureScore, 10)
    reason = 'failures'
  }
  const clamped = Math.round(Math.min(policy.maxIntervalS, Math.max(policy.minIntervalS, intervalS)))
  const spread = clamped * (0.95 + facts.chance * 0.1)
  const due = new Date(facts.now.getTime() + spread * 1000)
  return { intervalS: clamped, reason, nextPollAt: afterSkips(due, facts.hints) }
}

function wantedInterval(
  facts: CadenceFacts,
  policy: CadencePolicy,
): { intervalS: number; reason: CadenceReason } {
  const { added, hours } = facts.recent
  // every entry was new, though this is not the first poll: others may have appeared and disappeared between two polls
  if (facts.seen > 1 && facts.added === facts.seen && hours > 0)
    return { intervalS: facts.previousIntervalS / 4, reason: 'whole_feed_new' }
  if (hours < MIN_HISTORY_HOURS) return { intervalS: policy.firstIntervalS, reason: 'first_look' }
  // nothing was new: wait a tenth of the time without entries, so that a feed silent for ten days is polled once a day
  if (added === 0) return { intervalS: Math.max(policy.firstIntervalS, (hours * 3600) / 10), reason: 'quiet' }
  return { intervalS: (hours * 3600) / added, reason: 'entry_rate' }
}

function askedInterval(facts: CadenceFacts): { intervalS: number; reason: CadenceReason } | null {
  const { ttlMinutes, updatePeriodMinutes } = facts.hints
  const asks: { intervalS: number; reason: CadenceReason }[] = [
    { intervalS: facts.freshForS, reason: 'http_cache' },
    { intervalS: (ttlMinutes ?? 0) * 60, reason: 'ttl' },
  ]
  // many systems write an updatePeriod of "hourly" whatever happens: a feed with more entries than that is not slowed down
  const periodS = (updatePeriodMinutes ?? 0) * 60
  const perPeriod = facts.recent.hours > 0 ? (facts.recent.added * periodS) / (facts.recent.hours * 3600) : 0
  if (perPeriod < 3) asks.push({ intervalS: periodS, reason: 'update_period' })
  const longest = asks.reduce((a, b) => (b.intervalS > a.intervalS ? b : a))
  return longest.intervalS > 0 ? { ...longest, intervalS: Math.min(longest.intervalS, MAX_ASKED_S) } : null
}

/** The first full hour from `due` on that the feed does not ask to skip; `due` itself if it asks to skip them all. */
export function afterSkips(due: Date, { skipHours, skipDays }: FeedHints): Date {
  const skipped = (time: Date) =>
    skipHours.includes(time.getUTCHours()) || skipDays.includes(time.getUTCDay())
  if (!skipped(due)) return due
  const hour = 3_600_000
  let time = new Date(Math.ceil(due.getTime() / hour) * hour)
  for (let step = 0; step < 7 * 24; step++) {
    if (!skipped(time)) return time
    time = new Date(time.getTime() + hour)
  }
  return due
}

/** A feed without a new entry for this long is reported as stale. */
const STALE_AFTER_DAYS = 30

export function isStale(lastNewEntryAt: Date | null, addedAt: Date, now: Date): boolean {
  return now.getTime() - (lastNewEntryAt ?? addedAt).getTime() > STALE_AFTER_DAYS * 86_400_000
}
