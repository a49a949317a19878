import { rows, run, sql, type Tx } from '../adapters/sql.ts'
import { seenWithin } from './seen-within.ts'

export interface ArticleKeys {
  readonly id: number
  /** Day of publication, `YYYY-MM-DD`; null where it is not known. */
  readonly day: string | null
  readonly fingerprints: readonly bigint[]
  readonly terms: readonly number[]
  readonly words: number
  readonly language: string
  readonly profile: object
}

/** Stores what articles are found by, in place of what was stored of them before. */
export async function saveKeys(tx: Tx, articles: readonly ArticleKeys[]): Promise<void> {
  const ids = articles.map(({ id }) => id)
  await forgetKeys(tx, ids)
  await run(
    tx,
    sql`insert into article_fingerprints (hash, day, article_id)
        select * from unnest(${articles.flatMap((a) => a.fingerprints.map(String))}::bigint[],
          ${articles.flatMap((a) => a.fingerprints.map(() => a.day))}::date[],
          ${articles.flatMap((a) => a.fingerprints.map(() => a.id))}::bigint[])`,
  )
  await run(
    tx,
    sql`insert into article_terms (term, day, article_id)
        select * from unnest(${articles.flatMap((a) => a.terms)}::int[],
          ${articles.flatMap((a) => a.terms.map(() => a.day))}::date[],
          ${articles.flatMap((a) => a.terms.map(() => a.id))}::bigint[])`,
  )
  await run(
    tx,
    sql`insert into article_profiles (article_id, day, language, fingerprints, terms, word_count, profile)
        select id, day, language, fingerprints::bigint[], terms::int[], words, profile
        from unnest(${ids}::bigint[], ${articles.map((a) => a.day)}::date[], ${articles.map((a) => a.language)}::text[],
          ${articles.map((a) => `{${a.fingerprints.join()}}`)}::text[], ${articles.map((a) => `{${a.terms.join()}}`)}::text[],
          ${articles.map((a) => a.words)}::int[], ${articles.map((a) => JSON.stringify(a.profile))}::jsonb[])
          as a (id, day, language, fingerprints, terms, words, profile)`,
  )
}

/** Nearly every article comes here once: whether there is anything to forget is asked first. */
async function forgetKeys(tx: Tx, ids: readonly number[]): Promise<void> {
  const known = await rows<{ article_id: number }>(
    tx,
    sql`select article_id from article_profiles where article_id = any(${ids}::bigint[])`,
  )
  if (!known.length) return
  await run(
    tx,
    sql`with old as (
          delete from article_profiles where article_id = any(${known.map((row) => row.article_id)}::bigint[])
          returning article_id, seen_on, fingerprints, terms),
        prints as (
          delete from article_fingerprints f using (select article_id, seen_on, unnest(fingerprints) as hash from old) o
          where f.hash = o.hash and f.article_id = o.article_id and f.seen_on = o.seen_on)
        delete from article_terms t using (select article_id, seen_on, unnest(terms) as term from old) o
        where t.term = o.term and t.article_id = o.article_id and t.seen_on = o.seen_on`,
  )
}

export interface CopyHit {
  readonly id: number
  readonly candidate: number
  readonly shared: number
}

/** One key never brings more than this many articles: what so many share is nobody's text. */
const MAX_PER_KEY = 40

/** Articles that share at least two keys with one of `articles` within the window (one, where a text is short). */
export async function findCopyCandidates(
  tx: Tx,
  articles: readonly ArticleKeys[],
  policy: {
    readonly windowDays: number
    readonly minSharedKeys: number
    readonly shortWords: number
    readonly maxVerified: number
  },
): Promise<CopyHit[]> {
  const keys = articles.flatMap((a) =>
    a.fingerprints.map((hash) => ({
      id: a.id,
      day: a.day,
      hash: String(hash),
      short: a.words < policy.shortWords,
    })),
  )
  if (!keys.length) return []
  const seen = seenWithin(
    articles.map(({ day }) => day),
    policy.windowDays,
  )
  return rows<CopyHit & Record<string, unknown>>(
    tx,
    sql`with hits as materialized (
          select k.id, f.article_id as candidate, count(*)::int as shared,
                 bool_or(k.short) or count(*) >= ${policy.minSharedKeys}::int as enough
          from unnest(${keys.map((k) => k.id)}::bigint[], ${keys.map((k) => k.day)}::date[],
                      ${keys.map((k) => k.hash)}::bigint[], ${keys.map((k) => k.short)}::boolean[]) as k (id, day, hash, short)
          cross join lateral (
            select article_id from article_fingerprints
            where hash = k.hash and seen_on between ${seen.from}::date and ${seen.to}::date
              and (day between k.day - ${policy.windowDays}::int and k.day + ${policy.windowDays}::int
                   or ((day is null or k.day is null) and seen_on >= ${seen.lately}::date))
            limit ${MAX_PER_KEY}) f
          where f.article_id <> k.id
          group by k.id, f.article_id),
        short as materialized (
          select article_id from article_profiles
          where article_id = any(array(select distinct candidate from hits where not enough))
            and seen_on between ${seen.from}::date and ${seen.to}::date and word_count < ${policy.shortWords}::int),
        ranked as (
          select id, candidate, shared, row_number() over (partition by id order by shared desc, candidate) as place
          from hits where enough or candidate in (select article_id from short))
        select id, candidate, shared from ranked where place <= ${policy.maxVerified}::int`,
  )
}
