import { parseFeed as feedsmith } from 'feedsmith'
import RssParser from 'rss-parser'
import { expect, test } from 'vitest'
import { makeFeeds } from '../../bench/feed-documents.ts'
import { parseFeed } from '../../src/core/feed.ts'

// Three readers that share no code: where they agree on a well-formed feed, the reading is right.
const documents = makeFeeds(7).map((text) => ({ text, isJson: text.startsWith('{') }))

interface Entry {
  readonly title: string | null
  readonly link: string | null
}

function ours(text: string): Entry[] {
  const result = parseFeed(text)
  return result.ok ? result.feed.items.map(({ title, link }) => ({ title, link })) : []
}

test('as feedsmith', () => {
  for (const { text } of documents) {
    const { feed } = feedsmith(text) as { feed: { items?: unknown[]; entries?: unknown[] } }
    const entries = (feed.items ?? feed.entries ?? []) as {
      readonly title?: string | { readonly value?: string }
      readonly link?: string
      readonly url?: string
      readonly links?: readonly { readonly href?: string }[]
    }[]
    expect(ours(text)).toEqual(
      entries.map(({ title, link, url, links }) => ({
        title: typeof title === 'string' ? title : (title?.value ?? null),
        link: link ?? url ?? links?.[0]?.href ?? null,
      })),
    )
  }
})

test('as rss-parser', async () => {
  const parser = new RssParser()
  for (const { text } of documents.filter(({ isJson }) => !isJson)) {
    const { items } = await parser.parseString(text)
    expect(ours(text)).toEqual(items.map(({ title, link }) => ({ title, link })))
  }
})
