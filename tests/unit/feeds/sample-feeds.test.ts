import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseFeed } from '../../../src/core/feeds/parse-feed.ts'
import { discoverFeeds, wellKnownFeeds } from '../../../src/core/sources/discover.ts'
import { parseSitemap } from '../../../src/core/sources/sitemap.ts'
import { packageFile } from '../../../src/runtime/package-root.ts'
import { readSample } from '../../../src/sample/read.ts'
import { type SampleWeb, startSampleWeb } from '../../../src/sample/web.ts'

const root = packageFile('seeds')
const sample = readSample(root)
const slugs = sample.outlets.filter(({ feeds }) => feeds.length > 0).map(({ slug }) => slug)
let web: SampleWeb

beforeAll(async () => {
  web = await startSampleWeb({ root })
})
afterAll(async () => {
  await web.close()
})

/** What a feed must list: each article once, as it stood before anybody read it. */
function listedAt(slug: string): Map<string, { title: string; published: number }> {
  const first = sample.entries.filter(
    ({ outlet, url, record, revision_of }) => outlet === slug && url && record.published_at && !revision_of,
  )
  return new Map(
    first.map(({ url, record }) => [
      web.toServed(url ?? ''),
      { title: record.title ?? '', published: Date.parse(record.published_at ?? '') },
    ]),
  )
}

describe('the sample’s feeds, read by Newsloom', () => {
  it.each(slugs)('%s lists its articles with their headlines and times', async (slug) => {
    const source = web.feeds.find(({ outlet }) => outlet === slug)!
    const text = await (await fetch(source.url)).text()
    const items: { url: string | null; title: string | null; published: string | null }[] = []
    if (source.kind === 'sitemap') {
      const read = parseSitemap(text, { url: source.url })
      if (read.ok && read.kind === 'pages') items.push(...read.entries)
    } else {
      const read = await parseFeed(text, { url: source.url })
      if (read.ok) items.push(...read.feed.items.map((item) => ({ ...item, url: item.link })))
    }
    const got = new Map(
      items.map(({ url, title, published }) => [url, { title, published: Date.parse(published ?? '') }]),
    )
    expect(got).toEqual(listedAt(slug))
  })

  it.each(slugs)('%s can be found from its home page', async (slug) => {
    const source = web.feeds.find(({ outlet }) => outlet === slug)!
    const home = `${web.origin(slug)}/`
    const html = await (await fetch(home)).text()
    const found = source.kind === 'sitemap' ? wellKnownFeeds(home) : discoverFeeds(html, home)
    expect(found.map(({ url }) => url)).toContain(source.url)
  })
})
