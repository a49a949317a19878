import { parseJsonFeed } from './feed/json.ts'
import type { FeedContext, FeedResult } from './feed/types.ts'
import { parseXmlFeed } from './feed/xml.ts'

export type { Feed, FeedContext, FeedHints, FeedItem, FeedResult, NoFeedReason } from './feed/types.ts'

/**
 * Reads a feed of any kind from its decoded text: RSS, RDF, Atom, JSON Feed; broken ones as far as they can be read.
 * Never throws. What is no feed gives `ok: false` and the reason.
 */
export function parseFeed(text: string, context: FeedContext = {}): FeedResult {
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
  const first = /[^\s\0]/.exec(body)
  if (!first) return { ok: false, reason: 'empty' }
  if (first[0] === '{' || first[0] === '[') {
    const json = parseJsonFeed(body, context)
    // junk in braces before the XML
    if (json.ok || !body.includes('<')) return json
    const xml = parseXmlFeed(body, context)
    return xml.ok ? xml : json
  }
  return parseXmlFeed(body, context)
}
