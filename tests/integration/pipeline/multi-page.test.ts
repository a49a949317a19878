import { beforeEach, describe, expect, it } from 'vitest'
import { runStep } from '../../../src/pipeline/run-step.ts'
import { enqueueUrls } from '../../../src/pipeline/sources/enqueue.ts'
import { stages } from '../../../src/pipeline/stages.ts'
import type { TestNewsloom } from '../../support/newsloom.ts'
import { openForEachTest } from '../../support/scripted-newsloom.ts'
import type { ScriptedServer } from '../../support/servers/scripted-server.ts'

const signal = new AbortController().signal
const sentence = (n: number): string =>
  `Paragraph number ${n} tells of the ferry to Marrow Quay, of its crew and of the winter that it spent in the dry dock.`
const text = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, i) => sentence(from + i)).join('\n\n')

/** A page with paragraphs `from` to `to` and links to `pages`. */
const page = (from: number, to: number, pages: readonly number[], title = 'The ferry sails again'): string =>
  `<!doctype html><html lang="en"><head><title>${title}</title></head><body><article><h1>${title}</h1>
${text(from, to)
  .split('\n\n')
  .map((p) => `<p>${p}</p>`)
  .join(
    '',
  )}<ul class="pagination">${pages.map((n) => `<li><a href="/ferry?page=${n}">${n}</a></li>`).join('')}</ul></article></body></html>`

let server: ScriptedServer
let deps: TestNewsloom
openForEachTest((opened) => {
  ;({ server, deps } = opened)
})

async function fetchAndRead(
  times = 1,
): Promise<{ stage: string; reason: string | null; body: string | null }> {
  const { articleIds } = await enqueueUrls(deps, [`${server.url}/ferry`])
  for (let i = 0; i < times; i++) {
    await runStep(deps, stages.fetch, articleIds, signal)
    await deps.pool.query('update articles set next_attempt_at = now()')
    await deps.pool.query('update hosts set backoff_until = null, next_allowed_at = now()')
  }
  await runStep(deps, stages.extract, articleIds, signal)
  return (await deps.pool.query('select stage, reason, body from articles')).rows[0]
}
const paths = (): string[] => server.asked.map(({ path }) => path)
const storedPages = async (): Promise<unknown[]> =>
  (await deps.pool.query('select page, page_count, url from documents order by fetched_at')).rows

describe('an article on three pages', () => {
  beforeEach(() => {
    server.set('/ferry', { body: page(1, 4, [2, 3]) })
    server.set('/ferry?page=2', { body: page(5, 8, [1, 2, 3]) })
    server.set('/ferry?page=3', { body: page(9, 12, [1, 2]) })
  })

  it('is one text; the bytes of each page are stored', async () => {
    expect(await fetchAndRead()).toMatchObject({ stage: 'extracted', body: text(1, 12) })
    expect(paths()).toEqual(['/robots.txt', '/ferry', '/ferry?page=2', '/ferry?page=3'])
    expect(await storedPages()).toEqual([
      { page: 1, page_count: 3, url: `${server.url}/ferry` },
      { page: 2, page_count: 3, url: `${server.url}/ferry?page=2` },
      { page: 3, page_count: 3, url: `${server.url}/ferry?page=3` },
    ])
  })

  it('is the same text again from what is stored, without a question to the host', async () => {
    await fetchAndRead()
    const asked = server.asked.length
    const ids = (await deps.pool.query("update articles set stage = 'fetched' returning id")).rows.map((r) =>
      Number(r.id),
    )
    await runStep(deps, stages.extract, ids, signal)
    const { rows } = await deps.pool.query('select body, version from articles')
    expect(rows).toEqual([{ body: text(1, 12), version: 1 }])
    expect(server.asked.length).toBe(asked)
  })

  it('keeps to robots.txt on each page', async () => {
    server.set('/robots.txt', {
      body: 'User-agent: *\nDisallow: /*?page=3',
      headers: { 'content-type': 'text/plain' },
    })
    expect((await fetchAndRead()).body).toBe(text(1, 8))
    expect(paths()).not.toContain('/ferry?page=3')
  })

  it('is not stored while a later page is in trouble, and in the end as far as it goes', async () => {
    server.set('/ferry?page=2', { status: 503 })
    expect(await fetchAndRead(3)).toMatchObject({ stage: 'discovered', reason: 'http_503', body: null })
    expect(await storedPages()).toEqual([])
    expect(await fetchAndRead(1)).toMatchObject({ stage: 'extracted', body: text(1, 4) })
  })

  it('ends where a page is gone', async () => {
    server.set('/ferry?page=3', { status: 404 })
    expect((await fetchAndRead()).body).toBe(text(1, 8))
  })
})

describe('what is no further page', () => {
  it('the next article', async () => {
    server.set('/ferry', {
      body: page(1, 4, []).replace('</head>', '<link rel="next" href="/bridge"></head>'),
    })
    server.set('/bridge', { body: page(20, 24, []) })
    expect((await fetchAndRead()).body).toBe(text(1, 4))
    expect(paths()).toEqual(['/robots.txt', '/ferry'])
  })

  it('a page that came before', async () => {
    server.set('/ferry', { body: page(1, 4, [2, 3]) })
    server.set('/ferry?page=2', { body: page(1, 4, [2, 3]) })
    expect((await fetchAndRead()).body).toBe(text(1, 4))
    expect(await storedPages()).toHaveLength(1)
  })

  it('a page that leads somewhere else', async () => {
    server.set('/ferry', { body: page(1, 4, [2]) })
    server.set('/ferry?page=2', { status: 302, headers: { location: '/bridge' } })
    server.set('/bridge', { body: page(20, 24, []) })
    expect((await fetchAndRead()).body).toBe(text(1, 4))
  })

  it('more than ten', async () => {
    server.set('/ferry', { body: page(1, 2, [2]) })
    for (let n = 2; n <= 14; n++) server.set(`/ferry?page=${n}`, { body: page(n * 2 - 1, n * 2, [n + 1]) })
    expect((await fetchAndRead()).body).toBe(text(1, 20))
    expect(paths()).not.toContain('/ferry?page=11')
  })
})
