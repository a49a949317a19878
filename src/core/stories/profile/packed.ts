/** A story profile as it lies in the database: terms, weights and flags as three short strings, about 1.5 KB in all. */
import type { ProfilePart } from './parts.ts'
import { PROFILE_VERSION, type StoryProfile } from './story-profile.ts'

export interface PackedProfile {
  readonly language: string
  readonly words: number
  readonly terms: string
  /** Hundredths. */
  readonly weights: string
  readonly flags: string
  readonly title: string
  readonly quotes: readonly number[]
  readonly years: readonly number[]
  readonly printed: number | null
  /** Not in profiles of before these were kept. */
  readonly months?: number
  readonly weekdays?: number
  readonly counted?: string
  /** `PROFILE_VERSION` of when it was made; what follows is not in profiles of before 2. */
  readonly version?: number
  /** Hash and places of each part: `-12 3 4;99 7`. */
  readonly parts?: string
  /** Pairs of places: `3 4 10 11`. */
  readonly followed?: string
  readonly form?: readonly number[]
  readonly alternatives?: readonly PackedProfile[]
}

export function packProfile(profile: StoryProfile): PackedProfile {
  return {
    language: profile.language,
    words: profile.bodyWords,
    terms: profile.terms.map(({ key }) => key).join(' '),
    weights: profile.terms.map(({ weight }) => Math.round(weight * 100)).join(' '),
    flags: profile.terms.map(({ flags }) => flags.toString(16)).join(''),
    title: profile.title.join(' '),
    quotes: profile.quotes,
    years: profile.years,
    printed: profile.printedMs,
    months: profile.months,
    weekdays: profile.weekdays,
    counted: profile.counted.join(';'),
    version: PROFILE_VERSION,
    parts: profile.parts.map(({ hash, terms }) => [hash, ...terms].join(' ')).join(';'),
    followed: profile.followed.flat().join(' '),
    form: profile.form,
    ...(profile.alternatives.length > 0 ? { alternatives: profile.alternatives.map(packProfile) } : {}),
  }
}

export function unpackProfile(packed: PackedProfile): StoryProfile {
  const weights = packed.weights.split(' ')
  return {
    language: packed.language,
    bodyWords: packed.words,
    terms: split(packed.terms).map((key, i) => ({
      key,
      weight: Number(weights[i]) / 100,
      flags: Number.parseInt(packed.flags[i] ?? '0', 16),
    })),
    title: split(packed.title),
    quotes: packed.quotes,
    years: packed.years,
    printedMs: packed.printed,
    months: packed.months ?? 0,
    weekdays: packed.weekdays ?? 0,
    counted: packed.counted ? packed.counted.split(';') : [],
    parts: packed.parts ? packed.parts.split(';').map(unpackPart) : [],
    followed: pairsOf(split(packed.followed ?? '').map(Number)),
    form: packed.form ?? [],
    alternatives: packed.alternatives?.map(unpackProfile) ?? [],
  }
}

function unpackPart(text: string): ProfilePart {
  const [hash = 0, ...terms] = text.split(' ').map(Number)
  return { hash, terms }
}

function pairsOf(places: readonly number[]): [number, number][] {
  return Array.from({ length: places.length / 2 }, (_, i) => [
    places[2 * i] as number,
    places[2 * i + 1] as number,
  ])
}

function split(text: string): string[] {
  return text === '' ? [] : text.split(' ')
}
