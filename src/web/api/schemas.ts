import { z } from 'zod'
import { apiFields, articleFields, type ColumnKind } from '../../core/record/record.ts'

/** The answers of the API. The OpenAPI document is made from these, and a test compares the answers with it. */

const time = z.iso.datetime({ offset: true })
const nullableTime = time.nullable()
const text = z.string().nullable()
const id = z.int().positive()
const list = z.array(z.string())

const next = z
  .string()
  .nullable()
  .describe('Send it as `cursor` to get the next page; null on the last page.')

const listOf = <T extends z.ZodType>(item: T) => z.object({ data: z.array(item), next })

const storyFields = {
  story_id: id,
  title: text.describe('The headline of its lead article.'),
  language: text.describe('BCP 47.'),
  first_published_at: nullableTime,
  last_published_at: nullableTime,
  article_count: z.int(),
  outlet_count: z.int(),
  independent_count: z
    .int()
    .describe('How many outlets and agencies wrote about it themselves: copies do not count.'),
}

const story = z.object({ ...storyFields, outlets: list.describe('Slugs of the outlets.') })

const storyMember = z.object({
  article_id: id,
  outlet: text.describe('The slug of the outlet; null when it is not known.'),
  title: text,
  url: text,
  published_at: nullableTime,
  published_precision: text.describe('`second`, `minute`, `hour` or `day`.'),
  duplicate_of: id.nullable().describe('The original, where the article is a copy.'),
  similarity: z.number().nullable().describe('How much of the text is shared with the original, 0 to 1.'),
  reasons: z.unknown().describe('Why it is in the story.'),
})

const storyDetail = z.object({
  ...storyFields,
  lead_article_id: id.nullable().describe('The article that represents the story.'),
  merged_into: id.nullable().describe('The story that this one became part of: ask for that one.'),
  top_terms: list.describe('The words that are most typical of the story.'),
  articles: z.array(storyMember).describe('Each original, followed by its copies.'),
  next,
})

const columnTypes = {
  text,
  'text[]': list,
  integer: z.int(),
  timestamptz: nullableTime,
  jsonb: z.unknown(),
} as const satisfies Readonly<Record<ColumnKind, z.ZodType>>

/** The meaning of fields whose name does not say it. */
const meanings: Readonly<Record<string, string>> = {
  dek: 'The standfirst below the headline; it is not part of `body`.',
  authors: 'Names of people.',
  published_local: 'The time in the zone of the outlet, with its offset, or the day alone.',
  published_precision: '`second`, `minute`, `hour` or `day`.',
  modified_at: 'When the outlet says that it changed the article.',
  language: 'BCP 47, as the text shows it.',
  word_count: 'Words of `body`.',
  kind: '`article`, `live_blog`, `gallery` or `video`.',
}

/** The fields of an article that an answer has, from the one list of them. */
const fieldsOf = (answer: 'list' | 'detail'): Readonly<Record<string, z.ZodType>> =>
  Object.fromEntries(
    apiFields(answer).map((name) => {
      const type: z.ZodType = columnTypes[articleFields[name].column]
      const meaning = meanings[name]
      return [name, meaning ? type.describe(meaning) : type]
    }),
  )

const identified = {
  article_id: id,
  outlet: text.describe('The slug of the outlet; null when it is not known.'),
  url: text,
}
const placed = {
  story_id: id.nullable(),
  duplicate_of: id.nullable().describe('The original, where the article is a copy.'),
  similarity: z.number().nullable().describe('How much of the text is shared with the original, 0 to 1.'),
  version: z.int().describe('1 for the text that was read first; each change adds one.'),
}

const article = z.object({ ...identified, ...fieldsOf('list'), ...placed })

const articleDetail = z.object({
  ...identified,
  ...fieldsOf('detail'),
  agencies: z
    .array(z.object({ name: z.string(), role: z.enum(['text', 'photo']) }))
    .describe('News agencies that are credited.'),
  dateline: z
    .object({ raw: z.string(), city: text, country: text.describe('ISO 3166-1 alpha-2.') })
    .nullable()
    .describe('The place at the head of a report; it is not part of `body`.'),
  captions: z
    .array(z.object({ text: z.string(), credit: text, agency: text }))
    .describe('Captions of pictures.'),
  body: text.describe('Plain text; paragraphs are joined by a blank line.'),
  ...placed,
})

const outlet = z.object({
  outlet: z.string().describe('The slug.'),
  name: z.string(),
  domain: text,
  country: text.describe('ISO 3166-1 alpha-2.'),
  language: text.describe('BCP 47.'),
  timezone: text.describe('IANA name.'),
  active_feeds: z.int(),
  last_published_at: nullableTime,
  articles_7d: z.int().describe('Articles published in the last seven days, today included.'),
})

const searchHit = z.object({
  article_id: id,
  rank: z.number().describe('Higher is better; comparable within one answer only.'),
  outlet: text.describe('The slug of the outlet; null when it is not known.'),
  title: text,
  snippet: text.describe('Passages of the text; what was found stands in «…».'),
  url: text,
  published_at: nullableTime,
  story_id: id.nullable(),
})

const change = z.object({
  cursor: z.string().describe('The place of the change in the feed.'),
  kind: z.string().describe('What happened: `article.new`, `story.grew` and others.'),
  subject_id: id.describe('The article or story that it is about, as `kind` says.'),
  payload: z.unknown().describe('Facts about the change; they depend on `kind`.'),
  created_at: time,
})

const changeList = z.object({
  data: z.array(change),
  cursor: z.string().describe('Keep it, and send it as `after` next time.'),
  more: z.boolean().describe('Whether there are more changes already.'),
})

const enqueueReport = z.object({
  new: z.int().describe('Addresses that were not known.'),
  known: z.int(),
  refused: z.array(z.object({ url: z.string(), message: z.string() })),
  article_ids: z
    .array(id)
    .describe('The articles of the addresses that were not refused, in the order of the request.'),
})

const problem = z
  .object({
    type: z.string(),
    title: z.string().describe('What the status means.'),
    status: z.int().describe('The HTTP status.'),
    code: z.string().describe('The reason, for programs.'),
    detail: z.string().describe('The reason as a sentence, for people.'),
  })
  .describe('A failure, by RFC 9457.')

/** Every object that an answer holds, by its name in the OpenAPI document. */
export const answers = {
  Story: story,
  StoryList: listOf(story),
  StoryDetail: storyDetail,
  StoryMember: storyMember,
  Article: article,
  ArticleList: listOf(article),
  ArticleDetail: articleDetail,
  Outlet: outlet,
  OutletList: listOf(outlet),
  SearchHit: searchHit,
  SearchHitList: listOf(searchHit),
  Change: change,
  ChangeList: changeList,
  EnqueueReport: enqueueReport,
  Problem: problem,
} as const satisfies Readonly<Record<string, z.ZodType>>

export type AnswerName = keyof typeof answers
