import { z } from 'zod'
import { apiFields, articleFields, type ColumnKind } from '../../core/record/record.ts'

/** The answers of the API. The OpenAPI document is made from these, and a test holds the answers against it. */

const time = z.iso.datetime({ offset: true }).describe('ISO 8601, UTC')
const nullableTime = time.nullable()
const text = z.string().nullable()
const id = z.int().positive()
const list = z.array(z.string())

export const story = z
  .object({
    story_id: id,
    title: text.describe('The headline of its lead article.'),
    language: text,
    first_published_at: nullableTime,
    last_published_at: nullableTime,
    article_count: z.int(),
    outlet_count: z.int(),
    independent_count: z.int().describe('Outlets and agencies that wrote on it themselves.'),
    outlets: list,
  })
  .meta({ title: 'Story' })

const member = z.object({
  article_id: id,
  outlet: text,
  title: text,
  url: text,
  published_at: nullableTime,
  published_precision: text,
  duplicate_of: id.nullable(),
  similarity: z.number().nullable(),
  reasons: z.unknown().describe('Why it is in the story.'),
})

export const storyDetail = story
  .omit({ outlets: true })
  .extend({
    lead_article_id: id.nullable(),
    merged_into: id.nullable().describe('The story that it became part of: ask for that.'),
    top_terms: list,
    articles: z.array(member),
  })
  .meta({ title: 'StoryDetail' })

const columnTypes = {
  text,
  'text[]': list,
  integer: z.int(),
  timestamptz: nullableTime,
  jsonb: z.unknown(),
} as const satisfies Readonly<Record<ColumnKind, z.ZodType>>

/** The fields of an article that an answer has, from the one list of them. */
const fieldsOf = (answer: 'list' | 'detail'): Readonly<Record<string, z.ZodType>> =>
  Object.fromEntries(apiFields(answer).map((name) => [name, columnTypes[articleFields[name].column]]))

const identified = { article_id: id, outlet: text, url: text }
const placed = {
  story_id: id.nullable(),
  duplicate_of: id.nullable(),
  similarity: z.number().nullable(),
  version: z.int(),
}

export const article = z.object({ ...identified, ...fieldsOf('list'), ...placed }).meta({ title: 'Article' })

export const articleDetail = z
  .object({
    ...identified,
    ...fieldsOf('detail'),
    agencies: z.array(z.object({ name: z.string(), role: z.enum(['text', 'photo']) })),
    dateline: z.object({ raw: z.string(), city: text, country: text }).nullable(),
    captions: z.array(z.object({ text: z.string(), credit: text, agency: text })),
    body: text.describe('Plain text; paragraphs joined by a blank line.'),
    ...placed,
  })
  .meta({ title: 'ArticleDetail' })

export const outlet = z
  .object({
    outlet: z.string().describe('The slug.'),
    name: z.string(),
    domain: text,
    country: text,
    language: text,
    timezone: text,
    active_feeds: z.int(),
    last_published_at: nullableTime,
    articles_7d: z.int(),
  })
  .meta({ title: 'Outlet' })

export const hit = z
  .object({
    article_id: id,
    rank: z.number(),
    outlet: text,
    title: text,
    snippet: text.describe('Passages with what was found in «…».'),
    url: text,
    published_at: nullableTime,
    story_id: id.nullable(),
  })
  .meta({ title: 'Hit' })

export const change = z
  .object({
    cursor: z.string(),
    kind: z.string(),
    subject_id: id,
    payload: z.unknown(),
    created_at: time,
  })
  .meta({ title: 'Change' })

export const listOf = <T extends z.ZodType>(item: T) =>
  z.object({
    data: z.array(item),
    next: z.string().nullable().describe('Give it back as `cursor` for the next page; null on the last one.'),
  })

export const changeList = z.object({
  data: z.array(change),
  cursor: z.string().describe('Keep it, and ask with `after` next time.'),
  more: z.boolean().describe('Whether there is more already.'),
})

export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string().describe('For programs.'),
    detail: z.string().describe('For people: what is wrong.'),
  })
  .meta({ title: 'Problem', description: 'RFC 9457' })

/** Bodies of requests that change something. */
export const bodies = {
  enqueue: z
    .strictObject({
      urls: z.array(z.string()).min(1).max(1_000).describe('Addresses of articles.'),
      outlet: z
        .string()
        .min(1)
        .max(300)
        .optional()
        .describe('Slug or name of the outlet they belong to; without it, the outlet of the address.'),
      backfill: z.boolean().optional().describe('In the lane of archives, behind live news.'),
    })
    .meta({ title: 'EnqueueRequest' }),
} as const

export const enqueued = z
  .object({
    new: z.int(),
    known: z.int(),
    refused: z.array(z.object({ url: z.string(), message: z.string() })),
    article_ids: z.array(id).describe('Of the addresses that were not refused, in their order.'),
  })
  .meta({ title: 'Enqueued' })

/** What is wrong, each with the place where it is. */
export function sentenceOf(error: z.ZodError, whole: string): string {
  return error.issues.map(({ path, message }) => `${path.join('.') || whole}: ${message}`).join('; ')
}

const limit = z.coerce.number().int().min(1).max(200).default(50).describe('Rows a page.')
/** Postgres knows a narrower range of times than JavaScript. */
const instant = z.coerce.date().min(new Date('0001-01-01T00:00:00Z')).max(new Date('9999-12-31T23:59:59Z'))
const since = instant.optional().describe('From this time on (ISO 8601).')
const until = instant.optional().describe('Before this time (ISO 8601).')
const language = z.string().max(35).optional().describe('BCP 47, as the articles carry it.')
const cursor = z.string().max(100).optional().describe('`next` of the page before.')

export const queries = {
  stories: z.strictObject({
    since,
    until,
    language,
    min_outlets: z.coerce.number().int().min(0).max(1000).default(0),
    limit,
    cursor,
  }),
  articles: z.strictObject({
    outlet: z.string().max(100).optional().describe('Slug.'),
    language,
    story_id: z.coerce.number().int().positive().optional(),
    since,
    until,
    limit,
    cursor,
  }),
  outlets: z.strictObject({ limit, cursor }),
  search: z.strictObject({
    q: z.string().min(1).max(400).describe('Words, "a phrase", or, -without.'),
    outlet: z.string().max(1000).optional().describe('Slugs, separated by commas.'),
    language,
    country: z
      .string()
      .regex(/^[A-Za-z]{2}$/)
      .optional()
      .describe('Of the outlet, ISO 3166-1.'),
    since,
    until,
    limit,
    cursor,
  }),
  changes: z.strictObject({
    after: z
      .string()
      .regex(/^\d{1,19}-\d{1,18}$/)
      .default('0-0')
      .describe('The cursor of the last change that you have read.'),
    kinds: z.string().max(200).optional().describe('Only these, separated by commas.'),
    limit: z.coerce.number().int().min(1).max(1000).default(100),
  }),
  /** Takes no parameter. */
  none: z.strictObject({}),
  feed: z.strictObject({ min_outlets: z.coerce.number().int().min(1).max(1000).default(2), language }),
} as const
