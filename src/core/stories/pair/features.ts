/**
 * What two articles have in common, as numbers: the evidence that the learned join weighs, and that
 * `story_links` keeps for people to read.
 */

import { isSameForm } from '../profile/form.ts'
import { hash32 } from '../profile/hash.ts'
import type { IdfOf } from '../profile/lexicon.ts'
import { IN_LEAD, IN_TITLE, IS_NAME, IS_NUMBER, type StoryProfile } from '../profile/profile.ts'
import { soundOf } from '../profile/spelling.ts'

interface Weighed {
  /** weight × IDF. */
  readonly value: number
  readonly idf: number
  readonly flags: number
  /** Place among the weightiest names, from 0; `NOT_FIRST` beyond those that count. */
  rank: number
}

/** The names that an article is about, and of them those that it is about most. */
const FIRST_NAMES = 12
const TOP_NAMES = 4
const NOT_FIRST = FIRST_NAMES

/** The terms by the hashes of their keys, ascending: two articles' are gone through side by side. */
interface SortedTerms {
  readonly hashes: Int32Array
  /** Of each hash its place in the lists. */
  readonly places: Uint16Array
  /** In the order of `terms`. */
  readonly keys: readonly string[]
  readonly weighed: readonly Weighed[]
}

/** A profile under one IDF, with its norms, ready for many comparisons. */
export interface Prepared {
  readonly profile: StoryProfile
  readonly terms: ReadonlyMap<string, Weighed>
  readonly sorted: SortedTerms
  readonly bigrams: ReadonlyMap<string, number>
  readonly quotes: ReadonlySet<number>
  readonly norm: number
  readonly nameNorm: number
  readonly actionNorm: number
  readonly leadActionNorm: number
  readonly leadNorm: number
  readonly titleNorm: number
  readonly titleIdf: number
  /** IDF of the title's words that are no names. */
  readonly titleActionIdf: number
  readonly bigramIdf: number
  readonly numberIdf: number
  /** Summed values of the first and of the top names. */
  readonly firstNames: number
  readonly topNames: number
  /** Names of the title, with their IDF. */
  readonly titleNames: readonly (readonly [string, number])[]
  readonly counted: ReadonlyMap<string, readonly string[]>
  readonly words: number
  /** Nothing but a title: there is no body, or it is all lines that others have as well. */
  readonly isBare: boolean
  /** Names of title and lead, with their IDF. */
  readonly leadNames: readonly (readonly [string, number])[]
  readonly nameCount: number
  /** Names by how they sound, for those that have several spellings. */
  readonly sounds: ReadonlyMap<string, string>
  readonly soundsOfNames: ReadonlyMap<string, string>
  /** First name → the name behind it. */
  readonly followed: ReadonlyMap<string, string>
  readonly titleNumbers: ReadonlySet<string>
  /** Numbers of title and lead, with their IDF. */
  readonly topNumbers: ReadonlyMap<string, number>
  /** Milliseconds, published or, where that is not known, null. */
  readonly publishedMs: number | null
  /** The same article read in the other languages that it could be in. */
  readonly alternatives: ReadonlyMap<string, Prepared>
}

const NO_PLACES: ReadonlySet<number> = new Set()

/**
 * @param idf rarity by term and language
 * @param boilerplate places in the profile's terms that stand only in lines which many articles share: they count for nothing
 */
export function prepare(
  profile: StoryProfile,
  publishedMs: number | null,
  idf: IdfOf,
  boilerplate: ReadonlySet<number> = NO_PLACES,
): Prepared {
  const terms = new Map<string, Weighed>()
  let norm = 0
  let nameNorm = 0
  let actionNorm = 0
  let leadActionNorm = 0
  let leadNorm = 0
  let titleNorm = 0
  let titleIdf = 0
  let titleActionIdf = 0
  let numberIdf = 0
  const names: Weighed[] = []
  const titleNames: [string, number][] = []
  const leadNames: [string, number][] = []
  const sounds = new Map<string, string>()
  const soundsOfNames = new Map<string, string>()
  const titleNumbers = new Set<string>()
  const topNumbers = new Map<string, number>()
  let nameCount = 0
  let bodyTerms = 0
  for (const [place, { key, weight, flags }] of profile.terms.entries()) {
    if (boilerplate.has(place)) continue
    const rarity = idf(key, profile.language)
    if ((flags & IN_TITLE) === 0) bodyTerms++
    const value = weight * rarity
    const term: Weighed = { value, idf: rarity, flags, rank: NOT_FIRST }
    terms.set(key, term)
    if (flags & IS_NUMBER) {
      numberIdf += rarity
      if (flags & IN_TITLE) titleNumbers.add(key)
      if (flags & (IN_TITLE | IN_LEAD)) topNumbers.set(key, rarity)
      continue
    }
    norm += value * value
    if (flags & IS_NAME) {
      nameNorm += value * value
      names.push(term)
      nameCount++
      if (flags & IN_TITLE) titleNames.push([key, rarity])
      if (flags & (IN_TITLE | IN_LEAD)) leadNames.push([key, rarity])
      const sound = soundOf(key)
      if (sound !== null) {
        sounds.set(sound, key)
        soundsOfNames.set(key, sound)
      }
    } else actionNorm += value * value
    if ((flags & IS_NAME) === 0 && flags & (IN_LEAD | IN_TITLE)) leadActionNorm += rarity * rarity
    if (flags & (IN_LEAD | IN_TITLE)) leadNorm += rarity * rarity
    if (flags & IN_TITLE) {
      titleNorm += rarity * rarity
      titleIdf += rarity
      if ((flags & IS_NAME) === 0) titleActionIdf += rarity
    }
  }
  names.sort((x, y) => y.value - x.value)
  let firstNames = 0
  let topNames = 0
  for (let i = 0; i < names.length && i < FIRST_NAMES; i++) {
    const name = names[i] as Weighed
    name.rank = i
    firstNames += name.value
    if (i < TOP_NAMES) topNames += name.value
  }
  const counted = new Map<string, string[]>()
  for (const entry of profile.counted) {
    const at = entry.lastIndexOf(' ')
    const what = entry.slice(0, at)
    const numbers = counted.get(what)
    if (numbers) numbers.push(entry.slice(at + 1))
    else counted.set(what, [entry.slice(at + 1)])
  }
  const bigrams = new Map<string, number>()
  let bigramIdf = 0
  const title = boilerplate.size === 0 ? profile.title : profile.title.filter((key) => terms.has(key))
  for (let i = 1; i < title.length; i++) {
    const [a, b] = [title[i - 1] as string, title[i] as string]
    const weight = (terms.get(a)?.idf ?? 0) + (terms.get(b)?.idf ?? 0)
    if (!bigrams.has(`${a} ${b}`)) bigramIdf += weight
    bigrams.set(`${a} ${b}`, weight)
  }
  return {
    profile,
    terms,
    sorted: sortedTerms(terms),
    bigrams,
    quotes: new Set(profile.quotes),
    norm: Math.sqrt(norm),
    nameNorm: Math.sqrt(nameNorm),
    actionNorm: Math.sqrt(actionNorm),
    leadActionNorm: Math.sqrt(leadActionNorm),
    leadNorm: Math.sqrt(leadNorm),
    titleNorm: Math.sqrt(titleNorm),
    titleIdf,
    titleActionIdf,
    bigramIdf,
    numberIdf,
    firstNames,
    topNames,
    titleNames,
    counted,
    words: profile.bodyWords + profile.title.length,
    isBare: profile.bodyWords === 0 || (boilerplate.size > 0 && bodyTerms === 0),
    leadNames,
    nameCount,
    sounds,
    soundsOfNames,
    followed: new Map(
      profile.followed.map(([name, next]) => [profile.terms[name]!.key, profile.terms[next]!.key]),
    ),
    titleNumbers,
    topNumbers,
    publishedMs: publishedMs ?? profile.printedMs,
    alternatives: new Map(
      profile.alternatives.map((other) => [other.language, prepare(other, publishedMs, idf, boilerplate)]),
    ),
  }
}

function sortedTerms(terms: ReadonlyMap<string, Weighed>): SortedTerms {
  const keys = [...terms.keys()]
  const hashes = Int32Array.from(keys, hash32)
  const places = Uint16Array.from(keys.keys()).sort((a, b) => (hashes[a] as number) - (hashes[b] as number))
  return {
    hashes: hashes.slice().sort(),
    places,
    keys,
    weighed: [...terms.values()],
  }
}

/** Places of the terms that both have, `a`'s times 65536 and `b`'s, in the order of `a`: sums come out the same. */
function sharedTerms(a: SortedTerms, b: SortedTerms): number[] {
  const shared: number[] = []
  let j = 0
  for (let i = 0; i < a.hashes.length; i++) {
    const hash = a.hashes[i] as number
    while (j < b.hashes.length && (b.hashes[j] as number) < hash) j++
    // Other terms of the same hash may stand in between.
    for (let k = j; k < b.hashes.length && b.hashes[k] === hash; k++) {
      const [mine, its] = [a.places[i] as number, b.places[k] as number]
      if (a.keys[mine] === b.keys[its]) shared.push(mine * 65536 + its)
    }
  }
  return shared.sort((x, y) => x - y)
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
  /** The same for months that stand beside a number, and for weekdays near the top. */
  readonly monthsApart: -1 | 0 | 1
  readonly weekdaysApart: -1 | 0 | 1
  /** Share of one article's foremost names that the other has: the better and the worse direction. */
  readonly topNamesBest: number
  readonly topNamesWorst: number
  readonly firstNamesBest: number
  readonly firstNamesWorst: number
  /** IDF of the rarest name in one's title that the other does not have: the larger and the smaller. */
  readonly nameMissingMost: number
  readonly nameMissingLeast: number
  /** Things that both count: with the same number, and with another. */
  readonly countedSame: number
  readonly countedApart: number
  /** Share of what a title says happened (its words that are no names) that the other article has. */
  readonly titleActionsBest: number
  readonly titleActionsWorst: number
  /** Words of the shorter and of the longer article. */
  readonly shorter: number
  readonly longer: number
  /** Names that both have, in whatever spelling; the same first name of two people is none. */
  readonly sharedNames: number
  /** IDF of the rarest of them. */
  readonly rarestName: number
  /** Names of the article that has fewer. */
  readonly fewerNames: number
  /** IDF of the rarest name in one's title or lead that the other lacks: the larger and the smaller. */
  readonly leadNameMissingMost: number
  readonly leadNameMissingLeast: number
  /** Both give numbers in title or lead: 1 when none is the same. */
  readonly leadNumbersApart: 0 | 1
  /** IDF of the rarest of those that are the same. */
  readonly rarestNumber: number
  /** How many are the same, over those of the one that has fewer. */
  readonly leadNumbersShared: number
  readonly titleNumbersApart: 0 | 1
  /** Both have the form in which their outlet writes such things (see form.ts). */
  readonly sameForm: 0 | 1
}

/** What the two have in common, in a language that both are, or could be, in. */
export function compare(x: Prepared, y: Prepared): PairFacts {
  const [a, b] = inOneLanguage(x, y)
  const [small, large] = a.terms.size <= b.terms.size ? [a, b] : [b, a]
  let dot = 0
  let nameDot = 0
  let leadDot = 0
  let actionDot = 0
  let leadActionDot = 0
  let titleDot = 0
  let smallTitleIn = 0
  let largeTitleIn = 0
  let smallTitleActions = 0
  let largeTitleActions = 0
  let numberIdf = 0
  let sharedNumbers = 0
  let [smallFirst, smallTop, largeFirst, largeTop] = [0, 0, 0, 0]
  let [r1, r2, r3] = [0, 0, 0]
  let sharedNames = 0
  let rarestName = 0
  let topShared = 0
  let rarestNumber = 0
  for (const places of sharedTerms(small.sorted, large.sorted)) {
    const x = small.sorted.weighed[places >>> 16] as Weighed
    const y = large.sorted.weighed[places & 0xffff] as Weighed
    if (x.flags & IS_NUMBER) {
      numberIdf += x.idf
      sharedNumbers++
      if (x.flags & TOP && y.flags & TOP) {
        topShared++
        if (x.idf > rarestNumber) rarestNumber = x.idf
      }
      continue
    }
    if (
      (x.flags | y.flags) & IS_NAME &&
      !isOtherPerson(small.sorted.keys[places >>> 16] as string, small, large)
    ) {
      sharedNames++
      if (x.idf > rarestName) rarestName = x.idf
    }
    dot += x.value * y.value
    if (x.rank < FIRST_NAMES) {
      smallFirst += x.value
      if (x.rank < TOP_NAMES) smallTop += x.value
    }
    if (y.rank < FIRST_NAMES) {
      largeFirst += y.value
      if (y.rank < TOP_NAMES) largeTop += y.value
    }
    const names = x.flags & y.flags & IS_NAME
    if (names) nameDot += x.value * y.value
    else actionDot += x.value * y.value
    if (x.flags & (IN_LEAD | IN_TITLE) && y.flags & (IN_LEAD | IN_TITLE)) {
      leadDot += x.idf * y.idf
      if (!names) leadActionDot += x.idf * y.idf
    }
    if (x.flags & IN_TITLE) {
      smallTitleIn += x.idf
      if ((x.flags & IS_NAME) === 0) smallTitleActions += x.idf
    }
    if (y.flags & IN_TITLE) {
      largeTitleIn += y.idf
      if ((y.flags & IS_NAME) === 0) largeTitleActions += y.idf
    }
    if (x.flags & y.flags & IN_TITLE) titleDot += x.idf * y.idf
    if (x.idf > r3) {
      if (x.idf > r1) [r1, r2, r3] = [x.idf, r1, r2]
      else if (x.idf > r2) [r2, r3] = [x.idf, r2]
      else r3 = x.idf
    }
  }
  const [fewerSounds, moreSounds] = small.sounds.size <= large.sounds.size ? [small, large] : [large, small]
  for (const [sound, key] of fewerSounds.sounds) {
    const other = moreSounds.sounds.get(sound)
    if (other === undefined || other === key || moreSounds.terms.has(key) || fewerSounds.terms.has(other))
      continue
    const [x, y] = [fewerSounds.terms.get(key) as Weighed, moreSounds.terms.get(other) as Weighed]
    sharedNames++
    const idf = Math.min(x.idf, y.idf)
    if (idf > rarestName) rarestName = idf
    dot += x.value * y.value
    nameDot += x.value * y.value
    if (x.flags & TOP && y.flags & TOP) leadDot += x.idf * y.idf
  }
  let phraseIdf = 0
  for (const [bigram, weight] of small.bigrams) if (large.bigrams.has(bigram)) phraseIdf += weight
  let quotes = 0
  const [fewer, more] = a.quotes.size <= b.quotes.size ? [a, b] : [b, a]
  for (const hash of fewer.quotes) if (more.quotes.has(hash)) quotes++
  let countedSame = 0
  let countedApart = 0
  for (const [what, numbers] of small.counted) {
    const others = large.counted.get(what)
    if (others === undefined) continue
    if (numbers.some((number) => others.includes(number))) countedSame++
    else countedApart++
  }
  const [topSmall, topLarge] = [known(smallTop, small.topNames), known(largeTop, large.topNames)]
  const [firstSmall, firstLarge] = [known(smallFirst, small.firstNames), known(largeFirst, large.firstNames)]
  const [smallMissing, largeMissing] = [
    nameMissing(small, large, small.titleNames),
    nameMissing(large, small, large.titleNames),
  ]
  const [smallLeadMissing, largeLeadMissing] = [
    nameMissing(small, large, small.leadNames),
    nameMissing(large, small, large.leadNames),
  ]
  const fewerTop = Math.min(a.topNumbers.size, b.topNumbers.size)
  const saidSmall = known(smallTitleActions, small.titleActionIdf)
  const saidLarge = known(largeTitleActions, large.titleActionIdf)
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
    titleOnly: ((a.isBare ? 1 : 0) + (b.isBare ? 1 : 0)) as 0 | 1 | 2,
    yearsApart: yearsApart(a.profile.years, b.profile.years),
    monthsApart: bitsApart(a.profile.months, b.profile.months),
    weekdaysApart: bitsApart(a.profile.weekdays, b.profile.weekdays),
    topNamesBest: Math.max(topSmall, topLarge),
    topNamesWorst: Math.min(topSmall, topLarge),
    firstNamesBest: Math.max(firstSmall, firstLarge),
    firstNamesWorst: Math.min(firstSmall, firstLarge),
    nameMissingMost: Math.max(smallMissing, largeMissing),
    nameMissingLeast: Math.min(smallMissing, largeMissing),
    countedSame,
    countedApart,
    titleActionsBest: Math.max(saidSmall, saidLarge),
    titleActionsWorst: Math.min(saidSmall, saidLarge),
    shorter: Math.min(a.words, b.words),
    longer: Math.max(a.words, b.words),
    sharedNames,
    rarestName,
    fewerNames: Math.min(a.nameCount, b.nameCount),
    leadNameMissingMost: Math.max(smallLeadMissing, largeLeadMissing),
    leadNameMissingLeast: Math.min(smallLeadMissing, largeLeadMissing),
    leadNumbersApart: fewerTop > 0 && topShared === 0 ? 1 : 0,
    rarestNumber,
    leadNumbersShared: fewerTop > 0 ? topShared / fewerTop : 0,
    titleNumbersApart: areApart(a.titleNumbers, b.titleNumbers) ? 1 : 0,
    sameForm: isSameForm(a.profile.form, b.profile.form) ? 1 : 0,
  }
}

/** Share of the names held by the other; a half where there are no names to ask. */
function known(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0.5
}

const TOP = IN_TITLE | IN_LEAD

function inOneLanguage(a: Prepared, b: Prepared): readonly [Prepared, Prepared] {
  if (a.profile.language === b.profile.language) return [a, b]
  const [otherA, otherB] = [a.alternatives.get(b.profile.language), b.alternatives.get(a.profile.language)]
  if (otherA) return [otherA, b]
  if (otherB) return [a, otherB]
  for (const [language, other] of a.alternatives) {
    const same = b.alternatives.get(language)
    if (same) return [other, same]
  }
  return [a, b]
}

/** One first name, and behind it a surname that is not the other's. */
function isOtherPerson(name: string, a: Prepared, b: Prepared): boolean {
  const [behindA, behindB] = [a.followed.get(name), b.followed.get(name)]
  if (behindA === undefined || behindB === undefined || behindA === behindB) return false
  if (a.terms.has(behindB) || b.terms.has(behindA)) return false
  const sound = a.soundsOfNames.get(behindA)
  return sound === undefined || sound !== b.soundsOfNames.get(behindB)
}

/** Whether both have some and no one of them is the same. */
function areApart(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  if (a.size === 0 || b.size === 0) return false
  for (const x of a) if (b.has(x)) return false
  return true
}

function nameMissing(of: Prepared, from: Prepared, names: readonly (readonly [string, number])[]): number {
  let most = 0
  for (const [name, idf] of names)
    if (idf > most && !from.terms.has(name)) {
      const sound = of.soundsOfNames.get(name)
      if (sound === undefined || !from.sounds.has(sound)) most = idf
    }
  return most
}

function bitsApart(a: number, b: number): -1 | 0 | 1 {
  if (a === 0 || b === 0) return 0
  return a & b ? -1 : 1
}

function yearsApart(a: readonly number[], b: readonly number[]): -1 | 0 | 1 {
  if (a.length === 0 || b.length === 0) return 0
  return a.some((year) => b.includes(year)) ? -1 : 1
}

function share(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0
}
