import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWebhookSender } from '../../../src/pipeline/notify/webhooks.ts'
import { addSource } from '../../../src/pipeline/sources/add-source.ts'
import { enqueueUrls } from '../../../src/pipeline/sources/enqueue.ts'
import { importFeeds } from '../../../src/pipeline/sources/import-feeds.ts'
import { emitEvents } from '../../../src/store/outbox/events.ts'
import { addWebhook, listWebhooks } from '../../../src/store/outbox/webhooks.ts'
import { newsloom } from '../../support/cli.ts'
import { openNewsloom, type TestNewsloom } from '../../support/newsloom.ts'

let deps: TestNewsloom
let own: TestNewsloom
let server: Server
let port: number
const asked: string[] = []
const signal = AbortSignal.timeout(600_000)

beforeAll(async () => {
  deps = await openNewsloom()
  own = await openNewsloom('postgres', { webhookPrivate: true })
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    response.writeHead(204).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(async () => {
  server.close()
  await Promise.all([deps.close(), own.close()])
})

describe('what may not be reached is refused when it is added, with the reason', () => {
  it.each([
    ['http://127.0.0.1/feed', /127\.0\.0\.1 is not public: loopback/],
    ['http://[::ffff:10.0.0.1]/feed', /not public/],
    ['http://169.254.169.254/latest/meta-data', /link-local/],
    ['http://router.lan/feed', /router\.lan is a local name/],
    ['http://news.example:9055/feed', /NEWSLOOM_ALLOW_PORTS=9055 allows it/],
    ['http://localhost/feed', /localhost is a local name/],
  ])('%s', async (url, reason) => {
    expect(await addSource(deps, url, {}, signal)).toMatchObject({
      ok: false,
      message: expect.stringMatching(reason),
    })
    const opml = `<opml version="2.0"><body><outline type="rss" xmlUrl="${url}"/></body></opml>`
    expect(await importFeeds(deps, opml, true)).toMatchObject({
      new: 0,
      refused: [{ reason: expect.stringMatching(reason) }],
    })
    expect(await enqueueUrls(deps, [url])).toMatchObject({
      new: 0,
      refused: [{ message: expect.stringMatching(reason) }],
    })
    const webhook = await newsloom(['webhook', 'add', url], { env: deps.env })
    expect(webhook).toMatchObject({ code: 1, stdout: '' })
    expect(webhook.stderr).toMatch(reason)
    expect(webhook.stderr).toContain('NEWSLOOM_WEBHOOK_PRIVATE')
  })
})

describe("a webhook into one's own network", () => {
  const add = (url: string, env: Readonly<Record<string, string>> = {}) =>
    newsloom(['webhook', 'add', url], { env: { ...deps.env, ...env } })

  it('has a setting of its own, which opens nothing for feeds', async () => {
    const url = `http://127.0.0.1:${port}/hook`
    expect(await add(url)).toMatchObject({ code: 1 })
    expect(await add(url, { NEWSLOOM_WEBHOOK_PRIVATE: 'true' })).toMatchObject({ code: 0 })
    expect(await addSource(own, url, {}, signal)).toMatchObject({ ok: false })
  })

  it('never leads to the own database', async () => {
    const { hostname, port } = new URL(deps.databaseUrl)
    const refused = await add(`http://${hostname}:${port || 5432}/`, { NEWSLOOM_WEBHOOK_PRIVATE: 'true' })
    expect(refused.stderr).toMatch(/one of our own services/)
  })

  it('is refused again when it is posted to', async () => {
    for (const [newsloomOf, error, heard] of [
      [deps, /^blocked_/, []],
      [own, null, ['POST /posted']],
    ] as const) {
      asked.length = 0
      const { pool, webhookHttp, log } = newsloomOf
      await pool.query('delete from webhooks')
      await addWebhook(pool, { url: `http://127.0.0.1:${port}/posted`, secret: 'x'.repeat(20), kinds: [] })
      await emitEvents(pool, [
        { kind: 'article.removed', subjectId: 1, dedupeKey: 'test:1', payload: { article_id: 1 } },
      ])
      const now = () => new Date(Date.now() + 1_000)
      const sender = createWebhookSender({ pool, http: webhookHttp, log, now, chance: () => 0.5 })
      await sender.round()
      await sender.idle()
      expect(asked).toEqual(heard)
      const [webhook] = await listWebhooks(pool)
      if (error) expect(webhook!.last_error).toMatch(error)
      else expect(webhook!.last_error).toBeNull()
    }
  })
})
