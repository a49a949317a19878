import { run, sql, type Tx } from '../adapters/sql.ts'

/** Brings what a story says of its articles up to date: counts, times, title and lead. */
export async function refreshStories(tx: Tx, ids: readonly number[]): Promise<void> {
  if (!ids.length) return
  // Locked by a statement of its own: the next one then counts what others committed while this one waited.
  await run(tx, sql`select from stories where id = any(${ids}::bigint[]) order by id for no key update`)
  await run(
    tx,
    sql`update stories s set
          article_count = f.article_count, outlet_count = f.outlet_count, independent_count = f.independent_count,
          first_published_at = f.first_at, last_published_at = f.last_at, lead_article_id = f.lead_id,
          title = lead.title, language = lead.language, updated_at = now()
        from (
          select story_id, count(*) as article_count,
                 count(distinct outlet_id) + count(*) filter (where outlet_id is null) as outlet_count,
                 count(distinct outlet_id) filter (where duplicate_of is null)
                   + count(*) filter (where outlet_id is null and duplicate_of is null) as independent_count,
                 min(coalesce(published_at, first_seen_at)) as first_at,
                 max(coalesce(published_at, first_seen_at)) as last_at,
                 (array_agg(id order by duplicate_of nulls first, coalesce(published_at, first_seen_at), id))[1] as lead_id
          from articles where story_id = any(${ids}::bigint[]) group by story_id) f
        join articles lead on lead.id = f.lead_id
        where s.id = f.story_id`,
  )
  // A story whose last article has moved on counts none: no view shows it any more.
  await run(
    tx,
    sql`update stories s set article_count = 0, outlet_count = 0, independent_count = 0, updated_at = now()
        where id = any(${ids}::bigint[]) and article_count > 0
          and not exists (select 1 from articles a where a.story_id = s.id)`,
  )
}
