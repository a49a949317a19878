import {
  type Attributes,
  type FeedDocument,
  type FeedField,
  type ItemDocument,
  MAX_ITEMS,
} from '../document.ts'
import {
  authorRanks,
  feedFields,
  groups,
  itemFields,
  skippedInFeeds,
  skippedInItems,
  summaryRanks,
} from '../field-names.ts'
import { feedNames } from '../namespaces.ts'
import { decodeAddress } from '../text.ts'
import type { NoFeedReason } from '../types.ts'
import { address, capture, longText, type Shape, shortText, skip } from './capture.ts'
import { withEntities } from './doctype.ts'
import { type OpenToken, type Tokens, tokensOf } from './tokens.ts'

/** HTML's elements without a close tag: they have no content. */
const voids: ReadonlySet<string> = new Set([
  'br',
  'hr',
  'img',
  'input',
  'meta',
  'col',
  'wbr',
  'area',
  'embed',
])

/** Levels. Deeper than any feed: a bound for hostile documents. */
const MAX_DEPTH = 200

const roots: Readonly<Record<string, FeedDocument['format']>> = {
  rss: 'rss',
  rdf: 'rdf',
  feed: 'atom',
  channel: 'rss',
}
const otherRoots: Readonly<Record<string, NoFeedReason>> = {
  html: 'html_page',
  urlset: 'sitemap',
  sitemapindex: 'sitemap',
  opml: 'opml',
}

/** Fields of which only the attributes are read. */
const attributesOnly: ReadonlySet<string> = new Set([
  'enclosure',
  'media:content',
  'media:thumbnail',
  'itunes:image',
])

/** Fields that contain text of any length, or elements. */
const longFields: ReadonlySet<string> = new Set([
  ...Object.keys(summaryRanks),
  ...Object.keys(authorRanks),
  'image',
])
const addressFields: ReadonlySet<string> = new Set(['link', 'feedburner:origlink', 'guid', 'id'])

type TolerantResult =
  | { readonly ok: true; readonly document: FeedDocument }
  | { readonly ok: false; readonly reason: NoFeedReason }

/**
 * Reads RSS (0.9x, 1.0, 1.1, 2.0), RDF and Atom (0.3, 1.0) in one pass, well-formed or not. Of the entities that a document
 * declares, only plain texts are replaced, and nothing is fetched.
 */
export function readTolerantly(text: string): TolerantResult {
  const tokens = tokensOf(withEntities(text))
  const names = feedNames()
  let format: FeedDocument['format'] | null = null
  let reason: NoFeedReason | null = null
  const documentRoots: Attributes[] = []
  const fields: FeedField[] = []
  const items: ItemDocument[] = []
  let item: { attributes: Attributes; fields: FeedField[] } | null = null
  /** Unknown elements that are open: fields inside them are marked `misplaced`. */
  let unknown: string[] = []
  const endItem = () => {
    if (item) items.push(item)
    item = null
    unknown = []
  }

  for (let token = tokens.next(); token && items.length < MAX_ITEMS; token = tokens.next()) {
    if (token.type === 'close') {
      const name = names.of(token.name)
      if (name === 'item' || name === 'entry') endItem()
      else if (unknown.length) {
        const at = unknown.lastIndexOf(name)
        if (at >= 0) unknown.length = at
      }
      continue
    }
    if (token.type !== 'open') continue
    const name = openName(token, names)
    const root = roots[name]
    if (name === 'item' || name === 'entry') {
      endItem()
      format ??= name === 'item' ? 'rss' : 'atom'
      item = { attributes: attributesOf(token), fields: [] }
      if (token.selfClosing) endItem()
    } else if (root && !item) {
      // a channel within rdf or rss does not change the format that the root gives
      format ??= root
      documentRoots.push(attributesOf(token))
    } else if (format === null) {
      reason ??= otherRoots[name] ?? null
    } else {
      const found = readField(name, tokens, token, names.of, item ? 'item' : 'feed')
      if (found === 'unknown') {
        if (!token.selfClosing && !groups.has(name) && !voids.has(name) && unknown.length < MAX_DEPTH)
          unknown.push(name)
      } else if (found)
        (item ? (item as { fields: FeedField[] }).fields : fields).push({
          ...found,
          misplaced: unknown.length > 0,
        })
    }
  }
  // the document ended within an item: the item is kept if it has an address
  if (item && leadsSomewhere(item)) endItem()
  if (format === null) return { ok: false, reason: reason ?? 'no_feed_element' }
  if (reason === 'html_page' && !items.length) return { ok: false, reason }
  return { ok: true, document: { format, roots: documentRoots, fields, items } }
}

/** The field that was just opened; `unknown` if the element is not a field, null if its content is skipped. */
function readField(
  name: string,
  tokens: Tokens,
  token: OpenToken,
  nameOf: (tag: string) => string,
  of: 'item' | 'feed',
): Omit<FeedField, 'misplaced'> | null | 'unknown' {
  const skipped = of === 'item' ? skippedInItems : skippedInFeeds
  if (!skipped.has(name) && !(of === 'item' ? itemFields : feedFields).has(name)) return 'unknown'
  const attributes = attributesOf(token)
  if (skipped.has(name)) {
    skip(tokens, token, nameOf)
    return name === 'content' ? { name, text: '', markup: false, attributes } : null
  }
  if (attributesOnly.has(name)) return { name, text: '', markup: false, attributes }
  const content = capture(tokens, token, nameOf, shapeOf(name))
  // a text that the end of the document cut off is left out; the attributes are complete
  return { name, text: content?.value ?? '', markup: content?.markup ?? false, attributes }
}

function shapeOf(name: string): Shape {
  return addressFields.has(name) ? address : longFields.has(name) ? longText : shortText
}

/** The meaning of the tag, with the namespaces that it declares itself. */
function openName(token: OpenToken, names: ReturnType<typeof feedNames>): string {
  const declares = [...token.attributes.keys()].some((name) => name.startsWith('xmlns'))
  if (!declares) return names.of(token.name)
  const own = names.declare(token.attributes)
  const name = names.of(token.name)
  const prefixed = token.name.includes(':') || own === null || own === 'core' || name in roots
  return prefixed ? name : `${own}:${name}`
}

function attributesOf({ attributes }: OpenToken): Attributes {
  return Object.fromEntries([...attributes].map(([name, value]) => [name, decodeAddress(value)]))
}

function leadsSomewhere({ attributes, fields }: ItemDocument): boolean {
  return (
    Boolean(attributes.href) ||
    /^https?:/i.test(attributes['rdf:about'] ?? attributes.about ?? '') ||
    fields.some(({ name, text, attributes: given }) =>
      name === 'link'
        ? Boolean(text || given.href)
        : name === 'guid' && /^https?:/i.test(text) && given.ispermalink?.toLowerCase() !== 'false',
    )
  )
}
