/**
 * The contents of a feed document before they are interpreted. Every reader (rss-parser, tolerant, JSON) returns this form, and
 * one mapping (`map-feed.ts`, `map-item.ts`) makes a `Feed` of it, so that all readers give the same result.
 */
export interface FeedDocument {
  readonly format: 'rss' | 'rdf' | 'atom' | 'json'
  /** Attributes of the elements around the feed (`rss`, `channel`, `rdf:RDF`, `feed`), the outermost first. */
  readonly roots: readonly Attributes[]
  readonly fields: readonly FeedField[]
  readonly items: readonly ItemDocument[]
}

export interface ItemDocument {
  readonly attributes: Attributes
  readonly fields: readonly FeedField[]
}

/** Names in lower case, values with their character references decoded. */
export type Attributes = Readonly<Record<string, string>>

export const noAttributes: Attributes = {}

/** One element of an item or of the feed itself. */
export interface FeedField {
  /** The name without the prefix of the document, see `namespaces.ts`: `title`, `pubdate`, `dc:creator`. */
  readonly name: string
  /** Its text, or its source where it contains elements. */
  readonly text: string
  /** It contains elements. */
  readonly markup: boolean
  readonly attributes: Attributes
  /** It is inside an unknown element, so it may describe something else than the item. */
  readonly misplaced: boolean
}

/** No real feed has more items; further ones are not read. */
export const MAX_ITEMS = 20_000
