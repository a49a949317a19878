import type { Block } from '../../page/blocks.ts'
import type { LinkedData } from '../../page/json-ld.ts'
import { cleanText } from '../../text/clean.ts'
import { squeeze } from '../../text/squeeze.ts'
import { plain } from './json-ld-text.ts'

/** A page's own text must be this much shorter than JSON-LD's `articleBody` before that one is taken instead. */
const LOST_SHARE = 0.4
const LEAST_LENGTH = 500

/**
 * The paragraphs of JSON-LD's `articleBody`, when the page itself holds little of that text (it is loaded by a script, or cut
 * for readers without an account). Null when the page has the text, because the page's own is better.
 */
export function linkedParagraphs(linked: LinkedData, kept: readonly Block[]): string[] | null {
  const raw = linked.article?.articleBody
  if (typeof raw !== 'string' || raw.length < LEAST_LENGTH) return null
  const own = squeeze(kept.map((block) => block.text).join(' '))
  const told = squeeze(plain(raw))
  if (told.length < LEAST_LENGTH * 0.7 || own.length > told.length * LOST_SHARE) return null
  // Sentences, not a list of keywords.
  if ((raw.match(/[.!?。！？](?:\s|$|["”»])/g) ?? []).length < 3) return null
  const paragraphs = plain(raw)
    .split(/\n+/)
    .map(cleanText)
    .filter((text) => text.length > 0)
  return paragraphs.length > 0 ? paragraphs : null
}
