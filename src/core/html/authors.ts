import { findAgencies, isAgency } from '../agency.ts'
import { parseByline } from '../byline.ts'
import { type Page, within } from './blocks.ts'
import { bit } from './classes.ts'
import type { DatePlace } from './dates.ts'
import type { Dom, ElementNode } from './dom.ts'
import { type LdNode, type LinkedData, typesOf } from './json-ld.ts'
import { type Meta, textOf } from './meta.ts'
import { squeeze } from './squeeze.ts'
import { cleanText } from './title.ts'

export interface Byline {
  readonly authors: readonly string[]
  /** Agencies that the byline names as the text's source. */
  readonly agencies: readonly string[]
  readonly source: 'json_ld' | 'meta' | 'byline' | 'line' | 'none'
}

/** A name as a source gave it, and what the source says it is. */
interface Credit {
  readonly text: string
  readonly kind: 'person' | 'organisation' | 'unknown'
  /** From a field that holds a name and nothing else. */
  readonly structured: boolean
}

const authorNames = [
  'author',
  'article:author',
  'dc.creator',
  'dcterms.creator',
  'creator',
  'byl',
  'byline',
  'sailthru.author',
  'parsely-author',
  'article.author',
  'article:author_name',
  'authors',
  'citation_author',
  'cxenseparse:author',
  'rbauthors',
  'dc.contributor',
  'twitter:data1',
  'cse-authors',
  'news:author',
  'article:byline',
  'og:author',
  'book:author',
  'vr:author',
  'mediator_author',
] as const

/**
 * Who wrote it: JSON-LD, else metadata or the byline that the page shows, else a line that reads like one.
 * Where no person is named, the organisation that signs is given among the agencies.
 */
export function findAuthors(
  dom: Dom,
  meta: Meta,
  linked: LinkedData,
  page: Page,
  place: DatePlace,
  siteNames: readonly string[],
  language: string | undefined,
): Byline {
  const byline = chooseAuthors(dom, meta, linked, page, place, siteNames, language)
  const known = new Set(byline.agencies.map(squeeze))
  const more = agenciesByTitle(page, place).filter((name) => !known.has(squeeze(name)))
  return more.length > 0 ? { ...byline, agencies: [...byline.agencies, ...new Set(more)] } : byline
}

function chooseAuthors(
  dom: Dom,
  meta: Meta,
  linked: LinkedData,
  page: Page,
  place: DatePlace,
  siteNames: readonly string[],
  language: string | undefined,
): Byline {
  const outlets = new Set(siteNames.map(squeeze))
  const ld = readCredits(siteNames, linkedAuthors(linked), outlets, language)
  if (ld.authors.length > 0) return { ...ld, source: 'json_ld' }
  const shown = shownBylines(dom, page, place)
  const best = readCredits(siteNames, shown[0] ?? [], outlets, language)
  const fromMeta = chooseMeta(
    metaAuthors(meta).map((credits) => readCredits(siteNames, credits, outlets, language)),
    best.authors,
  )
  if (
    fromMeta.authors.length > 0 &&
    (best.authors.length === 0 || fromMeta.authors.length >= best.authors.length)
  )
    return { ...fromMeta, source: 'meta' }
  if (best.authors.length > 0) return { ...best, source: 'byline' }
  for (const credits of shown.slice(1, 4)) {
    const next = readCredits(siteNames, credits, outlets, language)
    if (next.authors.length > 0) return { ...next, source: 'byline' }
  }
  for (const text of bylineLines(page, place)) {
    const line = readCredits(siteNames, [{ text, kind: 'unknown', structured: false }], outlets, language)
    if (line.authors.length > 0) return { ...line, source: 'line' }
  }
  for (const text of namesByDate(page, place)) {
    const line = readCredits(siteNames, [{ text, kind: 'unknown', structured: false }], outlets, language)
    if (line.authors.length > 0) return { ...line, source: 'line' }
  }
  for (const text of [...namesInText(page, place), ...scriptAuthors(dom)]) {
    const line = readCredits(siteNames, [{ text, kind: 'unknown', structured: false }], outlets, language)
    if (line.authors.length > 0) return { ...line, source: 'line' }
  }
  const lines = bylineLines(page, place).map((text): Credit => ({ text, kind: 'unknown', structured: false }))
  for (const [source, found] of [
    ['json_ld', ld],
    ['meta', fromMeta],
    ['byline', best],
    ['line', readCredits(siteNames, lines.slice(0, 1), outlets, language)],
  ] as const)
    if (found.agencies.length > 0) return { ...found, source }
  return { authors: [], agencies: [], source: 'none' }
}

const nobody =
  /^(?:no author|none|null|undefined|n\/a|author|autor|by|text|guest|unknown|anonymous|unbekannt|published|veröffentlicht|read|learn|more|share|[a-z]+(?:\.[a-z_]+){2,})$/i
/** The byline that an outlet's rule points at. */
export function readByline(
  texts: readonly string[],
  siteNames: readonly string[],
  language: string | undefined,
): Byline {
  const outlets = new Set(siteNames.map(squeeze))
  const found = readCredits(
    siteNames,
    texts.map((text) => ({ text, kind: 'unknown', structured: true })),
    outlets,
    language,
  )
  return { ...found, source: 'byline' }
}

const plainName = /^[\p{L}\p{M}.'’‘\- ]{3,40}$/u
const organisation =
  /\b(?:team|staff|redaktion\w*|\w*redaktion|redacci[oó]n|redazione|rédaction|redakce|redakcja|editors?|editorial|newsroom|newsdesk|news ?desk|webdesk|desk|media|news|press|presse|magazin\w*|university|universität|institute?|centre|center|college|school|foundation|association|verein|verband|agency|agentur|inc|llc|ltd|gmbh|ag|group|council|ministry|department|bureau|online|digital|admin|administrator|store|blog|editoren|agencies|correspondent|reporter|writer|contributor)\b|\.(?:com|de|at|ch|net|org|be|fr|co)\b|新聞|新闻|通信|редакция|редакція/iu

function readCredits(
  siteNames: readonly string[],
  credits: readonly Credit[],
  outlets: ReadonlySet<string>,
  language: string | undefined,
): { authors: string[]; agencies: string[] } {
  const authors: string[] = []
  const agencies: string[] = []
  const addTo = (list: string[], name: string): void => {
    if (squeeze(name).length > 1 && !list.some((known) => squeeze(known) === squeeze(name))) list.push(name)
  }
  for (const { text: given, kind, structured } of credits) {
    const text = withoutOutlet(given.replace(/\s*[|,(<]?\s*\S+@\S+\.\S+.*$/, '').trim(), siteNames)
    if (!text || /^https?:/.test(text) || nobody.test(text) || /^[,;|]/.test(text)) continue
    const own = squeeze(text)
    if (isAgency(text)) {
      for (const agency of findAgencies(text, 'text')) addTo(agencies, agency.name)
      continue
    }
    const outlet = outlets.has(own)
    // A user's name, in the spelling that the page gives.
    if (
      structured &&
      kind !== 'organisation' &&
      !outlet &&
      /^\p{L}[\p{L}\d._-]*$/u.test(text) &&
      !organisation.test(text)
    ) {
      addTo(authors, text)
      continue
    }
    if (structured && outlet && /\d/.test(text)) {
      addTo(agencies, text)
      continue
    }
    if (structured && (kind === 'organisation' || organisation.test(text) || (outlet && kind !== 'person'))) {
      if (text.length <= 60) addTo(agencies, text)
      continue
    }
    const words = text.split(' ').length
    if (
      structured &&
      words <= 4 &&
      (words > 1 || kind === 'person') &&
      plainName.test(text) &&
      !/^(?:by|von|par|por|di|de|af|av|door)\s/i.test(text) &&
      !/\s(?:and|und|et|y|e|og|och|en|i|ja|with|mit|for|from)\s/i.test(text)
    ) {
      addTo(authors, text)
      continue
    }
    const byline = parseByline(text, { language })
    for (const name of byline.authors) {
      if (/^https?:|@/.test(name) || isAgency(name) || nobody.test(name)) continue
      const key = squeeze(name)
      if (
        outlets.has(key) ||
        organisation.test(name) ||
        (name.split(' ').length === 1 && [...outlets].some((o) => o.includes(key) && key.length > 3))
      ) {
        if (structured) addTo(agencies, name)
      } else addTo(authors, name)
    }
    for (const name of byline.agencies) addTo(agencies, name)
    const signed = text.replace(
      /^(?:(?:written|posted|published) )?(?:by|von|par|por|di|door|av)\s*:?\s+/i,
      '',
    )
    if (
      !structured &&
      byline.authors.length + byline.agencies.length === 0 &&
      signed.length <= 40 &&
      (organisation.test(signed) || outlets.has(squeeze(signed))) &&
      !/\d|[.!?:]$|\bdesk$/i.test(signed)
    )
      addTo(agencies, signed)
    if (
      byline.authors.length === 0 &&
      byline.agencies.length === 0 &&
      structured &&
      text.length <= 40 &&
      !/[|@<>]|https?:/.test(text)
    ) {
      if (kind === 'person' || /^[\p{L}\d._-]+$/u.test(text)) addTo(authors, text)
      else addTo(agencies, text)
    }
  }
  return { authors, agencies }
}

/** `Jane Doe Harbour Gazette`: the outlet's name set under the writer's. */
function withoutOutlet(text: string, siteNames: readonly string[]): string {
  for (const name of siteNames)
    if (text.length > name.length + 5 && name.length > 3 && text.endsWith(` ${name}`)) {
      const rest = text.slice(0, -name.length - 1).replace(/[\s,|–-]+$/, '')
      if (/\s/.test(rest) && !/\s(?:at|of|for|von|the|de|du|der)$/i.test(rest)) return rest
    }
  return text
}

function linkedAuthors(linked: LinkedData): Credit[] {
  const { article } = linked
  if (!article) return []
  const out: Credit[] = []
  const add = (value: unknown, kind: Credit['kind']): void => {
    if (typeof value === 'string') {
      if (value.trim()) out.push({ text: cleanText(value), kind, structured: true })
    } else if (Array.isArray(value)) for (const item of value) add(item, kind)
    else if (typeof value === 'object' && value !== null) {
      const node = value as LdNode
      const known =
        typeof node['@id'] === 'string' && node.name === undefined ? linked.byId.get(node['@id']) : undefined
      const from = known ?? node
      const types = typesOf(from)
      add(
        from.name,
        types.some((t) => /Organization|Corporation/.test(t))
          ? 'organisation'
          : types.includes('Person')
            ? 'person'
            : 'unknown',
      )
    }
  }
  add(article.author, 'unknown')
  if (out.length === 0) add(article.creator, 'unknown')
  return out
}

/** The metadata that the shown byline bears out, else the first that names a person, else the first. */
function chooseMeta(
  list: readonly { authors: string[]; agencies: string[] }[],
  shown: readonly string[],
): { authors: string[]; agencies: string[] } {
  const keys = new Set(shown.map(squeeze))
  return (
    list.find((found) => found.authors.some((name) => keys.has(squeeze(name)))) ??
    list.find((found) => found.authors.length > 0) ??
    list.find((found) => found.agencies.length > 0) ?? { authors: [], agencies: [] }
  )
}

function metaAuthors(meta: Meta): Credit[][] {
  const out: Credit[][] = []
  for (const name of authorNames) {
    const values = (meta.all.get(name) ?? []).filter(
      (value) => !/^https?:|facebook\.com|^@/.test(value) && value.length < 200,
    )
    if (values.length > 0 && (name !== 'twitter:data1' || /\p{L}+\s\p{L}+/u.test(values[0]!)))
      out.push(values.map((value) => ({ text: cleanText(value), kind: 'unknown', structured: true })))
  }
  return out
}

const bylineClass =
  /(?:^|[\s_-])(?:byline|author|autor|writer|reporter|journalist|redakteur|auteur|signature|firma|contributor|creator)s?(?![a-z])|byline|authorname|author-name/i
const notByline =
  /(?:bio|image|img|photo|avatar|social|follow|comment|description|related|box-text|twitter|email)/i

/** Names in camelCase (`authorModule`) are words too. */
function isBylineClass(names: string): boolean {
  if (
    !/author|autor|byline|writer|reporter|journalist|redakteur|auteur|signature|firma|contributor|creator/i.test(
      names,
    )
  )
    return false
  return bylineClass.test(names.replace(/(?<=[a-z])(?=[A-Z])/g, '-')) && !notByline.test(names)
}

const statusLabel =
  /\s(?:stand|updated|published|posted|date|datum|veröffentlicht|aktualisiert|erstellt|publié|publicado)(?:\s+on)?\s*:.*$/iu

const authorHref =
  /\/(?:authors?|autor(?:en|es|i)?|people|staff|profiles?|contributors?|by|redaktion|redakteure?|journalists?|reporters?|columnists?|auteurs?|firmas?|team|users?|writers?|person(?:er|en)?|mitarbeiter|bio)\/[^/?#]+/i

/** Elements that call themselves a byline, or link to an author's page, those nearest the headline first. */
function shownBylines(dom: Dom, page: Page, { titleAt, start, kept }: DatePlace): Credit[][] {
  const found: { credits: Credit[]; rank: number }[] = []
  let end = kept.length - 1
  while (end >= 0 && !kept[end]) end--
  let at = 0
  let depth = 0
  const first = Math.max(0, (titleAt >= 0 ? Math.min(titleAt, start < 0 ? titleAt : start) : start) - 60)
  const visit = (element: ElementNode): void => {
    if (element.box >= 0) {
      const box = page.boxes[element.box]!
      if (box.lastBlock < first || (end >= 0 && box.firstBlock > end + 60)) return
      at = box.firstBlock
      depth = element.box
    }
    const { attribs, name } = element
    if (
      name === 'script' ||
      name === 'style' ||
      name === 'noscript' ||
      name === 'template' ||
      name === 'figure'
    )
      return
    const marked = /\bauthor\b/i.test(attribs.rel ?? '') || /author|creator/i.test(attribs.itemprop ?? '')
    const linked = name === 'a' && authorHref.test(attribs.href ?? '')
    if (marked || linked || (attribs.class !== undefined && isBylineClass(attribs.class))) {
      const text = textOf(element, 300)
        .replace(/^(By|Von|Par|Por)(?=\p{Lu}\p{Ll})/u, '$1 ')
        .replace(statusLabel, '')
      if (text.length > 2 && text.length < 200) {
        let rank =
          start < 0
            ? at
            : at <= start + 1
              ? titleAt >= 0 && at >= titleAt
                ? Math.min(at - titleAt, start - at)
                : start - at
              : at > end
                ? 40 + at - end
                : 60
        if (titleAt >= 0 && at < titleAt - 6) rank += 60
        if (marked) rank -= 3
        if (/^(?:by|von|par|por|di|door|av|text|автор)[\s:]/i.test(text)) rank -= 6
        if (page.boxes[depth]!.hidden) rank += 20
        if (linked && !marked) rank += 2
        if (rank < 60) found.push({ credits: creditsIn(element, text), rank })
        return
      }
    }
    for (const child of element.children) if (child.type === 'tag') visit(child)
  }
  visit(dom.root)
  const sorted = found.sort((a, b) => a.rank - b.rank)
  // Two links to authors side by side are one byline.
  const best = sorted[0]
  const beside = best
    ? sorted.filter(
        (f, i) =>
          i === 0 ||
          (f.rank - best.rank <= 2 &&
            f.credits.every((c) => c.structured) &&
            best.credits.every((c) => c.structured)),
      )
    : []
  return best ? [beside.flatMap((f) => f.credits), ...sorted.slice(1).map((f) => f.credits)] : []
}

/** The links to authors in a byline, if there are any, else its text. */
function creditsIn(element: ElementNode, text: string): Credit[] {
  const links: Credit[] = []
  const visit = (node: ElementNode): void => {
    const isName =
      (node.name === 'a' &&
        (authorHref.test(node.attribs.href ?? '') || /author/i.test(node.attribs.rel ?? ''))) ||
      /^name$/i.test(node.attribs.itemprop ?? '')
    if (isName) {
      const name = textOf(node, 120).replace(/^(?:by|von|par|por)\s+/i, '')
      if (name.length > 1) links.push({ text: name, kind: 'unknown', structured: true })
      return
    }
    for (const child of node.children) if (child.type === 'tag') visit(child)
  }
  visit(element)
  return links.length > 0 ? links : [{ text, kind: 'unknown', structured: false }]
}

const byLine =
  /^(?:by|von|par|por|di|door|av|af|text|texte|autor(?:in)?|author|(?:this (?:post|article|story|piece) (?:was|is) )?written by|posted by|story by|words by|article by|contributors?|écrit par|escrito por|scritto da|skrevet av|oleh|penulis|muhabir|από|του|автор|текст|記者|记者|作者|文)[\s:：|]+\S/iu

/** Short lines around the headline and after the text that start as bylines do. */
function bylineLines(page: Page, { titleAt, start, kept }: DatePlace): string[] {
  const out: string[] = []
  const { blocks } = page
  const from = Math.max(0, titleAt >= 0 ? titleAt - 4 : start - 15)
  const look = (i: number): void => {
    const block = blocks[i]
    if (
      !block ||
      kept[i] ||
      block.text.length > 200 ||
      within(page, block, bit.caption | bit.comment | bit.related)
    )
      return
    for (const line of block.text.split(/\n|\s[|•·]\s/))
      if (line.length < 120 && byLine.test(line)) out.push(line)
  }
  for (let i = from; i <= start + 2; i++) look(i)
  let end = kept.length - 1
  while (end >= 0 && !kept[end]) end--
  for (let i = end + 1; i < end + 4; i++) look(i)
  return out
}

/** A signature inside the text: its first or second line says "By …", its last is a name and no more. */
function namesInText(page: Page, { start, kept }: DatePlace): string[] {
  const { blocks } = page
  if (start < 0) return []
  const out: string[] = []
  for (let i = start, seen = 0; i < blocks.length && seen < 2; i++) {
    if (!kept[i]) continue
    seen++
    const { text } = blocks[i]!
    if (text.length < (/written by/i.test(text) ? 160 : 60) && byLine.test(text)) out.push(text)
  }
  let end = kept.length - 1
  while (end > start && !kept[end]) end--
  const last = blocks[end]
  if (last && end > start + 1 && last.text.length < 60) {
    const text = last.text.replace(/^[-–—(]\s*|\s*[).]$/g, '')
    if (byLine.test(text) || bareName.test(text)) out.push(text)
  }
  const next = blocks[end + 1]
  if (last && next && bareName.test(next.text) && next.linkSize === 0) {
    const own = page.boxes[next.box]!
    if (own.element.name === 'p' && own.parent === page.boxes[last.box]!.parent) out.push(next.text)
  }
  return out
}

const sourceLabel =
  /^(?:quelle|source|fuente|fonte|источник|джерело|źródło|kaynak|kilde|källa|来源|來源)\s*[:：]/iu
const lent = /\b(?:material|angaben|agenturen|avec|with|reporting|agencies|agences|agencias)\b/i
const pictureLabel = /(?:foto|photo|bild|image|imagen|crédit|credit|picture)s?\b/i

/** Agencies that a line between headline and text names: `with material of dpa`, `Source: AFP`. */
function agenciesByTitle(page: Page, { titleAt, start, kept }: DatePlace): string[] {
  const out: string[] = []
  const { blocks } = page
  const look = (i: number, after: boolean): void => {
    const block = blocks[i]
    if (!block || kept[i] || block.hidden || block.text.length > 160) return
    if (within(page, block, bit.caption | bit.comment | bit.related | bit.sidebar)) return
    const byline = !after && within(page, block, bit.byline)
    for (const line of block.text.split('\n')) {
      if (pictureLabel.test(line)) continue
      if (
        byline ||
        isAgency(line) ||
        sourceLabel.test(line) ||
        (!after && (byLine.test(line) || lent.test(line)))
      )
        for (const { name } of findAgencies(line, 'text')) out.push(name)
    }
  }
  // A standfirst may pass for the first paragraph, so a little way into the text too.
  if (titleAt >= 0 && start > titleAt)
    for (let i = titleAt + 1; i < Math.min(start + 8, titleAt + 16); i++) look(i, false)
  let end = kept.length - 1
  while (end >= 0 && !kept[end]) end--
  for (let i = end + 1; end >= 0 && i <= end + 2; i++) look(i, true)
  return out
}

const scriptAuthor =
  /["'](?:author|author_?name|authors|byline|article_?author|page_?author|content_?author)["']\s*:\s*\[?\s*["']([^"'\\<>{}[\]]{5,60})["']/gi

/** The author that a page tells its own scripts (analytics), when it tells its readers none. */
function scriptAuthors(dom: Dom): string[] {
  const out = new Set<string>()
  for (const script of dom.index.get('script') ?? []) {
    const first = script.children[0]
    if (first?.type !== 'text' || /ld\+json/i.test(script.attribs.type ?? '')) continue
    for (const match of first.data.slice(0, 100_000).matchAll(scriptAuthor)) {
      const name = cleanText(match[1]!)
      if (bareName.test(name)) out.add(name)
    }
  }
  // Several are those of other articles.
  return out.size === 1 ? [...out] : []
}

const bareName =
  /^\p{Lu}[\p{L}.'’-]+(?:\s+(?:(?:de|da|van|von|bin|al|el|la|der|den|di|dos|le|ter)\s+)?\p{Lu}[\p{L}.'’-]*){1,3}$/u

/** Lines of the head that are a name and nothing else, right beside the date. */
function namesByDate(page: Page, { titleAt, start, kept }: DatePlace): string[] {
  const { blocks } = page
  if (titleAt < 0 || start <= titleAt) return []
  const out: string[] = []
  const isDate = (i: number): boolean => {
    const block = blocks[i]
    return (
      block !== undefined &&
      !kept[i] &&
      block.text.length < 60 &&
      /\b(?:19|20)\d{2}\b|\d{1,2}[./]\d{1,2}[./]\d{2}/.test(block.text)
    )
  }
  for (let i = titleAt + 1; i < Math.min(start, titleAt + 10); i++) {
    const block = blocks[i]!
    if (block.text.length > 40 || kept[i] || !bareName.test(block.text)) continue
    if (isDate(i - 1) || isDate(i + 1) || isDate(i + 2)) out.push(block.text)
  }
  return out.slice(0, 1)
}
