import { withoutControls } from '../text/printable.ts'

export interface CsvOptions {
  /** Leave cells as they are, although a spreadsheet would read them as formulas. */
  readonly raw?: boolean
}

/**
 * One line of CSV by RFC 4180: quoted where it must be, null empty, lists and objects as JSON, dates in ISO. A text that a
 * spreadsheet would run as a formula gets an apostrophe before it (OWASP, "CSV injection"), and control characters become
 * blanks; numbers stay numbers.
 */
export function csvLine(values: readonly unknown[], options: CsvOptions = {}): string {
  return `${values.map((value) => csvField(value, options.raw ?? false)).join(',')}\r\n`
}

/**
 * Characters that spreadsheets read as the beginning of a formula, in full width too, and characters that some skip before
 * it.
 */
const FORMULA = /^(?:[\s\u200b\ufeff]*[=+\-@＝＋－＠]|[\t\r\n])/
const NUMBER = /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/

function csvField(value: unknown, raw: boolean): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return String(value)
  const text =
    value instanceof Date
      ? value.toISOString()
      : typeof value === 'object'
        ? JSON.stringify(value)
        : String(value)
  const safe = raw ? text : guarded(withoutControls(text.replace(/\r\n?/g, '\n')))
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const guarded = (text: string): string => (FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text)
