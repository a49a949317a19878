import { type Queryable, rows, sql } from '../adapters/postgres/sql.ts'
import type { NotNull, TableRow } from '../schema/rows.ts'

/** An original that is in a story with others and may belong to another story. */
export interface UncertainJoin
  extends Pick<TableRow<'stories'>, 'article_count'>,
    Pick<TableRow<'articles'>, 'title' | 'language' | 'published_at' | 'published_precision'>,
    NotNull<Pick<TableRow<'storyLinks'>, 'probability' | 'reasons'>, 'probability'> {
  readonly story_id: TableRow<'stories'>['id']
  readonly story_title: TableRow<'stories'>['title']
  readonly story_language: TableRow<'stories'>['language']
  readonly article_id: TableRow<'articles'>['id']
  readonly outlet: TableRow<'outlets'>['slug'] | null
}

/** A join at or above this probability counts as certain; the index `story_links_uncertain` has those below. */
const CERTAIN = 0.8

/** The joins with the lowest probability, the lowest first. What people decided counts as certain. */
export function uncertainJoins(
  db: Queryable,
  filter: { readonly since: Date | null; readonly minOutlets: number; readonly limit: number },
): Promise<UncertainJoin[]> {
  return rows<UncertainJoin>(
    db,
    sql`select s.id as story_id, s.title as story_title, s.language as story_language, s.article_count,
               a.id as article_id, o.slug as outlet, a.title, a.language, a.published_at, a.published_precision,
               l.probability, l.reasons
        from story_links l
        join articles a on a.id = l.article_id
        join stories s on s.id = a.story_id
        left join outlets o on o.id = a.outlet_id
        where l.probability < ${CERTAIN} and l.reasons ->> 'why' in ('joined', 'repaired')
          and a.duplicate_of is null and a.story_pinned_by is null and a.stage = 'clustered'
          and s.merged_into_id is null and s.article_count > 1 and s.outlet_count >= ${filter.minOutlets}
          and (${filter.since}::timestamptz is null or s.last_published_at >= ${filter.since})
          and exists (select from articles b
                      where b.story_id = a.story_id and b.id <> a.id and b.duplicate_of is distinct from a.id)
        order by l.probability, a.id limit ${filter.limit}`,
  )
}
