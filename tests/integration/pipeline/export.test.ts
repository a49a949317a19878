import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import type { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPool } from '../../../src/adapters/postgres/db.ts'
import { type ExportFormat, exportRows } from '../../../src/pipeline/export/export.ts'
import { type ExportKind, exportKinds } from '../../../src/queries/exports.ts'
import { cloneDatabase, type TestDatabase } from '../../support/database.ts'
import { loadExpectedSample } from '../../support/sample-corpus.ts'

let database: TestDatabase
let pool: Pool
beforeAll(async () => {
  database = await cloneDatabase()
  pool = createPool(database.url)
  await loadExpectedSample(pool)
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

async function exported(kind: ExportKind, format: ExportFormat, since: Date | null = null): Promise<Buffer> {
  const out = new PassThrough()
  const all = buffer(out)
  await exportRows(pool, kind, format, since, out)
  out.end()
  return all
}

const lines = (bytes: Buffer) =>
  bytes
    .toString('utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>)

async function parquetRows(bytes: Buffer): Promise<Record<string, unknown>[]> {
  const file = new Uint8Array(bytes).buffer as ArrayBuffer
  return (await parquetReadObjects({ file })) as Record<string, unknown>[]
}

/** As JSON lines tell it: numbers, ISO times. */
const plain = (rows: unknown): unknown => {
  const text = JSON.stringify(rows, (_key, value: unknown) =>
    typeof value === 'bigint' ? Number(value) : value,
  )
  return JSON.parse(text.replaceAll('.000Z"', 'Z"'))
}

describe('export', () => {
  it.each(exportKinds)('%s: Parquet holds what JSON lines hold', async (kind) => {
    const expected = lines(await exported(kind, 'jsonl'))
    expect(expected.length).toBeGreaterThan(0)
    const bytes = await exported(kind, 'parquet')
    const names = Object.keys(expected[0]!)
    const read = (plain(await parquetRows(bytes)) as Record<string, unknown>[]).map((row) =>
      // A list that is null is left out by this reader.
      Object.fromEntries(names.map((name) => [name, row[name] ?? null])),
    )
    expect(read).toEqual(expected)
  })

  it.each(exportKinds)('%s: nothing since tomorrow, and still a file that can be read', async (kind) => {
    const tomorrow = new Date(Date.now() + 86_400_000)
    expect(lines(await exported(kind, 'jsonl', tomorrow))).toEqual([])
    expect(await parquetRows(await exported(kind, 'parquet', tomorrow))).toEqual([])
    expect((await exported(kind, 'csv', tomorrow)).toString().trim().split('\n')).toHaveLength(1)
  })

  it('types the columns of Parquet', async () => {
    const { schema } = parquetMetadata(
      new Uint8Array(await exported('articles', 'parquet')).buffer as ArrayBuffer,
    )
    const types = Object.fromEntries(
      schema.map(({ name, type, converted_type }) => [name, [type, converted_type]]),
    )
    expect(types).toMatchObject({
      article_id: ['INT64', undefined],
      title: ['BYTE_ARRAY', 'UTF8'],
      published_at: ['INT64', 'TIMESTAMP_MILLIS'],
      authors: [undefined, 'LIST'],
      agencies: ['BYTE_ARRAY', 'JSON'],
    })
  })

  it('writes a line of CSV for each article, and quotes what must be', async () => {
    const text = (await exported('articles', 'csv')).toString('utf8')
    expect(text.split('\r\n')[0]).toContain('article_id,external_ids,url')
    expect(text).toContain('"[""Imogen Thackeray""]"')
  })
})
