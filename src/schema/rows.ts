import type * as views from './index.ts'
import type * as tables from './tables.ts'

/**
 * Row types for statements: `Pick<TableRow<'feeds'>, 'id' | 'url'>` is what `select id, url from feeds` gives. Import
 * them with `import type`: loading drizzle costs more CPU time than all else that a process loads at its start.
 */

/** A row of a table as a query returns it. */
export type TableRow<Name extends keyof typeof tables> = Readonly<(typeof tables)[Name]['$inferSelect']>

/** A row of a view in `news` as a query returns it. */
export type ViewRow<Name extends keyof typeof views> = Readonly<(typeof views)[Name]['$inferSelect']>

/** A row whose columns `Key` are never null in a statement, because its conditions leave out the rows where they are. */
export type NotNull<Row, Key extends keyof Row> = Omit<Row, Key> & {
  readonly [Name in Key]: NonNullable<Row[Name]>
}

type Views = typeof views

/** The views of `news`, by the name of their definition. */
export type ViewName = keyof Views

/** The driver `pg` gives a `bigint` as text, unless the program sets a parser of its own. */
type PgValue<Column, Value> = Column extends { readonly _: { readonly columnType: 'PgBigInt53' } }
  ? Extract<Value, null> | string
  : Value

/**
 * A row of a view in `news` as `pg` returns it: `pool.query<PgRow<'stories'>>('select * from news.stories')`. Ids are text
 * there, and numbers in `ViewRow`, where drizzle reads them.
 */
export type PgRow<Name extends ViewName> = {
  readonly [Column in keyof ViewRow<Name>]: Column extends keyof Views[Name]['_']['selectedFields']
    ? PgValue<Views[Name]['_']['selectedFields'][Column], ViewRow<Name>[Column]>
    : never
}

/** The views for Kysely: `new Kysely<NewsDatabase>(…)`, then `db.selectFrom('news.stories')`. Ids as `pg` gives them. */
export type NewsDatabase = {
  readonly [Name in ViewName as `news.${Views[Name]['_']['name']}`]: PgRow<Name>
}
