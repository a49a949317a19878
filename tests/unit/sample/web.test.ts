import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { packageFile } from '../../../src/runtime/package-root.ts'
import { readSample } from '../../../src/sample/read.ts'
import { type SampleWeb, startSampleWeb } from '../../../src/sample/web.ts'

const root = packageFile('seeds')
const sample = readSample(root)
let web: SampleWeb

beforeEach(async () => {
  web = await startSampleWeb({ root })
})
afterEach(async () => {
  await web.close()
})

const get = async (url: string, headers: Record<string, string> = {}) => {
  const response = await fetch(url, { headers, redirect: 'manual' })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

describe('the sample web', () => {
  it('gives each outlet an origin of its own', () => {
    const origins = web.outlets.map((slug) => web.origin(slug))
    expect(new Set(origins).size).toBe(origins.length)
    expect(() => web.origin('no-such-outlet')).toThrow('no-such-outlet')
  })

  it('serves every kind of feed with the addresses of its pages', async () => {
    expect(new Set(web.feeds.map(({ kind }) => kind))).toEqual(
      new Set(['rss', 'atom', 'rdf', 'json', 'sitemap']),
    )
    for (const feed of web.feeds) {
      const { status, text } = await get(feed.url)
      expect(status).toBe(200)
      const own = web.pages.filter(({ outlet }) => outlet === feed.outlet)
      const listed = own.filter(({ url }) => text.includes(url.replaceAll('&', '&amp;')))
      expect(listed.length, feed.url).toBeGreaterThanOrEqual(Math.max(2, own.length - 1))
      expect(text).not.toContain(`https://www.`)
      if (feed.kind === 'json') expect(JSON.parse(text).items.length).toBe(listed.length)
    }
  })

  it('serves every page with its own addresses put in', async () => {
    expect(web.pages.length).toBe(sample.entries.filter(({ url, revision_of }) => url && !revision_of).length)
    for (const { url, outlet } of web.pages) {
      const { status, headers, text } = await get(url)
      expect(status, url).toBe(200)
      expect(headers.get('content-type')).toContain('text/html')
      expect(headers.get('etag')).toBeTruthy()
      expect(text).toContain(web.origin(outlet))
      expect(text).not.toContain('https://www.')
    }
  })

  it('answers 304 to what a client has already', async () => {
    const { url } = web.feeds[0]!
    const first = await get(url)
    const etag = first.headers.get('etag') ?? ''
    const modified = first.headers.get('last-modified') ?? ''
    expect((await get(url, { 'if-none-match': etag })).status).toBe(304)
    expect((await get(url, { 'if-none-match': `W/${etag}` })).status).toBe(304)
    expect((await get(url, { 'if-modified-since': modified })).status).toBe(304)
    expect((await get(url, { 'if-none-match': '"other"', 'if-modified-since': modified })).status).toBe(200)
  })

  it('revises an article once it has been read, in the page and in the feed', async () => {
    const revision = sample.entries.find(({ revision_of }) => revision_of)!
    const url = web.toServed(revision.url ?? '')
    const feed = web.feeds.find(({ outlet }) => outlet === revision.outlet)!
    const before = await get(feed.url)
    const first = await get(url)
    const second = await get(url, { 'if-none-match': first.headers.get('etag') ?? '' })
    const after = await get(feed.url, { 'if-none-match': before.headers.get('etag') ?? '' })
    expect([first.status, second.status, after.status]).toEqual([200, 200, 200])
    expect(first.text).not.toContain(revision.record.title)
    expect(second.text).toContain(revision.record.title)
    expect(before.text).not.toContain(revision.record.title)
    expect(after.text).toContain(revision.record.title)
    expect((await get(url)).text).toBe(second.text)
  })

  it('has a home page, robots.txt, pictures and a 404 at each outlet', async () => {
    for (const slug of web.outlets) {
      const origin = web.origin(slug)
      const [home, robots, picture, nothing] = await Promise.all([
        get(`${origin}/`),
        get(`${origin}/robots.txt`),
        get(`${origin}/images/a.jpg`),
        get(`${origin}/no/such/page`),
      ])
      expect([home.status, robots.status, picture.status, nothing.status]).toEqual([200, 200, 200, 404])
      expect(home.text).toMatch(/<link rel="(alternate|sitemap)"/)
      expect(robots.text).toContain('User-agent: *')
    }
  })

  it('listens where it is told to', async () => {
    const { port } = web
    await web.close()
    web = await startSampleWeb({ root, port })
    expect(web.port).toBe(port)
    expect((await get(`${web.origin('rheinblatt')}/`)).status).toBe(200)
  })

  it('names the text dumps as files and refuses to be written to', async () => {
    expect(web.dumps.length).toBeGreaterThanOrEqual(4)
    expect(web.dumps.every((path) => path.endsWith('.txt'))).toBe(true)
    const posted = await fetch(`${web.origin('alpenbote')}/`, { method: 'POST' })
    expect(posted.status).toBe(405)
  })
})
