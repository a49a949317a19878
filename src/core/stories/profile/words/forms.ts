/** A word by itself, wherever it occurs: one object for all occurrences of a word. */
export interface Form {
  /** As written in the text. */
  readonly raw: string
  /** Case and accents folded; numbers without thousands separators. */
  readonly key: string
  readonly kind: 'word' | 'number'
  /** The first letter is upper case. */
  readonly capital: boolean
  /** What a lexicon made of it last, and which one (see lexicon.ts). */
  lexicon: unknown
  meaning: unknown
}

/** The words of a text in order, and for each the text before it. */
export interface Forms {
  readonly forms: readonly Form[]
  /** Sums of OPENS and JOINED, as `Word` has them. */
  readonly gaps: readonly number[]
}

export const OPENS = 1
export const JOINED = 2
