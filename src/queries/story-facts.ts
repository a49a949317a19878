import type { NotNull, ViewRow } from '../schema/rows.ts'

/** What lists, pages and the API say of a story. One without articles, which has no times, is shown nowhere. */
export type StoryFacts = NotNull<
  Pick<
    ViewRow<'stories'>,
    | 'story_id'
    | 'title'
    | 'language'
    | 'first_published_at'
    | 'last_published_at'
    | 'article_count'
    | 'outlet_count'
    | 'independent_count'
  >,
  'first_published_at' | 'last_published_at'
>

/** The same, with what only the story itself tells. */
export type WholeStory = StoryFacts & Pick<ViewRow<'stories'>, 'merged_into' | 'top_terms'>
