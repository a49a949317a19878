import type { ExtractContext } from '../article/types.ts'
import { type ParsedDate, parseDate } from '../dates/parse.ts'
import { isPlausible } from '../dates/plausible.ts'
import type { ArticleRecord, OutletFacts } from '../record/record.ts'
import type { Line } from './lines.ts'

interface DumpDate {
  readonly raw: string
  readonly date: ParsedDate
  readonly local: string
  readonly precision: ArticleRecord['published_precision']
}

/** The dates in the lines before the text, then after it. A time of exactly 00:00 means that only the day is known. */
export function readDates(
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
