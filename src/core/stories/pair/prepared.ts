/** An article made ready for comparing: its terms under one measure of rarity, with sums and norms that do not depend on the other. */
import { hash32 } from '../profile/hash.ts'
import type { IdfOf } from '../profile/lexicon.ts'
import { IN_LEAD, IN_TITLE, IS_NAME, IS_NUMBER, type StoryProfile } from '../profile/story-profile.ts'
import { soundOf } from '../profile/words/spelling.ts'

/** A term of an article under one IDF. */
export interface Weighed {
  /** weight × IDF. */
  readonly value: number
  readonly idf: number
  readonly flags: number
  /** Place among the weightiest names, from 0; `NOT_FIRST` beyond those that count. */
  rank: number
}

/** The names that an article is about, and of them those that it is about most. */
export const FIRST_NAMES = 12
export const TOP_NAMES = 4
const NOT_FIRST = FIRST_NAMES

/** The terms by the hashes of their keys, ascending: those of two articles are compared in one pass. */
export interface SortedTerms {
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
  /** IDF of the title's words that are not names. */
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
  /** Only a title: there is no body, or all its lines are lines that others have as well. */
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
 * @param ofForm places of those that a recurring form brings along: nobody shares them, but they remain a part of the text. So
 *   two forecasts do not become alike by the little that is left of them
 */
export function prepare(
  profile: StoryProfile,
  publishedMs: number | null,
  idf: IdfOf,
  boilerplate: ReadonlySet<number> = NO_PLACES,
  ofForm: ReadonlySet<number> = NO_PLACES,
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
    if (!ofForm.has(place)) terms.set(key, term)
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
      profile.alternatives.map((other) => [
        other.language,
        prepare(other, publishedMs, idf, boilerplate, ofForm),
      ]),
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
