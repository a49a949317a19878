import type { FeedDocument } from './document.ts'
import { mapFeed } from './map-feed.ts'
import { readJsonFeed } from './read-json.ts'
import { readWithRssParser } from './rss-parser/read.ts'
import { readTolerantly } from './tolerant/read.ts'
import type { FeedContext, FeedResult, NoFeedReason } from './types.ts'

export type { Feed, FeedContext, FeedHints, FeedItem, FeedResult, NoFeedReason } from './types.ts'

export type FeedReader = 'rss-parser' | 'tolerant' | 'json'

export type FeedReading =
  | { readonly ok: true; readonly reader: FeedReader; readonly document: FeedDocument }
  | { readonly ok: false; readonly reason: NoFeedReason }

/**
 * Reads a feed (RSS, RDF, Atom or JSON Feed) from its decoded text; a malformed one as far as possible; at most 20,000 items.
 * Never rejects. A document that is not a feed gives `ok: false` and the reason.
 */
export async function parseFeed(text: string, context: FeedContext = {}): Promise<FeedResult> {
  const reading = await readFeed(text)
  return reading.ok ? { ok: true, feed: mapFeed(reading.document, context) } : reading
}

/** The contents of the document, and the reader that read it. */
export async function readFeed(text: string): Promise<FeedReading> {
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
  const first = /[^\s\0]/.exec(body)
  if (!first) return { ok: false, reason: 'empty' }
  if (first[0] !== '{' && first[0] !== '[') return readXml(body)
  const json = readJsonFeed(body)
  if (json.ok) return { ...json, reader: 'json' }
  // text in braces before the XML
  if (!body.includes('<')) return json
  const xml = await readXml(body)
  return xml.ok ? xml : json
}

async function readXml(text: string): Promise<FeedReading> {
  const document = await readWithRssParser(text)
  if (document) return { ok: true, reader: 'rss-parser', document }
  const tolerant = readTolerantly(text)
  return tolerant.ok ? { ...tolerant, reader: 'tolerant' } : tolerant
}
