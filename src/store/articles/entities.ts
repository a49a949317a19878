import { run, sql, type Tx } from '../../adapters/postgres/sql.ts'
import { type EntityText, findEntities } from '../../core/entities/find.ts'

/** Stores the entities that articles name, in place of those stored before, in the transaction that stores their text. */
export async function saveEntities(
  tx: Tx,
  articles: readonly (EntityText & { readonly id: number })[],
): Promise<void> {
  if (!articles.length) return
  const found = articles.flatMap((article) =>
    findEntities(article).map(({ kind, name, inTitle, mentions }) => ({
      article_id: article.id,
      kind,
      name,
      in_title: inTitle,
      mentions,
    })),
  )
  const ids = articles.map(({ id }) => id)
  await run(tx, sql`delete from article_entities where article_id = any(${ids}::bigint[])`)
  if (!found.length) return
  await run(
    tx,
    sql`insert into article_entities (article_id, kind, name, in_title, mentions, outlet_id, at, day)
        select e.article_id, e.kind, e.name, e.in_title, e.mentions, a.outlet_id,
               coalesce(a.published_at, a.first_seen_at),
               (coalesce(a.published_at, a.first_seen_at) at time zone 'UTC')::date
        from jsonb_to_recordset(${JSON.stringify(found)}::jsonb) as e (
          article_id bigint, kind text, name text, in_title boolean, mentions smallint)
        join articles a on a.id = e.article_id`,
  )
}
