import { first, type Queryable, rows, run, sql, type Tx } from '../../adapters/postgres/sql.ts'
import { type DayCounts, firstKeptDay, type History, RARITY_POLICY } from '../../core/stories/rarity.ts'
import type { TableRow } from '../../schema/rows.ts'

/** Counts the originals of these days again, and drops the days of a language that are not kept any more. */
export async function countTerms(tx: Tx, days: readonly string[]): Promise<void> {
  if (!days.length) return
  // The repairer has a lease; a process that runs the pipeline until idle beside it waits here.
  await run(tx, sql`lock table document_frequencies in share row exclusive mode`)
  await run(tx, sql`delete from document_frequencies where day = any(${days}::date[])`)
  await run(
    tx,
    // A term occurs once in a profile; a line may occur twice. The empty term counts the articles of the day.
    sql`insert into document_frequencies (language, day, term, articles)
        with originals as materialized (
          select p.article_id, p.language, p.day, p.profile ->> 'terms' as terms, p.profile ->> 'parts' as parts
          from article_profiles p join articles a on a.id = p.article_id
          where p.day = any(${days}::date[]) and a.stage = 'clustered' and a.duplicate_of is null),
        found as (
          select language, day, '' as term from originals
          union all
          select language, day, term from originals cross join lateral unnest(string_to_array(terms, ' ')) as t (term)
          where term <> ''
          union all
          select o.language, o.day, l.term
          from originals o cross join lateral (
            select distinct '=' || split_part(part, ' ', 1) as term
            from unnest(string_to_array(nullif(o.parts, ''), ';')) as p (part)) l),
        counted as (select language, day, term, count(*)::int as articles from found group by 1, 2, 3),
        ranked as (
          select counted.*, row_number() over (
            partition by language, day order by (term = '') desc, articles desc, term collate "C") as place
          from counted)
        select language, day, term, articles from ranked where place <= ${RARITY_POLICY.maxTermsPerDay + 1}::int`,
  )
  await dropOldDays(tx)
}

async function dropOldDays(tx: Tx): Promise<void> {
  const counted = await rows<
    Pick<TableRow<'documentFrequencies'>, 'language' | 'articles'> & { readonly day: number }
  >(
    tx,
    sql`select language, day - date '1970-01-01' as day, articles from document_frequencies where term = ''`,
  )
  for (const [language, days] of Map.groupBy(counted, (row) => row.language)) {
    const from = firstKeptDay(days.map(({ day, articles }) => [day, articles] as const))
    if (days.some(({ day }) => day < from))
      await run(
        tx,
        sql`delete from document_frequencies
            where language = ${language} and day < date '1970-01-01' + ${from}::int`,
      )
  }
}

export interface RarityState {
  /** Articles that are counted now. */
  readonly articles: number
  /** How many there were when the counts were last published. */
  readonly published: TableRow<'repairState'>['rarity_articles']
}

export async function rarityState(db: Queryable): Promise<RarityState> {
  const state = await first<RarityState>(
    db,
    sql`select rarity_articles as published,
               (select coalesce(sum(articles), 0)::int from document_frequencies where term = '') as articles
        from repair_state`,
  )
  return state!
}

/** Makes workers read the counts again. */
export function publishRarity(tx: Tx, articles: number): Promise<number> {
  return run(
    tx,
    sql`update repair_state set rarity_published_at = clock_timestamp(), rarity_articles = ${articles}`,
  )
}

/** All counts. */
export async function loadHistory(db: Queryable): Promise<History> {
  const found = await rows<
    Pick<TableRow<'documentFrequencies'>, 'language'> & {
      readonly day: number
      readonly terms: string[]
      readonly counts: number[]
    }
  >(
    db,
    sql`select language, day - date '1970-01-01' as day, array_agg(term) as terms, array_agg(articles) as counts
        from document_frequencies group by language, day`,
  )
  const history = new Map<string, Map<number, DayCounts>>()
  for (const { language, day, terms, counts } of found) {
    const of: DayCounts = { articles: 0, df: new Map() }
    for (const [i, term] of terms.entries()) {
      if (term === '') of.articles = counts[i]!
      else of.df.set(term, counts[i]!)
    }
    const days = history.get(language) ?? new Map<number, DayCounts>()
    history.set(language, days.set(day, of))
  }
  return history
}

/** Those of the last few publications; a process of tests uses several databases. */
const published = new Map<string, History>()
const MAX_PUBLISHED = 4

/** The counts as last published: the same for every worker, and cached in this process until the next publication. */
export async function publishedHistory(db: Queryable): Promise<History> {
  const state = await first<{ stamp: string }>(
    db,
    sql`select rarity_published_at::text as stamp from repair_state`,
  )
  const stamp = state!.stamp
  let history = published.get(stamp)
  if (history === undefined) {
    history = stamp === '-infinity' ? new Map() : await loadHistory(db)
    if (published.size >= MAX_PUBLISHED) published.clear()
    published.set(stamp, history)
  }
  return history
}
