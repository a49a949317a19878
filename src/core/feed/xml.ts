import { address, shortText, skip } from './capture.ts'
import { withEntities } from './doctype.ts'
import { better, finishItem, type ItemDraft, newDraft, type Ranked } from './draft.ts'
import { hintsFrom, newHints } from './hints.ts'
import { constructText, readItemField, textOf } from './item-fields.ts'
import { innerBase, pageLink } from './links.ts'
import { feedNames } from './namespaces.ts'
import { dateContext } from './published.ts'
import { type Reading, tagAttributes } from './reading.ts'
import { CLOSE, type Cursor, cursorAt, END, next, OPEN } from './scan.ts'
import { plainText } from './text.ts'
import type { Feed, FeedContext, FeedItem, FeedResult, NoFeedReason } from './types.ts'

/** HTML's elements without a close tag: nothing stands inside of them. */
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

/** Elements of no meaning that only group fields. */
const transparent: ReadonlySet<string> = new Set([
  'media:group',
  'media:content',
  'items',
  'skiphours',
  'skipdays',
  'seq',
])

/** Elements of a feed whose children are about something else. */
const foreign: ReadonlySet<string> = new Set([
  'image',
  'textinput',
  'cloud',
  'author',
  'contributor',
  'itunes:owner',
])

/** Deeper than any feed; a bound for those who try. */
const MAX_DEPTH = 200

/** What a value found inside an unknown element loses against one found where it belongs. */
const ASTRAY = 50

const roots: Readonly<Record<string, Feed['format']>> = {
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

/** What is known of the feed itself while it is read. */
interface FeedDraft {
  format: Feed['format'] | null
  title: Ranked | null
  home: Ranked | null
  self: string | null
  language: string | null
  base: string | null
}

/**
 * Reads RSS (0.9x, 1.0, 1.1, 2.0), RDF and Atom (0.3, 1.0) in one pass, whole or broken. Entities that a document
 * declares are not expanded and nothing is fetched.
 */
export function parseXmlFeed(text: string, context: FeedContext): FeedResult {
  const cursor = cursorAt(withEntities(text))
  const names = feedNames()
  const reading: Reading = { cursor, nameOf: names.of }
  const feed: FeedDraft = {
    format: null,
    title: null,
    home: null,
    self: null,
    language: null,
    base: context.url ?? null,
  }
  const hints = newHints()
  const items: FeedItem[] = []
  /** Unknown elements that are open: fields inside them are astray. */
  let unknown: string[] = []
  let item: ItemDraft | null = null
  let reason: NoFeedReason | null = null

  const dates = dateContext(context)

  const endItem = () => {
    if (item) items.push(finishItem(item, dates(feed.language)))
    item = null
    unknown = []
  }

  for (let token = next(cursor); token !== END; token = next(cursor)) {
    if (token === CLOSE) {
      const name = names.of(cursor.name)
      if (name === 'item' || name === 'entry') endItem()
      else if (unknown.length) {
        const at = unknown.lastIndexOf(name)
        if (at >= 0) unknown.length = at
      }
      continue
    }
    if (token !== OPEN) continue
    const name = openName(cursor, names)
    const root = roots[name]
    if (name === 'item' || name === 'entry') {
      endItem()
      feed.format ??= name === 'item' ? 'rss' : 'atom'
      item = openItem(cursor, feed)
      if (cursor.selfClosing) endItem()
    } else if (root && !item) {
      openRoot(cursor, feed, root)
    } else if (feed.format === null) {
      reason ??= otherRoots[name] ?? null
    } else {
      const shift = unknown.length ? ASTRAY : 0
      const done = item
        ? readItemField(name, reading, item, shift)
        : readFeedField(name, reading, feed, hints, shift)
      if (
        !done &&
        !cursor.selfClosing &&
        !transparent.has(name) &&
        !voids.has(name) &&
        unknown.length < MAX_DEPTH
      )
        unknown.push(name)
    }
  }
  // the document ended within an item: it counts if what is left says where it leads
  if (item && (item as ItemDraft).link) endItem()
  if (feed.format === null) return { ok: false, reason: reason ?? 'no_feed_element' }
  if (reason === 'html_page' && !items.length) return { ok: false, reason }
  return {
    ok: true,
    feed: {
      format: feed.format,
      title: feed.title ? plainText(feed.title.value) || null : null,
      home: feed.home?.value ?? null,
      self: feed.self,
      language: feed.language,
      hints: hintsFrom(hints),
      items,
    },
  }
}

/** The meaning of the tag, with the namespaces that it declares itself. */
function openName(c: Cursor, names: ReturnType<typeof feedNames>): string {
  if (c.to - c.from < 8 || !c.text.slice(c.from, c.to).includes('xmlns')) return names.of(c.name)
  const own = names.declare(tagAttributes(c))
  const name = names.of(c.name)
  const prefixed = c.name.includes(':') || own === null || own === 'core' || name in roots
  return prefixed ? name : `${own}:${name}`
}

function openRoot(c: Cursor, feed: FeedDraft, format: Feed['format']): void {
  const given = tagAttributes(c)
  // a channel within rdf or rss is still what its root says
  feed.format ??= format
  feed.base = innerBase(feed.base, given.get('xml:base'))
  feed.language ??= given.get('xml:lang') || null
}

function openItem(c: Cursor, feed: FeedDraft): ItemDraft {
  const given = tagAttributes(c)
  const draft = newDraft(innerBase(feed.base, given.get('xml:base')))
  draft.language = given.get('xml:lang') || null
  const about = given.get('rdf:about') ?? given.get('about')
  if (about) {
    draft.guid = better(null, 9, about)
    if (/^https?:/i.test(about)) draft.link = better(null, 20, pageLink(about, draft.base))
  }
  // the Channel Definition Format, RSS's ancestor, writes them as attributes
  draft.link = better(draft.link, 4, pageLink(given.get('href') ?? '', draft.base))
  const changed = given.get('lastmod')
  if (changed) draft.dates.push({ rank: 5, value: changed })
  return draft
}

/** Reads a field of the feed itself; false if it is none. */
function readFeedField(
  name: string,
  r: Reading,
  feed: FeedDraft,
  hints: ReturnType<typeof newHints>,
  shift: number,
): boolean {
  switch (name) {
    case 'title':
    case 'dc:title':
      feed.title = better(feed.title, (name === 'title' ? 1 : 2) + shift, constructText(r, shortText))
      return true
    case 'link':
      readFeedLink(r, feed, shift)
      return true
    case 'language':
    case 'dc:language':
      feed.language ??= textOf(r, shortText) || null
      return true
    case 'ttl':
      hints.ttl ??= textOf(r, shortText)
      return true
    case 'hour':
      hints.hours.push(textOf(r, shortText) ?? '')
      return true
    case 'day':
      hints.days.push(textOf(r, shortText) ?? '')
      return true
    case 'sy:updateperiod':
      hints.updatePeriod ??= textOf(r, shortText)
      return true
    case 'sy:updatefrequency':
      hints.updateFrequency ??= textOf(r, shortText)
      return true
    default:
      if (!foreign.has(name)) return false
      skip(r.cursor, r.nameOf)
      return true
  }
}

function readFeedLink(r: Reading, feed: FeedDraft, shift: number): void {
  const given = tagAttributes(r.cursor)
  const href = given.get('href')
  const text = textOf(r, address)
  const base = innerBase(feed.base, given.get('xml:base'))
  if (href === undefined) {
    if (text) feed.home = better(feed.home, 1 + shift, pageLink(text, base))
    return
  }
  const rel = (given.get('rel') ?? 'alternate').trim().toLowerCase()
  if (rel === 'self') feed.self ??= pageLink(href, base)
  if (rel === 'alternate') {
    const page = !given.get('type') || /html/i.test(given.get('type')!)
    feed.home = better(feed.home, (page ? 2 : 4) + shift, pageLink(href, base))
  }
}
