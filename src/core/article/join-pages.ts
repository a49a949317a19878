import type { Caption } from '../record/record.ts'
import { wordCount } from '../text/normalize.ts'
import { squeeze } from '../text/squeeze.ts'
import { uniqueAgencies } from './finish.ts'
import type { ExtractResult } from './types.ts'

/**
 * The pages of one article as one result: the first page's fields, the texts one after the other, each paragraph once. The
 * series ends at the first page that does not belong to this article: one with another title, without a text, or without a
 * new paragraph.
 */
export function joinPages(first: ExtractResult, rest: readonly ExtractResult[]): ExtractResult {
  const { record } = first
  if (!record.body || record.kind === 'not_article') return first
  const seen = new Set([...paragraphsOf(record.body), record.dek ?? '', record.title ?? ''].map(squeeze))
  const texts = [record.body]
  const html = [record.body_html ?? '']
  const captions: Caption[] = [...record.captions]
  const agencies = [...record.agencies]
  const hashes = new Set(first.blockHashes)
  for (const page of rest) {
    if (!page.record.body || page.record.kind === 'not_article' || !sameArticle(first, page)) break
    const fresh = paragraphsOf(page.record.body).filter((text) => !seen.has(squeeze(text)))
    if (fresh.length === 0) break
    texts.push(fresh.join('\n\n'))
    html.push(withoutSeen(page.record.body_html ?? '', seen))
    for (const text of fresh) seen.add(squeeze(text))
    for (const caption of page.record.captions)
      if (!captions.some((known) => known.text === caption.text)) captions.push(caption)
    agencies.push(...page.record.agencies)
    for (const hash of page.blockHashes) hashes.add(hash)
  }
  if (texts.length === 1) return first
  const body = texts.join('\n\n')
  return {
    ...first,
    blockHashes: [...hashes],
    record: {
      ...record,
      body,
      body_html: html.join('\n'),
      word_count: wordCount(body),
      captions,
      agencies: uniqueAgencies(agencies),
    },
  }
}

const paragraphsOf = (body: string): string[] => body.split('\n\n')

/** Each block of body_html is on its own line. */
function withoutSeen(html: string, seen: ReadonlySet<string>): string {
  return html
    .split('\n')
    .filter((line) => !/^<(?:p|h[2-6])>/.test(line) || !seen.has(squeeze(plain(line))))
    .join('\n')
}

const plain = (line: string): string =>
  line
    .replace(/<[^>]*>/g, '')
    .replace(/&(amp|lt|gt|quot);/g, (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"' })[name]!)

/** `Boats are back`, `Boats are back - Page 2`, `Boats are back (2/3)`. */
const pageMark =
  /[\s(|–—-]*(?:(?:page|seite|pagina|página|strona|sida|side|стр(?:аница)?\.?)\s*\d{1,2}(?:\s*(?:\/|of|von|de|sur|di|из)\s*\d{1,2})?|\(?\d{1,2}\s*\/\s*\d{1,2})\)?$/iu

function sameArticle(first: ExtractResult, page: ExtractResult): boolean {
  const own = first.record.canonical_url
  if (own && own === page.record.canonical_url) return true
  const key = (title: string | null): string => squeeze((title ?? '').replace(pageMark, ''))
  const a = key(first.record.title)
  const b = key(page.record.title)
  if (!a || !b) return false
  return a === b || (a.length >= 12 && b.startsWith(a)) || (b.length >= 12 && a.startsWith(b))
}
