import { readTextDump } from '../dump/read.ts'
import { readArticle } from './read-page.ts'
import type { ExtractContext, ExtractResult } from './types.ts'

/** A page's HTML to an article record. Never throws for what is in the page; what is no article says why. */
export function extractHtml(html: string, context: ExtractContext = {}): ExtractResult {
  return readArticle(html, context)
}

/** A plain-text dump of a page (navigation, captions and legal lines in it) to an article record. */
export function extractText(text: string, context: ExtractContext = {}): ExtractResult {
  return readTextDump(text, context)
}
