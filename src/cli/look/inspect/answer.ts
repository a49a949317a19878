import type { ExtractRules } from '../../../core/record/record.ts'

/** One row of `newsloom inspect KIND`: the fields of the kind, and an id that comes back. */
export type InspectRow = Readonly<Record<string, unknown>>

export interface InspectOptions {
  readonly explain: boolean
  /** Of rows that name none: a slug or a name of the registry. */
  readonly outlet?: string | undefined
  /** Rules that are still being written; they replace those in the registry. */
  readonly rules?: ExtractRules | undefined
}

/** Takes one row, gives its answer (without the id). Throws `InspectError` for a row that cannot be answered. */
export type Inspector = (row: InspectRow, options: InspectOptions) => Promise<object> | object

/** A row that cannot be answered: `code` is lower_snake, the message says what, where and what to do. */
export class InspectError extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** Answers one line of input; never throws: what is wrong with the line becomes its answer. */
export async function answerLine(
  inspector: Inspector,
  line: string,
  number: number,
  options: InspectOptions,
): Promise<object> {
  let row: unknown
  try {
    row = JSON.parse(line)
  } catch (error) {
    return failure(null, 'bad_json', `line ${number} is not JSON: ${(error as Error).message}`)
  }
  if (typeof row !== 'object' || row === null || Array.isArray(row))
    return failure(null, 'bad_row', `line ${number} is not a JSON object`)
  const id = (row as { id?: unknown }).id ?? null
  try {
    return { id, ...(await inspector(row as InspectRow, options)) }
  } catch (error) {
    const code =
      error instanceof InspectError ? error.code : ((error as NodeJS.ErrnoException).code ?? 'internal')
    return failure(id, String(code).toLowerCase(), (error as Error).message)
  }
}

function failure(id: unknown, code: string, message: string): object {
  return { id, error: { code, message } }
}

/** A text field of the row. @throws InspectError when it is missing (unless optional) or not a text. */
export function textField(row: InspectRow, name: string): string {
  const value = row[name]
  if (typeof value !== 'string') throw new InspectError('bad_row', `field "${name}" must be a text`)
  return value
}

/** An optional text field: undefined when it is missing or null. */
export function optionalText(row: InspectRow, name: string): string | undefined {
  const value = row[name]
  if (value === undefined || value === null) return undefined
  return textField(row, name)
}

/** Header names in lower case; a header given as a list is joined. */
export function headersOf(row: InspectRow): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries((row.headers ?? {}) as Record<string, unknown>))
    headers[name.toLowerCase()] = String(value)
  return headers
}
