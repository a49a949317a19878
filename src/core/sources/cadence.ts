import type { FeedHints } from '../feeds/types.ts'

export interface CadencePolicy {
  readonly minIntervalS: number
  readonly maxIntervalS: number
  /** For a feed that nothing is known of yet. */
  readonly firstIntervalS: number
}

const defaultCadence: CadencePolicy = { minIntervalS: 300, maxIntervalS: 86_400, firstIntervalS: 900 }

export interface CadenceFacts {
  readonly now: Date
  /** From [0, 1): spreads feeds that would otherwise come due together. */
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

/** Polls of less than this tell too little about how often entries come. */
const MIN_HISTORY_HOURS = 2
/** What a feed may ask of us at most: a typing error in a ttl shall not silence an outlet. */
const MAX_ASKED_S = 86_400

/**
 * When to look at a feed again. The interval aims at one new entry a poll; a feed that turned over whole is looked
 * at four times as often whatever it asks, a quiet one less and less. Then it is stretched to what the feed and HTTP ask,
 * and by failures.
 */
export function nextPoll(facts: CadenceFacts, policy: CadencePolicy = defaultCadence): Cadence {
  const wanted = wantedInterval(facts, policy)
  // entries are lost while we wait: what the feed asks for does not fit what it does
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
  // every entry was new, though this is not the first poll: others may have come and gone unseen
  if (facts.seen > 1 && facts.added === facts.seen && hours > 0)
    return { intervalS: facts.previousIntervalS / 4, reason: 'whole_feed_new' }
  if (hours < MIN_HISTORY_HOURS) return { intervalS: policy.firstIntervalS, reason: 'first_look' }
  // nothing came: a tenth of the silence, so that a feed silent for ten days is looked at once a day
  if (added === 0) return { intervalS: Math.max(policy.firstIntervalS, (hours * 3600) / 10), reason: 'quiet' }
  return { intervalS: (hours * 3600) / added, reason: 'entry_rate' }
}

function askedInterval(facts: CadenceFacts): { intervalS: number; reason: CadenceReason } | null {
  const { ttlMinutes, updatePeriodMinutes } = facts.hints
  const asks: { intervalS: number; reason: CadenceReason }[] = [
    { intervalS: facts.freshForS, reason: 'http_cache' },
    { intervalS: (ttlMinutes ?? 0) * 60, reason: 'ttl' },
  ]
  // updatePeriod describes the feed, and many systems write "hourly" whatever happens: entries outvote it
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
