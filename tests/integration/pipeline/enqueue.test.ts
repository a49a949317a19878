import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { takeEnqueueRequests } from '../../../src/pipeline/sources/enqueue-requests.ts'
import { createApp, startWeb, type WebServer } from '../../../src/web/server.ts'
import { newsloom } from '../../support/cli.ts'
import { openNewsloom, type TestNewsloom } from '../../support/newsloom.ts'
import { programsOf, run } from '../../support/packed.ts'

const SECRET = 'a-long-operator-secret'
let deps: TestNewsloom
beforeAll(async () => {
  deps = await openNewsloom('postgres', { operatorToken: SECRET, port: 0 })
})
afterAll(() => deps.close())

const articleAt = async (url: string) =>
  (await deps.pool.query('select id, stage, lane from articles where url = $1', [url])).rows[0]

describe('newsloom enqueue', () => {
  it('takes addresses one a line on stdin, and says what it refuses', async () => {
    const lines = [
      'https://stdin.example/1',
      '',
      '  https://stdin.example/2  ',
      'no address',
      'https://stdin.example/1',
    ]
    const ran = await newsloom(['enqueue', '-', 'https://stdin.example/3', '--json'], {
      env: deps.env,
      stdin: lines.join('\r\n'),
    })
    expect(JSON.parse(ran.stdout)).toMatchObject({
      new: 3,
      known: 1,
      refused: [{ url: 'no address', message: 'not an http or https address' }],
    })
    expect(await articleAt('https://stdin.example/2')).toMatchObject({ stage: 'discovered', lane: 'live' })
  })

  it('fails when stdin holds no usable address', async () => {
    const ran = await newsloom(['enqueue', '-'], { env: deps.env, stdin: 'nothing\n' })
    expect(ran.code).toBe(1)
    expect(ran.stderr).toContain('none of the addresses was usable')
  })
})

describe('newsloom.enqueue in SQL', () => {
  it('hands addresses to the scheduler, and shows what came of each', async () => {
    const urls = [
      'https://sql.example/1',
      ' ',
      'ftp://sql.example/2',
      'https://sql.example/1#top',
      `https://sql.example/${'x'.repeat(9_000)}`,
    ]
    const { rows } = await deps.pool.query('select newsloom.enqueue($1) as n', [urls])
    expect(rows[0].n).toBe(4)
    expect(await takeEnqueueRequests(deps)).toBe(4)
    expect(await takeEnqueueRequests(deps)).toBe(0)
    const article = await articleAt('https://sql.example/1')
    expect(article).toMatchObject({ stage: 'discovered' })
    const requests = await deps.pool.query(
      'select article_id, refused, handled_at is not null as handled from news.enqueue_requests order by request_id',
    )
    const refused = { article_id: null, refused: 'not an http or https address', handled: true }
    const taken = { article_id: article.id, refused: null, handled: true }
    expect(requests.rows).toEqual([taken, refused, taken, refused])
  })

  it('may be called by newsloom_worker and not by news_reader', async () => {
    const as = async (role: string) => {
      const client = new pg.Client(deps.databaseUrl)
      await client.connect()
      try {
        await client.query(`set role ${role}`)
        const { rows } = await client.query(`select newsloom.enqueue(array['https://role.example/1']) as n`)
        return rows[0].n
      } catch (error) {
        return (error as Error).message
      } finally {
        await client.end()
      }
    }
    expect(await as('newsloom_worker')).toBe(1)
    expect(await as('news_reader')).toMatch(/permission denied/)
  })
})

describe('POST /api/v1/enqueue', () => {
  const post = (body: unknown, headers: Record<string, string> = {}) =>
    createApp(deps).app.request('http://127.0.0.1/api/v1/enqueue', {
      method: 'POST',
      headers: { host: '127.0.0.1', 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  const bearer = { authorization: `Bearer ${SECRET}` }

  it('makes articles of addresses, and records who asked', async () => {
    const answer = await post({ urls: ['https://api.example/1', 'x'], backfill: true }, bearer)
    expect(answer.status).toBe(202)
    const article = await articleAt('https://api.example/1')
    expect(await answer.json()).toEqual({
      new: 1,
      known: 0,
      refused: [{ url: 'x', message: 'not an http or https address' }],
      article_ids: [article.id],
    })
    expect(article.lane).toBe('backfill')
    const { rows } = await deps.pool.query(
      'select made_by, details from operator_actions where action = $1',
      ['article.enqueue'],
    )
    expect(rows).toEqual([{ made_by: 'web:operator', details: { new: 1, known: 0, refused: 1 } }])
  })

  it.each([
    ['no token', { urls: ['https://api.example/2'] }, {}, 401, 'not_signed_in'],
    [
      'no token from a page of ours',
      { urls: ['https://api.example/2'] },
      { 'sec-fetch-site': 'same-origin' },
      401,
      'not_signed_in',
    ],
    [
      'a wrong token',
      { urls: ['https://api.example/2'] },
      { authorization: 'Bearer wrong' },
      401,
      'not_signed_in',
    ],
    [
      'a page of another site',
      { urls: ['https://api.example/2'] },
      { 'sec-fetch-site': 'cross-site', origin: 'https://elsewhere.example' },
      403,
      'wrong_site',
    ],
    ['no JSON', '{', bearer, 400, 'bad_request'],
    ['no addresses', { urls: [] }, bearer, 400, 'bad_request'],
    ['an unknown field', { urls: ['https://api.example/2'], lane: 'live' }, bearer, 400, 'bad_request'],
    [
      'a form',
      'urls=x',
      { ...bearer, 'content-type': 'application/x-www-form-urlencoded' },
      415,
      'wrong_type',
    ],
  ])('refuses %s, and says why', async (_name, body, headers, status, code) => {
    const answer = await post(body, headers as Record<string, string>)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(answer.headers.get('www-authenticate')).toBe(status === 401 ? 'Bearer realm="newsloom"' : null)
    expect(await answer.json()).toMatchObject({ type: 'about:blank', status, code })
    expect(await articleAt('https://api.example/2')).toBeUndefined()
  })

  it('refuses a host that is not ours with a problem too', async () => {
    const answer = await createApp(deps).app.request('http://elsewhere.example/api/v1/enqueue', {
      method: 'POST',
    })
    expect(answer.status).toBe(421)
    expect(await answer.json()).toMatchObject({ code: 'wrong_host' })
  })

  it('takes only POST', async () => {
    const answer = await createApp(deps).app.request('http://127.0.0.1/api/v1/enqueue', {
      headers: { host: '127.0.0.1' },
    })
    expect(answer.status).toBe(405)
    expect(answer.headers.get('allow')).toContain('POST')
  })
})

describe('the examples of docs/clients.md', () => {
  const url = 'https://www.example.org/2026/05/20/bridge'
  const programs = programsOf('docs/clients.md')
  let web: WebServer
  beforeAll(async () => {
    web = await startWeb(deps)
  })
  afterAll(() => web.close())

  const shells = { 'enqueue.sh': 'sh', 'enqueue-sql.sh': 'sh', 'enqueue.py': 'python3' } as const
  it.each(Object.entries(shells))('%s enqueues an address', async (name, shell) => {
    await deps.pool.query('delete from enqueue_requests')
    await deps.pool.query('delete from articles where url = $1', [url])
    const env = {
      ...process.env,
      DATABASE_URL: deps.databaseUrl,
      NEWSLOOM_URL: web.url.replace(/\/$/, ''),
      NEWSLOOM_TOKEN: SECRET,
    }
    const { stdout } = await run(shell, ['-c', programs[name]!], { env })
    expect(stdout).toMatch(/^(?:1|1 new|\{"new":1,.*\})\n?$/)
    await takeEnqueueRequests(deps)
    expect(await articleAt(url)).toMatchObject({ stage: 'discovered' })
  })
})
