import { first, type Queryable, rows, sql } from '../adapters/postgres/sql.ts'
import type { NotNull, TableRow, ViewRow } from '../schema/rows.ts'
import type { WholeStory } from './story-facts.ts'

export type StoryHead = WholeStory

/** A story with articles; for a merged one the story that it became part of. */
export async function storyHead(db: Queryable, id: number): Promise<StoryHead | undefined> {
  let story: StoryHead | undefined
  let next: number | null = id
  for (let hops = 0; next !== null && hops < 100; hops++) {
    story = await first<StoryHead>(
      db,
      sql`select story_id, title, language, first_published_at, last_published_at, article_count, outlet_count,
                 independent_count, merged_into, top_terms
          from news.stories where story_id = ${next}`,
    )
    next = story?.merged_into ?? null
  }
  return story
}

export interface StoryArticle
  extends Pick<TableRow<'outlets'>, 'country'>,
    Pick<
      TableRow<'articles'>,
      | 'language'
      | 'title'
      | 'url'
      | 'authors'
      | 'word_count'
      | 'version'
      | 'published_precision'
      | 'duplicate_of'
      | 'similarity'
    > {
  readonly article_id: TableRow<'articles'>['id']
  readonly outlet: TableRow<'outlets'>['slug'] | null
  readonly outlet_name: TableRow<'outlets'>['name'] | null
  readonly agencies: readonly { readonly name: string; readonly role: string }[]
  /** The time of its publication; the time when it was first seen, where that is unknown. */
  readonly at: Date
  readonly dated: boolean
  readonly reasons: unknown
}

/** Articles of a story, originals by time, each followed by its copies; from `offset` on, counted by original. */
export async function storyArticles(
  db: Queryable,
  storyId: number,
  limit: number,
  offset: number,
): Promise<StoryArticle[]> {
  return rows<StoryArticle>(
    db,
    sql`with originals as (
          select a.id, coalesce(a.published_at, a.first_seen_at) as at from articles a
          where a.story_id = ${storyId} and a.version > 0
            and (a.duplicate_of is null or not exists (
                   select 1 from articles o where o.id = a.duplicate_of and o.story_id = ${storyId}))
          order by 2, 1 limit ${limit} offset ${offset}),
        members as (
          select id, id as root, at as root_at from originals
          union all
          (select a.id, o.id, o.at from originals o join articles a on a.duplicate_of = o.id
           where a.story_id = ${storyId} and a.version > 0 limit ${MAX_COPIES}))
        select a.id as article_id, o.slug as outlet, o.name as outlet_name, o.country, a.language, a.title, a.url,
               a.authors, a.agencies, a.word_count, a.version, coalesce(a.published_at, a.first_seen_at) as at,
               a.published_precision, a.published_at is not null as dated, a.duplicate_of, a.similarity,
               -- A reason never names an article that has left the story.
               case when exists (
                 select from articles k
                 where k.id = (coalesce(a.copy_reasons, l.reasons) ->> 'like')::bigint and k.story_id = ${storyId})
                 then coalesce(a.copy_reasons, l.reasons)
                 else coalesce(a.copy_reasons, l.reasons) - 'like' end as reasons
        from members m join articles a on a.id = m.id
        left join story_links l on l.article_id = a.id
        left join outlets o on o.id = a.outlet_id
        order by m.root_at, m.root, a.duplicate_of nulls first, 12, a.id`,
  )
}

const MAX_COPIES = 100

export interface TimelineMark extends Pick<TableRow<'articles'>, 'title'> {
  readonly outlet: TableRow<'outlets'>['slug'] | null
  readonly outlet_name: TableRow<'outlets'>['name'] | null
  readonly article_id: TableRow<'articles'>['id']
  readonly at: Date
  readonly copy: boolean
}

/** Who published when: the marks of the timeline, by time. Picked from the index articles_story_members alone. */
export function storyTimeline(db: Queryable, storyId: number, limit: number): Promise<TimelineMark[]> {
  return rows<TimelineMark>(
    db,
    sql`with marks as (
          select a.id, a.outlet_id, coalesce(a.published_at, a.first_seen_at) as at, a.duplicate_of is not null as copy
          from articles a where a.story_id = ${storyId} and a.version > 0 order by 3, 1 limit ${limit})
        select o.slug as outlet, o.name as outlet_name, a.id as article_id, a.title, m.at, m.copy
        from marks m join articles a on a.id = m.id left join outlets o on o.id = m.outlet_id
        order by m.at, m.id`,
  )
}

export type Neighbour = NotNull<
  Pick<ViewRow<'stories'>, 'story_id' | 'title' | 'language' | 'outlet_count' | 'last_published_at'>,
  'last_published_at'
>

/** Stories of the same days whose headlines are most alike: what an operator may want to merge. */
export function similarStories(db: Queryable, story: StoryHead, limit: number): Promise<Neighbour[]> {
  const day = 86_400_000
  return rows<Neighbour>(
    db,
    sql`select n.story_id, n.title, n.language, n.outlet_count, n.last_published_at from (
          select story_id, title, language, outlet_count, last_published_at from news.stories
          where merged_into is null and story_id <> ${story.story_id}
            and last_published_at between ${new Date(story.first_published_at.getTime() - 2 * day)}
                                      and ${new Date(story.last_published_at.getTime() + 2 * day)}
          limit 5000) n
        where similarity(n.title, ${story.title}) > 0.1
        order by similarity(n.title, ${story.title}) desc, n.story_id limit ${limit}`,
  )
}
