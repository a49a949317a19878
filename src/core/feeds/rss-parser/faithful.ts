import type { Attributes } from '../document.ts'
import { feedFields, groups, itemFields, skippedInFeeds, skippedInItems } from '../field-names.ts'
import { feedNames, type Names } from '../namespaces.ts'

/** An element as xml2js gives it: its text, or an object of its attributes (`$`), text (`_`) and children. */
export type XmlValue = string | { readonly [name: string]: unknown }

/** The spellings of elements for which rss-parser is asked. rss-parser does not return a field in another spelling. */
export const itemSpellings: readonly string[] = [
  'title',
  'dc:title',
  'itunes:title',
  'media:title',
  'pubDate',
  'published',
  'issued',
  'dcterms:issued',
  'dc:date',
  'dcterms:date',
  'date',
  'created',
  'dcterms:created',
  'dc:created',
  'updated',
  'modified',
  'dcterms:modified',
  'dc:modified',
  'author',
  'dc:creator',
  'dc:author',
  'creator',
  'itunes:author',
  'description',
  'summary',
  'dc:description',
  'dcterms:abstract',
  'itunes:summary',
  'media:description',
  'media:content',
  'media:thumbnail',
  'enclosure',
  'itunes:image',
  'image',
  'link',
  'atom:link',
  'feedburner:origLink',
  'guid',
  'id',
  'dc:language',
  'language',
  'content',
]
export const feedSpellings: readonly string[] = [
  'title',
  'dc:title',
  'link',
  'atom:link',
  'language',
  'dc:language',
  'ttl',
  'sy:updatePeriod',
  'sy:updateFrequency',
  'syn:updatePeriod',
  'syn:updateFrequency',
]
/** Elements of the feed that contain fields: `<skipHours><hour>`. */
export const hintGroups: readonly (readonly [string, string])[] = [
  ['skipHours', 'hour'],
  ['skipDays', 'day'],
]
/** Elements of an item that contain fields of the item: `<media:group><media:thumbnail>`. */
export const itemGroups: readonly string[] = ['media:group', 'media:content']

const spelledItemFields = new Set(itemSpellings)
const spelledFeedFields = new Set([...feedSpellings, 'hour', 'day'])
const boundaries = new Set(['item', 'entry', 'channel', 'rss', 'rdf', 'feed'])
const persons = new Set(['author', 'dc:creator', 'dc:author', 'creator', 'itunes:author'])

/** Where a feed of each root has its items and its own fields. */
const shapes: Readonly<Record<string, { readonly feed: string; readonly item: string }>> = {
  rss: { feed: '/rss/channel', item: '/rss/channel/item' },
  'rdf:RDF': { feed: '/rdf:RDF/channel', item: '/rdf:RDF/item' },
  feed: { feed: '/feed', item: '/feed/entry' },
}

/** The document contains something that rss-parser would leave out or misinterpret. */
export class NotRepresented extends Error {}

/**
 * Returns a function that checks each element that rss-parser reads, by its path and value. It throws NotRepresented for what
 * rss-parser cannot represent: fields in other spellings or places, markup in a field, xml:base, namespaces declared inside.
 * @param rootName the root element as written
 * @param declared attributes of the root: the prefixes that the document uses
 */
export function faithfulnessCheck(
  rootName: string,
  declared: ReadonlyMap<string, string>,
): (path: string, value: XmlValue) => void {
  const shape = shapes[rootName]
  if (!shape) throw new NotRepresented(`the root ${rootName}`)
  const names = feedNames()
  const own = names.declare(declared)
  if (own !== null && own !== 'core') throw new NotRepresented('a foreign default namespace')
  const plain = feedNames()
  for (const spelling of [...itemSpellings, ...feedSpellings])
    if (names.of(spelling) !== plain.of(spelling)) throw new NotRepresented(`the prefix of ${spelling}`)
  if (names.of('rdf:RDF') !== 'rdf') throw new NotRepresented('the prefix rdf')
  let channels = 0

  return (path, value) => {
    const inItem = path.startsWith(`${shape.item}/`)
    const inFeed = !inItem && path.startsWith(`${shape.feed}/`)
    if (path === shape.item || path === shape.feed || path === `/${rootName}`) {
      if (attributesOf(value)['xml:base']) throw new NotRepresented('xml:base')
      if (path !== `/${rootName}`) checkDeclarations(value, names)
      // rss-parser does not return the attributes of the channel
      if (path === shape.feed && rootName !== 'feed' && attributesOf(value)['xml:lang'])
        throw new NotRepresented('xml:lang of the channel')
      if (path === shape.feed && channels++ > 0) throw new NotRepresented('a second channel')
      return
    }
    const above = path.slice((inItem ? shape.item : inFeed ? shape.feed : '').length + 1).split('/')
    const tag = above.pop()!
    const name = names.of(tag)
    if (boundaries.has(name)) throw new NotRepresented(`${name} in another place`)
    const skipped = inItem ? skippedInItems : skippedInFeeds
    if (above.some((parent) => skipped.has(names.of(parent)))) return
    if (inItem && above.length > 0 && (persons.has(names.of(above.at(-1)!)) || above.at(-1) === 'image')) {
      checkPart(above.at(-1)!, tag, value)
      return
    }
    checkDeclarations(value, names)
    if (name === 'link' && attributesOf(value)['xml:base']) throw new NotRepresented('xml:base')
    if (skipped.has(name)) {
      if (name === 'content' && tag !== 'content') throw new NotRepresented(`the spelling ${tag}`)
      return
    }
    if (!(inItem ? itemFields : feedFields).has(name)) return
    if (!(inItem ? spelledItemFields : spelledFeedFields).has(tag))
      throw new NotRepresented(`the spelling ${tag}`)
    if (!inItem && !inFeed) throw new NotRepresented(`${tag} beside the feed`)
    const placed = inItem
      ? above.every((parent) => itemGroups.includes(parent))
      : hintGroups.some(([group, field]) => tag === field && above.length === 1 && above[0] === group) ||
        (above.length === 0 && tag !== 'hour' && tag !== 'day')
    if (!placed) throw new NotRepresented(`${tag} in ${above.join('/')}`)
    if (!groups.has(name) && !persons.has(name) && name !== 'image' && hasChildren(value))
      throw new NotRepresented(`elements in ${tag}`)
  }
}

const namesOfPersons = new Set(['name', 'email', 'uri', 'url'])

/** The parts of a person are name, email and address; the only part of an image that is read is its address. */
function checkPart(parent: string, tag: string, value: XmlValue): void {
  const known = parent === 'image' ? tag === 'url' : namesOfPersons.has(tag)
  if (!known || hasChildren(value)) throw new NotRepresented(`${tag} in ${parent}`)
}

/** Refuses an element that declares another meaning for a prefix. @param names what the document's prefixes mean */
function checkDeclarations(value: XmlValue, names: Names): void {
  if (typeof value === 'string') return
  for (const [name, text] of Object.entries(attributesOf(value)))
    if (name.startsWith('xmlns')) checkDeclaration(name, text, names)
}

/** A namespace declared on an inner element is seen only after the elements in it were read: it must not change a meaning. */
function checkDeclaration(name: string, uri: string, names: Names): void {
  const probe = `${name.slice('xmlns:'.length)}:x`
  const before = names.of(probe)
  const own = names.declare(new Map([[name, uri]]))
  if (name === 'xmlns' ? own !== null && own !== 'core' : names.of(probe) !== before)
    throw new NotRepresented('a namespace declared inside')
}

/** Attributes of an element, names in lower case. */
export function attributesOf(value: XmlValue): Attributes {
  const attributes: Record<string, string> = {}
  for (const [name, text] of Object.entries(attributesIn(value))) attributes[name.toLowerCase()] ??= text
  return attributes
}

function attributesIn(value: XmlValue): Readonly<Record<string, string>> {
  return typeof value === 'string' ? {} : ((value.$ ?? {}) as Record<string, string>)
}

function hasChildren(value: XmlValue): boolean {
  return typeof value !== 'string' && Object.keys(value).some((key) => key !== '$' && key !== '_')
}
