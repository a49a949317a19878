/**
 * What a feed says, before anything is made of it: every reader gives this, and one mapping (`map-feed.ts`,
 * `map-item.ts`) makes the feed of it. So all readers give the same.
 */
export interface FeedDocument {
  readonly format: 'rss' | 'rdf' | 'atom' | 'json'
  /** Attributes of the elements that make the feed (`rss`, `channel`, `rdf:RDF`, `feed`), the outermost first. */
  readonly roots: readonly Attributes[]
  readonly fields: readonly FeedField[]
  readonly items: readonly ItemDocument[]
}

export interface ItemDocument {
  readonly attributes: Attributes
  readonly fields: readonly FeedField[]
}

/** Names in lower case, values with their references undone. */
export type Attributes = Readonly<Record<string, string>>

export const noAttributes: Attributes = {}

/** One element of an item or of the feed itself. */
export interface FeedField {
  /** What it means, see `namespaces.ts`: `title`, `pubdate`, `dc:creator`. */
  readonly name: string
  /** Its text, or its source where it holds elements. */
  readonly text: string
  /** It holds elements. */
  readonly markup: boolean
  readonly attributes: Attributes
  /** It stands in an element that is none of the vocabulary: it may be about something else. */
  readonly astray: boolean
}

/** No feed says more items; what is beyond them is not read. */
export const MAX_ITEMS = 20_000
