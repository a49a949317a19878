import { request } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseRange } from '../../../src/core/fetching/client-address.ts'
import { latestActions, removeOperator } from '../../../src/store/operations/operators.ts'
import { addFeed } from '../../../src/store/sources/feeds.ts'
import { startWeb, type WebServer } from '../../../src/web/server.ts'
import { newsloom } from '../../support/cli.ts'
import { openNewsloom, type TestNewsloom } from '../../support/newsloom.ts'

const SECRET = 'a-long-operator-secret'
const lines: object[] = []
let deps: TestNewsloom
let web: WebServer
let port: number

beforeAll(async () => {
  const opened = await openNewsloom('postgres', {
    port: 0,
    operatorToken: SECRET,
    hostNames: ['news.example'],
    trustedProxies: [parseRange('127.0.0.99')],
  })
  const log = { ...opened.log, warn: (keys: object) => void lines.push(keys) }
  deps = { ...opened, log: log as typeof opened.log }
  web = await startWeb(deps)
  port = Number(new URL(web.url).port)
})
afterAll(async () => {
  await web.close()
  await deps.close()
})

interface Asked {
  readonly from?: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** Asks from an address of this machine's loopback network: limits count by it. */
function ask(path: string, { from = '127.0.0.1', method = 'GET', headers = {}, body }: Asked = {}) {
  return new Promise<{ status: number; cookie: string | undefined; text: string }>((resolve, reject) => {
    const question = request(
      {
        host: '127.0.0.1',
        port,
        path,
        method,
        localAddress: from,
        agent: false,
        headers: { host: `127.0.0.1:${port}`, ...headers },
      },
      (answer) => {
        let text = ''
        answer.setEncoding('utf8').on('data', (chunk) => {
          text += chunk
        })
        const cookie = answer.headers['set-cookie']?.[0]?.split(';')[0]
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, cookie, text }))
      },
    )
    question.on('error', reject)
    question.end(body)
  })
}
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const form = (token: string): Asked => ({
  method: 'POST',
  headers: {
    'content-type': 'application/x-www-form-urlencoded',
    origin: `http://127.0.0.1:${port}`,
    'sec-fetch-site': 'same-origin',
  },
  body: `token=${encodeURIComponent(token)}`,
})

describe('a wrong token is limited by the true peer, whichever way it comes', () => {
  const guess = (n: number): Record<string, [string, Asked]> => ({
    'the form': ['/operator/sign-in', form(`guess-${n}`)],
    'Bearer on a page': ['/operator', { headers: bearer(`guess-${n}`) }],
    'Bearer on the queues': ['/queues', { headers: bearer(`guess-${n}`) }],
    'Bearer on the API': ['/api/v1/outlets', { headers: bearer(`guess-${n}`) }],
    'Bearer on POST': ['/replay', { method: 'POST', headers: bearer(`guess-${n}`) }],
    'a forged cookie': [
      '/operator',
      { headers: { cookie: `newsloom_operator=0.9999999999.${'x'.repeat(43)}` } },
    ],
    'an X-Forwarded-For of its own': [
      '/operator',
      { headers: { ...bearer(`guess-${n}`), 'x-forwarded-for': `198.51.100.${n}` } },
    ],
  })
  it.each(Object.keys(guess(0)).map((way, i) => [way, `127.0.1.${i + 1}`]))('%s', async (way, from) => {
    const statuses: number[] = []
    for (let n = 0; n < 30; n++) {
      const [path, asked] = guess(n)[way!]!
      statuses.push((await ask(path, { ...asked, from: from! })).status)
    }
    expect(statuses.filter((status) => status !== 429).length).toBeLessThanOrEqual(10)
    // Not even the right one is heard then: an answer would tell it from the wrong ones.
    expect((await ask('/operator', { from: from!, headers: bearer(SECRET) })).status).toBe(429)
  })

  it('another client is not affected, and reading without a token neither', async () => {
    expect((await ask('/operator', { from: '127.0.2.1', headers: bearer(SECRET) })).text).toContain(
      'signed in',
    )
    expect((await ask('/', { from: '127.0.1.2' })).status).toBe(200)
  })

  it('behind a proxy that is trusted, the client that it names is limited', async () => {
    const via = (client: string, token: string) =>
      ask('/operator', {
        from: '127.0.0.99',
        headers: { ...bearer(token), 'x-forwarded-for': `10.9.9.9, ${client}` },
      })
    for (let n = 0; n < 12; n++) await via('203.0.113.5', `guess-${n}`)
    expect((await via('203.0.113.5', SECRET)).status).toBe(429)
    expect((await via('203.0.113.6', SECRET)).status).toBe(200)
  })

  it('leaves a line in the log, without the token', () => {
    expect(lines).toContainEqual({ client: '127.0.1.1', sent_as: 'form' })
    expect(lines).toContainEqual({ client: '203.0.113.5', sent_as: 'bearer' })
    expect(JSON.stringify(lines)).not.toMatch(/guess-\d/)
  })
})

describe('the Host header', () => {
  const host = (name: string, path = '/') => ask(path, { from: '127.0.3.1', headers: { host: name } })
  it.each([
    'evil.example',
    'evil.example:8400',
    '169.254.169.254',
    '127.0.0.1.evil.example',
    'news.example.evil.example',
    '10.0.0.1',
    '[2001:db8::1]:80',
  ])('"%s" is refused', async (name) => {
    expect((await host(name)).status).toBe(421)
  })
  it('an empty one is refused', async () => {
    // By a bare socket: Node's client puts the true host in the place of an empty one.
    const socket = connect(port, '127.0.0.1')
    socket.end('GET / HTTP/1.1\r\nhost:\r\nconnection: close\r\n\r\n')
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 4\d\d /)
  })
  it.each(['localhost@evil.example', 'a b'])('"%s" is no host at all', async (name) => {
    expect((await host(name)).status).toBe(400)
  })
  it.each([
    'localhost',
    'LOCALHOST:1',
    '127.0.0.1',
    '127.0.0.7:8400',
    '[::1]:8400',
    'news.example',
    'News.Example:443',
  ])('"%s" is served', async (name) => {
    expect((await host(name)).status).toBe(200)
  })
})

describe('named operators', () => {
  const run = (...args: string[]) => newsloom(['operator', ...args], { env: deps.env })
  let token: string
  let cookie: string

  it('get a token that is shown once and stored hashed', async () => {
    const added = JSON.parse((await run('add', 'ann', '--expires', '90d', '--json')).stdout)
    token = added.token
    const { rows } = await deps.pool.query(`select o::text as row from operators o`)
    expect(rows).toHaveLength(1)
    expect(rows[0].row).not.toContain(token)
    expect((await run('list')).stdout).toContain('ann')
    expect(JSON.stringify((await run('list', '--json')).stdout)).not.toContain(token)
  })

  it('sign in by the form, and are named with what they change', async () => {
    const signedIn = await ask('/operator/sign-in', { ...form(token), from: '127.0.4.1' })
    expect(signedIn.status).toBe(303)
    cookie = signedIn.cookie!
    const page = await ask('/operator', { from: '127.0.4.1', headers: { cookie } })
    expect(page.text).toContain('operator.add')
    const { id } = await addFeed(deps.pool, {
      url: 'https://door.example/feed',
      urlKey: 'door.example/feed',
      host: 'door.example',
      kind: 'feed',
      outletId: null,
      title: null,
      active: true,
    })
    const paused = await ask(`/sources/${id}/pause`, {
      ...form(''),
      from: '127.0.4.1',
      headers: { ...form('').headers, cookie },
    })
    expect(paused.status).toBe(303)
    const [latest] = await latestActions(deps.pool, 1)
    expect(latest).toMatchObject({ made_by: 'web:ann', action: 'feed.pause', subject: `feed ${id}` })
  })

  it('are out as soon as they are removed: token and session', async () => {
    expect(await removeOperator(deps.pool, 'ann')).toBe(true)
    expect((await ask('/queues', { from: '127.0.4.2', headers: bearer(token) })).status).toBe(401)
    const page = await ask('/operator', { from: '127.0.4.3', headers: { cookie } })
    expect(page.text).not.toContain('You are signed in')
  })

  it('are out when their time is over', async () => {
    const { token: short } = JSON.parse((await run('add', 'bob', '--expires', '1h', '--json')).stdout)
    expect((await ask('/operator', { from: '127.0.4.4', headers: bearer(short) })).status).toBe(200)
    await deps.pool.query(`update operators set expires_at = now() - interval '1 second' where name = 'bob'`)
    expect((await ask('/operator', { from: '127.0.4.5', headers: bearer(short) })).status).toBe(401)
    expect((await run('list')).stdout).toContain('(expired)')
  })

  it.each([
    [['add', 'Ann Lee'], 2, /is not a name/],
    [['add', 'bob'], 1, /there is an operator "bob"/],
    [['add', 'eve', '--expires', 'yesterday'], 2, /give a date/],
    [['add', 'eve', '--expires', '2001-01-01'], 2, /lies in the past/],
    [['remove', 'nobody'], 1, /there is no operator "nobody"/],
  ])('%j ends with %d and one sentence', async (args, code, says) => {
    const ran = await run(...args)
    expect(ran.code).toBe(code)
    expect(ran.stderr).toMatch(says)
    expect(ran.stderr.trim().split('\n')).toHaveLength(1)
  })
})

describe('a wrong call is the caller’s fault, in a sentence', () => {
  it.each<[string, Asked, number]>([
    ['/?q=%00', {}, 400],
    ['/%ff', {}, 400],
    ['/search?q=%', {}, 400],
    ['/?colour=red', {}, 400],
    ['/api/v1/stories?colour=red', {}, 400],
    ['/api/v1/stories?since=2026-02-30', {}, 400],
    ['/api/v1/articles?until=2026-13-01T00:00:00Z', {}, 400],
    ['/api/v1/articles?since=1', {}, 400],
    ['/api/v1/articles?since=yesterday', {}, 400],
    ['/api/v1/articles?since=2026-02-28T25:00:00Z', {}, 400],
    ['/api/v1/articles?since=2026-02-28&until=2026-02-28T12:00:00.5%2B05:30', {}, 200],
    ['/api/v1/articles?since=2024-02-29T12:00', {}, 200],
    ['/api/v1/nothing', {}, 404],
    ['/nothing', {}, 404],
    ['/', { method: 'DELETE', headers: bearer(SECRET) }, 405],
    ['/api/v1/stories', { method: 'DELETE', headers: bearer(SECRET) }, 405],
    ['/replay', { headers: bearer(SECRET) }, 405],
    ['/', { method: 'DELETE' }, 405],
    ['/api/v1/stories', { method: 'PATCH' }, 405],
    ['/api/v1/stories', { method: 'OPTIONS', headers: { origin: 'https://other.example' } }, 405],
    ['/article/1', { method: 'PROPFIND' }, 405],
    [
      '/operator/sign-in',
      { method: 'POST', headers: { ...bearer(SECRET), 'content-type': 'application/json' }, body: '{' },
      415,
    ],
    [
      '/operator/sign-in',
      {
        method: 'POST',
        headers: { ...bearer(SECRET), 'content-type': 'multipart/form-data; boundary=x' },
        body: '--x',
      },
      400,
    ],
    [
      '/replay',
      {
        method: 'POST',
        headers: { ...bearer(SECRET), 'content-type': 'application/x-www-form-urlencoded' },
        body: 'a'.repeat(100_000),
      },
      413,
    ],
  ])('%s %j: %d', async (path, asked, status) => {
    const answer = await ask(path, { from: '127.0.5.1', ...asked })
    expect(answer.status).toBe(status)
    expect(answer.text.length).toBeGreaterThan(20)
    expect(answer.text).not.toMatch(/\n\s+at /)
  })

  it('links from elsewhere may carry their marks', async () => {
    expect((await ask('/?utm_source=x&fbclid=y', { from: '127.0.5.2' })).status).toBe(200)
  })
})
