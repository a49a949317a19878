import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createHttpClient } from '../../../../src/adapters/http/client.ts'
import { urlKey } from '../../../../src/core/fetching/url.ts'
import { runStep } from '../../../../src/pipeline/run-step.ts'
import { stages } from '../../../../src/pipeline/stages.ts'
import { articlePage, type OpenWeb, openWeb, rssOf } from '../../../support/servers/open-web.ts'
import type { Reply, ScriptedServer } from '../../../support/servers/scripted-server.ts'

let web: OpenWeb
beforeAll(async () => {
  web = await openWeb(12)
})
afterAll(() => web.close())

const pathsAsked = (host: ScriptedServer) =>
  host.asked.map(({ path }) => path).filter((path) => path !== '/robots.txt')
const stateOf = async (id: number) =>
  (await web.rows('select stage, reason from articles where id = $1', [id]))[0]

describe('a link of Google News that carries a token', () => {
  const token = Buffer.from([0x08, 0x13, 0x22, 6, ...Buffer.from('AU_yqLabcdefghijkl')]).toString('base64url')
  /** Fetches the link with a client for which Google News is `google`, whose page names the target. */
  async function follow(google: ScriptedServer, outlet: ScriptedServer, n: number, answer?: Reply) {
    const path = `/rss/articles/${token}${'A'.repeat(n)}`
    const at = `http://news.google.com:${google.port}${path}`
    google.set(path, answer ?? { body: `<c-wiz><div data-n-au="${outlet.url}/story"></div></c-wiz>` })
    const id = await web.enqueue(at)
    const http = createHttpClient({
      userAgent: web.deps.policy.userAgent,
      allowPrivate: true,
      allowPorts: [google.port, outlet.port],
      resolve: async () => [{ address: '127.0.0.1', family: 4 }],
    })
    await web.rows(`update hosts set leased_until = null, next_allowed_at = now(), robots_expires_at = null`)
    await runStep({ ...web.deps, http }, stages.fetch, [id], new AbortController().signal)
    await http.close()
    return { id, path }
  }

  test('is resolved by one request, and is the page that it leads to', async () => {
    const [google, outlet] = [web.host(), web.host()]
    outlet.set('/story', { body: articlePage('Lock gates', 'gate') })
    const { id, path } = await follow(google, outlet, 1)
    expect(await stateOf(id)).toEqual({ stage: 'fetched', reason: null })
    expect(pathsAsked(google)).toEqual([path])
    expect(pathsAsked(outlet)).toEqual(['/story'])
    await web.read('http://news.google.com/')
    expect(await web.rows('select url_key, kind from article_urls where article_id = $1', [id])).toEqual([
      { url_key: urlKey(`${outlet.url}/story`), kind: 'redirect' },
    ])
    // the outlet's own feed lists the same article
    outlet.set('/feed', { body: rssOf([{ title: 'Lock gates', link: `${outlet.url}/story`, guid: '1' }]) })
    const feedId = await web.feedAt(`${outlet.url}/feed`)
    await web.poll(feedId)
    expect(await web.rows('select article_id from entries where feed_id = $1', [feedId])).toEqual([
      { article_id: id },
    ])
  })

  test.each(['Google', 'the outlet'] as const)(
    'is not followed where the robots.txt of %s forbids it',
    async (who) => {
      const [google, outlet] = [web.host(), web.host()]
      const forbids = { body: 'User-agent: *\nDisallow: /' }
      const forbidden = who === 'Google' ? google : outlet
      forbidden.set('/robots.txt', forbids)
      outlet.set('/story', { body: articlePage('Lock gates', 'gate') })
      const { id } = await follow(google, outlet, who === 'Google' ? 2 : 3)
      expect(await stateOf(id)).toEqual({ stage: 'dropped', reason: 'robots_disallowed' })
      expect(pathsAsked(forbidden)).toEqual([])
      expect(pathsAsked(outlet)).toEqual([])
    },
  )

  test.each([
    ['a page of Google without an address', () => ({ body: articlePage('Google News', 'reader') })],
    [
      'a question for consent',
      (google: ScriptedServer) => ({
        status: 302,
        headers: { location: `http://consent.google.com:${google.port}/m` },
      }),
    ],
  ])('stays as it is behind %s, which is no article', async (_what, answer) => {
    const [google, outlet] = [web.host(), web.host()]
    google.set('/m', { body: articlePage('Before you continue', 'consent') })
    const links = [
      await follow(google, outlet, 4, answer(google)),
      await follow(google, outlet, 5, answer(google)),
    ]
    for (const { id, path } of links)
      expect(await web.rows('select url, stage, reason from articles where id = $1', [id])).toEqual([
        { url: `http://news.google.com:${google.port}${path}`, stage: 'failed', reason: 'no_text' },
      ])
  })
})
