import type { Dom } from '../page/dom.ts'
import { type LdNode, type LinkedData, typesOf } from '../page/json-ld.ts'
import { type Meta, metaValue, textOf } from '../page/meta.ts'
import type { FieldSource, Sourced } from '../record/provenance.ts'
import { cleanText } from '../text/clean.ts'

const MAX_TAGS = 30

/** The section that metadata or microdata name, or the last of the breadcrumbs. */
export function findSection(dom: Dom, meta: Meta, linked: LinkedData): Sourced<string> | null {
  const own: readonly (readonly [string | null, FieldSource])[] = [
    [firstText(linked.article?.articleSection), 'json_ld'],
    [
      metaValue(
        meta,
        'article:section',
        'og:article:section',
        'section',
        'parsely-section',
        'cxenseparse:section',
        'sailthru.section',
        'category',
        'dc.subject.section',
      ),
      'meta',
    ],
  ]
  const found = own.find(([text]) => text)
  const [text, source] = found ?? [shownSection(dom), 'page']
  if (text && text.length < 80 && !/^https?:/.test(text)) return { value: cleanText(text), source }
  const crumbs = linked.nodes.find((node) => typesOf(node).includes('BreadcrumbList'))?.itemListElement
  if (!Array.isArray(crumbs)) return null
  const names = crumbs
    .map((item: LdNode) => firstText(item?.name) ?? firstText((item?.item as LdNode | undefined)?.name))
    .filter((name): name is string => !!name)
    .map(cleanText)
  const title = cleanText(firstText(linked.article?.headline) ?? '')
  const steps = names.filter((name, i) => i > 0 && name !== title && name.length < 50)
  const last = steps[steps.length - 1]
  return last ? { value: last, source: 'json_ld' } : null
}

function shownSection(dom: Dom): string | null {
  const element = dom.marked.find(({ attribs }) => attribs.itemprop === 'articleSection')
  return element ? textOf(element, 100) || null : null
}

/** Keywords and tags, each once. */
export function findTags(meta: Meta, linked: LinkedData): Sourced<string[]> {
  const raw: string[] = []
  let source: FieldSource = 'meta'
  const add = (value: unknown): void => {
    if (typeof value === 'string') raw.push(...value.split(/[,;|、，]/))
    else if (Array.isArray(value))
      for (const item of value) typeof item === 'string' ? raw.push(item) : add((item as LdNode | null)?.name)
  }
  const tagged = meta.all.get('article:tag') ?? meta.all.get('og:article:tag')
  const work = linked.nodes.find((node) => typeof node.headline === 'string' && node.keywords)
  if (tagged) for (const tag of tagged) add(tag)
  else if (linked.article?.keywords ?? work?.keywords) {
    // a gallery or a film is a work of its own kind, with its own headline
    add(linked.article?.keywords ?? work?.keywords)
    source = 'json_ld'
  } else add(metaValue(meta, 'news_keywords', 'parsely-tags', 'sailthru.tags', 'keywords') ?? '')
  const seen = new Set<string>()
  const out: string[] = []
  for (const tag of raw) {
    const text = cleanText(tag)
    const key = text.toLowerCase()
    if (text.length < 2 || text.length > 60 || seen.has(key) || /^https?:/.test(text)) continue
    seen.add(key)
    out.push(text)
    if (out.length >= MAX_TAGS) break
  }
  return { value: out, source }
}

/** The lead image's address as the page gives it. */
export function findImage(meta: Meta, linked: LinkedData): Sourced<string> | null {
  const named = metaValue(
    meta,
    'og:image:secure_url',
    'og:image',
    'og:image:url',
    'twitter:image',
    'twitter:image:src',
    'thumbnail',
  )
  if (named) return { value: named, source: 'meta' }
  const value = imageOf(linked.article?.image) ?? imageOf(linked.article?.thumbnailUrl)
  return value ? { value, source: 'json_ld' } : null
}

function imageOf(value: unknown): string | null {
  if (typeof value === 'string') return value || null
  if (Array.isArray(value)) {
    for (const item of value) {
      const found = imageOf(item)
      if (found) return found
    }
    return null
  }
  if (typeof value === 'object' && value !== null)
    return imageOf((value as LdNode).url ?? (value as LdNode).contentUrl)
  return null
}

function firstText(value: unknown): string | null {
  if (typeof value === 'string') return value.trim() || null
  if (Array.isArray(value)) return firstText(value[0])
  return null
}
