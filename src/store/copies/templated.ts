import { type Queryable, run, sql } from '../../adapters/postgres/sql.ts'

/** The result of comparing one article's text with others. */
export interface TemplatedNote {
  readonly id: number
  /** Articles that have its words with other facts. A pair is recorded with one of the two. */
  readonly others: readonly number[]
  /** Articles with which it may have been compared: earlier records about them are no longer valid. */
  readonly judged: readonly number[]
}

/** Records which articles have the words of another with other facts: evidence that they report two events. */
export async function saveTemplated(db: Queryable, notes: readonly TemplatedNote[]): Promise<void> {
  if (!notes.length) return
  const lists = (of: (note: TemplatedNote) => readonly number[]): string[] =>
    notes.map((note) => `{${of(note).join()}}`)
  await run(
    db,
    sql`with wanted as (
          select p.article_id, p.seen_on, nullif(array(
              select distinct id from unnest(n.others::bigint[] ||
                array(select unnest(p.templated_with) except select unnest(n.judged::bigint[]))) as id order by id),
              '{}') as others
          from unnest(${notes.map(({ id }) => id)}::bigint[], ${lists((note) => note.others)}::text[],
                      ${lists((note) => note.judged)}::text[]) as n (id, others, judged)
          join article_profiles p on p.article_id = n.id)
        update article_profiles p set templated_with = w.others from wanted w
        where p.article_id = w.article_id and p.seen_on = w.seen_on and p.templated_with is distinct from w.others`,
  )
}
