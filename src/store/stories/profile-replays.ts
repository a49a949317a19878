import { first, type Queryable, rows, run, sql, type Tx } from '../../adapters/postgres/sql.ts'
import { packProfile } from '../../core/stories/profile/packed.ts'
import { PROFILE_VERSION, type StoryProfile } from '../../core/stories/profile/story-profile.ts'
import type { TableRow } from '../../schema/rows.ts'

/** A profile that was made again, with the terms by which the article is found; none for one that reports several events. */
export interface MadeProfile {
  readonly id: number
  readonly keys: {
    readonly profile: StoryProfile
    readonly roundUp: string | null
    readonly keys: readonly { readonly hash: number }[]
  }
}

export interface ProfileFilter {
  /** Slug of the outlet. */
  readonly outlet: string | null
  /** Only articles that came in since. */
  readonly since: Date | null
}

/** What a profile is made of. */
export interface ProfileInput
  extends Pick<
    TableRow<'articles'>,
    'id' | 'outlet_id' | 'title' | 'body' | 'language' | 'kind' | 'published_at'
  > {
  /** See `StoryText`. */
  readonly language_is_stated: boolean
}

/** Clustered articles whose stored profile is of an older form, after the id `after`. */
export function loadOldProfiles(
  db: Queryable,
  filter: ProfileFilter,
  after: number,
  limit: number,
): Promise<ProfileInput[]> {
  return rows<ProfileInput>(
    db,
    sql`select a.id, a.outlet_id, a.title, a.body, a.language, a.kind, a.published_at,
               a.provenance ->> 'language' is distinct from 'text' as language_is_stated
        from article_profiles p join articles a on a.id = p.article_id
        left join outlets o on o.id = a.outlet_id
        where p.article_id > ${after} and a.stage = 'clustered'
          and coalesce((p.profile ->> 'version')::int, 1) < ${PROFILE_VERSION}::int
          and (${filter.outlet}::text is null or o.slug = ${filter.outlet})
          and (${filter.since}::timestamptz is null or a.first_seen_at >= ${filter.since})
        order by p.article_id limit ${limit}`,
  )
}

export async function countOldProfiles(db: Queryable, filter: ProfileFilter): Promise<number> {
  const row = await first<{ count: number }>(
    db,
    sql`select count(*)::int as count
        from article_profiles p join articles a on a.id = p.article_id
        left join outlets o on o.id = a.outlet_id
        where a.stage = 'clustered' and coalesce((p.profile ->> 'version')::int, 1) < ${PROFILE_VERSION}::int
          and (${filter.outlet}::text is null or o.slug = ${filter.outlet})
          and (${filter.since}::timestamptz is null or a.first_seen_at >= ${filter.since})`,
  )
  return row!.count
}

/**
 * Stores profiles, and the terms by which articles are found, in place of the stored ones. The time when the article was
 * first seen stays, because the partitions and the windows of undated articles depend on it. An article that goes through the
 * pipeline meanwhile is left to it.
 */
export async function replaceProfiles(tx: Tx, made: readonly MadeProfile[]): Promise<number> {
  const still = await rows<
    Pick<TableRow<'articleProfiles'>, 'terms'> & {
      readonly id: TableRow<'articleProfiles'>['article_id']
      readonly seen_on: string
      readonly day: string | null
    }
  >(
    tx,
    sql`select p.article_id as id, p.seen_on::text as seen_on, p.day::text as day, p.terms
        from article_profiles p join articles a on a.id = p.article_id
        where p.article_id = any(${made.map(({ id }) => id)}::bigint[]) and a.stage = 'clustered'
        order by p.article_id for update of p`,
  )
  if (!still.length) return 0
  const keysOf = new Map(made.map(({ id, keys }) => [id, keys]))
  const of = still.map((row) => {
    const { profile, roundUp, keys } = keysOf.get(row.id)!
    return {
      ...row,
      language: profile.language,
      profile: JSON.stringify({ ...packProfile(profile), ...(roundUp ? { round_up: roundUp } : {}) }),
      fresh: roundUp ? [] : keys.map(({ hash }) => hash),
    }
  })
  await run(
    tx,
    sql`delete from article_terms t
        using unnest(${of.flatMap((a) => a.terms)}::int[], ${of.flatMap((a) => a.terms.map(() => a.id))}::bigint[],
                     ${of.flatMap((a) => a.terms.map(() => a.seen_on))}::date[]) as o (term, id, seen_on)
        where t.term = o.term and t.article_id = o.id and t.seen_on = o.seen_on`,
  )
  await run(
    tx,
    sql`insert into article_terms (term, day, seen_on, article_id)
        select * from unnest(${of.flatMap((a) => a.fresh)}::int[], ${of.flatMap((a) => a.fresh.map(() => a.day))}::date[],
          ${of.flatMap((a) => a.fresh.map(() => a.seen_on))}::date[], ${of.flatMap((a) => a.fresh.map(() => a.id))}::bigint[])`,
  )
  return run(
    tx,
    sql`update article_profiles p set language = n.language, terms = n.terms::int[], profile = n.profile
        from unnest(${of.map((a) => a.id)}::bigint[], ${of.map((a) => a.seen_on)}::date[], ${of.map((a) => a.language)}::text[],
          ${of.map((a) => `{${a.fresh.join()}}`)}::text[], ${of.map((a) => a.profile)}::jsonb[])
          as n (id, seen_on, language, terms, profile)
        where p.article_id = n.id and p.seen_on = n.seen_on`,
  )
}

/** The next repair decides again on what was clustered in the last `days` days. */
export function judgeAgain(tx: Tx, days: number): Promise<number> {
  return run(
    tx,
    sql`update repair_state
        set repaired_until = least(repaired_until, now() - make_interval(days => ${days}::int))`,
  )
}

/** Days of publication of the articles with these ids. */
export async function daysOf(db: Queryable, ids: readonly number[]): Promise<string[]> {
  const found = await rows<{ day: string }>(
    db,
    sql`select distinct day::text as day from article_profiles
        where article_id = any(${ids}::bigint[]) and day is not null`,
  )
  return found.map(({ day }) => day)
}
