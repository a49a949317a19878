import { first, type Queryable, rows, run, sql, type Tx } from '../../adapters/postgres/sql.ts'
import type { TableRow } from '../../schema/rows.ts'

/** A user's own step, which identifies its annotations. */
export interface StepKey {
  readonly name: string
  readonly version: string
}

/** How far a step has come. */
export interface StepProgress {
  /** The last change of the feed that it has handled. */
  readonly cursor: string
  /** Of the articles that existed before the step: the last one handled, by id. Null when all were handled. */
  readonly backfill_after: number | null
}

/**
 * The progress of a step, created where there is none: it begins at the present end of the change feed and with the first of
 * the existing articles. It begins so again when the step was away for longer than the feed reaches back.
 */
export async function openStep(
  db: Queryable,
  { name, version }: StepKey,
  now: string,
  feedDays: number,
): Promise<StepProgress> {
  await run(
    db,
    sql`insert into own_steps as s (name, version, cursor, backfill_after) values (${name}, ${version}, ${now}, 0)
        on conflict (name, version) do update
          set cursor = excluded.cursor, backfill_after = 0, seen_at = now()
          where s.seen_at < now() - make_interval(days => ${feedDays}) + interval '2 hours'`,
  )
  return (await first<StepProgress>(
    db,
    sql`select cursor, backfill_after from own_steps where name = ${name} and version = ${version}`,
  ))!
}

/** Records how far a step has come, and that it has read the feed up to now. */
export async function saveProgress(
  db: Queryable,
  { name, version }: StepKey,
  { cursor, backfill_after }: StepProgress,
): Promise<void> {
  await run(
    db,
    sql`update own_steps set cursor = ${cursor}, backfill_after = ${backfill_after}::bigint, seen_at = now()
        where name = ${name} and version = ${version}`,
  )
}

/**
 * Articles with an id above `after` that went through the pipeline and have no annotation of the step for their present text.
 */
export async function articlesToBackfill(
  db: Queryable,
  { name, version }: StepKey,
  after: number,
  limit: number,
): Promise<number[]> {
  const found = await rows<Pick<TableRow<'articles'>, 'id'>>(
    db,
    sql`select a.id from articles a
        where a.id > ${after} and a.version > 0 and a.clustered_at is not null
          and a.stage in ('discovered', 'fetched', 'extracted', 'clustered')
          and not exists (select 1 from annotations n where n.article_id = a.id and n.name = ${name}
            and n.version = ${version} and n.created_at >= coalesce(a.extracted_at, a.first_seen_at))
        order by a.id limit ${limit}`,
  )
  return found.map((row) => row.id)
}

/** Articles for which the step failed. */
export async function articlesThatFailed(
  db: Queryable,
  { name, version }: StepKey,
  after: number,
  limit: number,
): Promise<number[]> {
  const found = await rows<{ article_id: number }>(
    db,
    sql`select article_id from annotation_failures where name = ${name} and version = ${version}
          and article_id > ${after} order by article_id limit ${limit}`,
  )
  return found.map((row) => row.article_id)
}

/** The result of a step for one article: a value as JSON, nothing, or why it failed. */
export interface StepResult {
  readonly articleId: number
  readonly json: string | null
  readonly failure: string | null
}

/**
 * Stores the results of a step, in the transaction that stores its progress. An earlier result for the article is replaced,
 * or deleted where there is no new one; a failure leaves it. An article that was taken down meanwhile gets no annotation.
 */
export async function saveResults(
  tx: Tx,
  { name, version }: StepKey,
  results: readonly StepResult[],
): Promise<void> {
  const kept = results.filter((result) => result.json !== null)
  const failed = results.filter((result) => result.failure !== null)
  const ids = (some: readonly StepResult[]) => some.map((result) => result.articleId)
  const nothing = results.filter((result) => result.json === null && result.failure === null)
  await run(
    tx,
    sql`insert into annotations (article_id, name, version, value)
        select a.id, ${name}, ${version}, r.value
        from unnest(${ids(kept)}::bigint[], ${kept.map((result) => result.json)}::jsonb[]) as r (id, value)
        join articles a on a.id = r.id where a.version > 0 order by a.id for share of a
        on conflict (article_id, name, version) do update set value = excluded.value, created_at = now()`,
  )
  await run(
    tx,
    sql`delete from annotations where name = ${name} and version = ${version} and article_id = any(${ids(nothing)}::bigint[])`,
  )
  await run(
    tx,
    sql`delete from annotation_failures where name = ${name} and version = ${version}
          and article_id = any(${ids([...kept, ...nothing])}::bigint[])`,
  )
  await run(
    tx,
    sql`insert into annotation_failures (article_id, name, version, message)
        select r.id, ${name}, ${version}, r.message
        from unnest(${ids(failed)}::bigint[], ${failed.map((result) => result.failure)}::text[]) as r (id, message)
        on conflict (article_id, name, version) do update set message = excluded.message, failed_at = now()`,
  )
}

/** The articles of `ids` as `news.articles` has them, those that are readable. */
export function stepArticles<Article extends object>(
  db: Queryable,
  ids: readonly number[],
): Promise<Article[]> {
  return rows<Article>(
    db,
    sql`select article_id, outlet, url, title, dek, authors, agencies, dateline, published_at, modified_at, language,
               section, tags, canonical_url, image_url, captions, body, word_count, kind, story_id, duplicate_of, version,
               first_seen_at
        from news.articles where article_id = any(${ids}::bigint[]) order by article_id`,
  )
}
