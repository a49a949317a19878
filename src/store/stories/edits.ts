import { first, type Queryable, rows, run, sql, type Tx } from '../../adapters/postgres/sql.ts'
import type { NotNull, TableRow } from '../../schema/rows.ts'
import { emitEvents } from '../outbox/events.ts'
import { refreshStories } from './stories.ts'

/** What came of an edit: its id (to undo it with) and the two stories, or one sentence why it cannot be. */
export type EditResult =
  | { readonly ok: true; readonly editId: number; readonly storyId: number; readonly otherStoryId: number }
  | { readonly ok: false; readonly message: string }

interface Place extends NotNull<Pick<TableRow<'articles'>, 'id' | 'story_id'>, 'story_id'> {
  readonly pinned_by: TableRow<'articles'>['story_pinned_by']
}

const refuse = (message: string): EditResult => ({ ok: false, message })

/**
 * Makes one story of two: the older id stays, the other keeps a forwarding address. All articles of both are pinned,
 * so that the machine's second look leaves them together.
 *
 * @param madeBy who did it: `cli` or `web`
 */
export async function mergeStories(tx: Tx, a: number, b: number, madeBy: string): Promise<EditResult> {
  const stories = await lockStories(tx, [a, b])
  const kept = await living(tx, stories, a)
  const lost = await living(tx, stories, b)
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
  await tell(tx, 'story.merged', `edit:${editId}`, storyId, otherStoryId)
  return { ok: true, editId, storyId, otherStoryId }
}

/**
 * Takes articles out of a story into a new one. A copy stays with its original: naming either moves both. All articles
 * on both sides are pinned where they then are.
 */
export async function splitStory(
  tx: Tx,
  id: number,
  articleIds: readonly number[],
  madeBy: string,
): Promise<EditResult> {
  const storyId = await living(tx, await lockStories(tx, [id]), id)
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
  await tell(tx, 'story.split', `edit:${editId}`, storyId, otherStoryId)
  return { ok: true, editId, storyId, otherStoryId }
}

/** Takes an edit back: every article returns to where it stood. Later edits of the same articles go first. */
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
  // An article that came in after the edit follows the side it joined: nothing of it is in `before`.
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
  await tell(
    tx,
    edit.kind === 'merge' ? 'story.split' : 'story.merged',
    `undo:${editId}`,
    storyId,
    otherStoryId,
  )
  return { ok: true, editId, storyId, otherStoryId }
}

/** What joined the split-off story meanwhile goes back with the rest; its id forwards. */
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

export interface StoryEdit
  extends Pick<
    TableRow<'storyEdits'>,
    'kind' | 'story_id' | 'other_story_id' | 'made_by' | 'made_at' | 'undone_at'
  > {
  readonly edit_id: TableRow<'storyEdits'>['id']
  /** Made by a person, not undone, and no later edit stands on it. */
  readonly may_undo: boolean
}

/** The edits that a story took part in, the latest first. */
export function listEdits(db: Queryable, storyId: number, limit = 20): Promise<StoryEdit[]> {
  return rows<StoryEdit>(
    db,
    sql`select e.id as edit_id, kind, story_id, other_story_id, made_by, made_at, undone_at,
               made_by <> 'repair' and undone_at is null and not exists (
                 select from articles a where a.story_pinned_by > e.id
                   and a.id in (select p.id from jsonb_to_recordset(e.before) as p (id bigint))) as may_undo
        from story_edits e
        where story_id = ${storyId} or other_story_id = ${storyId} order by id desc limit ${limit}`,
  )
}

interface EditRow
  extends Pick<
    TableRow<'storyEdits'>,
    'id' | 'kind' | 'story_id' | 'other_story_id' | 'made_by' | 'undone_at'
  > {
  readonly before: readonly Place[]
}

type StoryRow = Pick<TableRow<'stories'>, 'id' | 'merged_into_id'>

/** Locks the stories and what they were merged into, in the order of their ids. */
async function lockStories(tx: Tx, ids: readonly number[]): Promise<readonly StoryRow[]> {
  return rows<StoryRow>(
    tx,
    sql`with recursive chain as (
          select id, merged_into_id from stories where id = any(${ids}::bigint[])
          union select s.id, s.merged_into_id from stories s join chain c on s.id = c.merged_into_id)
        select id, merged_into_id from stories where id in (select id from chain) order by id for update`,
  )
}

async function living(tx: Tx, locked: readonly StoryRow[], id: number): Promise<number | string> {
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

async function lockArticles(tx: Tx, storyIds: readonly number[]): Promise<Place[]> {
  return rows<Place>(
    tx,
    sql`select id, story_id, story_pinned_by as pinned_by from articles
        where story_id = any(${storyIds}::bigint[]) order by id for update`,
  )
}

async function withTheirCopies(tx: Tx, storyId: number, ids: readonly number[]): Promise<number[]> {
  const found = await rows<Pick<TableRow<'articles'>, 'id'>>(
    tx,
    sql`with roots as (select distinct coalesce(duplicate_of, id) as root from articles where id = any(${ids}::bigint[]))
        select a.id from articles a join roots r on r.root = coalesce(a.duplicate_of, a.id)
        where a.story_id = ${storyId} order by a.duplicate_of nulls first, a.id`,
  )
  return found.map((row) => row.id)
}

async function recordEdit(
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

function tell(
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
