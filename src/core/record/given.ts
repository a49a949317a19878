import type { ExtractResult } from '../article/types.ts'
import { parseDate } from '../dates/parse.ts'
import { plausibleInstant } from '../dates/plausible.ts'
import { findAgencies } from '../people/agency.ts'
import { parseDateline } from '../places/dateline.ts'
import { detectLanguage } from '../text/language.ts'
import { wordCount } from '../text/normalize.ts'
import { type Provenance, provenanceOf } from './provenance.ts'
import { type ArticleRecord, emptyRecord, type OutletFacts } from './record.ts'

/** Fields that came with a document, for instance in a JSONL row. They win over what is extracted. */
export interface Given {
  readonly title?: string
  readonly authors?: readonly string[]
  readonly published_at?: string
  readonly language?: string
}

/**
 * A record of what was given as already extracted: a body, a title, or both. Nothing is cut from it, and it is never
 * dropped for being short; the agencies are read from the text, since a copy is traced by them.
 */
export function recordOfGiven(body: string, given: Given, outlet: OutletFacts | null): ExtractResult {
  const text = body.normalize('NFC').replaceAll('\u0000', '').trim()
  const dateline = parseDateline(text.slice(0, text.indexOf('\n') > 0 ? text.indexOf('\n') : 400))
  const detected = given.language ? null : detectLanguage(`${given.title ?? ''}\n${text}`)
  const record: ArticleRecord = {
    ...emptyRecord(),
    outlet: outlet?.slug ?? null,
    agencies: agenciesOf(text),
    dateline: dateline ? { raw: dateline.raw, city: dateline.city, country: dateline.country } : null,
    language: given.language ?? detected ?? outlet?.language ?? null,
    body: text || null,
    word_count: wordCount(text),
  }
  const provenance = provenanceOf(record, {
    agencies: 'text',
    dateline: 'text',
    language: given.language ? 'given' : detected ? 'text' : 'outlet',
    body: 'given',
  })
  return { record, provenance, blockHashes: [], aliases: {} }
}

/** Replaces extracted fields with given ones; a date that cannot be true counts as not given. `seen`: when it came in. */
export function applyGiven(
  result: ExtractResult,
  given: Given,
  outlet: OutletFacts | null,
  seen: Date | null = null,
): ExtractResult {
  const record: { -readonly [Name in keyof ArticleRecord]: ArticleRecord[Name] } = { ...result.record }
  const title = given.title?.normalize('NFC').replaceAll('\u0000', '').trim()
  if (title) record.title = title
  if (given.authors?.length) record.authors = given.authors
  if (given.language) record.language = given.language
  if (given.published_at) Object.assign(record, publishedOf(given.published_at, outlet, seen))
  const told: Provenance = {
    ...(title ? { title: 'given' } : {}),
    ...(given.authors?.length ? { authors: 'given' } : {}),
    ...(given.language ? { language: 'given' } : {}),
  }
  return { ...result, record, provenance: { ...result.provenance, ...told } }
}

function publishedOf(text: string, outlet: OutletFacts | null, seen: Date | null): Partial<ArticleRecord> {
  const date = parseDate(text, outlet?.timezone ? { timezone: outlet.timezone } : {})
  if (plausibleInstant(date.instant, seen) === null) return {}
  return {
    published_at: date.instant,
    published_local: date.local,
    published_precision: date.precision,
    published_tz_source: date.tz_source,
    published_raw: text,
    published_source: 'given',
  }
}

/** Credits are at the two ends of a text. */
function agenciesOf(text: string): ArticleRecord['agencies'] {
  if (!text) return []
  const ends = text.length <= 800 ? text : `${text.slice(0, 400)}\n${text.slice(-400)}`
  return findAgencies(ends)
}
