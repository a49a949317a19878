import { first, type Queryable, rows, run, sql, type Tx } from '../adapters/sql.ts'
import { emitEvents } from './events.ts'
import { refreshStories } from './stories.ts'

export interface ClusterInput {
  readonly id: number
  readonly outlet_id: number | null
  readonly version: number
  readonly parked_count: number
  readonly content_hash: string | null
  readonly story_id: number | null
  readonly duplicate_of: number | null
}

export function loadForCluster(db: Queryable, ids: readonly number[]): Promise<ClusterInput[]> {
  return rows<ClusterInput & Record<string, unknown>>(
    db,
    sql`select id, outlet_id, version, parked_count, content_hash, story_id, duplicate_of
        from articles where id = any(${ids}::bigint[]) and stage = 'extracted' order by id`,
  )
}

export async function saveClustered(
  tx: Tx,
  items: readonly { input: ClusterInput }[],
): Promise<{ id: number; outcome: 'done' }[]> {
  const hashes = items.flatMap(({ input }) => input.content_hash ?? [])
  await run(
    tx,
    sql`select pg_advisory_xact_lock(k) from (
          select distinct hashtextextended(hash, 2) as k from unnest(${hashes}::text[]) as hash order by 1) as sorted`,
  )
  const touched = new Set<number>()
  for (const { input } of items) touched.add(await place(tx, input))
  await refreshStories(tx, [...touched])
  await emitEvents(
    tx,
    items
      .filter(({ input }) => input.story_id === null)
      .map(({ input }) => ({
        kind: 'article.new' as const,
        subjectId: input.id,
        dedupeKey: `article.new:${input.id}`,
        payload: { article_id: input.id },
      })),
  )
  return items.map(({ input }) => ({ id: input.id, outcome: 'done' }))
}

async function place(tx: Tx, input: ClusterInput): Promise<number> {
  const original = input.content_hash
    ? await first<{ id: number; story_id: number }>(
        tx,
        sql`select id, story_id from articles
            where content_hash = ${input.content_hash} and id <> ${input.id} and stage = 'clustered'
              and duplicate_of is null and story_id is not null
            order by published_at, id limit 1`,
      )
    : undefined
  const storyId = original?.story_id ?? input.story_id ?? (await newStory(tx, input.id))
  await run(
    tx,
    sql`update articles set stage = 'clustered', reason = null, duplicate_of = ${original?.id ?? null},
          similarity = ${original ? 1 : null}, story_id = ${storyId}, clustered_at = now(), updated_at = now(),
          ring_count = 0
        where id = ${input.id}`,
  )
  return storyId
}

async function newStory(tx: Tx, leadArticleId: number): Promise<number> {
  const row = await first<{ id: number }>(
    tx,
    sql`insert into stories (lead_article_id) values (${leadArticleId}) returning id`,
  )
  return row!.id
}
