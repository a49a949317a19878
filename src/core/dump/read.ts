import { creditLine, finishBody, uniqueAgencies } from '../article/finish.ts'
import type { ExtractContext, ExtractResult } from '../article/types.ts'
import { escapeHtml } from '../body/html.ts'
import { provenanceOf } from '../record/provenance.ts'
import { type Agency, type ArticleRecord, emptyRecord } from '../record/record.ts'
import { blockHash, isLearnable } from '../text/block-hash.ts'
import { detectLanguage } from '../text/language.ts'
import { wordCount } from '../text/normalize.ts'
import { squeeze } from '../text/squeeze.ts'
import { findBody } from './body.ts'
import { findByline } from './byline.ts'
import { isCaption, readCaptions } from './captions.ts'
import { readDates } from './dates.ts'
import { readLines } from './lines.ts'
import { recognizeOutlet } from './outlet.ts'
import { findTitle } from './title.ts'

/** Reads one plain-text dump of a page into one record. The kind of each line follows first from its shape, then from its position. */
export function extractText(text: string, context: ExtractContext = {}): ExtractResult {
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
