import { type Queryable, rows, run, sql } from '../../adapters/postgres/sql.ts'
import { type PackedProfile, unpackProfile } from '../../core/stories/profile/packed.ts'
import type { TermSource } from '../../core/stories/top-terms.ts'
import type { NotNull, TableRow } from '../../schema/rows.ts'

/** For a long story only this many originals are read to find its words. */
const MAX_ARTICLES = 6
const LEAD_LETTERS = 600

/** The stories that any of `ids` is in. */
export async function storiesOf(db: Queryable, ids: readonly number[]): Promise<number[]> {
  const found = await rows<NotNull<Pick<TableRow<'articles'>, 'story_id'>, 'story_id'>>(
    db,
    sql`select distinct story_id from articles where id = any(${ids}::bigint[]) and story_id is not null`,
  )
  return found.map((row) => row.story_id)
}

/** What the words of each story are taken from. */
export async function loadTermSources(
  db: Queryable,
  storyIds: readonly number[],
): Promise<Map<number, TermSource[]>> {
  const found = await rows<
    Pick<TableRow<'articles'>, 'title'> & {
      readonly story_id: TableRow<'stories'>['id']
      readonly lead: string | null
      readonly profile: PackedProfile
    }
  >(
    db,
    sql`with members as materialized (
          select s.id as story_id, a.id, a.title, a.lead
          from unnest(${storyIds}::bigint[]) as s (id)
          cross join lateral (
            select id, title, left(body, ${LEAD_LETTERS}::int) as lead from articles
            where story_id = s.id and duplicate_of is null order by id limit ${MAX_ARTICLES}::int) a)
        select m.story_id, m.title, m.lead, p.profile
        from members m join article_profiles p on p.article_id = m.id
        order by m.story_id, m.id`,
  )
  const sources = new Map<number, TermSource[]>()
  for (const { story_id, title, lead, profile } of found) {
    const list = sources.get(story_id) ?? []
    list.push({ title, lead, profile: unpackProfile(profile) })
    sources.set(story_id, list)
  }
  return sources
}

export function saveTopTerms(db: Queryable, terms: ReadonlyMap<number, readonly string[]>): Promise<number> {
  return run(
    db,
    sql`update stories s set top_terms = array(select jsonb_array_elements_text(t.terms)), updated_at = now()
        from unnest(${[...terms.keys()]}::bigint[], ${[...terms.values()].map((list) => JSON.stringify(list))}::jsonb[])
          as t (id, terms)
        where s.id = t.id and to_jsonb(s.top_terms) <> t.terms`,
  )
}
