import { type Context, Hono } from 'hono'
import { etag } from 'hono/etag'
import { HTTPException } from 'hono/http-exception'
import type { z } from 'zod'
import { apiArticle, apiArticles, apiOutlets, apiSearch, apiStories, apiStory } from '../../queries/api.ts'
import type { OpenDeps } from '../../runtime/deps.ts'
import { isRemoved } from '../../store/articles/removals.ts'
import { changesAfter, eventKinds } from '../../store/outbox/changes.ts'
import { methodsOf } from '../access/methods.ts'
import type { OperatorGate } from '../access/operator.ts'
import { problem, refusalOf } from '../problem.ts'
import { BadRequest, listCursor, listPlaceOf, memberCursor, memberPlaceOf, skippedOf } from './cursors.ts'
import { enqueueRoute } from './enqueue.ts'
import { atomOf, jsonFeedOf } from './feeds.ts'
import { openApiDocument } from './openapi.ts'
import { queries, sentenceOf } from './parameters.ts'

export type ApiDeps = Pick<OpenDeps, 'pool' | 'readPool' | 'log' | 'http'>

/**
 * The JSON of `/api/v1`: mount it with `app.route('/api/v1', apiRoutes(deps, operator))`. Requests that only
 * read are open to everybody and to pages of any origin, and have an ETag; those that change something are for operators.
 */
export function apiRoutes(deps: ApiDeps, operator: OperatorGate): Hono {
  const { readPool: pool } = deps
  const api = new Hono()
  api.use(etag({ weak: true }))
  api.use(async (c, next) => {
    await next()
    // Any page may read it: where the origin is `*`, browsers send neither cookie nor token.
    c.header('access-control-allow-origin', '*')
    c.header('cache-control', 'no-cache')
  })
  const openApi = openApiDocument()
  api.get('/openapi.json', (c) => {
    read(c, queries.none)
    return c.json(openApi)
  })

  api.get('/stories', async (c) => {
    const query = read(c, queries.stories)
    const rows = await apiStories(pool, {
      since: query.since ?? null,
      until: query.until ?? null,
      language: query.language ?? null,
      minOutlets: query.min_outlets,
      after: listPlaceOf(query.cursor),
      limit: query.limit + 1,
    })
    return c.json(page(rows, query.limit, (row) => listCursor(row.place, row.story_id)))
  })
  api.get('/stories.atom', async (c) => {
    const { stories, frame } = await feedOf(c)
    return c.body(atomOf(stories, frame), 200, { 'content-type': 'application/atom+xml; charset=utf-8' })
  })
  api.get('/stories.json', async (c) => {
    const { stories, frame } = await feedOf(c)
    return c.body(JSON.stringify(jsonFeedOf(stories, frame)), 200, {
      'content-type': 'application/feed+json',
    })
  })
  const feedOf = async (c: Context) => {
    const query = read(c, queries.feed)
    const rows = await apiStories(pool, {
      since: null,
      until: null,
      language: query.language ?? null,
      minOutlets: query.min_outlets,
      after: null,
      limit: 50,
    })
    const { origin } = new URL(c.req.url)
    return { stories: rows, frame: { origin, self: c.req.url } }
  }
  api.get('/stories/:id{[0-9]{1,15}}', async (c) => {
    const { limit, cursor } = read(c, queries.story)
    const story = await apiStory(pool, Number(c.req.param('id')), {
      after: memberPlaceOf(cursor),
      limit: limit + 1,
    })
    if (!story) return oneOf(c, undefined, 'story')
    const { data, next } = page(story.articles, limit, ({ place }) => memberCursor(place))
    return c.json({ ...story, articles: data, next })
  })

  api.get('/articles', async (c) => {
    const query = read(c, queries.articles)
    const rows = await apiArticles(pool, {
      outlet: query.outlet ?? null,
      language: query.language ?? null,
      storyId: query.story_id ?? null,
      undated: query.undated === 'true',
      since: query.since ?? null,
      until: query.until ?? null,
      after: listPlaceOf(query.cursor),
      limit: query.limit + 1,
    })
    return c.json(page(rows, query.limit, (row) => listCursor(row.place, row.article_id)))
  })
  api.get('/articles/:id{[0-9]{1,15}}', async (c) => {
    read(c, queries.none)
    const id = Number(c.req.param('id'))
    const article = await apiArticle(pool, id)
    if (!article && (await isRemoved(pool, id)))
      return problem(c, 410, 'removed', `article ${id} was taken down here`)
    return oneOf(c, article, 'article')
  })

  api.get('/outlets', async (c) => {
    const query = read(c, queries.outlets)
    const rows = await apiOutlets(pool, query.cursor ?? '', query.limit + 1)
    return c.json(page(rows, query.limit, (row) => String(row.outlet)))
  })

  api.get('/search', async (c) => {
    const query = read(c, queries.search)
    const skip = skippedOf(query.cursor)
    const rows = await apiSearch(pool, {
      terms: query.q,
      outlets: query.outlet?.split(',') ?? null,
      language: query.language ?? null,
      country: query.country ?? null,
      since: query.since ?? null,
      until: query.until ?? null,
      limit: query.limit + 1,
      skip,
    })
    return c.json(page(rows, query.limit, () => String(skip + query.limit)))
  })

  api.get('/changes', async (c) => {
    const query = read(c, queries.changes)
    const kinds = query.kinds?.split(',') ?? null
    for (const kind of kinds ?? [])
      if (!(eventKinds as readonly string[]).includes(kind))
        throw new BadRequest(`kinds: there is no "${kind}"; use ${eventKinds.join(', ')}`)
    // Never from a standby: a cursor that is ahead of it would skip changes that it does not have yet.
    const rows = await changesAfter(deps.pool, query.after, kinds, query.limit + 1)
    const data = rows.slice(0, query.limit)
    return c.json({ data, cursor: data.at(-1)?.cursor ?? query.after, more: rows.length > data.length })
  })

  api.route('/', enqueueRoute(deps, operator))

  api.all('*', (c) => {
    const methods = methodsOf(api, c.req.path.replace(/^.*\/api\/v1(?=\/)/, ''))
    if (!methods.length) return problem(c, 404, 'not_found', 'there is no such path: see openapi.json')
    const allow = methods.join(', ')
    return problem(c, 405, 'wrong_method', `this takes ${allow}`, { allow })
  })
  api.onError((error, c) => {
    if (error instanceof HTTPException) return refusalOf(c, error)
    if (error instanceof BadRequest) return problem(c, 400, 'bad_request', error.message)
    deps.log.error({ err: error, path: c.req.path }, 'api failed')
    return problem(c, 500, 'internal', 'this went wrong on our side; the log says more')
  })
  return api
}

/** The parameters of the query, checked. @throws BadRequest that names each wrong parameter */
function read<T extends z.ZodType>(c: Context, schema: T): z.output<T> {
  const result = schema.safeParse(c.req.query())
  if (result.success) return result.data
  throw new BadRequest(sentenceOf(result.error, 'query'))
}

/** A page of a list. `rows` has one row more than `limit` when there is a next page. */
function page<Row extends object>(
  rows: readonly (Row & { readonly place?: unknown })[],
  limit: number,
  cursor: (last: Row) => string,
) {
  const shown = rows.slice(0, limit)
  const data = shown.map(({ place: _, ...row }) => row)
  return { data, next: rows.length > limit ? cursor(shown.at(-1)!) : null }
}

function oneOf(c: Context, row: object | undefined, what: string): Response {
  return row ? c.json(row) : problem(c, 404, 'not_found', `there is no ${what} ${c.req.param('id')}`)
}
