import type { z } from 'zod'
import { version } from '../../runtime/version.ts'
import { componentsOf, fieldsOf, type JsonSchema, referenceTo } from './json-schema.ts'
import { type BodyName, bodies, queries } from './parameters.ts'
import { type AnswerName, answers } from './schemas.ts'

interface Operation {
  readonly id: string
  readonly summary: string
  readonly query?: z.ZodObject
  readonly hasId?: true
  readonly answer?: AnswerName
  /** The media type of an answer that is not our own JSON. */
  readonly type?: string
  /** The body of a request that changes something: it is a POST, for operators. */
  readonly body?: BodyName
  /** Statuses in addition to those that every operation has. */
  readonly fails?: Readonly<Record<number, string>>
}

const notThere = { 404: 'There is none with this id.' }

/** Every path of the API, with its parameters and its answer. */
const operations = {
  '/stories': {
    id: 'listStories',
    summary: 'Stories, the one with the latest article first',
    query: queries.stories,
    answer: 'StoryList',
  },
  '/stories/{id}': {
    id: 'getStory',
    summary: 'A story with its articles',
    query: queries.story,
    hasId: true,
    answer: 'StoryDetail',
    fails: notThere,
  },
  '/articles': {
    id: 'listArticles',
    summary:
      'Articles, the latest first, without their texts: those that have a date, or with `undated=true` the others',
    query: queries.articles,
    answer: 'ArticleList',
  },
  '/articles/{id}': {
    id: 'getArticle',
    summary: 'An article with its text',
    hasId: true,
    answer: 'ArticleDetail',
    fails: { ...notThere, 410: 'The article was taken down here.' },
  },
  '/outlets': {
    id: 'listOutlets',
    summary: 'The registry of outlets, by slug',
    query: queries.outlets,
    answer: 'OutletList',
  },
  '/search': {
    id: 'searchArticles',
    summary: 'Full text, in the language of each article, the best first',
    query: queries.search,
    answer: 'SearchHitList',
  },
  '/changes': {
    id: 'listChanges',
    summary: 'The change feed: each change once, in an order in which nothing is missed',
    query: queries.changes,
    answer: 'ChangeList',
  },
  '/stories.atom': {
    id: 'storiesAtom',
    summary: 'The latest 50 stories as Atom, for feed readers',
    query: queries.feed,
    type: 'application/atom+xml',
  },
  '/stories.json': {
    id: 'storiesJsonFeed',
    summary: 'The latest 50 stories as JSON Feed, for feed readers',
    query: queries.feed,
    type: 'application/feed+json',
  },
  '/enqueue': {
    id: 'enqueueArticles',
    summary: 'Fetch these article addresses',
    body: 'EnqueueRequest',
    answer: 'EnqueueReport',
  },
} as const satisfies Readonly<Record<string, Operation>>

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query'
  readonly required: boolean
  readonly description?: string
  readonly schema: JsonSchema
}

type Content = Readonly<Record<string, { readonly schema: JsonSchema }>>

export interface Answer {
  readonly description: string
  readonly headers?: Readonly<Record<string, { readonly description: string; readonly schema: JsonSchema }>>
  readonly content?: Content
}

export interface DescribedOperation {
  readonly operationId: string
  readonly summary: string
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly required: true; readonly content: Content }
  readonly responses: Readonly<Record<string, Answer>>
}

export interface OpenApiDocument {
  readonly openapi: '3.1.0'
  readonly info: {
    readonly title: string
    readonly version: string
    readonly description: string
    readonly license: { readonly name: string; readonly identifier: string }
  }
  readonly servers: readonly { readonly url: string }[]
  readonly paths: Readonly<
    Record<string, { readonly get: DescribedOperation } | { readonly post: DescribedOperation }>
  >
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>
    readonly securitySchemes: Readonly<Record<string, object>>
  }
}

let known: OpenApiDocument | undefined

/** The OpenAPI 3.1 description, made once from the schemas that the code itself uses. */
export function openApiDocument(): OpenApiDocument {
  known ??= describeAll()
  return known
}

function describeAll(): OpenApiDocument {
  const all: [string, Operation][] = Object.entries(operations)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Newsloom',
      version,
      description:
        'Articles, stories and changes. Reading needs no token. Every answer to a GET has an ETag: send it as If-None-Match and get 304 while nothing has changed. A list gives one page; its `next` is the cursor of the page after it. What changes something needs the token of an operator ("newsloom operator add NAME"). A failure is application/problem+json.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/api/v1' }],
    paths: Object.fromEntries(
      all.map(([path, operation]) => [
        path,
        operation.body
          ? { post: describeWrite(operation, operation.body) }
          : { get: describeRead(operation) },
      ]),
    ),
    components: {
      schemas: { ...componentsOf(answers, 'output'), ...componentsOf(bodies, 'input') },
      securitySchemes: {
        operator: { type: 'http', scheme: 'bearer', description: 'The token of an operator.' },
      },
    },
  }
}

function describeRead({
  id,
  summary,
  query,
  hasId,
  answer,
  type,
  fails = {},
}: Operation): DescribedOperation {
  return {
    operationId: id,
    summary,
    parameters: [
      ...(hasId
        ? [{ name: 'id', in: 'path', required: true, schema: { type: 'integer', minimum: 1 } } as const]
        : []),
      ...(query ? queryParameters(query) : []),
    ],
    responses: {
      200: {
        description: summary,
        headers: { ETag: { description: 'Changes when the answer does.', schema: { type: 'string' } } },
        content: answer ? json(answer) : { [type ?? 'text/plain']: { schema: { type: 'string' } } },
      },
      304: { description: 'Nothing has changed since the ETag that was sent as If-None-Match.' },
      400: wrong('A parameter is wrong; `detail` names it.'),
      ...Object.fromEntries(Object.entries(fails).map(([status, why]) => [status, wrong(why)])),
      429: wrong('Too many requests; Retry-After says when to try again.'),
      500: wrong('A fault of the server; its log says more.'),
    },
  }
}

function describeWrite({ id, summary, answer }: Operation, body: BodyName): DescribedOperation {
  return {
    operationId: id,
    summary,
    security: [{ operator: [] }],
    requestBody: { required: true, content: json(body) },
    responses: {
      202: { description: 'It is recorded and will be done.', ...(answer ? { content: json(answer) } : {}) },
      400: wrong('The body is wrong; `detail` says where.'),
      401: wrong('No token was sent, or one that is not the token of an operator.'),
      403: wrong('A page of another site asked for it.'),
      413: wrong('The body is too large.'),
      415: wrong('The body was not sent as application/json.'),
      429: wrong('Too many requests or wrong tokens; Retry-After says when to try again.'),
      500: wrong('A fault of the server; its log says more.'),
    },
  }
}

const json = (name: AnswerName | BodyName): Content => ({
  'application/json': { schema: { $ref: referenceTo(name) } },
})

const wrong = (description: string): Answer => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: referenceTo('Problem') } } },
})

function queryParameters(query: z.ZodObject): Parameter[] {
  const { properties = {}, required = [] } = fieldsOf(query)
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    ...(description ? { description } : {}),
    schema,
  }))
}
