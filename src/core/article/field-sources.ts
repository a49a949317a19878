import type { FieldSource } from '../record/provenance.ts'

/** What the source of a title, or of a byline, is called in the record's provenance. */
export const titleSources: Readonly<Record<string, FieldSource>> = {
  json_ld: 'json_ld',
  og: 'meta',
  twitter: 'meta',
  meta: 'meta',
  title_tag: 'title_tag',
  h1: 'page',
  h1_other: 'page',
  itemprop: 'page',
}

export const bylineSources: Readonly<Record<string, FieldSource>> = {
  json_ld: 'json_ld',
  meta: 'meta',
  byline: 'page',
  line: 'page',
  none: 'page',
}
