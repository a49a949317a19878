import { creditLine, finishBody, uniqueAgencies } from '../article/finish.ts'
import type { ExtractContext, ExtractResult } from '../article/types.ts'
import { escapeHtml } from '../body/html.ts'
import { type ParsedDate, parseDate } from '../dates/parse.ts'
import { isPlausible } from '../dates/plausible.ts'
import { parseByline } from '../people/byline.ts'
import { parseCredit } from '../people/photo-credit.ts'
import { provenanceOf } from '../record/provenance.ts'
import {
  type Agency,
  type ArticleRecord,
  type Caption,
  emptyRecord,
  type OutletFacts,
} from '../record/record.ts'
import { blockHash, isLearnable } from '../text/block-hash.ts'
import { detectLanguage } from '../text/language.ts'
import { wordCount } from '../text/normalize.ts'
import { squeeze } from '../text/squeeze.ts'
import { type Line, readLines } from './lines.ts'
import { recognizeOutlet } from './outlet.ts'

/** One plain-text dump of a page to one record: what each line is follows from its shape, then from its place. */
export function readTextDump(text: string, context: ExtractContext): ExtractResult {
  const outlet = context.outlet !== undefined ? context.outlet : recognizeOutlet(text, context.outlets ?? [])
  const lines = readLines(text, outlet).filter((line) => line.kind !== 'blank')
  for (const line of lines)
    if (context.boilerplate?.has(blockHash(line.text)) && isLearnable(line.text)) line.kind = 'repeated'
  const [start, end] = findBody(lines)
  const language =
    detectLanguage(
      lines
        .filter((line) => line.kind === 'prose')
        .map((line) => line.text)
        .join('\n'),
    ) ??
    outlet?.language ??
    null
  const title = findTitle(lines, start)
  const whole = lines
    .slice(start, end + 1)
    .map((line) => line.text)
    .join('\n')
  const inside = start < 0 ? [] : lines.slice(start, end + 1)
  for (const line of inside) if (isCaption(line, inside, whole)) line.kind = 'caption'
  const paragraphs = inside.filter(
    (line) =>
      (line.kind === 'prose' || line.kind === 'short') &&
      (!title || squeeze(line.text) !== squeeze(title.text)),
  )
  const finished = finishBody(
    paragraphs.map((line) => line.text),
    outlet?.country ?? null,
  )
  const captions = readCaptions(lines)
  const dates = readDates(lines, start, end, language, outlet, context)
  const body = finished.paragraphs.join('\n\n')
  const agencies: Agency[] = [...finished.agencies]
  for (const line of lines) if (line.kind === 'agency') agencies.push(...(creditLine(line.text) ?? []))
  for (const caption of captions) if (caption.agency) agencies.push({ name: caption.agency, role: 'photo' })
  const byline = findByline(lines, start, end, title, outlet, language)
  for (const name of byline.agencies) agencies.push({ name, role: 'text' })

  const record: ArticleRecord = {
    ...emptyRecord(),
    outlet: outlet?.slug ?? null,
    title: title?.text ?? null,
    authors: byline.authors,
    agencies: uniqueAgencies(agencies),
    dateline: finished.dateline,
    published_at: dates.published?.date.instant ?? null,
    modified_at: dates.modified?.date.instant ?? null,
    published_local: dates.published?.local ?? null,
    published_precision: dates.published?.precision ?? null,
    published_tz_source: dates.published?.date.tz_source ?? null,
    published_raw: dates.published?.raw ?? null,
    published_source: dates.published ? 'text' : null,
    language,
    captions,
    body: body || null,
    body_html: body ? finished.paragraphs.map((p) => `<p>${escapeHtml(p)}</p>`).join('\n') : null,
    word_count: wordCount(body),
    kind: body ? 'article' : 'not_article',
    reason: body ? null : 'no_text',
  }
  return {
    record,
    provenance: provenanceOf(record, {
      title: 'text',
      authors: 'text',
      agencies: 'text',
      dateline: 'text',
      modified_at: 'text',
      language: 'text',
      body: 'text',
    }),
    blockHashes: [
      ...new Set(lines.filter((line) => isLearnable(line.text)).map((line) => blockHash(line.text))),
    ],
    aliases: {},
    ...(context.explain
      ? {
          explain: {
            blocks: lines.map((line) => ({
              text: line.text.slice(0, 160),
              path: `line ${line.number}`,
              kept: paragraphs.includes(line),
              why: line.kind,
            })),
            fields: { outlet: outlet ? 'masthead' : 'none', published: dates.published?.raw ?? 'none' },
          },
        }
      : {}),
  }
}

/** What ends an article, whatever follows. */
const stops = new Set(['legal', 'agency', 'widget', 'repeated'])

/** The run of prose with the most text, as indexes of its first and last line; [-1, -1] when there is none. */
function findBody(lines: readonly Line[]): [number, number] {
  let best: [number, number] = [-1, -1]
  let bestSize = 0
  let from = -1
  let to = -1
  let size = 0
  let gap = 0
  const close = (): void => {
    if (from >= 0 && size > bestSize) {
      best = [from, to]
      bestSize = size
    }
    from = -1
    size = 0
    gap = 0
  }
  for (const [i, line] of lines.entries()) {
    if (line.kind === 'prose') {
      if (from < 0) from = i
      to = i
      size += line.shape.size
      gap = 0
    } else if (from >= 0) {
      // One odd line may stand in the text; several in a row, or the end of an article, end it.
      if (line.kind === 'legal' || line.kind === 'agency' || ++gap > 6) close()
      else if (stops.has(line.kind) && !lines.slice(i + 1, i + 3).some((next) => next.kind === 'prose'))
        close()
    }
  }
  close()
  if (best[0] >= 0) return best
  const short = lines.findIndex(
    (line) => line.kind === 'short' && line.shape.endsSentence && line.shape.words >= 5,
  )
  return short < 0 ? [-1, -1] : [short, short]
}

const MAX_TITLE = 1_000

/** The nearest line before the body (or before its date and byline) that reads like a headline. */
function findTitle(lines: readonly Line[], start: number): Line | null {
  const before = start < 0 ? lines : lines.slice(0, start)
  let best: Line | null = null
  let bestWorth = 0
  for (const [i, line] of before.entries()) {
    if (line.text.length > MAX_TITLE) continue
    if (line.kind !== 'short' && !(line.kind === 'prose' && line.text.length < 200)) continue
    if (line.shape.words < 3 && line.shape.dense < 5) continue
    let worth = 2 + Math.min(line.shape.words, 14) / 7
    if (line.shape.endsSentence && !/[?!？！]$/.test(line.text)) worth -= 1.5
    const next = before.slice(i + 1, i + 4)
    if (next.some((other) => other.kind === 'date' || other.kind === 'byline')) worth += 2
    worth -= (before.length - 1 - i) * 0.08
    if (lines.filter((other) => other.text === line.text).length > 1) worth += 0.5
    if (worth > bestWorth) {
      best = line
      bestWorth = worth
    }
  }
  return best
}

/**
 * A line between paragraphs that names what a picture shows: no sentence, and it stands in the dump twice, or
 * word for word in a paragraph, or is as long as a sentence. A sub-heading is neither.
 */
function isCaption(line: Line, inside: readonly Line[], whole: string): boolean {
  if (line.kind !== 'short' && line.kind !== 'prose') return false
  if (line.shape.endsSentence || line.shape.endsColon || line.text.length > 300) return false
  if (inside.filter((other) => other.text === line.text).length > 1) return true
  if (line.shape.words < 3 && line.shape.dense < 6) return false
  if (whole.split(line.text).length > 2) return true
  // A sub-heading is short.
  return line.kind === 'short' && line.shape.words >= LEAST_CAPTION_WORDS && /^\p{Lu}/u.test(line.text)
}

const LEAST_CAPTION_WORDS = 9

function readCaptions(lines: readonly Line[]): Caption[] {
  const out: Caption[] = []
  for (const line of lines) {
    if (line.kind !== 'caption') continue
    const { text, credit, agency } = parseCredit(line.text)
    if (text && !out.some((known) => squeeze(known.text) === squeeze(text)))
      out.push({ text, credit, agency })
  }
  return out
}

interface DumpDate {
  readonly raw: string
  readonly date: ParsedDate
  readonly local: string
  readonly precision: ArticleRecord['published_precision']
}

/** Dates of the lines around the headline. Midnight sharp is how content systems write a bare day. */
function readDates(
  lines: readonly Line[],
  start: number,
  end: number,
  language: string | null,
  outlet: OutletFacts | null,
  context: ExtractContext,
): { published: DumpDate | null; modified: DumpDate | null } {
  let published: DumpDate | null = null
  let modified: DumpDate | null = null
  const order = start < 0 ? lines : [...lines.slice(0, start + 1), ...lines.slice(end + 1)]
  for (const line of order) {
    if (line.kind !== 'date') continue
    const date = parseDate(line.text, {
      language: language ?? undefined,
      context: 'page',
      timezone: outlet?.timezone ?? undefined,
      now: context.fetchedAt,
    })
    if (!date.instant || !date.local_date || !date.precision) continue
    if (!isPlausible(Date.parse(date.instant), context.fetchedAt ? +context.fetchedAt : null)) continue
    const midnight = /T00:00(?::00)?/.test(date.local ?? '')
    const found: DumpDate = {
      raw: line.text,
      date,
      local: midnight ? date.local_date : (date.local ?? date.local_date),
      precision: midnight ? 'day' : date.precision,
    }
    if (
      /\b(?:updated?|modified|aktualisiert|mis à jour|actualizado|aggiornato|uppdaterad|oppdatert)\b|обновлено|更新/iu.test(
        line.text,
      )
    )
      modified ??= found
    else published ??= found
  }
  return { published: published ?? modified, modified }
}

/** A byline that says so, or a bare name beside the date. Staff that the masthead names are not authors. */
function findByline(
  lines: readonly Line[],
  start: number,
  end: number,
  title: Line | null,
  outlet: OutletFacts | null,
  language: string | null,
): { authors: string[]; agencies: string[] } {
  const staff = (name: string): boolean =>
    (outlet?.mastheads ?? []).some((m) => squeeze(m).includes(squeeze(name)))
  const read = (text: string): { authors: string[]; agencies: string[] } => {
    const found = parseByline(text, { language: language ?? undefined })
    return { authors: found.authors.filter((name) => !staff(name)), agencies: [...found.agencies] }
  }
  const head = start < 0 ? lines : lines.slice(0, start)
  for (const line of [...head, ...lines.slice(end + 1, end + 3)])
    if (line.kind === 'byline') {
      const found = read(line.text)
      if (found.authors.length > 0) return found
    }
  for (const [i, line] of head.entries()) {
    if (line.kind !== 'short' || line === title || line.text.length > 60 || line.shape.digits > 0) continue
    const near = [head[i - 2], head[i - 1], head[i + 1], head[i + 2]]
    if (!near.some((other) => other?.kind === 'date' || other === title)) continue
    if (
      !/^\p{Lu}[\p{L}.'’-]+(?:\s+(?:(?:de|da|van|von|bin|al|el|la|der|den|di|dos|le|ter)\s+)?\p{Lu}[\p{L}.'’-]*){1,3}$/u.test(
        line.text,
      )
    )
      continue
    const found = read(line.text)
    if (found.authors.length > 0) return found
  }
  return { authors: [], agencies: [] }
}
