import { parseDate } from '../../core/dates/parse.ts'
import { canonicalUrl, MAX_URL_LENGTH } from '../../core/fetching/url.ts'
import { MAX_OUTLET_NAME } from '../../core/record/outlet-name.ts'
import { isStorable } from '../../core/record/storable.ts'
import { inOneLine } from '../../core/text/printable.ts'
import type { DocumentKind } from '../../schema/values.ts'
import type { GivenFields } from '../../store/documents/documents.ts'
import { type LoadRow, MAX_DOCUMENT_BYTES, type RefusedRow, refused, type UnreadField } from './found-row.ts'

/** An id is a key: Postgres takes entries of an index up to 2,704 bytes. */
const MAX_ID_BYTES = 1_000
const MAX_TITLE = 5_000
/** No date is longer: a longer text cannot be read as one, and is not kept. */
const MAX_DATE = 200
const MAX_AUTHORS = 200
const MAX_AUTHOR_LENGTH = 500

const textFields = ['url', 'outlet', 'html', 'text', 'body', 'title', 'published_at', 'language'] as const
/** `html` and `text` are documents: read like a page, where such characters are left out. */
const keptFields = ['id', 'url', 'outlet', 'title', 'body', 'published_at', 'language', 'authors'] as const

type Fields = Readonly<Record<string, unknown>>

/** One JSONL row: see "Loading files" in docs/operating.md. */
export function rowOfLine(line: string, file: string, number: number): LoadRow | RefusedRow {
  let value: unknown
  try {
    value = parseRow(number === 1 ? line.replace(/^\uFEFF/, '') : line)
  } catch (error) {
    return refused(file, number, 'bad_json', `not JSON: ${(error as Error).message}`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refused(file, number, 'bad_row', 'not a JSON object')
  const row = value as Fields
  const problem = wrongType(row) ?? notStorable(row) ?? wrongKey(row) ?? tooLong(row)
  if (problem) return refused(file, number, ...problem)

  const text = (name: string) => (row[name] as string | null | undefined)?.trim() || null
  const inLine = (name: string) => inOneLine(text(name) ?? '').trim() || null
  const title = inLine('title')
  const document: DocumentKind = text('html') ? 'html' : text('text') ? 'text' : 'record'
  if (document === 'record' && !text('body') && !title)
    return refused(file, number, 'bad_row', 'it needs one of "html", "text", "body" or "title"')
  const bytes = Buffer.from(String((document === 'record' ? row.body : row[document]) ?? ''), 'utf8')
  if (bytes.length > MAX_DOCUMENT_BYTES)
    return refused(file, number, 'too_large', `its text is larger than ${MAX_DOCUMENT_BYTES / 2 ** 20} MB`)

  const { url, language, unread } = readFields(text)
  const date = text('published_at')
  const given: GivenFields = {
    ...(title ? { title } : {}),
    ...(row.authors ? { authors: ([row.authors].flat() as string[]).map(inOneLine) } : {}),
    ...(date && date.length <= MAX_DATE ? { published_at: date } : {}),
    ...(language ? { language } : {}),
  }
  return {
    kind: 'row',
    file,
    line: number,
    url,
    outlet: inLine('outlet'),
    externalId: isAbsent(row.id) ? null : String(row.id),
    document,
    bytes,
    status: null,
    // The line is JSON and so UTF-8, whatever a meta tag in the page says.
    headers:
      document === 'record'
        ? null
        : { 'content-type': `text/${document === 'html' ? 'html' : 'plain'}; charset=utf-8` },
    given: Object.keys(given).length ? given : null,
    unread,
  }
}

const LONG_NUMBER = /[\d.]{16}/

/** Parses JSON, except that an `id` that is a number beyond 2^53 becomes a text of its digits. */
function parseRow(line: string): unknown {
  const row: unknown = JSON.parse(line)
  const id = (row as { id?: unknown } | null)?.id
  if (typeof id !== 'number' || (Number.isSafeInteger(id) && !LONG_NUMBER.test(line))) return row
  return JSON.parse(line, (key, value, context?: { readonly source?: string }) =>
    key === 'id' && typeof value === 'number' && !Number.isSafeInteger(value)
      ? (context?.source ?? String(value))
      : value,
  )
}

type Problem = readonly [RefusedRow['code'], string]

function wrongType(row: Fields): Problem | undefined {
  for (const name of textFields)
    if (!isAbsent(row[name]) && typeof row[name] !== 'string') return ['bad_row', `"${name}" must be a text`]
  if (!isAbsent(row.id) && typeof row.id !== 'string' && typeof row.id !== 'number')
    return ['bad_row', '"id" must be a text or a number']
  if (!isAbsent(row.authors) && !isTextList(row.authors))
    return ['bad_row', '"authors" must be a text or a list of texts']
  return undefined
}

function notStorable(row: Fields): Problem | undefined {
  for (const name of keptFields)
    for (const text of [row[name]].flat())
      if (typeof text === 'string' && !isStorable(text))
        return [
          'not_storable',
          `"${name}" holds ${text.includes('\u0000') ? 'the character U+0000 (NUL)' : 'half of a surrogate pair'}, which the database cannot store`,
        ]
  return undefined
}

/** One field must not make a row as large as a page: the whole field is shown, compared and indexed. */
function tooLong(row: Fields): Problem | undefined {
  if (typeof row.title === 'string' && row.title.trim().length > MAX_TITLE)
    return ['bad_row', `"title" is longer than ${MAX_TITLE} characters`]
  const authors = isAbsent(row.authors) ? [] : ([row.authors].flat() as string[])
  if (authors.length > MAX_AUTHORS)
    return ['bad_row', `"authors" holds ${authors.length} names, at most ${MAX_AUTHORS} are taken`]
  if (authors.some((name) => name.length > MAX_AUTHOR_LENGTH))
    return ['bad_row', `"authors" holds a name longer than ${MAX_AUTHOR_LENGTH} characters`]
  return undefined
}

/** A field that identifies the row must be readable if it is given, and short enough for an index. */
function wrongKey(row: Fields): Problem | undefined {
  if (typeof row.id === 'string' && !row.id.trim())
    return ['bad_row', '"id" is empty: leave it out, or give each row one of its own']
  if (!isAbsent(row.id) && Buffer.byteLength(String(row.id)) > MAX_ID_BYTES)
    return ['bad_row', `"id" is longer than ${MAX_ID_BYTES} bytes`]
  if (typeof row.outlet === 'string' && row.outlet.trim().length > MAX_OUTLET_NAME)
    return ['bad_row', `"outlet" is longer than ${MAX_OUTLET_NAME} characters`]
  const url = typeof row.url === 'string' ? row.url.trim() : ''
  if (!url || canonicalUrl(url)) return undefined
  if (url.length > MAX_URL_LENGTH) return ['bad_row', `"url" is longer than ${MAX_URL_LENGTH} characters`]
  return URL.canParse(url) ? undefined : ['bad_row', `"url" is not an address: ${url.slice(0, 200)}`]
}

/** The fields that may be given and yet hold nothing readable. */
function readFields(text: (name: string) => string | null): {
  readonly url: string | null
  readonly language: string | null
  readonly unread: readonly UnreadField[]
} {
  const unread: UnreadField[] = []
  const note = (field: string, what: string, value: string) =>
    unread.push({ field, message: `"${field}" is ${what}: ${value.slice(0, 100)}` })
  const url = text('url')
  if (url && !canonicalUrl(url)) note('url', 'no http or https address', url)
  const published = text('published_at')
  if (published && !parseDate(published, {}).instant)
    note('published_at', 'no date that can be read', published)
  const given = text('language')
  const language = given && languageTag(given)
  if (given && !language) note('language', 'no BCP 47 tag', given)
  return { url: url && canonicalUrl(url) ? url : null, language, unread }
}

function languageTag(text: string): string | null {
  const tag = text.replaceAll('_', '-')
  try {
    return tag.length <= 100 && Intl.getCanonicalLocales(tag).length ? tag : null
  } catch {
    return null
  }
}

const isAbsent = (value: unknown): value is null | undefined => value === undefined || value === null

function isTextList(value: unknown): boolean {
  return (
    typeof value === 'string' || (Array.isArray(value) && value.every((entry) => typeof entry === 'string'))
  )
}
