import { parsePublished } from '../feeds/dates.ts'
import { canonicalUrl, requestUrl, resolveUrl, sameSite, urlKey } from '../fetching/url.ts'
import { isElement, type PageElement, type PageParent, parseDom, query } from '../page/dom.ts'
import { textOf } from '../page/meta.ts'
import { type AddressShape, isArticleShape, type KnownShapes, shapeOf } from './address-shape.ts'
import { firstHeading, headingOf, isHeadline, isInNavigation, isPaid } from './link-place.ts'

/** A link of a section page that leads to an article. */
export interface ArticleLink {
  readonly url: string
  /** The headline, where one belongs to this link alone. */
  readonly title: string | null
  /** ISO instant in UTC of the `<time>` that is beside this link only. */
  readonly published: string | null
}

export interface SectionPage {
  readonly title: string | null
  /** In the order of the page. */
  readonly links: readonly ArticleLink[]
  /** How many other pages of the site were linked to and not taken for articles. */
  readonly passedOver: number
  /** The page asks crawlers not to follow its links. */
  readonly isNofollow: boolean
}

export interface SectionContext {
  /** Where the page was read from. */
  readonly url: string
  readonly timezone?: string | null
  readonly language?: string | null
  readonly now?: Date | null
}

/** One address that the page links to, with what is known about the links to it. */
interface Candidate {
  readonly url: string
  readonly shape: AddressShape
  /** Anchors outside navigation. */
  readonly anchors: PageElement[]
  hasHeadline: boolean
  hasHeading: boolean
}

/** A form is taken for articles when at least this share of its links have a headline. */
const HEADLINE_SHARE = 0.5
/** A form that could also be a section's needs at least this many headlines. */
const MANY = 4
const MAX_ANCHORS = 20_000
const MAX_TITLE = 300

/**
 * The links of a section page that lead to articles. The form of the address decides (`shapeOf`): a form that is known to lead to
 * articles of the outlet is accepted, a form that is known to lead elsewhere is not, and an unknown form is accepted where most
 * links of that form have a headline. Links in navigation, headers, footers and similar elements are never accepted.
 */
export function readSectionPage(
  html: string,
  { url, timezone = null, language = null, now = null }: SectionContext,
  known: KnownShapes,
): SectionPage {
  const dom = parseDom(html)
  const $ = query(dom)
  const base = resolveUrl(url, $('base[href]').attr('href') ?? '') ?? url
  const isNofollow = $('meta[name]')
    .toArray()
    .some(
      ({ attribs }) =>
        /^robots$/i.test(attribs.name ?? '') && /\b(?:nofollow|none)\b/i.test(attribs.content ?? ''),
    )
  const title = textOf((dom.index.get('title')?.[0] ?? dom.root) as PageParent, MAX_TITLE).slice(0, MAX_TITLE)
  const own = urlKey(url)
  const candidates = new Map<string, Candidate>()
  const passedOver = new Set<string>()
  for (const anchor of $('a[href]').toArray().slice(0, MAX_ANCHORS) as unknown as PageElement[]) {
    const address = resolveUrl(base, anchor.attribs.href ?? '')
    if (!address || !sameSite(address, url) || canonicalUrl(address) === null) continue
    const key = urlKey(address)
    if (!key || key === own) continue
    const shape = shapeOf(canonicalUrl(address)!)
    if (!shape || isPaid(anchor) || isInNavigation(anchor)) {
      passedOver.add(key)
      continue
    }
    const candidate = candidates.get(key) ?? {
      url: requestUrl(address) ?? address,
      shape,
      anchors: [],
      hasHeadline: false,
      hasHeading: false,
    }
    candidates.set(key, candidate)
    candidate.anchors.push(anchor)
    candidate.hasHeading ||= headingOf(anchor) !== null
    candidate.hasHeadline ||= isHeadline(textOf(anchor, MAX_TITLE))
  }
  mergeQueries(candidates)
  const accepted = acceptedShapes([...candidates.values()], known)
  const chosen = [...candidates].filter(([, { shape }]) => accepted.has(shape.text))
  for (const [key, { shape }] of candidates) if (!accepted.has(shape.text)) passedOver.add(key)
  const times = timesBeside(
    chosen,
    ($('time[datetime]').toArray() as unknown as PageElement[]).slice(0, MAX_ANCHORS),
  )
  return {
    title: title || null,
    isNofollow,
    links: isNofollow
      ? []
      : chosen.map(([key, candidate]) => {
          const time = times.get(key)
          return {
            url: candidate.url,
            title: titleOf(candidate),
            published: time ? parsePublished(time, { language, timezone, now }) : null,
          }
        }),
    passedOver: [...passedOver].filter(
      (key) => !candidates.has(key) || !accepted.has(candidates.get(key)!.shape.text),
    ).length,
  }
}

/** `/a?ref=tile` beside `/a`: where the query identifies nothing, both are one article, at the address without the query. */
function mergeQueries(candidates: Map<string, Candidate>): void {
  for (const [key, candidate] of candidates) {
    const end = key.indexOf('?')
    const plain = end < 0 ? undefined : candidates.get(key.slice(0, end))
    if (!plain || candidate.shape.text.includes('?')) continue
    plain.anchors.push(...candidate.anchors)
    plain.hasHeadline ||= candidate.hasHeadline
    plain.hasHeading ||= candidate.hasHeading
    candidates.delete(key)
  }
}

/** The forms whose links are accepted as articles. */
function acceptedShapes(candidates: readonly Candidate[], known: KnownShapes): Set<string> {
  const groups = new Map<string, Candidate[]>()
  for (const candidate of candidates)
    groups.set(candidate.shape.text, [...(groups.get(candidate.shape.text) ?? []), candidate])
  const accepted = new Set<string>()
  for (const [text, members] of groups) {
    const { shape } = members[0]!
    const verdict = isArticleShape(shape, known)
    const headlines = members.filter(
      (member) => member.hasHeadline || (shape.isSpecific && member.hasHeading),
    ).length
    const headings = members.filter((member) => member.hasHeadline && member.hasHeading).length
    const looksLikeArticles = shape.isSpecific
      ? headlines / members.length >= HEADLINE_SHARE
      : headings >= MANY && headings / members.length >= HEADLINE_SHARE
    if (verdict ?? looksLikeArticles) accepted.add(text)
  }
  return accepted
}

/** The text of the link's heading; without one, the link's whole text if it is one line and a headline. */
function titleOf({ anchors }: Candidate): string | null {
  for (const anchor of anchors) {
    const inside = firstHeading(anchor, 6)
    const text = inside ? textOf(inside, MAX_TITLE) : headingOf(anchor) ? textOf(anchor, MAX_TITLE) : ''
    if (text && text.length < MAX_TITLE) return text
  }
  for (const anchor of anchors) {
    const text = textOf(anchor, MAX_TITLE)
    if (
      isHeadline(text) &&
      text.length < 200 &&
      !anchor.children.some((child) => isElement(child) && child.children.length > 1)
    )
      return text
  }
  return null
}

const MAX_CLIMB = 8

/** The `datetime` of each article whose `<time>` is in an element that links to no other article. */
function timesBeside(
  chosen: readonly (readonly [string, Candidate])[],
  times: readonly PageElement[],
): Map<string, string> {
  const keysIn = new Map<PageParent, string | null>()
  for (const [key, { anchors }] of chosen)
    for (const anchor of anchors)
      for (let up: PageParent | null = anchor, depth = 0; up && depth < MAX_CLIMB; up = up.parent, depth++)
        keysIn.set(up, keysIn.has(up) && keysIn.get(up) !== key ? null : key)
  const found = new Map<string, string>()
  for (const time of times)
    for (let up: PageParent | null = time, depth = 0; up && depth < MAX_CLIMB; up = up.parent, depth++) {
      const key = keysIn.get(up)
      if (key === undefined) continue
      if (key !== null && !found.has(key)) found.set(key, time.attribs.datetime ?? '')
      break
    }
  return found
}
