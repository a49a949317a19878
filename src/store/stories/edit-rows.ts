// Statements of the edits of stories (edits.ts), one each.

import { first, rows, sql, type Tx } from '../../adapters/postgres/sql.ts'
import type { NotNull, TableRow } from '../../schema/rows.ts'
import { emitEvents } from '../outbox/events.ts'

/** Where an article was before an edit. */
export interface Place extends NotNull<Pick<TableRow<'articles'>, 'id' | 'story_id'>, 'story_id'> {
  readonly pinned_by: TableRow<'articles'>['story_pinned_by']
}

export interface EditRow
  extends Pick<
    TableRow<'storyEdits'>,
    'id' | 'kind' | 'story_id' | 'other_story_id' | 'made_by' | 'undone_at'
  > {
  readonly before: readonly Place[]
}

export type StoryRow = Pick<TableRow<'stories'>, 'id' | 'merged_into_id'>

/** Locks the stories and what they were merged into, in the order of their ids. */
export async function lockStories(tx: Tx, ids: readonly number[]): Promise<readonly StoryRow[]> {
  return rows<StoryRow>(
    tx,
    sql`with recursive chain as (
          select id, merged_into_id from stories where id = any(${ids}::bigint[])
          union select s.id, s.merged_into_id from stories s join chain c on s.id = c.merged_into_id)
        select id, merged_into_id from stories where id in (select id from chain) order by id for update`,
  )
}

/** The id of the story into which `id` was merged, or of `id` itself; a sentence where there is none, or where it has no articles. */
export async function currentStoryId(
  tx: Tx,
  locked: readonly StoryRow[],
  id: number,
): Promise<number | string> {
  let row = locked.find((story) => story.id === id)
  for (let hops = 0; row?.merged_into_id && hops < 100; hops++) {
    const next: number = row.merged_into_id
    row = locked.find((story) => story.id === next)
  }
  if (!row) return `there is no story ${id}`
  const some = await first<{ one: number }>(
    tx,
    sql`select 1 as one from articles where story_id = ${row.id} limit 1`,
  )
  return some ? row.id : `story ${id} has no articles`
}

export async function lockArticles(tx: Tx, storyIds: readonly number[]): Promise<Place[]> {
  return rows<Place>(
    tx,
    sql`select id, story_id, story_pinned_by as pinned_by from articles
        where story_id = any(${storyIds}::bigint[]) order by id for update`,
  )
}

/** The articles of the story among `ids`, with their copies and originals; originals first. */
export async function withTheirCopies(tx: Tx, storyId: number, ids: readonly number[]): Promise<number[]> {
  const found = await rows<Pick<TableRow<'articles'>, 'id'>>(
    tx,
    sql`with roots as (select distinct coalesce(duplicate_of, id) as root from articles where id = any(${ids}::bigint[]))
        select a.id from articles a join roots r on r.root = coalesce(a.duplicate_of, a.id)
        where a.story_id = ${storyId} order by a.duplicate_of nulls first, a.id`,
  )
  return found.map((row) => row.id)
}

export async function recordEdit(
  tx: Tx,
  kind: 'merge' | 'split',
  storyId: number,
  otherStoryId: number,
  before: readonly Place[],
  madeBy: string,
): Promise<number> {
  const row = await first<Pick<TableRow<'storyEdits'>, 'id'>>(
    tx,
    sql`insert into story_edits (kind, story_id, other_story_id, before, made_by)
        values (${kind}, ${storyId}, ${otherStoryId}, ${JSON.stringify(before)}::jsonb, ${madeBy}) returning id`,
  )
  return row!.id
}

export function emitStoryEvent(
  tx: Tx,
  kind: 'story.merged' | 'story.split',
  key: string,
  storyId: number,
  otherStoryId: number,
): Promise<void> {
  return emitEvents(tx, [
    {
      kind,
      subjectId: storyId,
      dedupeKey: `${kind}:${key}`,
      payload: { story_id: storyId, other_story_id: otherStoryId, by_hand: true },
    },
  ])
}
