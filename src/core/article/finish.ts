import { findAgencies, isAgency } from '../people/agency.ts'
import { parseDateline } from '../places/dateline.ts'
import type { Agency, Dateline } from '../record/record.ts'
import { storedForm } from '../text/normalize.ts'

export interface FinishedBody {
  readonly paragraphs: readonly string[]
  readonly dateline: Dateline | null
  /** Agencies that the dateline or the text's last line credits. */
  readonly agencies: readonly Agency[]
}

/** Cuts the dateline from the first paragraph and a line of agencies from the last; `home` is the outlet's country. */
export function finishBody(paragraphs: readonly string[], home: string | null = null): FinishedBody {
  const out = paragraphs.map(normalizeParagraph).filter(Boolean)
  const agencies: Agency[] = []
  let dateline: Dateline | null = null
  const first = out[0]
  if (first !== undefined) {
    const found = parseDateline(first, home)
    if (found) {
      dateline = { raw: found.raw, city: found.city, country: found.country }
      agencies.push(...found.agencies)
      if (found.rest) out[0] = found.rest
    }
  }
  while (out.length > 1) {
    const last = out[out.length - 1]!
    const credited = creditLine(last)
    if (!credited) break
    agencies.push(...credited)
    out.pop()
  }
  return { paragraphs: out, dateline, agencies }
}

/** The rows of a table keep their empty cells, at either end too. */
function normalizeParagraph(text: string): string {
  if (!text.includes('\t')) return storedForm(text)
  return text
    .split('\n')
    .map((row) => row.split('\t').map(storedForm).join('\t'))
    .join('\n')
}

/** `Xinhua - Agencies`, `(Reuters)`, `Quelle: dpa`: the agencies of a line that contains nothing else. */
export function creditLine(text: string): readonly Agency[] | null {
  if (text.length > 80) return null
  const bare = text
    .replace(/^\s*(?:source|quelle|fuente|fonte|źródło|источник|来源|來源)\s*[:：]\s*/iu, '')
    .replace(/^[([（【]\s*|\s*[)\]）】]\.?$/gu, '')
  return isAgency(bare) ? findAgencies(bare, 'text') : null
}

/** Each agency and role once, in order. */
export function uniqueAgencies(list: readonly Agency[]): Agency[] {
  const out: Agency[] = []
  for (const agency of list)
    if (!out.some((known) => known.name === agency.name && known.role === agency.role)) out.push(agency)
  return out
}
