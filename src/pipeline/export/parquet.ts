import type { SchemaElement } from 'hyparquet'
import { ByteWriter, ParquetWriter } from 'hyparquet-writer'

/** A column of a query's result: its name and the oid of its Postgres type. */
export interface ResultColumn {
  readonly name: string
  readonly oid: number
}

type Row = Readonly<Record<string, unknown>>

/** A row group ends at this many rows or letters, at the limit that is reached first: this bounds what is held in memory. */
const GROUP_ROWS = 20_000
const GROUP_CHARS = 8_000_000

interface ColumnKind {
  readonly schema: (name: string) => SchemaElement[]
  readonly convert: (value: unknown) => unknown
}

const optional = { repetition_type: 'OPTIONAL' } as const
const text = { type: 'BYTE_ARRAY', converted_type: 'UTF8', ...optional } as const
const whole: ColumnKind = {
  schema: (name) => [{ name, type: 'INT64', ...optional }],
  convert: (value) => BigInt(value as number),
}
const real: ColumnKind = { schema: (name) => [{ name, type: 'DOUBLE', ...optional }], convert: Number }
const json: ColumnKind = {
  schema: (name) => [{ name, type: 'BYTE_ARRAY', converted_type: 'JSON', ...optional }],
  convert: (value) => value,
}
const string: ColumnKind = { schema: (name) => [{ name, ...text }], convert: String }

const KINDS: Readonly<Record<number, ColumnKind>> = {
  16: { schema: (name) => [{ name, type: 'BOOLEAN', ...optional }], convert: Boolean },
  20: whole,
  21: whole,
  23: whole,
  700: real,
  701: real,
  1700: real,
  114: json,
  3802: json,
  1184: {
    schema: (name) => [
      {
        name,
        type: 'INT64',
        converted_type: 'TIMESTAMP_MILLIS',
        logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
        ...optional,
      },
    ],
    convert: (value) => value,
  },
  // text[]
  1009: {
    schema: (name) => [
      { name, ...optional, converted_type: 'LIST', num_children: 1 },
      { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
      { name: 'element', ...text },
    ],
    convert: (value) => value,
  },
}

/**
 * Writes rows as a Parquet file (Snappy), row group by row group: its memory does not grow with their number. Times are in
 * UTC with milliseconds, lists are lists, other structures are JSON.
 *
 * @param send takes bytes in order, and resolves when it can take more
 * @returns how many rows were written
 */
export async function writeParquet(
  columns: readonly ResultColumn[],
  rows: AsyncIterable<Row>,
  send: (bytes: Uint8Array) => Promise<void>,
): Promise<number> {
  const kinds = columns.map(({ name, oid }) => ({ name, kind: KINDS[oid] ?? string }))
  const bytes = new ByteWriter()
  const writer = new ParquetWriter({
    writer: bytes,
    schema: [
      { name: 'root', num_children: columns.length },
      ...kinds.flatMap(({ name, kind }) => kind.schema(name)),
    ],
    createdBy: 'newsloom',
  })
  const flush = async () => {
    await send(bytes.getBytes().slice())
    bytes.index = 0
  }
  let count = 0
  let chars = 0
  let group: unknown[][] = kinds.map(() => [])
  const endGroup = async () => {
    if (!group[0]?.length) return
    await writer.write({
      columnData: kinds.map(({ name }, i) => ({ name, data: group[i]! })),
      rowGroupSize: GROUP_ROWS,
    })
    await flush()
    group = kinds.map(() => [])
    chars = 0
  }
  for await (const row of rows) {
    for (const [i, { name, kind }] of kinds.entries()) {
      const value = row[name]
      group[i]!.push(value === null || value === undefined ? undefined : kind.convert(value))
      if (typeof value === 'string') chars += value.length
    }
    count++
    if (group[0]!.length >= GROUP_ROWS || chars >= GROUP_CHARS) await endGroup()
  }
  await endGroup()
  writer.finish()
  await flush()
  return count
}
