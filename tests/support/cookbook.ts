import type { Pool } from 'pg'

export interface Recipe {
  readonly title: string
  readonly statement: string
  /** The result as printed on the page. */
  readonly result: string
}

const RECIPE = /^## (.+?)$([\s\S]*?)^```sql\n([\s\S]*?)^```\n+(?:```text\n([\s\S]*?)^```\n)?/gm

/** The recipes of `docs/how-to/cookbook.md`, each with its statement and the result on the page. */
export function recipesOf(markdown: string): Recipe[] {
  return [...markdown.matchAll(RECIPE)].map(([, title, , statement, result]) => ({
    title: title!.trim(),
    statement: statement!.trim(),
    result: (result ?? '').trimEnd(),
  }))
}

/** The page with the result of each recipe replaced. */
export function withResults(markdown: string, results: readonly string[]): string {
  let n = 0
  return markdown.replace(RECIPE, (whole, _title, _about, statement: string) => {
    const head = whole.slice(0, whole.indexOf(statement) + statement.length)
    return `${head}\`\`\`\n\n\`\`\`text\n${results[n++]}\n\`\`\`\n`
  })
}

/** Runs a statement with only the rights of news_reader. */
export async function askAsReader(pool: Pool, statement: string): Promise<Record<string, unknown>[]> {
  const client = await pool.connect()
  try {
    await client.query('begin read only')
    await client.query('set local role news_reader')
    return (await client.query(statement)).rows
  } finally {
    await client.query('rollback')
    client.release()
  }
}

const WIDEST = 72

/** Rows as a table in plain text. */
export function tableOf(rows: readonly Record<string, unknown>[]): string {
  if (!rows.length) return '(no rows)'
  const names = Object.keys(rows[0]!)
  const lines = [names, ...rows.map((row) => names.map((name) => shown(row[name])))]
  const widths = names.map((_, i) => Math.max(...lines.map((line) => [...line[i]!].length)))
  const printed = lines.map((line) =>
    line
      .map((text, i) => text + ' '.repeat(widths[i]! - [...text].length))
      .join(' | ')
      .trimEnd(),
  )
  return [printed[0], widths.map((width) => '-'.repeat(width)).join('-+-'), ...printed.slice(1)].join('\n')
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return ''
  const text =
    value instanceof Date
      ? value
          .toISOString()
          .replace(/\.000Z$/, 'Z')
          .replace('T', ' ')
      : Array.isArray(value)
        ? value.join(', ')
        : typeof value === 'object'
          ? JSON.stringify(value)
          : String(value)
  const line = text.replace(/\s+/g, ' ')
  return [...line].length > WIDEST ? `${[...line].slice(0, WIDEST - 1).join('')}…` : line
}
