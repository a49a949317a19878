import { z } from 'zod'

/** What requests to the API may hold: parameters of the query, and bodies. A wrong one is refused by these. */

const limit = z.coerce.number().int().min(1).max(200).default(50).describe('How many rows at most.')
/**
 * A day or a time of the calendar, in UTC where it names no offset. JavaScript alone would take the 30th of February for the
 * 2nd of March, and "1" for a year. Postgres knows a narrower range of times.
 */
const instant = z
  .union([z.iso.date(), z.iso.datetime({ offset: true, local: true })], {
    error: 'a day or a time such as 2026-05-01 or 2026-05-01T12:00:00Z',
  })
  .transform((text) => new Date(/T[\d:.]+$/.test(text) ? `${text}Z` : text))
  .pipe(z.date().min(new Date('0001-01-01T00:00:00Z')).max(new Date('9999-12-31T23:59:59Z')))
const since = instant.optional().describe('Published at this time or later (ISO 8601).')
const until = instant.optional().describe('Published before this time (ISO 8601).')
const language = z.string().max(35).optional().describe('BCP 47, as the articles have it: `en`, `de`.')
const cursor = z.string().max(200).optional().describe('The `next` of the page before.')
const minOutlets = z.coerce.number().int().max(1000)
const fewestOutlets = 'Only stories that at least this many outlets have.'

export const queries = {
  stories: z.strictObject({
    since,
    until,
    language,
    min_outlets: minOutlets.min(0).default(0).describe(fewestOutlets),
    limit,
    cursor,
  }),
  story: z.strictObject({
    limit: z.coerce.number().int().min(1).max(1000).default(1000).describe('How many articles at most.'),
    cursor,
  }),
  articles: z.strictObject({
    outlet: z.string().max(100).optional().describe('The slug of an outlet.'),
    language,
    story_id: z.coerce.number().int().positive().optional().describe('Only articles of this story.'),
    undated: z
      .enum(['true'])
      .optional()
      .describe(
        'The articles that have no date, in place of those that have one: by when they were first seen, for which `since` and `until` count then.',
      ),
    since,
    until,
    limit,
    cursor,
  }),
  outlets: z.strictObject({ limit, cursor }),
  search: z.strictObject({
    q: z.string().min(1).max(400).describe('Words; `"a phrase"`, `or` and `-without` are understood.'),
    outlet: z.string().max(1000).optional().describe('Slugs of outlets, separated by commas.'),
    language,
    country: z
      .string()
      .regex(/^[A-Za-z]{2}$/)
      .optional()
      .describe('The country of the outlet, ISO 3166-1 alpha-2.'),
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
      .describe('The cursor of the last change that you have read; without it, from the beginning.'),
    kinds: z.string().max(200).optional().describe('Only changes of these kinds, separated by commas.'),
    limit: z.coerce.number().int().min(1).max(1000).default(100).describe('How many changes at most.'),
  }),
  feed: z.strictObject({ min_outlets: minOutlets.min(1).default(2).describe(fewestOutlets), language }),
  /** Takes no parameter. */
  none: z.strictObject({}),
} as const

/** Bodies of requests that change something, by their names in the OpenAPI document. */
export const bodies = {
  EnqueueRequest: z.strictObject({
    urls: z.array(z.string()).min(1).max(1_000).describe('Addresses of articles.'),
    outlet: z
      .string()
      .min(1)
      .max(300)
      .optional()
      .describe('Slug or name of the outlet that they belong to; without it, the outlet of each address.'),
    backfill: z.boolean().optional().describe('True: fetched after live news, like an archive.'),
  }),
} as const satisfies Readonly<Record<string, z.ZodType>>

export type BodyName = keyof typeof bodies

/** What is wrong, each with the place where it is. */
export function sentenceOf(error: z.ZodError, whole: string): string {
  return error.issues.map(({ path, message }) => `${path.join('.') || whole}: ${message}`).join('; ')
}
