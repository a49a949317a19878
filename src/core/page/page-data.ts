import { cleanText } from '../text/clean.ts'
import { squeeze } from '../text/squeeze.ts'
import type { Block } from './blocks.ts'
import type { Dom } from './dom.ts'
import { fragmentText } from './fragment.ts'

/** Data of a page that is larger than this is not read. */
const MAX_CHARS = 2_000_000
const MAX_DEPTH = 14
/** Letters and digits: about three sentences. */
const LEAST_LENGTH = 350
/** A page that shows more than this much of the text in its data has the text itself, and its own is better. */
const LOST_SHARE = 0.4

/** Where frameworks leave the data that a page was, or will be, drawn from: Next, Nuxt, Fusion, Apollo, Redux. */
const assigned =
  /(?:__NEXT_DATA__|__NUXT__|__APOLLO_STATE__|__APOLLO_CLIENT_CACHE__|__INITIAL_STATE__|__PRELOADED_STATE__|__INITIAL_DATA__|__DATA__?|__STATE__|Fusion\.globalContent)["'\]]?\s*=\s*(?=[{[])/g

/**
 * The paragraphs in the data for the page's own scripts, when the page itself shows little of them. They must be in an object
 * with this page's headline (the data also contains the teasers of other articles), read like prose, and agree with the text
 * that the page does show. Null otherwise.
 */
export function dataParagraphs(dom: Dom, title: string | null, kept: readonly Block[]): string[] | null {
  const headline = squeeze(title ?? '')
  if (headline.length < 8) return null
  let ownSize = 0
  for (const block of kept) {
    ownSize += squeeze(block.text).length
    if (ownSize > LONGEST_STUB) return null
  }
  const own = kept.map((block) => block.text)
  let best: string[] | null = null
  let bestSize = Math.max(LEAST_LENGTH, ownSize / LOST_SHARE)
  for (const data of pageData(dom, /[A-Za-z]{5,}/.exec(title ?? '')?.[0] ?? ''))
    for (const owner of ownersOf(data, headline)) {
      const paragraphs = textOf(owner, 0).filter((text) => squeeze(text) !== headline)
      const size = squeeze(paragraphs.join(' ')).length
      if (size > bestSize && isProse(paragraphs) && bearsOut(paragraphs, own)) {
        best = paragraphs
        bestSize = size
      }
    }
  return best
}

/** A page that shows this much text is not an empty frame for scripts, whatever its data contains. */
const LONGEST_STUB = 1_500

type Fields = Readonly<Record<string, unknown>>
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** @param clue a word that the data must contain to be read. */
function* pageData(dom: Dom, clue: string): Iterable<unknown> {
  for (const script of dom.index.get('script') ?? []) {
    const first = script.children[0]
    if (first?.type !== 'text' || first.data.length > MAX_CHARS || !first.data.includes(clue)) continue
    const type = script.attribs.type ?? ''
    if (/ld\+json/i.test(type)) continue
    if (/json$/i.test(type)) {
      const value = parsed(first.data)
      if (value !== undefined) yield value
      continue
    }
    for (const match of first.data.matchAll(assigned)) {
      const value = parsed(valueAt(first.data, match.index + match[0].length))
      if (value !== undefined) yield value
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The object or list that begins at `from`, to its closing bracket. */
function valueAt(text: string, from: number): string {
  let depth = 0
  let inString = false
  for (let i = from; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (inString) {
      if (c === 92) i++
      else if (c === 34) inString = false
    } else if (c === 34) inString = true
    else if (c === 123 || c === 91) depth++
    else if ((c === 125 || c === 93) && --depth === 0) return text.slice(from, i + 1)
  }
  return ''
}

const headlineKey = /^(?:title|headline|headlines|name|heading|metaTitle|seoTitle|basic|rendered|main|web)$/i

/** The objects that contain a headline like this one. */
function ownersOf(data: unknown, headline: string): Fields[] {
  const out: Fields[] = []
  let visited = 0
  const visit = (value: unknown, depth: number): void => {
    if (depth > MAX_DEPTH || ++visited > 50_000) return
    if (Array.isArray(value)) for (const item of value) visit(item, depth + 1)
    else if (isFields(value)) {
      if (hasHeadline(value, headline, 1)) out.push(value)
      for (const key in value) visit(value[key], depth + 1)
    }
  }
  visit(data, 0)
  return out
}

function hasHeadline(owner: Fields, headline: string, deeper: number): boolean {
  for (const key in owner) {
    if (!headlineKey.test(key)) continue
    const value = owner[key]
    if (typeof value === 'string' && squeeze(cleanText(value)) === headline) return true
    if (deeper > 0 && isFields(value) && hasHeadline(value, headline, deeper - 1)) return true
  }
  return false
}

/** Keys whose value is a text or its parts, the likeliest first. */
const textKeys = [
  'articleBody',
  'bodyHtml',
  'body_html',
  'contentHtml',
  'content_elements',
  'body',
  'content',
  'blocks',
  'paragraphs',
  'components',
  'elements',
  'nodes',
  'children',
  'html',
  'markup',
  'rendered',
  'text',
  'value',
  'json',
  'data',
] as const
const paragraphType = /^(?:p|paragraph|text|h[1-6]|head(?:er|ing)|subhead(?:ing)?|li|list[-_]?item)$/i
const otherType =
  /image|photo|video|audio|gallery|embed|advert|^ads?$|promo|related|teaser|newsletter|social|tweet|poll|author|byline|interstitial|link_list|table/i

/** The paragraphs in `value`, whose shape is the content system's. */
function textOf(value: unknown, depth: number): string[] {
  if (depth > MAX_DEPTH) return []
  if (typeof value === 'string') return paragraphsOf(value)
  if (Array.isArray(value)) return value.flatMap((item) => textOf(item, depth + 1))
  if (!isFields(value)) return []
  const type = [value.type, value.__typename, value.nodeType, value.kind, value.name].find(
    (name) => typeof name === 'string',
  ) as string | undefined
  if (depth > 0 && type && otherType.test(type)) return []
  for (const key of textKeys) {
    if (value[key] === undefined || value[key] === null) continue
    const found = textOf(value[key], depth + 1)
    // What a paragraph is made of is one text: words, a link, words.
    if (found.length > 0) return type && paragraphType.test(type) && depth > 0 ? [found.join(' ')] : found
  }
  return []
}

function paragraphsOf(text: string): string[] {
  if (text.length > MAX_CHARS || /^(?:https?:|\/)\S*$/.test(text)) return []
  const lines = text.includes('<') ? fragmentText(text, { gap: '\n', omit: asides }) : text
  return lines.split(/\n+/).map(cleanText).filter(Boolean)
}

const asides: ReadonlySet<string> = new Set(['script', 'style', 'figure', 'aside', 'iframe'])

/** Sentences of some length, not labels. */
function isProse(paragraphs: readonly string[]): boolean {
  const sentences = paragraphs.filter((text) => text.length > 40 && /[.!?…。！？"”»]\s*$/u.test(text))
  let size = 0
  let all = 0
  for (const text of paragraphs) all += text.length
  for (const text of sentences) size += text.length
  return sentences.length >= 3 && size > all * 0.6
}

/** What the page shows of the text (its first words, for readers without an account) is in it. */
function bearsOut(paragraphs: readonly string[], own: readonly string[]): boolean {
  const whole = squeeze(paragraphs.join(' '))
  const shown = own.map(squeeze).filter((text) => text.length > 60)
  if (shown.length === 0) return true
  return shown.filter((text) => whole.includes(text.slice(0, 50))).length >= shown.length / 2
}
