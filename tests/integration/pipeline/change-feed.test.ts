import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Pool } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { measureChangeFeed } from '../../../bench/change-feed.ts'
import { createHttpClient, type HttpClient } from '../../../src/adapters/http/client.ts'
import { createPool } from '../../../src/adapters/postgres/db.ts'
import { isSignedBody } from '../../../src/core/webhooks/signature.ts'
import { followChanges } from '../../../src/pipeline/notify/tail.ts'
import { createWebhookSender } from '../../../src/pipeline/notify/webhooks.ts'
import type { EventKind } from '../../../src/schema/values.ts'
import { changesAfter, FROM_THE_BEGINNING } from '../../../src/store/outbox/changes.ts'
import { markDelivered, notifyListeners } from '../../../src/store/outbox/deliveries.ts'
import { emitEvents } from '../../../src/store/outbox/events.ts'
import { addWebhook, listWebhooks } from '../../../src/store/outbox/webhooks.ts'
import { cloneDatabase, type TestDatabase } from '../../support/database.ts'

let database: TestDatabase
let pool: Pool
beforeAll(async () => {
  database = await cloneDatabase()
  pool = createPool(database.url, { max: 24 })
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})
beforeEach(async () => {
  await pool.query('truncate outbox; truncate webhooks')
})

const emit = (db: Pool | import('pg').PoolClient, subjectId: number, kind: EventKind = 'article.new') =>
  emitEvents(db, [{ kind, subjectId, dedupeKey: `${kind}:${subjectId}`, payload: {} }])
const log = { debug() {}, info() {}, warn() {}, error() {} }

describe('the cursor', () => {
  it('withholds what is behind a transaction that is still open, and shows it afterwards', async () => {
    const slow = await pool.connect()
    try {
      await slow.query('begin')
      await emit(slow, 1)
      await emit(pool, 2)
      expect(await changesAfter(pool, FROM_THE_BEGINNING, null, 10)).toEqual([])
      await slow.query('commit')
    } finally {
      slow.release()
    }
    const changes = await changesAfter(pool, FROM_THE_BEGINNING, null, 10)
    expect(changes.map((change) => change.subject_id)).toEqual([1, 2])
    expect(await changesAfter(pool, changes[0]!.cursor, null, 10)).toEqual([changes[1]])
  })

  it('misses nothing and gives nothing twice beside sixteen writers; a bare id would miss', async () => {
    let seed = 7
    const chance = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647
    const result = await measureChangeFeed(pool, { events: 3_000, writers: 16, chance })
    expect(result).toMatchObject({ missed: 0, twice: 0 })
    expect(result.missedById).toBeGreaterThan(0)
  })

  it('is refused when it is none', async () => {
    await expect(pool.query(`select * from news.changes_since('tomorrow')`)).rejects.toThrow(
      /cursor looks like/,
    )
  })
})

describe('followChanges', () => {
  it('gives each change once, woken by a notification', async () => {
    const stop = new AbortController()
    const seen: number[] = []
    let cursor = FROM_THE_BEGINNING
    const options = { from: cursor, kinds: ['article.new'], once: false, signal: stop.signal }
    const following = (async () => {
      for await (const change of followChanges({ pool, sessionPool: pool, log }, options)) {
        seen.push(change.subject_id)
        cursor = change.cursor
        if (seen.length === 3) stop.abort()
      }
    })()
    for (const id of [1, 2, 3]) {
      await emit(pool, id)
      await emit(pool, id, 'story.new')
      await markDelivered(pool, await notifyListeners(pool, 10))
    }
    await following
    expect(seen).toEqual([1, 2, 3])
    expect(await changesAfter(pool, cursor, ['article.new'], 10)).toEqual([])
  })

  it('ends when its reader leaves the loop, and gives its connection back', async () => {
    const signal = new AbortController().signal
    await emit(pool, 1)
    const before = pool.totalCount - pool.idleCount
    for await (const change of followChanges(
      { pool, sessionPool: pool, log },
      { from: '0-0', kinds: null, once: false, signal },
    ))
      if (change.cursor) break
    expect(pool.totalCount - pool.idleCount).toBe(before)
  })
})

interface Endpoint {
  readonly url: string
  readonly port: number
  readonly posts: { headers: IncomingMessage['headers']; body: string }[]
  answer: { status: number; headers?: Record<string, string> }
  close(): Promise<void>
}

async function endpoint(): Promise<Endpoint> {
  const posts: Endpoint['posts'] = []
  const server: Server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    posts.push({ headers: request.headers, body })
    response.writeHead(self.answer.status, self.answer.headers).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const self: Endpoint = {
    url: `http://127.0.0.1:${port}/hook`,
    port,
    posts,
    answer: { status: 204 },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
  return self
}

describe('webhooks', () => {
  const SECRET = 'a secret of the tests'
  let hook: Endpoint
  let http: HttpClient
  let now = new Date()
  beforeAll(async () => {
    hook = await endpoint()
    http = createHttpClient({ userAgent: 'test', allowPorts: [hook.port], allowPrivate: true })
  })
  beforeEach(() => {
    hook.posts.length = 0
    hook.answer = { status: 204 }
    // A new endpoint is due at once by the clock of the database, however long it took to add it.
    now = new Date(Date.now() + 3_600_000)
  })
  afterAll(async () => {
    await http.close()
    await hook.close()
  })
  const deliver = async (client = http) => {
    const sender = createWebhookSender({ pool, http: client, log, now: () => now, chance: () => 0.5 })
    await sender.round()
    await sender.idle()
  }
  const told = () =>
    hook.posts.flatMap(({ body }) =>
      (JSON.parse(body) as { events: { subject_id: number }[] }).events.map((e) => e.subject_id),
    )

  it('posts what happened since it was added, of its kinds, signed, and each once', async () => {
    await emit(pool, 1)
    await addWebhook(pool, { url: hook.url, secret: SECRET, kinds: ['article.new'] })
    await emit(pool, 2)
    await emit(pool, 2, 'story.new')
    await deliver()
    await deliver()
    expect(told()).toEqual([2])
    const { headers, body } = hook.posts[0]!
    expect(isSignedBody(SECRET, body, String(headers['newsloom-signature']), now.getTime() / 1000)).toBe(true)
    expect(
      isSignedBody('another secret', body, String(headers['newsloom-signature']), now.getTime() / 1000),
    ).toBe(false)
  })

  it('tries again later and later, and loses nothing', async () => {
    await addWebhook(pool, { url: hook.url, secret: SECRET, kinds: [] })
    await emit(pool, 1)
    hook.answer = { status: 500 }
    await deliver()
    await emit(pool, 2)
    await deliver()
    expect(hook.posts).toHaveLength(1)
    const [first] = await listWebhooks(pool)
    expect(first).toMatchObject({ failure_count: 1, last_error: 'http_500', active: true })
    now = new Date(now.getTime() + 6_000)
    await deliver()
    const [second] = await listWebhooks(pool)
    expect(second!.next_attempt_at.getTime() - now.getTime()).toBe(10_000)
    now = new Date(now.getTime() + 10_000)
    hook.answer = { status: 200 }
    hook.posts.length = 0
    await deliver()
    expect(told()).toEqual([1, 2])
    expect((await listWebhooks(pool))[0]).toMatchObject({ failure_count: 0, last_error: null })
  })

  it('waits as long as it is asked to, and stops for good at 410', async () => {
    await addWebhook(pool, { url: hook.url, secret: SECRET, kinds: [] })
    await emit(pool, 1)
    hook.answer = { status: 429, headers: { 'retry-after': '600' } }
    await deliver()
    expect((await listWebhooks(pool))[0]!.next_attempt_at.getTime() - now.getTime()).toBe(600_000)
    now = new Date(now.getTime() + 600_000)
    hook.answer = { status: 410 }
    await deliver()
    expect((await listWebhooks(pool))[0]).toMatchObject({ active: false, last_error: 'http_410' })
  })

  it('goes through the same guard as fetches, and follows no redirect', async () => {
    await addWebhook(pool, { url: hook.url, secret: SECRET, kinds: [] })
    await emit(pool, 1)
    const guarded = createHttpClient({ userAgent: 'test', allowPorts: [hook.port], allowPrivate: false })
    await deliver(guarded)
    await guarded.close()
    expect(hook.posts).toEqual([])
    expect((await listWebhooks(pool))[0]!.failure_count).toBe(1)
    now = new Date(now.getTime() + 60_000)
    hook.answer = { status: 302, headers: { location: 'http://169.254.169.254/' } }
    await deliver()
    expect((await listWebhooks(pool))[0]).toMatchObject({
      failure_count: 2,
      last_error: 'too_many_redirects',
    })
  })

  it('an endpoint in trouble holds up no other', async () => {
    await addWebhook(pool, { url: hook.url, secret: SECRET, kinds: [] })
    await addWebhook(pool, { url: 'http://127.0.0.1:1/closed', secret: SECRET, kinds: [] })
    await emit(pool, 1)
    await deliver()
    expect(told()).toEqual([1])
  })
})
