import { inOneLine } from '../../core/text/printable.ts'

/** Columns aligned for a terminal, a row on a line; numbers to the right. */
export function table(given: readonly (readonly (string | number)[])[]): string {
  const rows = given.map((row) => row.map((cell) => (typeof cell === 'string' ? inOneLine(cell) : cell)))
  const widths: number[] = []
  for (const row of rows)
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, width(cell))
  return rows
    .map((row) =>
      row
        .map((cell, i) =>
          typeof cell === 'number' ? pad(cell, widths[i]!, true) : pad(cell, widths[i]!, false),
        )
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `  ${line}`)
    .join('\n')
}

/** `90 s`, `12 min`, `3 h`, `5 d`. */
export function duration(seconds: number): string {
  if (seconds < 120) return `${seconds} s`
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`
  if (seconds < 172_800) return `${Math.round(seconds / 3_600)} h`
  return `${Math.round(seconds / 86_400)} d`
}

/** A time as people read it: `2026-05-20 14:30Z`. */
export function clock(at: Date | null): string {
  return at ? `${at.toISOString().slice(0, 16).replace('T', ' ')}Z` : 'undated'
}

function width(cell: string | number): number {
  return [...String(cell)].length
}

function pad(cell: string | number, to: number, right: boolean): string {
  const gap = ' '.repeat(Math.max(0, to - width(cell)))
  return right ? gap + cell : cell + gap
}
