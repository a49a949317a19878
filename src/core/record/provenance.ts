import { articleFields } from './record.ts'

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

type Fields = typeof articleFields

/** A field that says where it came from; the date of publication says it in `published_source`. */
export type SourcedField = {
  [Name in keyof Fields]: Fields[Name] extends { readonly sourced: true } ? Name : never
}[keyof Fields]

const sourcedFields = Object.entries(articleFields).flatMap(([name, field]) =>
  'sourced' in field ? [name as SourcedField] : [],
)

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
