import { first, run, sql, type Tx } from '../../adapters/postgres/sql.ts'
import type { TableRow } from '../../schema/rows.ts'
import {
  currentStoryId,
  type EditRow,
  emitStoryEvent,
  lockArticles,
  lockStories,
  recordEdit,
  withTheirCopies,
} from './edit-rows.ts'
import { refreshStories } from './stories.ts'

/** The result of an edit: its id, by which it can be undone, and the two stories; or one sentence that says why it is refused. */
export type EditResult =
  | { readonly ok: true; readonly editId: number; readonly storyId: number; readonly otherStoryId: number }
  | { readonly ok: false; readonly message: string }

const refuse = (message: string): EditResult => ({ ok: false, message })

/**
 * Merges two stories: the lower id is kept, and the other one forwards to it. All articles of both are pinned, so that the repair
 * pass does not separate them.
 *
 * @param madeBy who did it: `cli` or `web`
 */
export async function mergeStories(tx: Tx, a: number, b: number, madeBy: string): Promise<EditResult> {
  const stories = await lockStories(tx, [a, b])
  const kept = await currentStoryId(tx, stories, a)
  const lost = await currentStoryId(tx, stories, b)
  if (typeof kept === 'string') return refuse(kept)
  if (typeof lost === 'string') return refuse(lost)
  if (kept === lost) return refuse(`${a} and ${b} are the same story already`)
  const storyId = Math.min(kept, lost)
  const otherStoryId = Math.max(kept, lost)
  const before = await lockArticles(tx, [storyId, otherStoryId])
  const editId = await recordEdit(tx, 'merge', storyId, otherStoryId, before, madeBy)
  await run(
    tx,
    sql`update articles set story_id = ${storyId}, story_pinned_by = ${editId}, updated_at = now()
        where id = any(${before.map((place) => place.id)}::bigint[])`,
  )
  await run(
    tx,
    sql`update stories set merged_into_id = ${storyId}, article_count = 0, outlet_count = 0, independent_count = 0,
          updated_at = now()
        where id = ${otherStoryId}`,
  )
  await refreshStories(tx, [storyId])
  await emitStoryEvent(tx, 'story.merged', `edit:${editId}`, storyId, otherStoryId)
  return { ok: true, editId, storyId, otherStoryId }
}

/**
 * Moves articles from a story into a new one. A copy stays with its original: naming either of them moves both. All articles of
 * both stories are then pinned to their story.
 */
export async function splitStory(
  tx: Tx,
  id: number,
  articleIds: readonly number[],
  madeBy: string,
): Promise<EditResult> {
  const storyId = await currentStoryId(tx, await lockStories(tx, [id]), id)
  if (typeof storyId === 'string') return refuse(storyId)
  const before = await lockArticles(tx, [storyId])
  const inStory = new Set(before.map((place) => place.id))
  const strangers = articleIds.filter((article) => !inStory.has(article))
  if (strangers.length) return refuse(`not in story ${storyId}: article ${strangers.join(', ')}`)
  const moving = await withTheirCopies(tx, storyId, articleIds)
  if (!moving.length) return refuse('name at least one article to take out')
  if (moving.length === before.length)
    return refuse(
      `these are all articles of story ${storyId} (copies go with their original): nothing would stay`,
    )
  const made = await first<Pick<TableRow<'stories'>, 'id'>>(
    tx,
    sql`insert into stories (lead_article_id) values (${moving[0]}) returning id`,
  )
  const otherStoryId = made!.id
  const editId = await recordEdit(tx, 'split', storyId, otherStoryId, before, madeBy)
  await run(
    tx,
    sql`update articles set story_pinned_by = ${editId}, updated_at = now(),
          story_id = case when id = any(${moving}::bigint[]) then ${otherStoryId}::bigint else story_id end
        where id = any(${[...inStory]}::bigint[])`,
  )
  await refreshStories(tx, [storyId, otherStoryId])
  await emitStoryEvent(tx, 'story.split', `edit:${editId}`, storyId, otherStoryId)
  return { ok: true, editId, storyId, otherStoryId }
}

/** Undoes an edit: every article returns to its former story. Later edits of the same articles must be undone before. */
export async function undoEdit(tx: Tx, editId: number): Promise<EditResult> {
  const edit = await first<EditRow>(
    tx,
    sql`select id, kind, story_id, other_story_id, before, made_by, undone_at from story_edits where id = ${editId} for update`,
  )
  if (!edit) return refuse(`there is no edit ${editId}`)
  if (edit.made_by === 'repair')
    return refuse(
      `edit ${editId} was made by the repair pass, which would make it again: correct it by hand with merge or split`,
    )
  if (edit.undone_at) return refuse(`edit ${editId} has been undone already`)
  const { story_id: storyId, other_story_id: otherStoryId, before } = edit
  await lockStories(tx, [storyId, otherStoryId])
  const later = await first<{ id: number }>(
    tx,
    sql`select max(story_pinned_by) as id from articles
        where id = any(${before.map((place) => place.id)}::bigint[]) and story_pinned_by > ${editId}`,
  )
  if (later?.id) return refuse(`edit ${later.id} changed the same articles later: undo that one first`)
  // An article that was added after the edit is not in `before`: it stays in the story that it joined.
  await run(
    tx,
    sql`update stories set merged_into_id = null where id = ${otherStoryId} and ${edit.kind} = 'merge'`,
  )
  await run(
    tx,
    sql`update articles a set story_id = p.story_id, story_pinned_by = p.pinned_by, updated_at = now()
        from jsonb_to_recordset(${JSON.stringify(before)}::jsonb) as p (id bigint, story_id bigint, pinned_by bigint)
        where a.id = p.id and a.story_pinned_by = ${editId}`,
  )
  if (edit.kind === 'split') await closeSplit(tx, storyId, otherStoryId)
  await run(tx, sql`update story_edits set undone_at = now() where id = ${editId}`)
  await refreshStories(tx, [storyId, otherStoryId])
  await emitStoryEvent(
    tx,
    edit.kind === 'merge' ? 'story.split' : 'story.merged',
    `undo:${editId}`,
    storyId,
    otherStoryId,
  )
  return { ok: true, editId, storyId, otherStoryId }
}

/** Articles that were added to the new story since the split move back with the others; its id forwards to the old story. */
async function closeSplit(tx: Tx, storyId: number, otherStoryId: number): Promise<void> {
  await run(
    tx,
    sql`update articles set story_id = ${storyId}, updated_at = now() where story_id = ${otherStoryId}`,
  )
  await run(
    tx,
    sql`update stories set merged_into_id = ${storyId}, article_count = 0, outlet_count = 0, independent_count = 0,
          updated_at = now()
        where id = ${otherStoryId}`,
  )
}
