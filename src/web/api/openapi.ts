import { z } from 'zod'
import { version } from '../../runtime/version.ts'
import * as schemas from './schemas.ts'

const { queries } = schemas

interface Operation {
  readonly summary: string
  readonly query?: z.ZodObject
  readonly hasId?: true
  readonly answer?: z.ZodType
  /** Of an answer that is not our own JSON. */
  readonly type?: string
  /** Of a request that changes something: it is a POST, for operators. */
  readonly body?: z.ZodType
}

/** Every path of the API, with what it takes and gives. */
const operations = {
  '/stories': {
    summary: 'Living stories, those with the latest article first',
    query: queries.stories,
    answer: schemas.listOf(schemas.story),
  },
  '/stories/{id}': { summary: 'A story with its articles', hasId: true, answer: schemas.storyDetail },
  '/articles': {
    summary: 'Dated articles, the latest first, without their texts',
    query: queries.articles,
    answer: schemas.listOf(schemas.article),
  },
  '/articles/{id}': { summary: 'An article with its text', hasId: true, answer: schemas.articleDetail },
  '/outlets': {
    summary: 'The registry of outlets, by slug',
    query: queries.outlets,
    answer: schemas.listOf(schemas.outlet),
  },
  '/search': {
    summary: 'Full text in the language of each article, best first',
    query: queries.search,
    answer: schemas.listOf(schemas.hit),
  },
  '/changes': {
    summary: 'The change feed: each change once, whatever commits late',
    query: queries.changes,
    answer: schemas.changeList,
  },
  '/stories.atom': {
    summary: 'The latest stories as Atom, for feed readers',
    query: queries.feed,
    type: 'application/atom+xml',
  },
  '/stories.json': {
    summary: 'The latest stories as JSON Feed, for feed readers',
    query: queries.feed,
    type: 'application/feed+json',
  },
  '/enqueue': {
    summary: 'Fetch these article addresses',
    body: schemas.bodies.enqueue,
    answer: schemas.enqueued,
  },
} as const satisfies Readonly<Record<string, Operation>>

/** The OpenAPI 3.1 description, made from the schemas that the code itself uses. */
export function openApiDocument(): object {
  const paths = Object.fromEntries(
    Object.entries(operations as Readonly<Record<string, Operation>>).map(([path, operation]) => [
      path,
      operation.body ? { post: describeWrite(operation, operation.body) } : { get: describe(operation) },
    ]),
  )
  return {
    openapi: '3.1.0',
    info: {
      title: 'Newsloom',
      version,
      description:
        'Articles, stories and changes. Every answer to a GET has an ETag: send it back as If-None-Match and get 304 while nothing is new. What changes something takes the token of an operator ("newsloom operator add NAME").',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/api/v1' }],
    paths,
    components: {
      securitySchemes: {
        operator: { type: 'http', scheme: 'bearer', description: 'The token of an operator.' },
      },
    },
  }
}

function describeWrite({ summary, answer }: Operation, body: z.ZodType): object {
  const json = (schema: z.ZodType, io: 'input' | 'output') => ({
    'application/json': { schema: z.toJSONSchema(schema, { io }) },
  })
  return {
    summary,
    security: [{ operator: [] }],
    requestBody: { required: true, content: json(body, 'input') },
    responses: {
      202: {
        description: 'It is recorded and will be done.',
        ...(answer ? { content: json(answer, 'output') } : {}),
      },
      400: wrong('The body is wrong; the message says where.'),
      401: { description: 'The token is not the token of an operator.' },
      403: wrong('No token was sent.'),
      413: wrong('The body is too large.'),
      415: wrong('The body is not sent as application/json.'),
      429: {
        description: 'Too many wrong tokens came from this address; Retry-After says when to try again.',
      },
    },
  }
}

const wrong = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: z.toJSONSchema(schemas.problem) } },
})

function describe({ summary, query, hasId, answer, type }: Operation): object {
  const parameters = [
    ...(hasId ? [{ name: 'id', in: 'path', required: true, schema: { type: 'integer', minimum: 1 } }] : []),
    ...(query ? queryParameters(query) : []),
  ]
  const content = answer
    ? { 'application/json': { schema: z.toJSONSchema(answer, { io: 'output' }) } }
    : { [type ?? 'text/plain']: { schema: { type: 'string' } } }
  return {
    summary,
    parameters,
    responses: {
      200: { description: summary, content },
      304: { description: 'Nothing is new since the ETag that was sent.' },
      400: wrong('A parameter is wrong; the message says which.'),
      ...(hasId ? { 404: wrong('There is no such thing.') } : {}),
    },
  }
}

function queryParameters(query: z.ZodObject): object[] {
  const { properties = {}, required = [] } = z.toJSONSchema(query, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type === 'date')
        Object.assign(jsonSchema, { type: 'string', format: 'date-time' })
    },
  })
  return Object.entries(properties).map(([name, schema]) => {
    const { description, ...rest } = schema as { description?: string }
    return {
      name,
      in: 'query',
      required: required.includes(name),
      ...(description ? { description } : {}),
      schema: rest,
    }
  })
}
