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
