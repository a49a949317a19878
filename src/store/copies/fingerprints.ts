import { rows, run, sql, type Tx } from '../../adapters/postgres/sql.ts'
import type { TableRow } from '../../schema/rows.ts'
import { seenWithin } from '../articles/seen-within.ts'

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

/** Stores the keys by which articles are found, in place of those stored before. */
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
    sql`insert into article_profiles (article_id, day, language, fingerprints, terms, word_count, profile, text_hash)
        select id, a.day, a.language, fingerprints::bigint[], terms::int[], words, profile,
               (select text_hash_of(t.title, t.body) from articles t where t.id = a.id)
        from unnest(${ids}::bigint[], ${articles.map((a) => a.day)}::date[], ${articles.map((a) => a.language)}::text[],
          ${articles.map((a) => `{${a.fingerprints.join()}}`)}::text[], ${articles.map((a) => `{${a.terms.join()}}`)}::text[],
          ${articles.map((a) => a.words)}::int[], ${articles.map((a) => JSON.stringify(a.profile))}::jsonb[])
          as a (id, day, language, fingerprints, terms, words, profile)`,
  )
}

/** Nearly every article comes here only once, so this first asks whether there is anything to delete. */
async function forgetKeys(tx: Tx, ids: readonly number[]): Promise<void> {
  const known = await rows<Pick<TableRow<'articleProfiles'>, 'article_id'>>(
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

interface CopyWindow {
  readonly windowDays: number
  readonly minSharedKeys: number
  readonly shortWords: number
  readonly maxVerified: number
}

type CopyLookup = Pick<ArticleKeys, 'id' | 'day' | 'fingerprints' | 'words'>

/**
 * Articles that share at least two keys with one of `articles` within the window (one key, where a text is short), most
 * shared keys first. Postgres finds the holders of the keys and the counting is done here: grouping and ranking in Postgres
 * cost as much as finding.
 */
export async function findCopyCandidates(
  tx: Tx,
  articles: readonly CopyLookup[],
  policy: CopyWindow,
): Promise<CopyHit[]> {
  const holders = await findHolders(tx, articles, policy.windowDays)
  if (!holders.size) return []
  const counted = articles.map((article) => ({
    article,
    shared: countShared(article, holders, policy.windowDays),
  }))
  const { minSharedKeys, shortWords, maxVerified } = policy
  const fewKeys = new Set<number>()
  for (const { article, shared } of counted)
    if (article.words >= shortWords)
      for (const [candidate, count] of shared) if (count < minSharedKeys) fewKeys.add(candidate)
  const short = await shortTexts(tx, [...fewKeys], shortWords)
  return counted.flatMap(({ article: { id, words }, shared }) =>
    [...shared]
      .filter(([candidate, count]) => count >= minSharedKeys || words < shortWords || short.has(candidate))
      .sort(([a, x], [b, y]) => y - x || a - b)
      .slice(0, maxVerified)
      .map(([candidate, count]) => ({ id, candidate, shared: count })),
  )
}

/** The articles that hold a key. */
interface Holders {
  readonly ids: readonly number[]
  /** For each article twice its day since 1970, plus one if it came in recently; null for an undated one. */
  readonly days: readonly (number | null)[]
}

const DAY_MS = 86_400_000
/** One key never brings more than this many articles where keys are crowded: a key with so many is boilerplate. */
const MAX_PER_KEY = 40
/** The keys are crowded when all keys of a batch together have more holders than this. */
const MANY_HOLDERS = 8_000

/** The articles that hold the keys of `articles`, by key: one walk through the index for all of them. */
async function findHolders(
  tx: Tx,
  articles: readonly CopyLookup[],
  windowDays: number,
): Promise<Map<string, Holders>> {
  const keys = [...new Set(articles.flatMap(({ fingerprints }) => fingerprints.map(String)))]
  if (!keys.length) return new Map()
  const seen = seenWithin(
    articles.map(({ day }) => day),
    windowDays,
  )
  const found = await rows<{ hash: string; ids: string; days: string; all: number }>(
    tx,
    sql`with found as materialized (
          select hash, article_id, 2 * (day - date '1970-01-01') + (seen_on >= ${seen.lately}::date)::int as day
          from article_fingerprints
          where hash = any(${keys}::bigint[]) and seen_on between ${seen.from}::date and ${seen.to}::date
            and (day is not null or seen_on >= ${seen.lately}::date)
          limit ${MANY_HOLDERS + 1})
        select hash::text, array_agg(article_id)::text as ids, array_agg(day)::text as days,
               sum(count(*)) over () as all
        from found group by hash`,
  )
  const crowded = Number(found[0]?.all ?? 0) > MANY_HOLDERS
  const held = crowded ? await findSomeHolders(tx, keys, articles, windowDays) : found
  return new Map(
    held.map(({ hash, ids, days }) => [
      hash,
      {
        ids: ids.slice(1, -1).split(',').map(Number),
        days: days
          .slice(1, -1)
          .split(',')
          .map((day) => (day === 'NULL' ? null : Number(day))),
      },
    ]),
  )
}

/** The same key by key, a few of each: for keys that thousands hold. */
function findSomeHolders(
  tx: Tx,
  keys: readonly string[],
  articles: readonly CopyLookup[],
  windowDays: number,
): Promise<{ hash: string; ids: string; days: string }[]> {
  const days = articles.map(({ day }) => day)
  const seen = seenWithin(days, windowDays)
  const dated = days.flatMap((day) => day ?? [])
  const undated = dated.length < days.length
  return rows<{ hash: string; ids: string; days: string }>(
    tx,
    sql`select k.hash::text, array_agg(f.article_id)::text as ids,
               array_agg(2 * (f.day - date '1970-01-01') + (f.seen_on >= ${seen.lately}::date)::int)::text as days
        from unnest(${keys}::bigint[]) as k (hash)
        cross join lateral (
          select article_id, day, seen_on from article_fingerprints
          where hash = k.hash and seen_on between ${seen.from}::date and ${seen.to}::date
            and (exists (select from unnest(${dated}::date[]) as d (day)
                         where article_fingerprints.day between d.day - ${windowDays}::int and d.day + ${windowDays}::int)
                 or ((day is null or ${undated}::boolean) and seen_on >= ${seen.lately}::date))
          limit ${MAX_PER_KEY}) f
        group by k.hash`,
  )
}

/** How many keys each of the others shares with an article; an undated text matches everything that came in recently. */
function countShared(
  { id, day, fingerprints }: CopyLookup,
  holders: ReadonlyMap<string, Holders>,
  windowDays: number,
): Map<number, number> {
  const shared = new Map<number, number>()
  const own = day === null ? null : Date.parse(day) / DAY_MS
  const near = (its: number | null): boolean => {
    if (its === null) return true
    return own === null ? its % 2 !== 0 : Math.abs(own - Math.floor(its / 2)) <= windowDays
  }
  for (const hash of fingerprints) {
    const held = holders.get(String(hash))
    if (!held) continue
    for (let i = 0; i < held.ids.length; i++) {
      const candidate = held.ids[i]!
      if (candidate !== id && near(held.days[i]!)) shared.set(candidate, (shared.get(candidate) ?? 0) + 1)
    }
  }
  return shared
}

/** Those of `ids` whose text is short: by an index that holds only such articles (article_profiles_short). */
async function shortTexts(tx: Tx, ids: readonly number[], shortWords: number): Promise<Set<number>> {
  if (!ids.length) return new Set()
  const found = await rows<Pick<TableRow<'articleProfiles'>, 'article_id'>>(
    tx,
    sql`select article_id from article_profiles
        where word_count < 60 and article_id = any(${ids}::bigint[]) and word_count < ${shortWords}::int`,
  )
  return new Set(found.map(({ article_id }) => article_id))
}
