import type { TextPlace } from '../../body/place.ts'
import type { Page } from '../../page/blocks.ts'
import type { Dom } from '../../page/dom.ts'
import type { LinkedData } from '../../page/json-ld.ts'
import type { Meta } from '../../page/meta.ts'
import { isAgency } from '../../people/agency.ts'
import { squeeze } from '../../text/squeeze.ts'
import { readCredits } from '../credits.ts'
import {
  agenciesByTitle,
  bylineLines,
  headLines,
  namesByDate,
  namesInText,
  sourceInHead,
  teamsByDate,
} from './byline-lines.ts'
import { shownBylines } from './shown.ts'
import { linkedAuthors, metaAuthors, scriptAuthors } from './stated.ts'

export interface Byline {
  readonly authors: readonly string[]
  /** Agencies that the byline names as the text's source. */
  readonly agencies: readonly string[]
  readonly source: 'json_ld' | 'meta' | 'byline' | 'line' | 'none'
}

/** Where a page names its authors. */
export interface AuthorSigns {
  readonly dom: Dom
  readonly meta: Meta
  readonly linked: LinkedData
  readonly page: Page
  readonly place: TextPlace
}

/**
 * Who wrote it: JSON-LD, else metadata or the byline that the page shows, else a line that reads like one.
 * Where no person is named, the organisation that signs is given among the agencies.
 */
export function findAuthors(
  signs: AuthorSigns,
  siteNames: readonly string[],
  language: string | undefined,
): Byline {
  const { page, place } = signs
  const byline = chooseAuthors(signs, siteNames, language)
  const known = new Set(byline.agencies.map(squeeze))
  const more = [...new Set(agenciesByTitle(page, place).filter((name) => !known.has(squeeze(name))))]
  if (more.length === 0) return byline
  // Metadata that names the outlet as the author says less than the agency by the headline.
  const outlets = new Set(siteNames.map(squeeze))
  const own = byline.authors.length === 0 && byline.agencies.every((name) => outlets.has(squeeze(name)))
  return { ...byline, agencies: own ? more : [...byline.agencies, ...more] }
}

function chooseAuthors(
  { dom, meta, linked, page, place }: AuthorSigns,
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
  if (fromMeta.authors.length > 0 && best.authors.length === 0) {
    // A site may name one person or company in the metadata of every page.
    const [text] = headLines(page, place)
    const line = readCredits(
      siteNames,
      text ? [{ text, kind: 'unknown', structured: false }] : [],
      outlets,
      language,
    )
    const known = new Set(fromMeta.authors.map(squeeze))
    if (line.authors.length > 0 && !line.authors.some((name) => known.has(squeeze(name))))
      return { ...line, source: 'line' }
  }
  // Some metadata lists all who had a hand in it: the byline then says who wrote.
  const crowd =
    fromMeta.authors.length > best.authors.length + MOST_UNSHOWN && holds(fromMeta.authors, best.authors)
  if (
    fromMeta.authors.length > 0 &&
    (best.authors.length === 0 || (fromMeta.authors.length >= best.authors.length && !crowd))
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
    // The site's name ends the page's title.
    if (meta.titleTag?.endsWith(text)) continue
    const line = readCredits(siteNames, [{ text, kind: 'unknown', structured: false }], outlets, language)
    if (line.authors.length > 0) return { ...line, source: 'line' }
  }
  for (const text of [...namesInText(page, place), ...scriptAuthors(dom)]) {
    const line = readCredits(siteNames, [{ text, kind: 'unknown', structured: false }], outlets, language)
    if (line.authors.length > 0) return { ...line, source: 'line' }
  }
  const signed = [...bylineLines(page, place).slice(0, 1), ...teamsByDate(page, place)].map((text) =>
    readCredits(siteNames, [{ text, kind: 'unknown', structured: false }], outlets, language),
  )
  const organizations = [
    { ...ld, source: 'json_ld' },
    { ...fromMeta, source: 'meta' },
    { ...best, source: 'byline' },
    ...signed.map((found) => ({ ...found, source: 'line' }) as const),
    ...sourceInHead(page, place).map((text) => ({
      ...readCredits(siteNames, [{ text, kind: 'organisation', structured: true }], outlets, language),
      source: 'line' as const,
    })),
  ] as const
  // An agency wrote the text, where another source names the outlet.
  const found =
    organizations.find(({ agencies }) => agencies.some(isAgency)) ??
    organizations.find(({ agencies }) => agencies.length > 0)
  if (found) return found
  return { authors: [], agencies: [], source: 'none' }
}

const MOST_UNSHOWN = 2

/** Whether `all` are the names `some` and more. */
function holds(all: readonly string[], some: readonly string[]): boolean {
  const keys = new Set(all.map(squeeze))
  return some.length > 0 && all.length > some.length && some.every((name) => keys.has(squeeze(name)))
}

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
