import { once } from 'node:events'
import type { Writable } from 'node:stream'
import type { Pool } from 'pg'
import QueryStream from 'pg-query-stream'
import { csvLine } from '../core/csv.ts'
import { type ExportKind, exportStatement } from '../store/exports.ts'

export const exportFormats = ['jsonl', 'csv', 'parquet'] as const
export type ExportFormat = (typeof exportFormats)[number]

/**
 * Streams an export's rows into `out`, in flat memory whatever their number.
 *
 * @returns how many rows were written
 */
export async function exportRows(
  pool: Pool,
  kind: ExportKind,
  format: 'jsonl' | 'csv',
  since: Date | null,
  out: Writable,
): Promise<number> {
  const client = await pool.connect()
  let count = 0
  try {
    const { text, values } = exportStatement(kind, since)
    const stream = client.query(new QueryStream(text, values, { batchSize: 500 }))
    for await (const row of stream as AsyncIterable<Record<string, unknown>>) {
      if (format === 'csv' && count === 0) await write(out, csvLine(Object.keys(row)))
      await write(out, format === 'csv' ? csvLine(Object.values(row)) : jsonLine(row))
      count++
    }
  } finally {
    client.release()
  }
  return count
}

/** Instants in ISO, UTC, without empty milliseconds: the same spelling everywhere. */
function jsonLine(row: Record<string, unknown>): string {
  return `${JSON.stringify(row).replaceAll(/(\d\d:\d\d:\d\d)\.000Z"/g, '$1Z"')}\n`
}

async function write(out: Writable, text: string): Promise<void> {
  if (!out.write(text)) await once(out, 'drain')
}
