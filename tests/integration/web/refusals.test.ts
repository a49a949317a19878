import type { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { transaction } from '../../../src/adapters/postgres/db.ts'
import { removeArticle } from '../../../src/store/articles/removals.ts'
import type { Web } from '../../../src/web/context.ts'
import { createApp } from '../../../src/web/server.ts'
import { openNewsloom, type TestNewsloom } from '../../support/newsloom.ts'
import { loadExpectedSample } from '../../support/sample-corpus.ts'

const TOKEN = 'an-operator-secret-of-these-tests'
const unlimited = { perSecond: 1e9, burst: 1e9 }
let deps: TestNewsloom
let app: Hono
let web: Web

beforeAll(async () => {
  deps = await openNewsloom('postgres', { operatorToken: TOKEN, healthPort: 0 })
  await loadExpectedSample(deps.pool)
  ;({ app, web } = createApp(deps, { limits: { read: unlimited, act: unlimited, wrongTokens: unlimited } }))
})
afterAll(async () => {
  web.hub.close()
  await deps.close()
})

const operator = { authorization: `Bearer ${TOKEN}` }
const formType = { 'content-type': 'application/x-www-form-urlencoded' }
const ask = async (path: string, asked: RequestInit = {}, of = app) =>
  await of.request(`http://localhost${path}`, asked)

/** A refusal is a page for people and a problem (RFC 9457) for programs, by the path that was asked for. */
async function expectRefusal(path: string, answer: Response, status: number): Promise<void> {
  const text = await answer.text()
  expect(answer.status, text.slice(0, 300)).toBe(status)
  if (path.startsWith('/api/')) {
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(JSON.parse(text)).toMatchObject({
      type: 'about:blank',
      status,
      detail: expect.stringMatching(/\w/),
    })
    return
  }
  expect(answer.headers.get('content-type')).toBe('text/html; charset=UTF-8')
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(text).toMatch(/^<!doctype html>[\s\S]*<h1>[^<]+<\/h1><p>[A-Z][\s\S]*<\/html>/)
}

describe('a refusal is a page on the path of a page, and problem+json in the API', () => {
  it.each<[string, RequestInit, number]>([
    ['/', { method: 'DELETE' }, 405],
    ['/article/1', { method: 'PROPFIND' }, 405],
    ['/replay', {}, 405],
    ['/queues', { method: 'PUT' }, 403],
    ['/api/v1/stories', { method: 'PATCH' }, 405],
    ['/api/v1/enqueue', {}, 405],
    ['/%ff', {}, 400],
    ['/search?q=%00', {}, 400],
    ['/?colour=red', {}, 400],
    ['/api/v1/stories?q=%00', {}, 400],
    ['/api/v1/stories?colour=red', {}, 400],
    ['/nothing', {}, 404],
    ['/story/999999999', {}, 404],
    ['/api/v1/nothing', {}, 404],
    ['/api/v1/stories/999999999', {}, 404],
    ['/operator', { headers: { authorization: 'Bearer wrong' } }, 401],
    ['/api/v1/stories', { headers: { authorization: 'Bearer wrong' } }, 401],
    ['/api/v1/enqueue', { method: 'POST', body: '{}' }, 401],
    ['/sources', { method: 'POST', headers: { origin: 'https://other.example' } }, 403],
    ['/queues', {}, 403],
    ['/replay', { method: 'POST', headers: { 'sec-fetch-site': 'same-origin' } }, 403],
    ['/api/v1/enqueue', { method: 'POST', headers: { ...operator, origin: 'https://other.example' } }, 403],
    ['/replay', { method: 'POST', headers: { ...operator, ...formType }, body: 'a'.repeat(100_000) }, 413],
    ['/replay', { method: 'POST', headers: { ...operator, 'content-type': 'text/csv' }, body: 'a' }, 415],
    [
      '/api/v1/enqueue',
      { method: 'POST', headers: { ...operator, 'content-type': 'text/csv' }, body: 'a' },
      415,
    ],
    [
      '/replay',
      {
        method: 'POST',
        headers: { ...operator, 'content-type': 'multipart/form-data; boundary=x' },
        body: '-',
      },
      400,
    ],
    ['/replay', { method: 'POST', headers: { ...operator, ...formType }, body: 'reason=' }, 422],
  ])('%s %j: %d', async (path, asked, status) => {
    const answer = await ask(path, asked)
    if (status === 405) expect(answer.headers.get('allow')).toMatch(/^[A-Z]+(, [A-Z]+)*$/)
    await expectRefusal(path, answer, status)
  })

  it.each(['/', '/api/v1/stories'])('%s asked too often: 429', async (path) => {
    const once = { perSecond: 1e-6, burst: 1 }
    const limited = createApp(deps, { limits: { read: once, act: once, wrongTokens: once } })
    try {
      expect((await ask(path, {}, limited.app)).status).toBe(200)
      const answer = await ask(path, {}, limited.app)
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
      await expectRefusal(path, answer, 429)
    } finally {
      limited.web.hub.close()
    }
  })

  it('an article that was taken down: 410, and its texts are nowhere in it', async () => {
    const { rows } = await deps.pool.query(
      'select id, title from articles where title is not null order by id limit 1',
    )
    const { id, title } = rows[0]
    expect((await ask(`/article/${id}`)).status).toBe(200)
    await transaction(deps.pool, (tx) => removeArticle(tx, id, 'asked for by its author'))
    for (const path of [`/article/${id}`, `/api/v1/articles/${id}`]) {
      const answer = await ask(path)
      expect(await answer.clone().text()).not.toContain(title)
      await expectRefusal(path, answer, 410)
    }
  })

  it.each(['/', '/api/v1/stories'])('%s by a name that is not of this server: 421', async (path) => {
    await expectRefusal(path, await app.request(`http://evil.example${path}`), 421)
  })

  it('shows what was sent as text only', async () => {
    const answer = await ask('/<b>', { method: 'POST', headers: { origin: 'https://<b>' } })
    expect(await answer.text()).not.toContain('<b>')
  })
})

it('counts each wrong token in the metrics, by how it was sent', async () => {
  const counted = async (sentAs: string): Promise<number> => {
    const metrics = await deps.meter!.expose(deps)
    const pattern = new RegExp(`^newsloom_wrong_operator_tokens_total\\{sent_as="${sentAs}"\\} (\\d+)$`, 'm')
    return Number(pattern.exec(metrics)?.[1] ?? 0)
  }
  const ways: Readonly<Record<string, () => Promise<Response>>> = {
    bearer: () => ask('/operator', { headers: { authorization: 'Bearer guess' } }),
    cookie: () =>
      ask('/operator', { headers: { cookie: `newsloom_operator=0.9999999999.${'x'.repeat(43)}` } }),
    form: () =>
      ask('/operator/sign-in', {
        method: 'POST',
        headers: { ...formType, 'sec-fetch-site': 'same-origin' },
        body: 'token=guess',
      }),
  }
  for (const [sentAs, send] of Object.entries(ways)) {
    const before = await counted(sentAs)
    await send()
    await send()
    expect(await counted(sentAs)).toBe(before + 2)
  }
  const before = await counted('bearer')
  await ask('/operator', { headers: operator })
  expect(await counted('bearer')).toBe(before)
})
