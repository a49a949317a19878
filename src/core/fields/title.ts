import { addressWords, likeAddress } from '../body/rules/address-words.ts'
import type { Page } from '../page/blocks.ts'
import type { Dom } from '../page/dom.ts'
import { findHeadline, type Heading, readHeadings } from '../page/headings.ts'
import type { LinkedData } from '../page/json-ld.ts'
import { type Meta, metaValue } from '../page/meta.ts'
import { cleanText } from '../text/clean.ts'
import { squeeze } from '../text/squeeze.ts'
import { bestSpelled, coreOf, splitTitle, withoutSite, wordsIn, wordsOf } from './title-parts.ts'

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

interface Group {
  votes: number
  readonly members: Candidate[]
}

/**
 * The headline, by vote: nearly every page has it in some source, but no single source has it on more than nine in ten. The
 * site's name is removed from the candidates first; then equal ones vote together.
 * @param start the first block of the body, to distinguish the article's own `h1` from others; -1 when unknown.
 */
export function chooseTitle(
  dom: Dom,
  meta: Meta,
  linked: LinkedData,
  page: Page,
  start: number,
  siteNames: readonly string[],
  url: string | undefined,
): TitleChoice {
  const found = toldTitles(meta, linked)
  const headings = readHeadings(
    page,
    dom,
    start,
    found.map((c) => squeeze(c.raw)),
  )
  for (const [i, { text }] of headings.entries()) addTo(found, i === 0 ? 'h1' : 'h1_other', text)
  addTo(found, 'itemprop', findHeadline(dom))
  const names = new Set(siteNames.map(squeeze).filter((name) => name.length > 1))
  addNamesFromTail(names, meta.titleTag ?? '', found)
  addSameOnEveryPage(names, found)
  cutNames(found, names)
  const groups = countVotes(found, names, headings, url)
  let best: Group | null = null
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

function addTo(found: Candidate[], source: Source, raw: unknown): void {
  if (typeof raw !== 'string') return
  // A hyphen that sets the headline off from a kicker, or Markdown's signs of a heading; a dash may open a quotation.
  const text = cleanText(raw).replace(/^(?:-|[»|•·:]+|#{1,6}) +/, '')
  if (text && text.length <= 400) found.push({ source, raw: text, text })
}

/** The titles in the metadata, one candidate for each source. */
function toldTitles(meta: Meta, linked: LinkedData): Candidate[] {
  const found: Candidate[] = []
  const { article } = linked
  addTo(found, 'json_ld', article?.headline ?? (article?.articleBody ? article?.name : undefined))
  addTo(found, 'og', metaValue(meta, 'og:title'))
  addTo(found, 'twitter', metaValue(meta, 'twitter:title'))
  addTo(found, 'title_tag', meta.titleTag)
  addTo(found, 'meta', metaValue(meta, ...metaNames))
  return found
}

const metaNames = [
  'title',
  'dc.title',
  'dcterms.title',
  'sailthru.title',
  'parsely-title',
  'cxenseparse:title',
  'citation_title',
  'headline',
]

/** A heading that only ends the page's `<title>` is the site's name. */
function addNamesFromTail(names: Set<string>, titleTag: string, found: readonly Candidate[]): void {
  const tail = splitTitle(titleTag)
  if (tail.length < 2 || tail[tail.length - 1]!.text.length >= tail[0]!.text.length) return
  const last = squeeze(tail[tail.length - 1]!.text)
  const head = wordsOf(tail[0]!.text)
  for (const c of found) {
    if (c.source !== 'h1') continue
    const key = squeeze(c.raw)
    const slogan = last.length > 4 && key.startsWith(last) && !wordsIn(head, wordsOf(c.raw))
    if (key === last || slogan) names.add(key)
  }
}

/** A `<title>` with the site's name in it and no telling word of the page's heading is the same on every page. */
function addSameOnEveryPage(names: Set<string>, found: readonly Candidate[]): void {
  const [tag, ...told] = found.filter((c) => c.source !== 'h1' && c.source !== 'h1_other')
  const heading = found.find((c) => c.source === 'h1')
  if (!heading || tag?.source !== 'title_tag' || told.length > 0) return
  const words = wordsOf(tag.raw)
  const own = tellingWords(heading.raw)
  if ([...words].some((word) => names.has(word)) && own.length > 1 && !own.some((word) => words.has(word)))
    names.add(squeeze(tag.raw))
}

/** Removes the site's name, and text set beside the headline, from every candidate. */
function cutNames(found: readonly Candidate[], names: ReadonlySet<string>): void {
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
}

function countVotes(
  found: readonly Candidate[],
  names: ReadonlySet<string>,
  headings: readonly Heading[],
  url: string | undefined,
): Map<string, Group> {
  const groups = new Map<string, Group>()
  for (const candidate of found) {
    const key = squeeze(candidate.text)
    if (!key || isSiteName(key, names) || dull.test(candidate.text)) continue
    const group = groups.get(key)
    if (group) {
      group.votes += weights[candidate.source]
      group.members.push(candidate)
    } else groups.set(key, { votes: weights[candidate.source], members: [candidate] })
  }
  if (groups.size < 2) return groups
  const address = addressWords(url)
  for (const group of groups.values())
    if (group.members.some((c) => c.source === 'h1')) group.votes += standing(found, group, headings, address)
  // A shortened title ("… the first half …") votes a little for the whole one.
  for (const [key, group] of groups)
    for (const [other, longer] of groups)
      if (key !== other && other.length > key.length && key.length > 15 && other.startsWith(key))
        longer.votes += group.votes * 0.3
  for (const group of groups.values()) group.votes += ADDRESS * likeAddress(group.members[0]!.text, address)
  return groups
}

/** The site's name, or that and its legal form (`harbourpress` with `gmbh`). */
const isSiteName = (key: string, names: ReadonlySet<string>): boolean =>
  names.has(key) || legalForms.some((form) => key.endsWith(form) && names.has(key.slice(0, -form.length)))

const legalForms = ['gmbh', 'ag', 'inc', 'ltd', 'llc', 'kg', 'ev', 'bv', 'sa', 'srl', 'spa']

/** What the words of the address are worth when they are the candidate's. */
const ADDRESS = 1.5
/** What a visible headline gains when other sources give it in other words, or when it is alone above the text. */
const TRUST = 2.8
/** What it loses when it has nothing in common with anything that metadata says: it heads something else. */
const STRANGE = -1.8

/** Words that are more than the grammar of a headline. */
const tellingWords = (text: string): string[] =>
  [...wordsOf(text)].filter((word) => word.length > 3 || /[\u0e00-\u0e7f\u3040-\u9fff]/.test(word))

/** What being seen is worth to the `h1`: it may be the headline, or the masthead, an advertisement, a box's heading. */
function standing(
  found: readonly Candidate[],
  group: Group,
  headings: readonly Heading[],
  address: ReadonlySet<string>,
): number {
  const h1 = group.members.find((c) => c.source === 'h1')!
  const told = found.filter((c) => c.source !== 'h1' && c.source !== 'h1_other' && c.source !== 'itemprop')
  if (agrees(h1, told)) return TRUST
  const own = tellingWords(h1.text)
  const alone = told.every((c) => {
    const words = tellingWords(c.text)
    return words.length >= 2 && !words.some((word) => own.includes(word))
  })
  const likest = Math.max(0, ...told.map((c) => likeAddress(c.text, address)))
  if (alone && told.length > 0 && group.members.length === 1 && likeAddress(h1.text, address) <= likest)
    return STRANGE
  return lone(headings) ? TRUST : 0
}

/** The only `h1` above the text, a sentence. */
const lone = ([first, ...others]: readonly Heading[]): boolean =>
  first !== undefined &&
  others.every(({ below }) => below) &&
  first.text.length > 30 &&
  first.text.split(' ').length >= 5

/** Whether the `h1` has half its words in common with a title that metadata gives. */
function agrees(h1: Candidate, told: readonly Candidate[]): boolean {
  const own = wordsOf(h1.text)
  if (own.size < 2) return false
  return told.some((c) => {
    let shared = 0
    const other = wordsOf(c.text)
    for (const word of other) if (own.has(word)) shared++
    // Half of the shorter of the two; a single word in common is too little unless it is all there is.
    return shared >= own.size * 0.5 || (shared >= Math.min(3, other.size) && shared >= other.size * 0.5)
  })
}

const dull =
  /^(?:home(?:page)?|news|article|untitled|index|start(?:seite)?|accueil|inicio|главная|menu|search|404.*|page not found|just a moment.*|access denied|loading.*)$/iu
