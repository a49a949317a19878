import type { $Type, ColumnBuilderBase, HasDefault, NotNull } from 'drizzle-orm'
import { integer, jsonb, text } from 'drizzle-orm/pg-core'
import { type ArticleRecord, articleFields, type StoredField, storedFields } from '../core/record/record.ts'
import { instant } from './columns.ts'

/** The columns of the article's fields, made from the one list of them: for `articles` and for `news.articles`. */

const builders = {
  text: () => text(),
  'text[]': () => text().array(),
  integer: () => integer(),
  timestamptz: () => instant(),
  jsonb: () => jsonb(),
} as const

type Builder<Name extends StoredField> = ReturnType<(typeof builders)[(typeof articleFields)[Name]['column']]>

/** What a query returns for it: an instant is a date, all else is as in the record. */
type Value<Name extends StoredField> = (typeof articleFields)[Name]['column'] extends 'timestamptz'
  ? Date
  : NonNullable<ArticleRecord[Name]>

/** Lists and counts are never null: an empty list, or zero, is their default. */
type Column<Name extends StoredField, Typed extends ColumnBuilderBase> = ArticleRecord[Name] extends
  | readonly unknown[]
  | number
  ? HasDefault<NotNull<Typed>>
  : Typed

export type RecordColumns = {
  readonly [Name in StoredField]: Column<Name, $Type<Builder<Name>, Value<Name>>>
}

/** New columns for one table or view. */
export function recordColumns(): RecordColumns {
  const columns = storedFields.map(({ name, column }) => {
    const { empty } = articleFields[name]
    const builder = builders[column]()
    if (!Array.isArray(empty) && typeof empty !== 'number') return [name, builder]
    return [name, (builder as ReturnType<typeof jsonb>).notNull().default(empty)]
  })
  return Object.fromEntries(columns) as RecordColumns
}
