/**
 * Lines that articles share without having anything else in common: a hotline, a slogan, a plea for subscriptions, a label
 * before a headline. Such a line is no evidence that two articles report one event. It is recognized because it occurs on
 * other days of the stream, or in unrelated articles of the window.
 */
import type { ProfilePart } from '../profile/parts.ts'
import { IN_TITLE, IS_NAME, type StoryProfile } from '../profile/story-profile.ts'
import { type OtherDays, partKey } from '../rarity.ts'
import { countUnrelated } from './unrelated.ts'

/** Articles that make a line boilerplate. */
const SHARED_BY = 3

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
  for (const [hash, list] of holders) if (list.length < SHARED_BY) holders.delete(hash)
  const factsOf = new Map<number, ReadonlySet<string>>()
  const factsBeside = (i: number): ReadonlySet<string> => {
    let facts = factsOf.get(i)
    if (facts === undefined) factsOf.set(i, (facts = ownFacts(articles[i]!.profile, holders)))
    return facts
  }
  const shared = new Set<number>()
  for (const [hash, list] of holders) if (countUnrelated(list, factsBeside) >= SHARED_BY) shared.add(hash)
  return shared
}

/**
 * Words of the title and names, except those that are only in lines which many articles share. All such lines are left out,
 * because boilerplate seldom comes as one line: the names in its other lines would make unrelated articles look related.
 */
function ownFacts(
  profile: StoryProfile,
  sharedByMany: Pick<ReadonlyMap<number, unknown>, 'has'>,
): Set<string> {
  const facts = new Set(profile.title)
  for (const { key, flags } of profile.terms) if (flags & IS_NAME) facts.add(key)
  for (const place of termsOnlyIn(profile, ({ hash }) => sharedByMany.has(hash)))
    facts.delete(profile.terms[place]!.key)
  return facts
}

/** Positions of the profile's terms that occur only in boilerplate. */
export function boilerplateTerms(
  profile: StoryProfile,
  inWindow: ReadonlySet<number>,
  others: OtherDays,
): ReadonlySet<number> {
  return termsOnlyIn(profile, (part) => inWindow.has(part.hash) || others.countOf(partKey(part)) >= SHARED_BY)
}

/** Of a body with only such lines, at most this share of the terms is in several of them. */
const MAX_IN_SEVERAL_LINES = 0.2
const NO_PLACES: ReadonlySet<number> = new Set()

/**
 * Positions of the terms that occur only in the lines that `isSuch` chooses. A profile has no line for a term that is in
 * several. It is in such lines only where the body has no others.
 */
function termsOnlyIn(
  { parts, terms }: StoryProfile,
  isSuch: (part: ProfilePart) => boolean,
): ReadonlySet<number> {
  const isInTitle = (place: number): boolean => (terms[place]!.flags & IN_TITLE) !== 0
  let places: Set<number> | undefined
  let isWholeBody = true
  for (const part of parts)
    if (isSuch(part)) {
      places ??= new Set()
      for (const place of part.terms) places.add(place)
    } else isWholeBody &&= part.terms.every(isInTitle)
  if (places === undefined) return NO_PLACES
  if (!isWholeBody) return places
  const inBody = [...terms.keys()].filter((place) => !isInTitle(place))
  const inSeveral = inBody.filter((place) => !places.has(place))
  // More of them come from the middle of a long text, of which the profile keeps no lines.
  if (inSeveral.length <= inBody.length * MAX_IN_SEVERAL_LINES)
    for (const place of inSeveral) places.add(place)
  return places
}
