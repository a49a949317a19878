import type RssParser from 'rss-parser'
import type { Attributes, FeedDocument, FeedField, ItemDocument } from '../document.ts'
import { authorRanks, dateRanks, summaryRanks } from '../field-names.ts'
import { feedNames } from '../namespaces.ts'
import { tokensOf } from '../tolerant/tokens.ts'
import {
  attributesOf,
  faithfulnessCheck,
  feedSpellings,
  hintGroups,
  itemGroups,
  itemSpellings,
  NotRepresented,
  type XmlValue,
} from './faithful.ts'
import { isCheap } from './is-cheap.ts'

/** An item or feed as rss-parser returns it with the fields below: lists of values under `every:SPELLING`. */
type Given = Readonly<Record<string, unknown>>

/** Requests all values of an element under a name of ours: rss-parser's own names have only the first value. */
const every = (name: string) => [name, `every:${name}`, { keepArray: true }]
const customFields = {
  // `$` has the attributes of the element
  item: [...[...itemSpellings, 'media:group'].map(every), every('$')],
  feed: [...feedSpellings, ...hintGroups.map(([group]) => group)].map(every) as never[],
}

const formats: Readonly<Record<string, FeedDocument['format']>> = {
  rss: 'rss',
  'rdf:RDF': 'rdf',
  feed: 'atom',
}

/** References to control characters, and to code points that HTML reads as windows-1252 and XML does not. */
const oddReference =
  /&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|12[7-9]|1[3-5]\d)|x0*(?:[0-8bcef]|1[\da-f]|7f|[89][\da-f]));/i

/** Levels. No feed is deeper, and xml2js needs time in proportion to the depth of each element. */
const MAX_DEPTH = 60
const MAX_CHARS = 4_000_000

const sameMeaning: readonly (readonly [string, string])[] = [
  ['language', 'dc:language'],
  ['sy:updatePeriod', 'syn:updatePeriod'],
  ['sy:updateFrequency', 'syn:updateFrequency'],
]

/** Where several elements of these fields have the same rank, their order decides; rss-parser does not keep the order. */
const orderedRanks = [dateRanks, authorRanks, summaryRanks]

/**
 * Reads a feed with rss-parser, if it is well-formed and rss-parser can represent everything in it.
 * @returns null when the tolerant reader must read it
 */
export async function readWithRssParser(text: string): Promise<FeedDocument | null> {
  if (text.length > MAX_CHARS || oddReference.test(text) || !isCheap(text)) return null
  const root = firstTag(text)
  if (!root || !(root.name in formats) || !endsWith(root.name, text)) return null
  const { default: Parser } = await rssParser()
  try {
    const feed = await parsed(text, parserWith(Parser, faithfulnessCheck(root.name, root.attributes)))
    return documentOf(formats[root.name]!, root.attributes, feed)
  } catch (error) {
    if (error instanceof NotRepresented) return null
    throw error
  }
}

/** @throws NotRepresented in place of any error of xml2js and rss-parser, which throw a plain Error for what they cannot read */
async function parsed(text: string, parser: RssParser): Promise<Given> {
  try {
    return await parser.parseString(text)
  } catch (error) {
    throw new NotRepresented((error as Error).message)
  }
}

/** Loaded when the first feed is read: its XML library takes longer to load than the rest of `import 'newsloom'`. */
const rssParser = () => import('rss-parser')

function parserWith(Parser: typeof RssParser, check: (path: string, value: XmlValue) => void): RssParser {
  let depth = 0
  let refused = false
  return new Parser({
    defaultRSS: 2.0,
    customFields,
    xml2js: {
      tagNameProcessors: [
        (name: string) => {
          // an error thrown here ends the parse at once
          if (refused || ++depth > MAX_DEPTH) throw new NotRepresented('depth')
          return name
        },
      ],
      validator(path: string, _before: unknown, value: XmlValue) {
        depth--
        try {
          check(path, value)
        } catch (error) {
          refused = true
          throw error
        }
        return value
      },
    },
  })
}

function firstTag(text: string): { name: string; attributes: ReadonlyMap<string, string> } | null {
  const tokens = tokensOf(text.slice(0, 20_000))
  for (let token = tokens.next(); token; token = tokens.next()) {
    if (token.type === 'open') return token
    if (token.type !== 'text' || token.text.trim()) return null
  }
  return null
}

/** Whether only comments follow the root element: xml2js stops reading there, and items could follow. */
function endsWith(rootName: string, text: string): boolean {
  const close = text.indexOf(`</${rootName}`)
  return close > 0 && /^<\/[\w:]+\s*>\s*(?:<!--[^<]*-->\s*)?$/.test(text.slice(close))
}

function documentOf(
  format: FeedDocument['format'],
  root: ReadonlyMap<string, string>,
  feed: Given,
): FeedDocument {
  const names = feedNames()
  checkOrder((tag) => valuesOf(feed, tag))
  const fields = feedSpellings.flatMap((tag) => fieldsOf(names.of(tag), valuesOf(feed, tag)))
  for (const [group, name] of hintGroups)
    for (const value of valuesOf(feed, group)) fields.push(...fieldsOf(name, partsOf(value, name)))
  return {
    format,
    roots: [lowerCased(root)],
    fields,
    items: (feed.items as readonly Given[]).map((item) => itemOf(item, names.of)),
  }
}

function itemOf(item: Given, nameOf: (tag: string) => string): ItemDocument {
  const byTag = new Map(itemSpellings.map((tag) => [tag, valuesOf(item, tag)]))
  const add = (holder: XmlValue) => {
    for (const tag of itemSpellings) {
      const found = partsOf(holder, tag)
      if (!found.length) continue
      // it is not known whether the one in the group or the one beside it came first
      if (byTag.get(tag)!.length) throw new NotRepresented(`${tag} in several places`)
      byTag.set(tag, found)
      if (itemGroups.includes(tag)) found.forEach(add)
    }
  }
  const grouped = [...valuesOf(item, 'media:group'), ...byTag.get('media:content')!]
  grouped.forEach(add)
  const fields = itemSpellings.flatMap((tag) => fieldsOf(nameOf(tag), byTag.get(tag)!))
  checkOrder((tag) => byTag.get(tag) ?? [])
  for (const ranks of orderedRanks) {
    const used = new Set(fields.filter(({ name }) => name in ranks).map(({ name }) => name))
    if (new Set([...used].map((name) => ranks[name])).size < used.size)
      throw new NotRepresented('several elements for one field')
  }
  return { attributes: attributesOf({ $: item['every:$'] }), fields }
}

/** Refuses two elements with names of the same field and different values: it is not known which one came first. */
function checkOrder(valuesOf: (tag: string) => readonly XmlValue[]): void {
  const links = valuesOf('link')
  if (valuesOf('atom:link').length && links.some((link) => 'href' in attributesOf(link)))
    throw new NotRepresented('links of two vocabularies')
  for (const [one, other] of sameMeaning) {
    const texts = [...valuesOf(one), ...valuesOf(other)].map((value) => textOf(value).trim())
    if (valuesOf(one).length && valuesOf(other).length && new Set(texts).size > 1)
      throw new NotRepresented(`${one} and ${other}`)
  }
}

function fieldsOf(name: string, values: readonly XmlValue[]): FeedField[] {
  return values.map((value) => {
    const parts =
      typeof value === 'string' ? [] : Object.keys(value).filter((key) => key !== '$' && key !== '_')
    const markup = (name in authorRanks || name === 'image') && parts.length > 0
    return {
      name,
      text: markup ? markupOf(value as Given, parts) : textOf(value),
      markup,
      attributes: attributesOf(value),
      misplaced: false,
    }
  })
}

/** The parts of a person or image written as elements again, as the tolerant reader returns them. */
function markupOf(value: Given, parts: readonly string[]): string {
  const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;')
  return parts
    .flatMap((tag) => partsOf(value, tag).map((part) => `<${tag}>${escaped(textOf(part))}</${tag}>`))
    .join('')
}

function textOf(value: XmlValue): string {
  const text = typeof value === 'string' ? value : value._
  return typeof text === 'string' ? text.toWellFormed() : ''
}

function partsOf(value: XmlValue, tag: string): readonly XmlValue[] {
  const parts = typeof value === 'string' ? undefined : value[tag]
  return Array.isArray(parts) ? parts : []
}

function valuesOf(given: Given, tag: string): readonly XmlValue[] {
  const values = given[`every:${tag}`]
  return Array.isArray(values) ? values : []
}

function lowerCased(attributes: ReadonlyMap<string, string>): Attributes {
  return Object.fromEntries(attributes)
}
