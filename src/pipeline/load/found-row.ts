import type { DocumentKind } from '../../schema/values.ts'
import type { GivenFields } from '../../store/documents/documents.ts'

/** One thing found in a file, ready to be stored. */
export interface LoadRow {
  readonly kind: 'row'
  readonly file: string
  /** 1-based in a file of lines or records, 0 for a file that is one document. */
  readonly line: number
  readonly url: string | null
  readonly outlet: string | null
  readonly externalId: string | null
  readonly document: DocumentKind
  readonly bytes: Uint8Array
  readonly status: number | null
  readonly headers: Readonly<Record<string, string>> | null
  readonly given: GivenFields | null
  /** Fields of the row that hold nothing readable; the row is loaded without them. */
  readonly unread?: readonly UnreadField[]
}

export interface UnreadField {
  readonly field: string
  readonly message: string
}

export interface RefusedRow {
  readonly kind: 'refused'
  readonly file: string
  readonly line: number
  readonly code: RefusalCode
  readonly message: string
}

export type RefusalCode =
  | 'unreadable'
  | 'empty'
  | 'binary'
  | 'too_large'
  | 'cut_off'
  | 'not_utf8'
  | 'zeros'
  | 'bad_json'
  | 'bad_row'
  | 'bad_gzip'
  | 'bad_warc'
  | 'not_storable'

export interface SkippedFile {
  readonly kind: 'skipped'
  readonly file: string
}

export type FoundRow = LoadRow | RefusedRow | SkippedFile

/** Of one document, unpacked. */
export const MAX_DOCUMENT_BYTES = 32 * 1024 * 1024

export function refused(file: string, line: number, code: RefusalCode, message: string): RefusedRow {
  return { kind: 'refused', file, line, code, message }
}

/** A row that cannot be used, and why. */
export interface Refusal {
  readonly file: string
  readonly line: number
  readonly code: string
  readonly message: string
}
