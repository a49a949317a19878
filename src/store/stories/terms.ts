import { type Queryable, rows, sql, type Tx } from '../../adapters/postgres/sql.ts'
import { type PackedProfile, unpackProfile } from '../../core/stories/profile/packed.ts'
import type { StoryProfile } from '../../core/stories/profile/story-profile.ts'
import type { TableRow } from '../../schema/rows.ts'
import { seenWithin } from '../articles/seen-within.ts'
import { createStampedCache } from '../copies/stamped-cache.ts'

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
 * The originals that share the weightiest terms with each of `articles`, within the window. Postgres does the lookup, and the
 * sums are computed here: grouping and ranking thousands of rows in Postgres cost twice what finding them did. The dated
 * ones, the undated ones and the lookups of undated articles are separate, so that each is a range of the index. Where
 * nothing undated came in recently, no lookup is made for it.
 */
export async function findStoryCandidates(
  tx: Tx,
  articles: readonly TermLookup[],
  windowDays: number,
): Promise<TermHit[]> {
  const keys = distinctTerms(articles)
  if (!keys.length) return []
  const seen = seenWithin(
    articles.map(({ day }) => day),
    windowDays,
  )
  const found = await rows<{ nth: number; ids: string }>(
    tx,
    sql`select k.nth, array(
            (select article_id from article_terms
             where term = k.hash and day between k.day - ${windowDays}::int and k.day + ${windowDays}::int
               and seen_on between ${seen.from}::date and ${seen.to}::date
             order by day desc nulls last limit ${MAX_PER_TERM})
            union all
            (select article_id from article_terms
             where (select exists (select from article_profiles
                                   where day is null and seen_on between ${seen.lately}::date and ${seen.to}::date))
               and term = k.hash and day is null and seen_on between ${seen.lately}::date and ${seen.to}::date
             limit ${MAX_PER_TERM})
            union all
            (select article_id from article_terms
             where k.day is null and term = k.hash and day is not null
               and seen_on between ${seen.lately}::date and ${seen.to}::date
             limit ${MAX_PER_TERM}))::text as ids
        from unnest(${keys.map((k) => k.day)}::date[], ${keys.map((k) => k.hash)}::int[])
          with ordinality as k (day, hash, nth)`,
  )
  const scores = articles.map(() => new Map<number, number>())
  for (const { nth, ids } of found) {
    if (ids === '{}') continue
    // As text: parsing the array here is faster than the driver's own way.
    const candidates = ids.slice(1, -1).split(',').map(Number)
    for (const { place, value } of keys[nth - 1]!.asked) {
      const ofArticle = scores[place]!
      for (const id of candidates) ofArticle.set(id, (ofArticle.get(id) ?? 0) + value)
    }
  }
  return articles.flatMap(({ id }, place) => {
    scores[place]!.delete(id)
    return best(scores[place]!, MAX_CANDIDATES).map((candidate) => ({ id, candidate }))
  })
}

interface TermOfDay {
  readonly day: string | null
  readonly hash: number
  /** The articles that have the term, and its weight in each. */
  readonly asked: { readonly place: number; readonly value: number }[]
}

/** Articles published at the same time share terms: each is looked up once for all articles of its day. */
function distinctTerms(articles: readonly TermLookup[]): TermOfDay[] {
  const distinct = new Map<string, TermOfDay>()
  for (const [place, { day, terms }] of articles.entries())
    for (const { hash, value } of terms) {
      const key = `${hash} ${day}`
      const known = distinct.get(key)
      if (known) known.asked.push({ place, value })
      else distinct.set(key, { day, hash, asked: [{ place, value }] })
    }
  return [...distinct.values()]
}

/** The `count` highest of `scores`, the lower id first among equals. */
function best(scores: ReadonlyMap<number, number>, count: number): number[] {
  const top: { readonly id: number; readonly score: number }[] = []
  for (const [id, score] of scores) {
    if (top.length === count && !isBefore({ id, score }, top[count - 1]!)) continue
    let at = top.length
    while (at > 0 && isBefore({ id, score }, top[at - 1]!)) at--
    top.splice(at, 0, { id, score })
    if (top.length > count) top.pop()
  }
  return top.map(({ id }) => id)
}

function isBefore(
  a: { readonly id: number; readonly score: number },
  b: { readonly id: number; readonly score: number },
): boolean {
  return a.score > b.score || (a.score === b.score && a.id < b.id)
}

export interface StoredProfile
  extends Pick<TableRow<'articles'>, 'id' | 'story_id' | 'duplicate_of' | 'published_at'> {
  readonly profile: StoryProfile
}

/**
 * Profiles that this process has read: the articles of a day are candidates again and again, and parsing a profile costs more
 * than anything else done with it. About 10 KB each, parsed and prepared for comparison: 40 MB at most. The stamp is the time
 * when the article was clustered, to the microsecond, because its profile is stored only in that transaction. Which story an
 * article is in is never cached.
 */
const profilesRead = createStampedCache<StoryProfile>(4_000)

/** For clustered originals and copies alike; a live blog never matches another article. */
export async function loadProfiles(db: Queryable, ids: readonly number[]): Promise<StoredProfile[]> {
  if (!ids.length) return []
  const found = await rows<Omit<StoredProfile, 'profile'> & { stamp: string }>(
    db,
    sql`select id, story_id, duplicate_of, published_at, coalesce(clustered_at::text, '') as stamp
        from articles
        where id = any(${ids}::bigint[]) and story_id is not null and kind is distinct from 'live_blog'`,
  )
  const profiles = new Map<number, StoryProfile>()
  for (const { id, stamp } of found) {
    const profile = profilesRead.get(id, stamp)
    if (profile) profiles.set(id, profile)
  }
  const stampOf = new Map(found.map(({ id, stamp }) => [id, stamp]))
  const wanted = found.flatMap(({ id }) => (profiles.has(id) ? [] : [id]))
  const read = wanted.length
    ? await rows<Pick<TableRow<'articleProfiles'>, 'article_id'> & { readonly profile: PackedProfile }>(
        db,
        sql`select article_id, profile from article_profiles where article_id = any(${wanted}::bigint[])`,
      )
    : []
  for (const { article_id, profile: packed } of read) {
    const profile = unpackProfile(packed)
    profiles.set(article_id, profile)
    const stamp = stampOf.get(article_id)
    if (stamp) profilesRead.set(article_id, stamp, profile)
  }
  return found.flatMap(({ stamp: _, ...row }) => {
    const profile = profiles.get(row.id)
    return profile ? [{ ...row, profile }] : []
  })
}
