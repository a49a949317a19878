/** A story profile as it lies in the database: terms, weights and flags as three short strings, about 1 KB in all. */
import type { StoryProfile } from './profile.ts'

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
  }
}

function split(text: string): string[] {
  return text === '' ? [] : text.split(' ')
}
