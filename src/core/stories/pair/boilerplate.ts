/**
 * Lines that articles share without having anything else in common: a hotline, a slogan, a plea for subscriptions, a label
 * before a headline. Such a line is no evidence that two articles report one event. It is recognized because it occurs on
 * other days of the stream, or in unrelated articles of the window.
 */
import { IS_NAME, type StoryProfile } from '../profile/story-profile.ts'
import { type OtherDays, partKey } from '../rarity.ts'

/** Articles that make a line boilerplate. */
const SHARED_BY = 3
/** Holders of a line in the window that are held against each other. */
const MAX_HELD = 10

interface Holder {
  readonly profile: StoryProfile
}

/** Parts that at least `SHARED_BY` articles of a window have which share nothing else, by hash. */
export function sharedParts(articles: readonly Holder[]): ReadonlySet<number> {
  const holders = new Map<number, number[]>()
  for (const [i, { profile }] of articles.entries())
    for (const { hash } of profile.parts) {
      const list = holders.get(hash)
      if (list === undefined) holders.set(hash, [i])
      else if (list.at(-1) !== i) list.push(i)
    }
  const shared = new Set<number>()
  for (const [hash, list] of holders)
    if (list.length >= SHARED_BY && countUnrelated(articles, hash, list) >= SHARED_BY) shared.add(hash)
  return shared
}

function countUnrelated(articles: readonly Holder[], hash: number, holders: readonly number[]): number {
  const held: ReadonlySet<string>[] = []
  // Spread over all of them: the first few might be one event's.
  const step = Math.max(1, holders.length / MAX_HELD)
  for (let k = 0; k < holders.length && held.length < MAX_HELD; k += step) {
    const own = factsBeside(articles[holders[Math.floor(k)]!]!.profile, hash)
    if (held.every((other) => !areRelated(own, other))) held.push(own)
  }
  return held.length
}

/** Words of the title and names, except those that are in the line itself. */
function factsBeside({ terms, parts, title }: StoryProfile, hash: number): Set<string> {
  const facts = new Set(title)
  for (const { key, flags } of terms) if (flags & IS_NAME) facts.add(key)
  for (const part of parts) if (part.hash === hash) for (const i of part.terms) facts.delete(terms[i]!.key)
  return facts
}

/** Reports on one event share a quarter of their title words and names, or four of them. */
function areRelated(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const [few, many] = a.size <= b.size ? [a, b] : [b, a]
  let shared = 0
  for (const fact of few) if (many.has(fact)) shared++
  return shared >= 4 || shared >= Math.max(1, few.size) * 0.25
}

/** Positions of the profile's terms that occur only in boilerplate. */
export function boilerplateTerms(
  { parts }: StoryProfile,
  inWindow: ReadonlySet<number>,
  others: OtherDays,
): ReadonlySet<number> {
  let places: Set<number> | undefined
  for (const part of parts)
    if (inWindow.has(part.hash) || others.countOf(partKey(part)) >= SHARED_BY) {
      places ??= new Set()
      for (const place of part.terms) places.add(place)
    }
  return places ?? NO_PLACES
}

const NO_PLACES: ReadonlySet<number> = new Set()
