import { type Queryable, rows, sql } from '../../adapters/postgres/sql.ts'
import type { TableRow } from '../../schema/rows.ts'

export interface StoryEdit
  extends Pick<
    TableRow<'storyEdits'>,
    'kind' | 'story_id' | 'other_story_id' | 'made_by' | 'made_at' | 'undone_at'
  > {
  readonly edit_id: TableRow<'storyEdits'>['id']
  /** It was made by a person and not undone, and no later edit changed the same articles. */
  readonly may_undo: boolean
}

/** The edits of a story, the latest first. */
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
