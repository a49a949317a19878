import { expect, test } from 'vitest'
import { urlKey } from '../../../../src/core/fetching/url.ts'
import { pollFeed } from '../../../../src/pipeline/poll/poll-feed.ts'
import { runStep } from '../../../../src/pipeline/run-step.ts'
import { stages } from '../../../../src/pipeline/stages.ts'
import { checkInvariants } from '../../../../src/store/operations/invariants.ts'
import type { TestNewsloom } from '../../../support/newsloom.ts'
import { feedAt, openForEachTest } from '../../../support/scripted-newsloom.ts'
import type { ScriptedServer } from '../../../support/servers/scripted-server.ts'

let server: ScriptedServer
let deps: TestNewsloom
const signal = new AbortController().signal

openForEachTest((opened) => {
  ;({ server, deps } = opened)
})

/** Two subjects share no sentence: else one page would be a copy of the other. */
const page = (title: string, about: string, date = '') => {
  const word = (i: number) => `${about}${'aeiou'[i % 5]}${'klmnr'[i % 4]}${i}`
  const paragraphs = Array.from(
    { length: 6 },
    (_, p) => `<p>${Array.from({ length: 24 }, (_, i) => word(p * 24 + i)).join(' ')}.</p>`,
  )
  return `<!doctype html><html lang="en"><head><title>${title}</title></head><body><article><h1>${title}</h1>${date && `<time datetime="${date}" itemprop="datePublished">${date}</time>`}${paragraphs.join('')}</article></body></html>`
}
const feed = (...items: readonly (readonly [path: string, title: string])[]) =>
  `<rss version="2.0"><channel><title>Quay News</title>${items
    .map(([path, title]) => {
      const url = server.url + path
      return `<item><guid>${url}</guid><link>${url}</link><title>${title}</title></item>`
    })
    .join('')}</channel></rss>`

const rowsOf = async (text: string) => (await deps.pool.query(text)).rows

async function pollAndRead(feedId: number): Promise<void> {
  await pollFeed(deps, feedId, signal)
  for (const [stage, waiting] of [
    [stages.fetch, 'discovered'],
    [stages.extract, 'fetched'],
    [stages.cluster, 'extracted'],
  ] as const) {
    for (const { id } of await rowsOf(`select id from articles where stage = '${waiting}' order by id`)) {
      await deps.pool.query('update hosts set leased_until = null, leased_by = null, next_allowed_at = now()')
      await runStep(deps, stage, [id], signal)
    }
  }
}

test.each(['an outlet', 'no outlet'])(
  'a page of %s that gets another slug and guid stays one article, whose key never changes',
  async (owner) => {
    const outletId =
      owner === 'an outlet'
        ? (await rowsOf(`insert into outlets (slug, name) values ('quay', 'Quay News') returning id`))[0].id
        : null
    const feedId = await feedAt({ server, deps }, '/feed', outletId)
    server.set('/feed', { body: feed(['/build-a-pier', 'A pier'], ['/both-doors', 'Both doors']) })
    server.set('/build-a-pier', { body: page('A pier', 'pier') })
    server.set('/both-doors', { body: page('Both doors', 'door') })
    await pollAndRead(feedId)
    const before = await rowsOf('select id, url, url_key from articles order by url_key')
    expect(before).toHaveLength(2)

    // one old address redirects to the new one, the other goes on answering
    server.set('/feed', { body: feed(['/build-the-pier', 'A pier'], ['/both-doors-2', 'Both doors']) })
    server.set('/build-the-pier', { body: page('A pier', 'pier') })
    server.set('/build-a-pier', { status: 301, headers: { location: '/build-the-pier' } })
    server.set('/both-doors-2', { body: page('Both doors', 'door') })
    await pollAndRead(feedId)
    await pollAndRead(feedId)

    const articles = await rowsOf(
      `select id, url, url_key from articles where stage = 'clustered' order by url_key`,
    )
    expect(articles).toEqual(before)
    const [both, pier] = before
    expect(await rowsOf('select url_key, kind, article_id from article_urls order by url_key')).toEqual([
      { url_key: urlKey(`${server.url}/both-doors-2`), kind: 'same_text', article_id: both.id },
      { url_key: urlKey(`${server.url}/build-the-pier`), kind: 'same_text', article_id: pier.id },
    ])
    expect(
      await rowsOf('select count(*)::int as copies from articles where duplicate_of is not null'),
    ).toEqual([{ copies: 0 }])
    expect(await rowsOf('select count(distinct article_id)::int as n from entries')).toEqual([{ n: 2 }])
    expect(await checkInvariants(deps.pool)).toEqual([])
  },
)

test('another text at the same host is another article', async () => {
  const feedId = await feedAt({ server, deps }, '/feed', null)
  server.set('/feed', { body: feed(['/one', 'One'], ['/two', 'Two']) })
  server.set('/one', { body: page('One', 'north') })
  server.set('/two', { body: page('Two', 'south') })
  await pollAndRead(feedId)
  expect(await rowsOf(`select count(*)::int as n from articles where stage = 'clustered'`)).toEqual([
    { n: 2 },
  ])
})

test('a text that its outlet runs again months later is an article of its own, which says so', async () => {
  const { id } = (
    await rowsOf(`insert into outlets (slug, name) values ('quay', 'Quay News') returning id`)
  )[0]
  const feedId = await feedAt({ server, deps }, '/feed', id)
  server.set('/feed', { body: feed(['/oil-2023', 'Oil a deck']) })
  server.set('/oil-2023', { body: page('Oil a deck', 'deck', '2023-04-10T08:00:00Z') })
  await pollAndRead(feedId)
  server.set('/feed', { body: feed(['/oil-2024', 'Oil a deck'], ['/oil-again', 'Oil a deck']) })
  server.set('/oil-2024', { body: page('Oil a deck', 'deck', '2024-04-12T08:00:00Z') })
  server.set('/oil-again', { body: page('Oil a deck', 'deck', '2024-04-13T08:00:00Z') })
  await pollAndRead(feedId)

  const articles = await rowsOf(
    `select article_id, url, ran_before from news.articles where stage = 'clustered' order by published_at`,
  )
  expect(articles).toMatchObject([
    { url: `${server.url}/oil-2023`, ran_before: null },
    { url: `${server.url}/oil-2024`, ran_before: articles[0].article_id },
  ])
  expect(await rowsOf('select url_key, article_id from article_urls')).toEqual([
    { url_key: urlKey(`${server.url}/oil-again`), article_id: articles[1].article_id },
  ])
})
