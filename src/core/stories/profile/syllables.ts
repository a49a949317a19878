/**
 * Languages that put a space between syllables. A Vietnamese word has about two, and most syllables are in many words: a
 * limit of so many words needs more of them there, and a name is kept whole as well as in its syllables, for the first
 * (`Nguyễn`) is that of a third of all people.
 */
import { type Form, JOINED, OPENS } from './words/forms.ts'

const IN_SYLLABLES: ReadonlySet<string> = new Set(['vi'])
/** Syllables read for each word that a limit allows. */
const SYLLABLES_A_WORD = 1.7
/** Syllables kept in place of each word: enough of them to distinguish two texts (docs/decisions/stories.md). */
const KEPT_A_WORD = 3

export function isWrittenInSyllables(language: string): boolean {
  return IN_SYLLABLES.has(language)
}

interface Limits {
  readonly maxWords: number
  readonly leadWords: number
  readonly maxTerms: number
}

/** The limits of a policy, converted to units between two spaces of this language. */
export function limitsIn<T extends Limits>(language: string, policy: T): T {
  if (!isWrittenInSyllables(language)) return policy
  return {
    ...policy,
    maxWords: Math.round(policy.maxWords * SYLLABLES_A_WORD),
    leadWords: Math.round(policy.leadWords * SYLLABLES_A_WORD),
    maxTerms: policy.maxTerms * KEPT_A_WORD,
  }
}

/** Puts together the names of a text, syllable by syllable. */
export interface NameReader {
  /** The name of two syllables and more that ended before this word, if one did. */
  next(form: Form, gap: number): string | null
  end(): string | null
}

const NO_NAMES: NameReader = { next: () => null, end: () => null }

export function nameReader(language: string): NameReader {
  if (!isWrittenInSyllables(language)) return NO_NAMES
  let name: string[] = []
  const end = (): string | null => {
    const whole = name.length >= 2 ? name.join('_') : null
    name = []
    return whole
  }
  return {
    next: (form, gap) => {
      const goesOn = form.capital && (gap & JOINED) !== 0 && (gap & OPENS) === 0
      const ended = goesOn ? null : end()
      if (form.capital) name.push(form.key)
      return ended
    },
    end,
  }
}
