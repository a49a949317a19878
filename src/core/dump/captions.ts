import { parseCredit } from '../people/photo-credit.ts'
import type { Caption } from '../record/record.ts'
import { squeeze } from '../text/squeeze.ts'
import type { Line } from './lines.ts'

/**
 * Whether a line between paragraphs is the caption of a picture: it is not a sentence, and it is in the dump twice, or word for
 * word in a paragraph, or as long as a sentence. None of this is true for a subheading.
 */
export function isCaption(line: Line, inside: readonly Line[], whole: string): boolean {
  if (line.kind !== 'short' && line.kind !== 'prose') return false
  if (line.shape.endsSentence || line.shape.endsColon || line.text.length > 300) return false
  if (inside.filter((other) => other.text === line.text).length > 1) return true
  if (line.shape.words < 3 && line.shape.dense < 6) return false
  if (whole.split(line.text).length > 2) return true
  // A subheading is short.
  return line.kind === 'short' && line.shape.words >= LEAST_CAPTION_WORDS && /^\p{Lu}/u.test(line.text)
}

const LEAST_CAPTION_WORDS = 9

export function readCaptions(lines: readonly Line[]): Caption[] {
  const out: Caption[] = []
  for (const line of lines) {
    if (line.kind !== 'caption') continue
    const { text, credit, agency } = parseCredit(line.text)
    if (text && !out.some((known) => squeeze(known.text) === squeeze(text)))
      out.push({ text, credit, agency })
  }
  return out
}
