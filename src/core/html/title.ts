import type { Page } from './blocks.ts'
import type { Dom, ElementNode } from './dom.ts'
import type { LinkedData } from './json-ld.ts'
import { type Meta, metaValue, textOf } from './meta.ts'
import { squeeze } from './squeeze.ts'

export interface TitleChoice {
  readonly title: string | null
  readonly source: string
  readonly candidates: readonly { readonly source: string; readonly text: string; readonly votes: number }[]
}

/** How much a source is worth alone; agreeing sources add up. */
const weights = {
  json_ld: 2.2,
  og: 2,
  h1: 2.4,
  h1_other: 1,
  twitter: 0.9,
  title_tag: 1.2,
  meta: 0.8,
  itemprop: 1.2,
} as const
type Source = keyof typeof weights

interface Candidate {
  readonly source: Source
  readonly raw: string
  text: string
}

const separators =
  /\s+[|–—\-»«:·•~/\\<>]+\s+|\s*[|｜•]\s*|\s+»\s*|\s+::\s+|[_＿]|(?<=[\u3040-\u9fff！？。”》])[-–—](?=[\u3040-\u9fff])|(?<=[\u3040-\u9fff」])[:：](?=\w)|\s[-–—]|[-–—]\s/u

/**
 * The headline, by vote: some source holds it on nearly every page, no single one on more than nine in ten.
 * Candidates lose the site's name first; then those that say the same vote together.
 * @param start the first block of the body, to tell the article's own `h1` from others; -1 when unknown.
 */
export function chooseTitle(
  dom: Dom,
  meta: Meta,
  linked: LinkedData,
  page: Page,
  start: number,
  siteNames: readonly string[],
): TitleChoice {
  const found: Candidate[] = []
  const add = (source: Source, raw: unknown): void => {
    if (typeof raw !== 'string') return
    // A hyphen that sets the headline off from a kicker; a dash may open a quotation.
    const text = cleanText(raw).replace(/^(?:-|[»|•·:]+) +/, '')
    if (text && text.length <= 400) found.push({ source, raw: text, text })
  }
  add('json_ld', linked.article?.headline ?? (linked.article?.articleBody ? linked.article?.name : undefined))
  add('og', metaValue(meta, 'og:title'))
  add('twitter', metaValue(meta, 'twitter:title'))
  add('title_tag', meta.titleTag)
  add(
    'meta',
    metaValue(
      meta,
      'title',
      'dc.title',
      'dcterms.title',
      'sailthru.title',
      'parsely-title',
      'cxenseparse:title',
      'citation_title',
      'headline',
    ),
  )
  const told = found.map((c) => squeeze(c.raw))
  const headings = readHeadings(page, dom, start, told)
  for (const [i, heading] of headings.entries()) add(i === 0 ? 'h1' : 'h1_other', heading)
  const itemprop = findHeadline(dom)
  if (itemprop) add('itemprop', itemprop)

  const names = new Set(siteNames.map(squeeze).filter((name) => name.length > 1))
  // A heading that only ends the page's <title> is the site's name.
  const tail = splitTitle(meta.titleTag ?? '')
  if (tail.length > 1 && tail[tail.length - 1]!.text.length < tail[0]!.text.length) {
    const last = squeeze(tail[tail.length - 1]!.text)
    const head = wordsOf(tail[0]!.text)
    for (const c of found) {
      if (c.source !== 'h1') continue
      const key = squeeze(c.raw)
      const slogan = last.length > 4 && key.startsWith(last) && !wordsIn(head, wordsOf(c.raw))
      if (key === last || slogan) names.add(key)
    }
  }
  const whole = (sources: (source: Source) => boolean): Set<string> => {
    const keys = found.filter((c) => sources(c.source)).map((c) => squeeze(c.raw))
    return new Set(keys.filter((key) => !names.has(key)))
  }
  const exact = whole((source) => source !== 'title_tag')
  const prose = whole((source) => source === 'h1' || source === 'json_ld')
  for (const candidate of found) {
    if (candidate.source === 'h1') {
      candidate.text = coreOf(candidate.raw, found)
      continue
    }
    const isTag = candidate.source === 'title_tag'
    candidate.text = withoutSite(candidate.raw, names, isTag ? exact : prose, !isTag)
  }
  const trusted = agrees(found) || lone(headings)
  const groups = new Map<string, { votes: number; members: Candidate[] }>()
  for (const candidate of found) {
    const key = squeeze(candidate.text)
    if (!key || names.has(key) || dull.test(candidate.text)) continue
    const group = groups.get(key)
    const votes = weights[candidate.source] + (candidate.source === 'h1' && trusted ? TRUST : 0)
    if (group) {
      group.votes += votes
      group.members.push(candidate)
    } else groups.set(key, { votes, members: [candidate] })
  }
  // A shortened title ("… the first half …") votes a little for the whole one.
  for (const [key, group] of groups)
    for (const [other, longer] of groups)
      if (key !== other && other.length > key.length && key.length > 15 && other.startsWith(key)) {
        longer.votes += group.votes * 0.3
      }
  let best: { votes: number; members: Candidate[] } | null = null
  for (const group of groups.values()) if (!best || group.votes > best.votes) best = group
  if (!best) return { title: null, source: 'none', candidates: [] }
  const order: Source[] = ['h1', 'json_ld', 'og', 'itemprop', 'meta', 'twitter', 'title_tag', 'h1_other']
  const inOrder = [...best.members].sort((a, b) => order.indexOf(a.source) - order.indexOf(b.source))
  const pick = bestSpelled(inOrder)
  return {
    title: pick.text,
    source: pick.source,
    candidates: [...groups.values()].map((g) => ({
      source: g.members.map((m) => m.source).join('+'),
      text: g.members[0]!.text,
      votes: g.votes,
    })),
  }
}

/** Among the same words: not in capitals where another source has them in mixed case. */
function bestSpelled(inOrder: readonly Candidate[]): Candidate {
  return inOrder.find((c) => !inCapitals(c.text)) ?? inOrder[0]!
}

function inCapitals(text: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? []
  return letters.length > 8 && text === text.toUpperCase() && text !== text.toLowerCase()
}

/** What a visible headline gains when other sources tell of the same thing in other words. */
const TRUST = 2.8

/** The page's only `h1`, a sentence right above the text. */
const lone = (headings: readonly string[]): boolean =>
  headings.length === 1 && headings[0]!.length > 30 && headings[0]!.split(' ').length >= 5

/** Whether the `h1` has half its words in common with a title that metadata gives. */
function agrees(found: readonly Candidate[]): boolean {
  const h1 = found.find((c) => c.source === 'h1')
  if (!h1) return false
  const own = wordsOf(h1.text)
  if (own.size < 2) return false
  return found.some((c) => {
    if (c.source === 'h1' || c.source === 'h1_other' || c.source === 'itemprop') return false
    let shared = 0
    const other = wordsOf(c.text)
    for (const word of other) if (own.has(word)) shared++
    // Half of the shorter of the two; a single word in common is too little unless it is all there is.
    return shared >= own.size * 0.5 || (shared >= Math.min(3, other.size) && shared >= other.size * 0.5)
  })
}

const wordsIn = (some: ReadonlySet<string>, all: ReadonlySet<string>): boolean =>
  [...some].every((word) => all.has(word))

/** Words, or pairs of characters where a script has no word spaces. */
function wordsOf(text: string): Set<string> {
  const out = new Set<string>()
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    if (/[\u0e00-\u0e7f\u3040-\u9fff]/.test(word))
      for (let i = 0; i + 1 < word.length; i++) out.add(word.slice(i, i + 2))
    else out.add(word)
  }
  return out
}

const dull =
  /^(?:home(?:page)?|news|article|untitled|index|start(?:seite)?|accueil|inicio|главная|menu|search|404.*|page not found|just a moment.*|access denied|loading.*)$/iu

/** The page's `h1`s, the one before the body first, and failing any the last `h2` before it. */
function readHeadings(page: Page, dom: Dom, start: number, told: readonly string[]): string[] {
  const list: { text: string; at: number }[] = []
  for (const element of dom.index.get('h1') ?? []) {
    const text = headingText(element, told)
    if (!text || text.length < 3) continue
    const box = element.box >= 0 ? page.boxes[element.box] : undefined
    list.push({ text, at: box ? box.firstBlock : -1 })
  }
  if (list.length === 0 && start > 0) {
    for (const element of dom.index.get('h2') ?? []) {
      const box = element.box >= 0 ? page.boxes[element.box] : undefined
      const text = textOf(element)
      if (box && box.firstBlock < start && start - box.firstBlock < 12 && text.length > 14)
        list.push({ text, at: box.firstBlock })
    }
    return list.slice(-1).map((h) => h.text)
  }
  const before = list.filter((h) => start < 0 || h.at <= start).sort((a, b) => b.at - a.at)
  const best = before.find((h) => h.text.length > 10) ?? before[0] ?? list[0]
  return best
    ? [
        best.text,
        ...list
          .filter((h) => h !== best)
          .map((h) => h.text)
          .slice(0, 4),
      ]
    : []
}

/** A headline's own words: without a date, a kicker or a button set into the same element. */
function headingText(element: ElementNode, told: readonly string[]): string {
  const whole = textOf(element)
  if (told.some((other) => other.startsWith(squeeze(whole)))) return whole
  const inner = element.children.filter((child) => child.type === 'tag')
  if (inner.length === 0) return whole
  let text = ''
  for (const child of element.children) {
    if (child.type === 'text') text += child.data
    else if (child.name === 'br') text += ' '
    else if (child.name !== 'time' && child.name !== 'button' && !kickerClass.test(child.attribs.class ?? ''))
      text += ` ${textOf(child)} `
  }
  const own = text
    .replace(/\s+/g, ' ')
    .replace(/^[:|–-]\s*/, '')
    .trim()
  return own.length > 10 ? own : whole
}

const kickerClass =
  /kicker|eyebrow|overline|topline|dachzeile|rubri[ck]|spitzmarke|category|label|badge|sr-only|visually-?hidden|time|date|share|(?:^|[\s_-])sub/i

function findHeadline(dom: Dom): string | null {
  for (const tag of ['h1', 'h2']) {
    const element = dom.index.get(tag)?.find((e) => /headline/i.test(e.attribs.itemprop ?? ''))
    if (element) return textOf(element)
  }
  return null
}

/** Cuts the site's name and section off either end: by name, or because another source ends there. */
function withoutSite(
  raw: string,
  names: ReadonlySet<string>,
  exact: ReadonlySet<string>,
  prose: boolean,
): string {
  const pieces = splitTitle(raw)
  if (pieces.length < 2) return raw
  // The longest run of pieces that another source gives as a whole.
  for (let length = pieces.length - 1; length > 0; length--)
    for (let from = 0; from + length <= pieces.length; from++) {
      const text = raw.slice(pieces[from]!.start, pieces[from + length - 1]!.end)
      if (squeeze(text).length > 8 && exact.has(squeeze(text))) return text
    }
  let from = 0
  let to = pieces.length - 1
  const isName = (piece: { text: string }): boolean => {
    const own = squeeze(piece.text)
    if (own === '') return true
    for (const name of names)
      if (
        own === name ||
        (own.length > 3 && name.includes(own)) ||
        (name.length > 4 && own.includes(name) && own.length < name.length + 14)
      )
        return true
    return false
  }
  let named = false
  while (to > from && isName(pieces[to]!)) {
    to--
    named = true
  }
  while (from < to && isName(pieces[from]!)) {
    from++
    named = true
  }
  if (!named && raw.includes('|') && to > from) {
    const head = raw.slice(0, raw.indexOf('|')).trim()
    if (head.length > 20) return head
  }
  // A section of one or two words set off from the headline as the site's name is.
  if (named)
    while (
      to > from &&
      gapOf(raw, pieces, to - 1) === gapOf(raw, pieces, to < pieces.length - 1 ? to : from - 1) &&
      pieces[to]!.text.split(' ').length <= 2 &&
      pieces[to]!.text.length < 0.35 * (pieces[to - 1]!.end - pieces[from]!.start)
    )
      to--
  // Short pieces after a long one: section and site.
  if (!named && !prose)
    while (
      to > from &&
      pieces[to]!.text.length <= 30 &&
      pieces[to]!.text.length < 0.45 * (pieces[to - 1]!.end - pieces[from]!.start)
    )
      to--
  return raw.slice(pieces[from]!.start, pieces[to]!.end).replace(/^[»|]\s+/, '')
}

/** What stands between two pieces of a title. */
function gapOf(raw: string, pieces: readonly { start: number; end: number }[], after: number): string {
  return raw.slice(pieces[after]?.end ?? 0, pieces[after + 1]?.start ?? 0).trim()
}

/** A headline that holds another source's whole title and little more (a date, the site's name) is that title. */
function coreOf(heading: string, found: readonly Candidate[]): string {
  const own = squeeze(heading)
  for (const { source, raw } of found) {
    if (source === 'h1' || source === 'h1_other') continue
    const pieces = splitTitle(raw)
    for (let to = pieces.length; to > 0; to--) {
      const text = raw.slice(pieces[0]!.start, pieces[to - 1]!.end)
      const key = squeeze(text)
      if (key.length < own.length * 0.6 || key.length < 12 || key === own) continue
      if (
        own.endsWith(key) &&
        (source === 'json_ld' || /\d{4}/.test(heading.slice(0, heading.length - text.length)))
      )
        return text
    }
  }
  const pieces = splitTitle(heading)
  for (const piece of pieces)
    if (
      pieces.length > 1 &&
      found.some((c) => c.source === 'json_ld' && squeeze(c.raw) === squeeze(piece.text))
    )
      return piece.text
  return heading
}

function splitTitle(raw: string): { text: string; start: number; end: number }[] {
  const out: { text: string; start: number; end: number }[] = []
  const splitter = new RegExp(separators.source, 'gu')
  let start = 0
  for (const match of raw.matchAll(splitter)) {
    if (match.index > start) out.push({ text: raw.slice(start, match.index), start, end: match.index })
    start = match.index + match[0].length
  }
  if (start < raw.length) out.push({ text: raw.slice(start), start, end: raw.length })
  return out
}

/** A metadata text as a reader would see it: entities that were encoded twice, tags and white space gone. */
export function cleanText(raw: string): string {
  let text = raw
  if (/&(?:#\d+|#x[\da-f]+|[a-z]{2,8});/i.test(text)) text = decodeEntities(text)
  if (text.includes('<')) text = text.replace(/<\/?[a-z][^>]{0,300}>/gi, '')
  return text
    .replace(/[\u00ad\u200b\u200e\u200f\u2060\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  rsquo: '’',
  lsquo: '‘',
  rdquo: '”',
  ldquo: '“',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  laquo: '«',
  raquo: '»',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  Auml: 'Ä',
  Ouml: 'Ö',
  Uuml: 'Ü',
  szlig: 'ß',
  eacute: 'é',
  egrave: 'è',
  agrave: 'à',
  ccedil: 'ç',
  oacute: 'ó',
  iacute: 'í',
  aacute: 'á',
  ntilde: 'ñ',
  bdquo: '„',
  euro: '€',
  shy: '',
  middot: '·',
}
export function decodeEntities(text: string): string {
  return text.replace(/&(#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,8});/gi, (whole, name: string) => {
    if (name.startsWith('#')) {
      const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
    }
    return entities[name] ?? whole
  })
}
