import { createHash } from 'node:crypto'
import type { PoolClient, QueryResultRow } from 'pg'
import { storableParameter } from '../../core/record/storable.ts'

/** What can run a statement: the pool for a single statement, a client inside a transaction. */
export interface Queryable {
  query<Row extends QueryResultRow>(config: {
    name?: string
    text: string
    values: unknown[]
  }): Promise<{ rows: Row[]; rowCount: number | null }>
}

/** A client with an open transaction, as `transaction` passes it on. */
export type Tx = PoolClient

export interface Statement {
  /** Named by its text, so that Postgres parses and plans it once for each connection. */
  readonly name: string
  readonly text: string
  readonly values: unknown[]
}

const texts = new WeakMap<TemplateStringsArray, { name: string; text: string }>()

/**
 * A statement with its values as parameters: sql`select … where id = ${id}`. Values never become part of the text, so there
 * is nothing to escape. Characters that Postgres cannot store in a text are removed here, for every statement.
 */
export function sql(strings: TemplateStringsArray, ...values: unknown[]): Statement {
  let known = texts.get(strings)
  if (!known) {
    const text = strings.reduce((all, part, i) => `${all}$${i}${part}`)
    known = { name: nameOf(text), text }
    texts.set(strings, known)
  }
  return { name: known.name, text: known.text, values: values.map(arrayAsText) }
}

/**
 * A statement whose text is put together once, when its file is loaded, because it names columns of a list:
 * `prepared(`select ${columns} from articles where id = $1`)`. Never put a value into the text.
 */
export function prepared(text: string): (...values: unknown[]) => Statement {
  const name = nameOf(text)
  return (...values) => ({ name, text, values: values.map(arrayAsText) })
}

function nameOf(text: string): string {
  return `nl_${createHash('sha1').update(text).digest('hex').slice(0, 20)}`
}

const QUOTED = /["\\]/g

/**
 * A parameter as it is sent: an array of numbers, texts, booleans and nulls as Postgres writes it, anything else as it is.
 * The driver itself would quote and escape every element, and the arrays of a batch have a thousand.
 */
export function arrayAsText(value: unknown): unknown {
  if (!Array.isArray(value)) return storableParameter(value)
  let text = '{'
  for (let i = 0; i < value.length; i++) {
    const item = storableParameter(value[i])
    if (i > 0) text += ','
    if (item === null || item === undefined) text += 'NULL'
    else if (typeof item === 'string')
      text += `"${item.includes('"') || item.includes('\\') ? item.replace(QUOTED, '\\$&') : item}"`
    else if (typeof item === 'number' || typeof item === 'bigint' || typeof item === 'boolean') text += item
    else return value
  }
  return `${text}}`
}

/** All rows. */
export async function rows<Row extends QueryResultRow>(db: Queryable, statement: Statement): Promise<Row[]> {
  return (await db.query<Row>(statement as { name: string; text: string; values: unknown[] })).rows
}

/** The first row, or undefined. */
export async function first<Row extends QueryResultRow>(
  db: Queryable,
  statement: Statement,
): Promise<Row | undefined> {
  return (await rows<Row>(db, statement))[0]
}

/** Runs a statement. @returns the number of affected rows */
export async function run(db: Queryable, statement: Statement): Promise<number> {
  return (await db.query(statement as { name: string; text: string; values: unknown[] })).rowCount ?? 0
}
