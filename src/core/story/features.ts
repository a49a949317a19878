/**
 * What two articles have in common, as numbers: the evidence that the learned join weighs, and that
 * `story_links` keeps for people to read.
 */
import { type IdfOf, IN_LEAD, IN_TITLE, IS_NAME, IS_NUMBER, type StoryProfile } from './profile.ts'

interface Weighed {
  /** weight × IDF. */
  readonly value: number
  readonly idf: number
  readonly flags: number
}

/** A profile under one IDF, with its norms, ready for many comparisons. */
export interface Prepared {
  readonly profile: StoryProfile
  readonly terms: ReadonlyMap<string, Weighed>
  readonly bigrams: ReadonlyMap<string, number>
  readonly quotes: ReadonlySet<number>
  readonly norm: number
  readonly nameNorm: number
  readonly actionNorm: number
  readonly leadActionNorm: number
  readonly leadNorm: number
  readonly titleNorm: number
  readonly titleIdf: number
  readonly bigramIdf: number
  readonly numberIdf: number
  /** Milliseconds, published or, where that is not known, null. */
  readonly publishedMs: number | null
}

export function prepare(profile: StoryProfile, publishedMs: number | null, idf: IdfOf): Prepared {
  const terms = new Map<string, Weighed>()
  let norm = 0
  let nameNorm = 0
  let actionNorm = 0
  let leadActionNorm = 0
  let leadNorm = 0
  let titleNorm = 0
  let titleIdf = 0
  let numberIdf = 0
  for (const { key, weight, flags } of profile.terms) {
    const rarity = idf(key, profile.language)
    const value = weight * rarity
    terms.set(key, { value, idf: rarity, flags })
    if (flags & IS_NUMBER) {
      numberIdf += rarity
      continue
    }
    norm += value * value
    if (flags & IS_NAME) nameNorm += value * value
    else actionNorm += value * value
    if ((flags & IS_NAME) === 0 && flags & (IN_LEAD | IN_TITLE)) leadActionNorm += rarity * rarity
    if (flags & (IN_LEAD | IN_TITLE)) leadNorm += rarity * rarity
    if (flags & IN_TITLE) {
      titleNorm += rarity * rarity
      titleIdf += rarity
    }
  }
  const bigrams = new Map<string, number>()
  let bigramIdf = 0
  for (let i = 1; i < profile.title.length; i++) {
    const [a, b] = [profile.title[i - 1] as string, profile.title[i] as string]
    const weight = (terms.get(a)?.idf ?? 0) + (terms.get(b)?.idf ?? 0)
    if (!bigrams.has(`${a} ${b}`)) bigramIdf += weight
    bigrams.set(`${a} ${b}`, weight)
  }
  return {
    profile,
    terms,
    bigrams,
    quotes: new Set(profile.quotes),
    norm: Math.sqrt(norm),
    nameNorm: Math.sqrt(nameNorm),
    actionNorm: Math.sqrt(actionNorm),
    leadActionNorm: Math.sqrt(leadActionNorm),
    leadNorm: Math.sqrt(leadNorm),
    titleNorm: Math.sqrt(titleNorm),
    titleIdf,
    bigramIdf,
    numberIdf,
    publishedMs: publishedMs ?? profile.printedMs,
  }
}

export interface PairFacts {
  /** Cosine of the whole TF-IDF vectors. */
  readonly text: number
  /** Cosine of the titles. */
  readonly title: number
  /** Cosine of title and lead together. */
  readonly lead: number
  /** Share (by IDF) of adjacent title words in common. */
  readonly phrase: number
  /** Share of one title's IDF that the other article's terms hold: the better and the worse direction. */
  readonly titleInBest: number
  readonly titleInWorst: number
  /** Cosine over names. */
  readonly names: number
  /** Cosine over all that is no name: what happened, rather than to whom. */
  readonly actions: number
  readonly leadActions: number
  /** Sum of the IDF of the three rarest terms in common. */
  readonly rare: number
  /** IDF of the numbers in common over that of the one with fewer. */
  readonly numbers: number
  readonly sharedNumbers: number
  readonly quotes: number
  /** Days between, null when either is undated. */
  readonly days: number | null
  readonly titleOnly: 0 | 1 | 2
  /** Both name years: 1 when none is the same, −1 when one is, else 0. */
  readonly yearsApart: -1 | 0 | 1
}

export function compare(a: Prepared, b: Prepared): PairFacts {
  const [small, large] = a.terms.size <= b.terms.size ? [a, b] : [b, a]
  let dot = 0
  let nameDot = 0
  let leadDot = 0
  let actionDot = 0
  let leadActionDot = 0
  let titleDot = 0
  let smallTitleIn = 0
  let largeTitleIn = 0
  let numberIdf = 0
  let sharedNumbers = 0
  let [r1, r2, r3] = [0, 0, 0]
  for (const [key, x] of small.terms) {
    const y = large.terms.get(key)
    if (y === undefined) continue
    if (x.flags & IS_NUMBER) {
      numberIdf += x.idf
      sharedNumbers++
      continue
    }
    dot += x.value * y.value
    const names = x.flags & y.flags & IS_NAME
    if (names) nameDot += x.value * y.value
    else actionDot += x.value * y.value
    if (x.flags & (IN_LEAD | IN_TITLE) && y.flags & (IN_LEAD | IN_TITLE)) {
      leadDot += x.idf * y.idf
      if (!names) leadActionDot += x.idf * y.idf
    }
    if (x.flags & IN_TITLE) smallTitleIn += x.idf
    if (y.flags & IN_TITLE) largeTitleIn += y.idf
    if (x.flags & y.flags & IN_TITLE) titleDot += x.idf * y.idf
    if (x.idf > r3) {
      if (x.idf > r1) [r1, r2, r3] = [x.idf, r1, r2]
      else if (x.idf > r2) [r2, r3] = [x.idf, r2]
      else r3 = x.idf
    }
  }
  let phraseIdf = 0
  for (const [bigram, weight] of small.bigrams) if (large.bigrams.has(bigram)) phraseIdf += weight
  let quotes = 0
  const [fewer, more] = a.quotes.size <= b.quotes.size ? [a, b] : [b, a]
  for (const hash of fewer.quotes) if (more.quotes.has(hash)) quotes++
  const inSmall = share(smallTitleIn, small.titleIdf)
  const inLarge = share(largeTitleIn, large.titleIdf)
  const days =
    a.publishedMs === null || b.publishedMs === null
      ? null
      : Math.abs(a.publishedMs - b.publishedMs) / 86_400_000
  return {
    text: share(dot, a.norm * b.norm),
    title: share(titleDot, a.titleNorm * b.titleNorm),
    lead: share(leadDot, a.leadNorm * b.leadNorm),
    phrase: share(2 * phraseIdf, a.bigramIdf + b.bigramIdf),
    titleInBest: Math.max(inSmall, inLarge),
    titleInWorst: Math.min(inSmall, inLarge),
    names: share(nameDot, a.nameNorm * b.nameNorm),
    actions: Math.min(1, share(actionDot, a.actionNorm * b.actionNorm)),
    leadActions: Math.min(1, share(leadActionDot, a.leadActionNorm * b.leadActionNorm)),
    rare: r1 + r2 + r3,
    numbers: share(numberIdf, Math.min(a.numberIdf, b.numberIdf)),
    sharedNumbers,
    quotes,
    days,
    titleOnly: ((a.profile.bodyWords === 0 ? 1 : 0) + (b.profile.bodyWords === 0 ? 1 : 0)) as 0 | 1 | 2,
    yearsApart: yearsApart(a.profile.years, b.profile.years),
  }
}

function yearsApart(a: readonly number[], b: readonly number[]): -1 | 0 | 1 {
  if (a.length === 0 || b.length === 0) return 0
  return a.some((year) => b.includes(year)) ? -1 : 1
}

function share(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0
}
