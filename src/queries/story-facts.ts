import type { NotNull, ViewRow } from '../schema/rows.ts'

/** The columns of a story that lists, pages and the API show. A story without articles has no times and is not shown. */
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

/** The same, with the columns that only the page of the story shows. */
export type WholeStory = StoryFacts & Pick<ViewRow<'stories'>, 'merged_into' | 'top_terms'>
