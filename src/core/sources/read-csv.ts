export interface CsvTable {
  /** Names of the header line, in lower case without spaces, `_` and `-`. */
  readonly columns: readonly string[]
  readonly rows: readonly { readonly line: number; readonly row: ReadonlyMap<string, string> }[]
}

/**
 * Reads CSV (RFC 4180) with the separator that the header line uses: comma, semicolon or tab. A quoted field that is never
 * closed ends at the end of the text.
 * @returns null for a text without a header line
 */
export function readCsv(text: string): CsvTable | null {
  const header = /^[^\r\n]*/.exec(text)![0]
  const separator = [',', ';', '\t'].reduce((best, one) =>
    header.split(one).length > header.split(best).length ? one : best,
  )
  const [first, ...rest] = records(text, separator)
  if (!first) return null
  const columns = first.fields.map((name) => name.toLowerCase().replace(/[\s_-]/g, ''))
  return {
    columns,
    rows: rest
      .filter(({ fields }) => fields.some((field) => field.trim() !== ''))
      .map(({ line, fields }) => ({
        line,
        row: new Map(columns.map((name, i) => [name, (fields[i] ?? '').trim()] as const)),
      })),
  }
}

interface CsvRecord {
  /** The line on which it begins, counted from 1. */
  readonly line: number
  readonly fields: readonly string[]
}

function records(text: string, separator: string): CsvRecord[] {
  const found: CsvRecord[] = []
  let at = 0
  let line = 1
  while (at < text.length) {
    const begun = line
    const fields: string[] = []
    for (;;) {
      const field = text[at] === '"' ? quoted(text, at) : plain(text, at, separator)
      fields.push(field.value)
      line += field.breaks
      at = field.end
      if (text[at] !== separator) break
      at++
    }
    if (text[at] === '\r' && text[at + 1] === '\n') at++
    at++
    line++
    found.push({ line: begun, fields })
  }
  return found
}

interface Field {
  readonly value: string
  readonly end: number
  /** Line breaks in it. */
  readonly breaks: number
}

function plain(text: string, from: number, separator: string): Field {
  let end = from
  while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end++
  return { value: text.slice(from, end), end, breaks: 0 }
}

function quoted(text: string, from: number): Field {
  let end = from + 1
  for (;;) {
    const quote = text.indexOf('"', end)
    end = quote < 0 ? text.length : quote
    if (text[end + 1] !== '"') break
    end += 2
  }
  const inside = text.slice(from + 1, end)
  const value = inside.replaceAll('""', '"')
  return { value, end: Math.min(text.length, end + 1), breaks: inside.split('\n').length - 1 }
}
