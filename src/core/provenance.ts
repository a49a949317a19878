/**
 * Where a field came from, as a short code: JSON-LD, `<meta>`, the `<title>` tag, what the page shows, a `time` tag,
 * the text, the address, data for the page's scripts, the feed, what was given with the document, the registry of
 * outlets, its own rules, or a correction by hand.
 */
export type FieldSource =
  | 'json_ld'
  | 'meta'
  | 'title_tag'
  | 'page'
  | 'time_tag'
  | 'text'
  | 'url'
  | 'script'
  | 'feed'
  | 'given'
  | 'outlet'
  | 'rules'
  | 'corrected'

/** The fields that say where they came from; the date of publication says it in `published_source`. */
export const sourcedFields = [
  'title',
  'dek',
  'authors',
  'agencies',
  'dateline',
  'modified_at',
  'language',
  'section',
  'tags',
  'canonical_url',
  'image_url',
  'body',
] as const
export type SourcedField = (typeof sourcedFields)[number]

/** Field → source, of those fields that have a value. */
export type Provenance = { readonly [field in SourcedField]?: FieldSource }

/** A value and where it came from. */
export interface Sourced<T> {
  readonly value: T
  readonly source: FieldSource
}

/** The sources of the fields that have a value in `record`. */
export function provenanceOf(
  record: Readonly<Record<SourcedField, unknown>>,
  sources: { readonly [field in SourcedField]?: FieldSource | null | undefined },
): Provenance {
  const out: { [field in SourcedField]?: FieldSource } = {}
  for (const field of sourcedFields) {
    const value = record[field]
    const source = sources[field]
    if (source && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0))
      out[field] = source
  }
  return out
}
