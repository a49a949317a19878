import { type Queryable, rows, sql, type Tx } from '../adapters/sql.ts'
import { type PackedProfile, unpackProfile } from '../core/story/packed.ts'
import type { StoryProfile } from '../core/story/profile.ts'

export interface TermLookup {
  readonly id: number
  readonly day: string | null
  readonly terms: readonly { readonly hash: number; readonly value: number }[]
}

export interface TermHit {
  readonly id: number
  readonly candidate: number
}

/** Articles under one term, the latest first. */
const MAX_PER_TERM = 60
const MAX_CANDIDATES = 24

/**
 * The originals that share the weightiest terms with each of `articles`, within the window. The dated, the undated and
 * the undated's own lookups stand apart, so that each is a range of the index; the partitions of weeks to come are
 * left out by the upper bound of seen_on.
 */
export function findStoryCandidates(
  tx: Tx,
  articles: readonly TermLookup[],
  windowDays: number,
): Promise<TermHit[]> {
  const keys = articles.flatMap((a) => a.terms.map((term) => ({ id: a.id, day: a.day, ...term })))
  return rows<TermHit & Record<string, unknown>>(
    tx,
    sql`with hits as (
          select k.id, t.article_id as candidate, sum(k.value) as score
          from unnest(${keys.map((k) => k.id)}::bigint[], ${keys.map((k) => k.day)}::date[],
                      ${keys.map((k) => k.hash)}::int[], ${keys.map((k) => k.value)}::real[]) as k (id, day, hash, value)
          cross join lateral (
            (select article_id from article_terms
             where term = k.hash and k.day is not null and seen_on <= current_date + 1
               and day between k.day - ${windowDays}::int and k.day + ${windowDays}::int
             order by day desc nulls last limit ${MAX_PER_TERM})
            union all
            (select article_id from article_terms
             where term = k.hash and day is null and seen_on between current_date - ${windowDays}::int and current_date + 1
             limit ${MAX_PER_TERM})
            union all
            (select article_id from article_terms
             where k.day is null and term = k.hash and day is not null
               and seen_on between current_date - ${windowDays}::int and current_date + 1
             limit ${MAX_PER_TERM})) t
          where t.article_id <> k.id
          group by k.id, t.article_id),
        ranked as (
          select id, candidate, row_number() over (partition by id order by score desc, candidate) as place from hits)
        select id, candidate from ranked where place <= ${MAX_CANDIDATES}::int order by id, place`,
  )
}

export interface StoredProfile {
  readonly id: number
  readonly story_id: number | null
  readonly duplicate_of: number | null
  readonly published_at: Date | null
  readonly profile: StoryProfile
}

/** Of clustered originals and copies alike; a live blog is nobody's likeness. */
export async function loadProfiles(db: Queryable, ids: readonly number[]): Promise<StoredProfile[]> {
  if (!ids.length) return []
  const found = await rows<Omit<StoredProfile, 'profile'> & { profile: PackedProfile }>(
    db,
    sql`select a.id, a.story_id, a.duplicate_of, a.published_at, p.profile
        from articles a join article_profiles p on p.article_id = a.id
        where a.id = any(${ids}::bigint[]) and a.story_id is not null and a.kind is distinct from 'live_blog'`,
  )
  return found.map((row) => ({ ...row, profile: unpackProfile(row.profile) }))
}
