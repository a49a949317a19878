import type { ProfilePart } from './parts.ts'

export const IN_TITLE = 1
export const IN_LEAD = 2
export const IS_NAME = 4
export const IS_NUMBER = 8

export interface StoryTerm {
  readonly key: string
  /** log(1 + weighted count); IDF is not in it, for that moves with the window. */
  readonly weight: number
  /** Sum of IN_TITLE, IN_LEAD, IS_NAME, IS_NUMBER. */
  readonly flags: number
}

/** Raised when profiles hold something new that stored ones lack: `newsloom replay --profiles` makes those again. */
export const PROFILE_VERSION = 3

/** What is stored of an article for the story decision: about 1.5 KB, so that no text of a candidate is read again. */
export interface StoryProfile {
  /** Language of the terms (see languages.ts); of an article without one the likeliest, `und` if there is none. */
  readonly language: string
  /** For an article without a language: the same text read in the other languages that it could be in. */
  readonly alternatives: readonly StoryProfile[]
  readonly bodyWords: number
  readonly terms: readonly StoryTerm[]
  /** Stems of the title in order, stop words left out. */
  readonly title: readonly string[]
  /** 32-bit hashes of the four-word runs within quotation marks. */
  readonly quotes: readonly number[]
  /** Years that the text names, at most six. */
  readonly years: readonly number[]
  /** Months that the text names beside a number (bit 0 is January), and weekdays near the top (bit 0 is Monday). */
  readonly months: number
  readonly weekdays: number
  /** What is counted, with how many: `pirat 23`. The first that the text names. */
  readonly counted: readonly string[]
  /** A full date printed at the top: milliseconds, for texts that came without a date. */
  readonly printedMs: number | null
  /** The first and last parts of the text, and the label of the headline. */
  readonly parts: readonly ProfilePart[]
  /** Names that are right before another name, as pairs of places in `terms`: first names before surnames. */
  readonly followed: readonly (readonly [number, number])[]
  /** How title and text are made, apart from what they tell (see form.ts); empty where the outlet is not known. */
  readonly form: readonly number[]
}
