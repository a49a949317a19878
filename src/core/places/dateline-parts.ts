import { findAgencies } from '../people/agency.ts'
import type { Agency, Dateline } from '../record/record.ts'

export interface ParsedDateline extends Dateline {
  /** The paragraph after the dateline. */
  readonly rest: string
  readonly agencies: readonly Agency[]
}

/** The dateline that is the first `length` characters of `text`. */
export function datelineOf(
  text: string,
  length: number,
  place: { city: string | null; country: string | null },
): ParsedDateline {
  const raw = text.slice(0, length).trimEnd()
  return {
    raw,
    city: place.city,
    country: place.country,
    rest: text.slice(length).trimStart(),
    // In brackets the Japanese agencies are named by half of their names.
    agencies: findAgencies(raw.replace(/(?<=[=＝])(共同|時事)(?=】)/u, '$1通信'), 'text'),
  }
}
