/**
 * Words of a text in any script: a fast scan for scripts that put spaces between words (scan.ts), ICU's
 * dictionaries (Unicode segmentation) for those that do not.
 */
import { type Form, type Forms, JOINED, OPENS } from './forms.ts'
import { readerOf, type WordReader } from './read-word.ts'
import { OPENING, PLAIN_GAP, scanned } from './scan.ts'

export interface Word extends Pick<Form, 'raw' | 'key' | 'kind' | 'capital'> {
  /** First word of a sentence, a line or a quotation, where a capital says nothing. */
  readonly opens: boolean
  /** Two words for which this is true of the text between are adjacent: only spaces or a hyphen separate them. */
  readonly joined: boolean
}

/** Words of `text`, in order. `limit` bounds how many (news says what happened first). */
export function words(text: string, limit = Number.POSITIVE_INFINITY, language = 'und'): Word[] {
  const { forms, gaps } = formsOf(text, limit, language)
  return forms.map(({ raw, key, kind, capital }, i) => ({
    raw,
    key,
    kind,
    capital,
    opens: ((gaps[i] as number) & OPENS) !== 0,
    joined: ((gaps[i] as number) & JOINED) !== 0,
  }))
}

/**
 * The same without an object for each word. `language`: letters that it counts as letters of their own keep their marks.
 */
export function formsOf(text: string, limit = Number.POSITIVE_INFINITY, language = 'und'): Forms {
  const reader = readerOf(language)
  return scanned(text, limit, reader) ?? segmented(text, limit, reader)
}

const segmenter = new Intl.Segmenter('und', { granularity: 'word' })

function segmented(text: string, limit: number, { formOf }: WordReader): Forms {
  const forms: Form[] = []
  const gaps: number[] = []
  let gap = '\n'
  for (const part of segmenter.segment(text)) {
    if (!part.isWordLike) {
      gap += part.segment
      continue
    }
    gaps.push((OPENING.test(gap) ? OPENS : 0) | (gap === '' || PLAIN_GAP.test(gap) ? JOINED : 0))
    forms.push(formOf(part.segment))
    gap = ''
    if (forms.length >= limit) break
  }
  return { forms, gaps }
}
