/**
 * Decides which of the articles with one text is the original, from all of them at once, so that the answer does not depend on
 * the order of arrival.
 */

import { isBare } from './bare-title.ts'

/** The facts on which the choice of the original depends. */
export interface CopyFacts {
  readonly id: number
  readonly outlet: string | number | null
  /** Milliseconds; null where it is not known. */
  readonly publishedMs: number | null
  /** The time of day was not given: `publishedMs` may be as much as a day early. */
  readonly isBareDay: boolean
  readonly words: number
  /** The outlet is an agency. */
  readonly isAgency: boolean
  /** Names and domains of the outlet, in lower case. */
  readonly names: readonly string[]
  /** Names and domains that the article credits for its text, in lower case. */
  readonly credits: readonly string[]
  readonly hasDateline: boolean
  /** See bare-title.ts. */
  readonly titleKey: string | null
  /** The same for equal articles, whatever their ids: decides where no other criterion does. */
  readonly sortKey: string
}

const ORIGIN_REASONS = [
  'named',
  'agency',
  'text',
  'earlier',
  'credited',
  'dateline',
  'fuller',
  'address_order',
] as const
export type OriginReason = (typeof ORIGIN_REASONS)[number]

export interface Origin {
  readonly original: CopyFacts
  /** Why the original was chosen before `other`. */
  reasonOver(other: CopyFacts): OriginReason
}

const HOUR_MS = 3_600_000
/** A smaller difference of times does not show who was first: clocks, and the delay between writing and publishing, differ. */
const CLOCK_MS = HOUR_MS
const DAY_MS = 24 * HOUR_MS
/** Texts count as equally long within a fifth, so that a line about a newsletter makes no difference. */
const FULLER = Math.log(1.2)

/**
 * The original of `members`: the outlet that others credit; else the agency; a text before a bare title; else the one that
 * may have been first. Where the clocks leave that open, the order of preference is: an article that credits an agency (the
 * wire's text, and it says so), one with a dateline, the longer text, the slightly earlier one.
 */
export function originOf(members: readonly CopyFacts[]): Origin {
  const latestStart = Math.min(
    ...members.map(({ publishedMs, isBareDay }) =>
      publishedMs === null ? Number.POSITIVE_INFINITY : publishedMs + (isBareDay ? DAY_MS : CLOCK_MS),
    ),
  )
  const ranks = new Map(
    members.map((member) => [
      member.id,
      [
        isNamedByOthers(member, members) ? 0 : 1,
        member.isAgency ? 0 : 1,
        isBare(member) ? 1 : 0,
        mayBeFirst(member, latestStart) ? 0 : 1,
        member.credits.length > 0 ? 0 : 1,
        member.hasDateline ? 0 : 1,
        -Math.round(Math.log(Math.max(1, member.words)) / FULLER),
      ],
    ]),
  )
  const compare = (a: CopyFacts, b: CopyFacts): number => {
    const [x, y] = [ranks.get(a.id)!, ranks.get(b.id)!]
    for (let i = 0; i < x.length; i++) if (x[i] !== y[i]) return x[i]! - y[i]!
    return (
      (a.publishedMs ?? 0) - (b.publishedMs ?? 0) ||
      b.words - a.words ||
      (a.sortKey < b.sortKey ? -1 : a.sortKey > b.sortKey ? 1 : a.id - b.id)
    )
  }
  const original = members.reduce((best, member) => (compare(member, best) < 0 ? member : best))
  return {
    original,
    reasonOver(other) {
      const [x, y] = [ranks.get(original.id)!, ranks.get(other.id)!]
      const at = x.findIndex((rank, i) => rank !== y[i])
      if (at >= 0) return ORIGIN_REASONS[at]!
      if (original.publishedMs !== other.publishedMs) return 'earlier'
      return original.words === other.words ? 'address_order' : 'fuller'
    },
  }
}

function isNamedByOthers(member: CopyFacts, members: readonly CopyFacts[]): boolean {
  return (
    member.names.length > 0 &&
    members.some(
      (other) => other.outlet !== member.outlet && other.credits.some((name) => member.names.includes(name)),
    )
  )
}

function mayBeFirst({ publishedMs }: CopyFacts, latestStart: number): boolean {
  // Where none has a date, all may be the original.
  if (latestStart === Number.POSITIVE_INFINITY) return true
  return publishedMs !== null && publishedMs < latestStart
}
