import { once } from 'node:events'
import type { Writable } from 'node:stream'
import type { Pool, PoolClient } from 'pg'
import QueryStream from 'pg-query-stream'
import { csvLine } from '../../core/files/csv.ts'
import { printable } from '../../core/text/printable.ts'
import { type ExportKind, exportStatement } from '../../queries/exports.ts'
import { type ResultColumn, writeParquet } from './parquet.ts'

export const exportFormats = ['jsonl', 'csv', 'parquet'] as const
export type ExportFormat = (typeof exportFormats)[number]

export interface ExportOptions {
  /** Leave the cells of CSV as they are, though a spreadsheet would take some for formulas. */
  readonly rawCsv?: boolean
}

type Row = Readonly<Record<string, unknown>>

/** Rows fetched at once: enough to keep the server busy, few enough for the longest texts. */
const BATCH_ROWS = 500

/**
 * Streams an export's rows into `out`; its memory does not grow with their number. All rows are of one moment: changes made
 * meanwhile do not show.
 *
 * @returns how many rows were written
 */
export async function exportRows(
  pool: Pool,
  kind: ExportKind,
  format: ExportFormat,
  since: Date | null,
  out: Writable,
  options: ExportOptions = {},
): Promise<number> {
  const client = await pool.connect()
  let broken = true
  try {
    const { text, values } = exportStatement(kind, since)
    const columns = await columnsOf(client, text, values)
    const rows = client.query(new QueryStream(text, values, { batchSize: BATCH_ROWS })) as AsyncIterable<Row>
    const count =
      format === 'parquet'
        ? await writeParquet(columns, rows, (bytes) => write(out, bytes))
        : await writeLines(format, columns, rows, out, options)
    broken = false
    return count
  } finally {
    client.release(broken)
  }
}

async function columnsOf(client: PoolClient, text: string, values: unknown[]): Promise<ResultColumn[]> {
  const { fields } = await client.query(`select * from (${text}) as export limit 0`, values)
  return fields.map(({ name, dataTypeID }) => ({ name, oid: dataTypeID }))
}

async function writeLines(
  format: 'jsonl' | 'csv',
  columns: readonly ResultColumn[],
  rows: AsyncIterable<Row>,
  out: Writable,
  { rawCsv: raw = false }: ExportOptions,
): Promise<number> {
  let count = 0
  if (format === 'csv') await write(out, csvLine(columns.map(({ name }) => name)))
  for await (const row of rows) {
    await write(out, format === 'csv' ? csvLine(Object.values(row), { raw }) : jsonLine(row))
    count++
  }
  return count
}

/** Instants in ISO, UTC, without empty milliseconds: the same spelling everywhere. */
function jsonLine(row: Row): string {
  return `${printable(JSON.stringify(row)).replaceAll(/(\d\d:\d\d:\d\d)\.000Z"/g, '$1Z"')}\n`
}

/** Resolves when `out` can take more. @throws when it is closed or cannot be written to, instead of waiting forever */
async function write(out: Writable, chunk: string | Uint8Array): Promise<void> {
  if (out.destroyed || out.errored) throw out.errored ?? new Error('the output is closed')
  if (out.write(chunk)) return
  const waiting = new AbortController()
  const { signal } = waiting
  try {
    await Promise.race([
      once(out, 'drain', { signal }),
      once(out, 'close', { signal }).then(() => {
        throw out.errored ?? new Error('the output is closed')
      }),
    ])
  } finally {
    waiting.abort()
  }
}
