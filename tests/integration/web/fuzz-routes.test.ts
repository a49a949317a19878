import { readFileSync } from 'node:fs'
import type { Hono } from 'hono'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { seededRandom } from '../../../bench/generated/random.ts'
import { pageParameters } from '../../../src/web/access/known-queries.ts'
import { openApiDocument } from '../../../src/web/api/openapi.ts'
import type { Web } from '../../../src/web/context.ts'
import { createApp } from '../../../src/web/server.ts'
import { type ParameterSchema, pick, queryFor, valueFor } from '../../support/fuzz.ts'
import { openNewsloom, type TestNewsloom } from '../../support/newsloom.ts'
import { loadExpectedSample } from '../../support/sample-corpus.ts'

const REQUESTS = 5_000
const MAX_CPU_MS = 1_000
const TOKEN = 'an-operator-secret-of-the-fuzzer'
const unlimited = { perSecond: 1e9, burst: 1e9 }
const logged: string[] = []
let deps: TestNewsloom
let app: Hono
let web: Web

beforeAll(async () => {
  const opened = await openNewsloom('postgres', { operatorToken: TOKEN })
  await loadExpectedSample(opened.pool)
  const log = {
    ...opened.log,
    error: (keys: { err?: Error; path?: string }) => void logged.push(`${keys.path}: ${keys.err?.stack}`),
  }
  deps = { ...opened, log: log as typeof opened.log }
  ;({ app, web } = createApp(deps, { limits: { read: unlimited, act: unlimited, wrongTokens: unlimited } }))
})
afterAll(async () => {
  web.hub.close()
  await deps.close()
})

interface Route {
  readonly path: string
  readonly methods: readonly string[]
  readonly parameters: Readonly<Record<string, ParameterSchema>>
}

interface Described {
  readonly paths: Record<
    string,
    Record<
      string,
      {
        readonly parameters?: readonly {
          readonly name: string
          readonly in: string
          readonly schema: ParameterSchema
        }[]
      }
    >
  >
}

/** All that the app answers, and what is known of its parameters: the API's from its own description. */
function allRoutes(): Route[] {
  const described = Object.entries((openApiDocument() as Described).paths).map(([path, operations]) => ({
    path: `/api/v1${path}`,
    methods: Object.keys(operations).map((method) => method.toUpperCase()),
    parameters: Object.fromEntries(
      Object.values(operations)
        .flatMap(({ parameters = [] }) => parameters)
        .flatMap((parameter) => (parameter.in === 'query' ? [[parameter.name, parameter.schema]] : [])),
    ),
  }))
  const rest = app.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => ({
      path: path.replace(/:(\w+)(\{.*?\}(?=\/|$))?/g, '{$1}'),
      methods: [method],
      parameters: Object.fromEntries((pageParameters[path] ?? []).map((name) => [name, {}])),
    }))
    .filter(
      (route) =>
        !described.some(({ path, methods }) => path === route.path && methods.includes(route.methods[0]!)),
    )
  return [...described, ...rest]
}

const BODIES: readonly [string, string][] = [
  ['application/x-www-form-urlencoded', ''],
  [
    'application/x-www-form-urlencoded',
    'article=1&article=2&other=3&reason=%00&url=http://a.invalid/&next=//b.invalid',
  ],
  [
    'application/x-www-form-urlencoded',
    'other=999999999999999999&article=NaN&edit=9e99&url=%ff&token=%00&back=javascript:1',
  ],
  ['application/x-www-form-urlencoded', 'url=file:///etc/passwd&article=-1&edit=0x1&reason=__proto__'],
  ['application/x-www-form-urlencoded', `a=${'b'.repeat(70_000)}`],
  [
    'multipart/form-data; boundary=x',
    '--x\r\ncontent-disposition: form-data; name="opml"; filename="a"\r\n\r\n<opml>\r\n--x--\r\n',
  ],
  ['multipart/form-data', 'no boundary'],
  ['application/json', '{"urls":["http://a.invalid/1"],"url":null}'],
  ['application/json', '{'],
  ['application/json', '[[[[[[[[null]]]]]]]]'],
  ['text/plain', '\0\0'],
  ['nonsense', 'x'],
]

/** CPU that this process and its connections in the database have used, in ms; of the database where /proc tells it. */
function cpuMs(backends: readonly number[]): number {
  const { user, system } = process.cpuUsage()
  let ticks = 0
  for (const pid of backends)
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]!.split(' ')
      ticks += Number(fields[11]) + Number(fields[12])
    } catch {
      // A connection that was closed meanwhile, or no /proc: another operating system.
    }
  return (user + system) / 1000 + ticks * 10
}

async function backendsOf(): Promise<number[]> {
  const { rows } = await deps.pool.query(
    'select pid from pg_stat_activity where datname = current_database() and pid <> 0',
  )
  return rows.map((row) => row.pid as number)
}

it(`answers ${REQUESTS} requests to every route without a 500, none for more than a second of CPU`, async () => {
  const seed = Number(process.env.NEWSLOOM_TEST_SEED ?? 22)
  const again = `NEWSLOOM_TEST_SEED=${seed} runs the same requests again`
  const random = seededRandom(seed)
  const routes = allRoutes()
  expect(routes.length).toBeGreaterThan(25)
  const found: string[] = []
  const statuses: Record<number, number> = {}
  let backends = await backendsOf()
  for (let n = 0; n < REQUESTS; n++) {
    if (n % 250 === 0) backends = await backendsOf()
    const route = routes[n % routes.length]!
    const path = route.path.replace(/\{\w+\}|\*/g, () => valueFor(random, { type: 'integer', minimum: 1 }))
    const method =
      random() < 0.85
        ? pick(random, route.methods)
        : pick(random, ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND'])
    const [type, body] = pick(random, BODIES)
    const headers: Record<string, string> = random() < 0.5 ? { authorization: `Bearer ${TOKEN}` } : {}
    if (random() < 0.1) headers['if-none-match'] = pick(random, ['*', '"', 'W/"x"', ',,'])
    if (random() < 0.1) headers['accept-language'] = pick(random, ['', 'de;q=2', '*', 'x'.repeat(9_000)])
    if (random() < 0.05)
      headers.cookie = pick(random, ['newsloom_operator=', 'newsloom_operator=1.2.3', '=', ';;;'])
    const withBody = !['GET', 'HEAD'].includes(method)
    if (withBody) Object.assign(headers, { 'content-type': type, 'sec-fetch-site': 'same-origin' })
    const address = `${path}${queryFor(random, route.parameters)}`
    const named = `${method} ${address.slice(0, 500)}${withBody ? ` (${type}: ${body.slice(0, 100)})` : ''}`
    const before = cpuMs(backends)
    const answer = await app.request(`http://localhost${address}`, {
      method,
      headers,
      ...(withBody ? { body } : {}),
    })
    if (path.endsWith('/events')) await answer.body?.cancel()
    else await answer.arrayBuffer()
    const used = cpuMs(backends) - before
    if (answer.status >= 500 || logged.length)
      found.push(`${answer.status} ${named}\n${logged.splice(0).join('\n').slice(0, 500)}`)
    if (used > MAX_CPU_MS) found.push(`${used} ms of CPU: ${named}`)
    statuses[answer.status] = (statuses[answer.status] ?? 0) + 1
  }
  expect(found.slice(0, 20), again).toEqual([])
  // It went beyond the doors: most kinds of answers were seen, and many requests were good ones.
  expect(statuses[200], JSON.stringify(statuses)).toBeGreaterThan(REQUESTS / 10)
  for (const status of [303, 400, 403, 404, 405, 413, 415].filter((status) => !statuses[status]))
    expect.fail(`no request was answered with ${status}: ${JSON.stringify(statuses)}`)
}, 900_000)
