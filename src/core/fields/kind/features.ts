import type { Block, Page } from '../../page/blocks.ts'
import type { Dom } from '../../page/dom.ts'
import { type LinkedData, typesOf } from '../../page/json-ld.ts'
import { type Meta, metaValue } from '../../page/meta.ts'
import { countOf, formParts, sizeInArticle } from './counts.ts'
import { degrees, type Said } from './said.ts'
import { address, asks, call, cart, offers, past, pathWord, price, rating, speech, third } from './words.ts'

/** The input from which the kind of a page is decided. */
export interface KindSigns {
  readonly dom: Dom
  readonly meta: Meta
  readonly linked: LinkedData
  readonly page: Page
  readonly kept: readonly Block[]
  readonly url: string | undefined
  readonly title: string | null
  readonly body: string
  readonly bodySize: number
  readonly bodyLinks: number
  /** A date from metadata or a marked element. */
  readonly dated: boolean
  /** Where the page says when it was published and by whom. */
  readonly published: Said
  readonly signed: Said
  /** A feed's entry, or a row of a file, gave its headline. */
  readonly announced: boolean
}

export const kindFeatureNames = [
  'ld_article',
  'ld_product',
  'ld_collection',
  'ld_service',
  'og_article',
  'og_product',
  'og_website',
  'dated',
  'author',
  'body_size',
  'body_blocks',
  'body_mean',
  'body_links',
  'body_share',
  'body_prose',
  'body_headings',
  'body_items',
  'body_cells',
  'body_sentences',
  'body_parents',
  'body_prices',
  'body_address',
  'body_speech',
  'body_digits',
  'body_exclamations',
  'body_questions',
  'page_prices',
  'page_cart',
  'page_calls',
  'page_ratings',
  'page_fields',
  'page_buttons',
  'page_images',
  'page_links',
  'page_teasers',
  'page_headline_teasers',
  'page_repeats',
  'title_words',
  'path_depth',
  'slug_words',
  'slug_digits',
  'path_date',
  'path_words',
  'published',
  'signed',
  'in_article',
  'title_asks',
  'title_offers',
  'body_past',
  'body_third',
] as const
export const kindFeatureCount = kindFeatureNames.length

/** Body text that is read for its words. */
const READ = 8_000

/** One row of numbers, in the order of `kindFeatureNames`. */
export function kindFeatures(signs: KindSigns): Float32Array {
  const { dom, meta, linked, page, kept, title, bodySize, bodyLinks } = signs
  const row = new Float32Array(kindFeatureCount)
  let o = 0
  const add = (value: number | boolean): void => {
    row[o++] = Number(value)
  }
  const types = linked.nodes.flatMap((node) => typesOf(node))
  const has = (pattern: RegExp): boolean => types.some((type) => pattern.test(type))
  add(has(/(?:Article|BlogPosting|Report)$/))
  add(has(/^(?:Product|ProductGroup|Offer|AggregateOffer)$/))
  add(has(/^(?:CollectionPage|ItemList|SearchResultsPage|OfferCatalog|Blog)$/))
  add(
    has(
      /Business$|Service$|^(?:SoftwareApplication|WebApplication|FAQPage|JobPosting|AboutPage|ContactPage)$/,
    ),
  )
  const type = (metaValue(meta, 'og:type') ?? '').toLowerCase()
  add(type === 'article')
  add(type.includes('product'))
  add(type === 'website')
  add(signs.dated)
  add(linked.article?.author !== undefined || metaValue(meta, 'author', 'article:author') !== null)

  const size = Math.max(1, bodySize)
  const count = Math.max(1, kept.length)
  const parents = new Set<number>()
  let prose = 0
  let headings = 0
  let items = 0
  let cells = 0
  let sentences = 0
  for (const block of kept) {
    const { element, parent } = page.boxes[block.box]!
    parents.add(parent)
    if (block.prose) prose += block.shape.size
    if (/^h[1-6]$/.test(element.name)) headings++
    if (element.name === 'li') items++
    if (element.name === 'td' || element.name === 'th') cells++
    if (block.shape.endsSentence) sentences++
  }
  const text = signs.body.slice(0, READ).toLowerCase()
  const thousand = Math.max(0.3, text.length / 1_000)
  add(Math.log2(size))
  add(kept.length)
  add(size / count)
  add(bodyLinks)
  add(bodySize / Math.max(1, page.size))
  add(prose / size)
  add(headings / count)
  add(items / count)
  add(cells / count)
  add(sentences / count)
  add(parents.size / count)
  add(countOf(price, text) / thousand)
  add(countOf(address, text) / thousand)
  add(countOf(speech, text) / thousand)
  add(countOf(/\d/g, text) / thousand)
  add(countOf(/!/g, text) / thousand)
  add(countOf(/\?/g, text) / thousand)

  let prices = 0
  let carts = 0
  let calls = 0
  let ratings = 0
  let teasers = 0
  let headlines = 0
  const repeats = new Map<string, number>()
  for (const block of page.blocks) {
    const { element } = page.boxes[block.box]!
    if (block.text.length < 160) {
      const lower = block.text.toLowerCase()
      if (block.shape.digits > 0) prices += countOf(price, lower)
      if (lower.length < 80) {
        carts += countOf(cart, lower)
        calls += countOf(call, lower)
        ratings += countOf(rating, lower)
      }
    }
    if (block.shape.size < 25) continue
    const key = `${element.name} ${element.attribs.class ?? ''}`
    repeats.set(key, (repeats.get(key) ?? 0) + 1)
    if (block.linkSize <= block.shape.size * 0.7 || block.shape.size >= 160) continue
    teasers++
    if (/^h[2-5]$/.test(element.name)) headlines++
  }
  const { fields, buttons } = formParts(dom)
  add(Math.log2(1 + prices))
  add(Math.log2(1 + carts))
  add(Math.log2(1 + calls))
  add(Math.log2(1 + ratings))
  add(Math.log2(1 + fields))
  add(Math.log2(1 + buttons))
  add(Math.log2(1 + page.boxes[0]!.images))
  add(page.boxes[0]!.linkSize / Math.max(1, page.size))
  add(teasers)
  add(headlines)
  add(Math.max(0, ...repeats.values()) / Math.max(1, page.blocks.length))
  add(Math.min(25, (title ?? '').split(/\s+/).length))
  addPath(signs.url, add)
  add(degrees[signs.published])
  add(degrees[signs.signed])
  add(sizeInArticle(page, kept) / size)
  const heading = (title ?? '').toLowerCase()
  add(asks.test(heading))
  add(offers.test(heading))
  add(countOf(past, text) / thousand)
  add(countOf(third, text) / thousand)
  return row
}

/** A bare host says nothing: archives are loaded with it. */
function addPath(url: string | undefined, add: (value: number | boolean) => void): void {
  const path = (url ?? '').replace(/^https?:\/\/[^/]*/, '').replace(/[?#].*$/, '')
  const parts = path.split('/').filter(Boolean)
  const slug = parts[parts.length - 1] ?? ''
  const known = parts.length > 0
  add(known ? parts.length : -1)
  add(known ? slug.split(/[-_]/).length : -1)
  add(known ? countOf(/\d/g, slug) : -1)
  add(known ? /\/(?:19|20)\d{2}[/-]/.test(path) : -1)
  add(known ? pathWord.test(path) : -1)
}
