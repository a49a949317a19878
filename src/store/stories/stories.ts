import { rows, run, sql, type Tx } from '../../adapters/postgres/sql.ts'
import type { TableRow } from '../../schema/rows.ts'
import { emitEvents } from '../outbox/events.ts'

/** Updates what a story says of its articles: counts, times, title and lead. */
export async function refreshStories(tx: Tx, ids: readonly number[]): Promise<void> {
  if (!ids.length) return
  // Locked by a separate statement: the next one then counts what others committed while this one waited.
  await run(tx, sql`select from stories where id = any(${ids}::bigint[]) order by id for no key update`)
  await run(
    tx,
    sql`update stories s set
          article_count = f.article_count, outlet_count = f.outlet_count, independent_count = f.independent_count,
          first_published_at = f.first_at, last_published_at = f.last_at, lead_article_id = f.lead_id,
          title = lead.title, language = coalesce(lead.language, f.language), updated_at = now()
        from (
          select story_id, count(*) as article_count,
                 -- An article without an outlet counts by its host; without either it is nobody's.
                 count(distinct coalesce(outlet_id::text, host)) as outlet_count,
                 -- Who wrote it: the agency, where the text is signed by none but one; else the outlet. A wire counts once.
                 count(distinct coalesce(wire, o.name, host)) filter (where duplicate_of is null) as independent_count,
                 min(coalesce(published_at, first_seen_at)) as first_at,
                 max(coalesce(published_at, first_seen_at)) as last_at,
                 mode() within group (order by a.language) as language,
                 (array_agg(a.id order by duplicate_of nulls first, coalesce(published_at, first_seen_at), a.id))[1] as lead_id
          from articles a
          left join outlets o on o.id = a.outlet_id
          left join lateral (
            select g.name as wire from jsonb_to_recordset(a.agencies) as g (name text, role text)
            where a.agencies <> '[]' and a.authors = '{}' and g.role = 'text' limit 1) w on true
          where story_id = any(${ids}::bigint[]) group by story_id) f
        join articles lead on lead.id = f.lead_id
        where s.id = f.story_id`,
  )
  // A headline too short to show its language has that of its story.
  await run(
    tx,
    sql`update articles a set language = s.language, updated_at = now()
        from stories s
        where s.id = any(${ids}::bigint[]) and s.article_count > 1 and s.language is not null
          and a.story_id = s.id and a.language is null`,
  )
  // A story without articles has a count of 0: no view shows it any more.
  await run(
    tx,
    sql`update stories s set article_count = 0, outlet_count = 0, independent_count = 0, updated_at = now()
        where id = any(${ids}::bigint[]) and article_count > 0
          and not exists (select 1 from articles a where a.story_id = s.id)`,
  )
}

/**
 * Stories whose last article has moved to another one become forwarding addresses, and the merge is recorded. Of the two the
 * older id is kept, unless people have put something into the younger.
 *
 * @param moved articles that moved, with the story each came from
 */
export async function forwardEmptied(
  tx: Tx,
  pairs: readonly { readonly from: number; readonly into: number }[],
  moved: readonly { readonly id: number; readonly story_id: number | null }[],
): Promise<void> {
  for (const { from, into } of pairs) {
    const gone = await rows<Pick<TableRow<'stories'>, 'id'>>(
      tx,
      sql`select id from stories where id = ${from} and merged_into_id is null
            and not exists (select 1 from articles where story_id = ${from})`,
    )
    if (!gone.length) continue
    let before = moved.filter(({ story_id }) => story_id === from)
    let [kept, lost] = [into, from]
    if (from < into) {
      const back = await rows<Pick<TableRow<'articles'>, 'id'>>(
        tx,
        sql`update articles set story_id = ${from}, updated_at = now()
            where story_id = ${into}
              and not exists (select 1 from articles p where p.story_id = ${into} and p.story_pinned_by is not null)
            returning id`,
      )
      if (back.length) {
        const came = new Set(before.map(({ id }) => id))
        before = back.flatMap(({ id }) => (came.has(id) ? [] : [{ id, story_id: into }]))
        ;[kept, lost] = [from, into]
      }
    }
    await run(
      tx,
      sql`update stories set merged_into_id = ${kept}, updated_at = now()
          where (id = ${lost} or merged_into_id = ${lost}) and id <> ${kept}`,
    )
    await run(
      tx,
      sql`insert into story_edits (kind, story_id, other_story_id, before, made_by)
          values ('merge', ${kept}, ${lost},
                  ${JSON.stringify(before.map(({ id, story_id }) => ({ id, story_id, pinned_by: null })))}::jsonb, 'repair')`,
    )
    await emitEvents(tx, [
      {
        kind: 'story.merged',
        subjectId: kept,
        dedupeKey: `story.merged:${lost}:${kept}`,
        payload: { story_id: kept, merged_story_id: lost },
      },
    ])
  }
}
