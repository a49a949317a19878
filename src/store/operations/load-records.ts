import type { Pool } from 'pg'
import { type Queryable, run, sql, type Tx } from '../../adapters/postgres/sql.ts'

/** The position of a loaded thing in its file. */
export interface LoadedLine {
  readonly file: string
  readonly line: number
}

/** Drizzle and the table, loaded when a load starts. */
async function loadsTable() {
  const [{ eq, orm }, { loads }] = await Promise.all([
    import('../../adapters/postgres/orm.ts'),
    import('../../schema/tables/operations.ts'),
  ])
  return { eq, orm, loads }
}

export async function startLoad(db: Pool): Promise<number> {
  const { orm, loads } = await loadsTable()
  const [row] = await orm(db).insert(loads).values({}).returning({ id: loads.id })
  return row!.id
}

export async function finishLoad(
  db: Pool,
  id: number,
  counts: {
    readonly new: number
    readonly known: number
    readonly refused: number
    readonly skipped: number
  },
): Promise<void> {
  const { eq, orm, loads } = await loadsTable()
  await orm(db)
    .update(loads)
    .set({
      finished_at: new Date(),
      new_count: counts.new,
      known_count: counts.known,
      refused_count: counts.refused,
      skipped_count: counts.skipped,
    })
    .where(eq(loads.id, id))
}

export async function refuseLine(
  db: Queryable,
  loadId: number,
  refusal: LoadedLine & { readonly code: string; readonly message: string },
): Promise<void> {
  await run(
    db,
    sql`insert into load_refusals (load_id, file, line, code, message)
        values (${loadId}, ${refusal.file}, ${refusal.line}, ${refusal.code}, ${refusal.message})
        on conflict (load_id, file, line) do update set code = excluded.code, message = excluded.message`,
  )
}

/** The result of each line, in the transaction that made it: see news.fates. */
export async function recordLines(
  tx: Tx,
  loadId: number,
  lines: readonly { item: LoadedLine; articleId: number | null }[],
): Promise<void> {
  const of = <T>(pick: (item: LoadedLine) => T) => lines.map(({ item }) => pick(item))
  await run(
    tx,
    sql`with files as (
          insert into load_files (load_id, file) select distinct ${loadId}::bigint, file from unnest(${of((i) => i.file)}::text[]) as f (file)
          on conflict (load_id, file) do update set file = excluded.file returning id, file),
        lines as (
          select * from unnest(${of((i) => i.file)}::text[], ${of((i) => i.line)}::int[], ${lines.map((l) => l.articleId)}::bigint[])
            as l (file, line, article_id)),
        refused as (
          insert into load_refusals (load_id, file, line, code, message)
          select ${loadId}::bigint, file, line, 'removed', 'it was taken down here and does not come back'
          from lines where article_id is null on conflict (load_id, file, line) do nothing)
        insert into load_lines (file_id, line, article_id)
        select files.id, line, article_id from lines join files using (file) where article_id is not null
        on conflict (file_id, line) do nothing`,
  )
}
