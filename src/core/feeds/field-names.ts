/**
 * The elements from which an item's fields are read, named as in `namespaces.ts`, with a rank: the value of the lowest rank is
 * used. For dates, the time of publication comes before the time of a change; within that, elements of the feed's own format
 * come before those of an extension.
 */
export const dateRanks: Readonly<Record<string, number>> = {
  pubdate: 1,
  published: 1,
  issued: 2,
  'dcterms:issued': 2,
  'dc:date': 3,
  'dcterms:date': 3,
  date: 3,
  created: 4,
  'dcterms:created': 4,
  'dc:created': 4,
  updated: 5,
  modified: 5,
  'dcterms:modified': 5,
  'dc:modified': 5,
}

export const titleRanks: Readonly<Record<string, number>> = {
  title: 1,
  'dc:title': 2,
  'itunes:title': 3,
  'media:title': 4,
}

export const authorRanks: Readonly<Record<string, number>> = {
  author: 1,
  'dc:creator': 2,
  'dc:author': 2,
  creator: 2,
  'itunes:author': 3,
}

export const summaryRanks: Readonly<Record<string, number>> = {
  description: 1,
  summary: 1,
  'dc:description': 2,
  'dcterms:abstract': 2,
  'itunes:summary': 3,
  'media:description': 4,
}

export const imageRanks: Readonly<Record<string, number>> = {
  'media:content': 1,
  enclosure: 2,
  'media:thumbnail': 3,
  'itunes:image': 4,
  image: 5,
}

/** Other elements of an item that are read. */
const others = ['link', 'feedburner:origlink', 'guid', 'id', 'dc:language', 'language', 'content']

export const itemFields: ReadonlySet<string> = new Set([
  ...[titleRanks, dateRanks, authorRanks, summaryRanks, imageRanks].flatMap((ranks) => Object.keys(ranks)),
  ...others,
])

export const feedFields: ReadonlySet<string> = new Set([
  'title',
  'dc:title',
  'link',
  'language',
  'dc:language',
  'ttl',
  'hour',
  'day',
  'sy:updateperiod',
  'sy:updatefrequency',
])

/** Elements of an item whose content is skipped: full texts, and elements that describe something else than the item. */
export const skippedInItems: ReadonlySet<string> = new Set([
  'content',
  'content:encoded',
  'encoded',
  'xhtml:body',
  'xhtml:div',
  'source',
  'contributor',
])

/** Elements of a feed whose children describe something else than the feed. */
export const skippedInFeeds: ReadonlySet<string> = new Set([
  'image',
  'textinput',
  'cloud',
  'author',
  'contributor',
  'itunes:owner',
])

/** Elements without a meaning of their own, which only group fields. */
export const groups: ReadonlySet<string> = new Set([
  'media:group',
  'media:content',
  'items',
  'skiphours',
  'skipdays',
  'seq',
])
