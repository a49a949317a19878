import { describe, expect, test } from 'vitest'
import { makeFeeds } from '../../../bench/generated/feed-documents.ts'
import { mapFeed } from '../../../src/core/feeds/map-feed.ts'
import { readFeed } from '../../../src/core/feeds/parse-feed.ts'
import { readTolerantly } from '../../../src/core/feeds/tolerant/read.ts'
import { packageFile } from '../../../src/runtime/package-root.ts'
import { readSample } from '../../../src/sample/read.ts'
import { startSampleWeb } from '../../../src/sample/web.ts'
import { faithful, notRepresented } from '../../support/feed-documents.ts'

const context = { url: 'https://harbour.example/feeds/all', language: 'en' }

/** Reads with rss-parser, which must take the document, and expects the tolerant reader to say the same. */
async function expectEqual(text: string): Promise<void> {
  const reading = await readFeed(text)
  const tolerant = readTolerantly(text)
  if (!reading.ok || !tolerant.ok) throw new Error('this is no feed')
  expect(reading.reader).toBe('rss-parser')
  expect(mapFeed(reading.document, context)).toEqual(mapFeed(tolerant.document, context))
}

describe('rss-parser and the tolerant reader are equal', () => {
  test.each([1, 2, 3])('on generated feeds, seed %i', async (seed) => {
    for (const text of makeFeeds(seed).filter((document) => !document.startsWith('{')))
      await expectEqual(text)
  })

  test.each(faithful)('on %s', async (_name, text) => {
    await expectEqual(text)
  })

  test('on the feeds of the sample', async () => {
    const root = packageFile('seeds')
    const web = await startSampleWeb({ root })
    try {
      const feeds = web.feeds.filter(({ kind }) => kind !== 'sitemap')
      expect(feeds.length).toBeGreaterThan(2)
      expect(readSample(root).outlets.length).toBeGreaterThan(2)
      let read = 0
      for (const { url } of feeds) {
        const text = await (await fetch(url)).text()
        if (!(await isFaithful(text))) continue
        read++
        await expectEqual(text)
      }
      expect(read).toBeGreaterThan(0)
    } finally {
      await web.close()
    }
  })
})

async function isFaithful(text: string): Promise<boolean> {
  const reading = await readFeed(text)
  return reading.ok && reading.reader === 'rss-parser'
}

describe('what rss-parser does not represent goes to the tolerant reader', () => {
  test.each(notRepresented)('%s', async (_name, text, expected) => {
    const reading = await readFeed(text)
    if (!reading.ok) throw new Error(`no feed: ${reading.reason}`)
    expect(reading.reader).toBe('tolerant')
    expect(mapFeed(reading.document, context).items[0]).toMatchObject(expected)
  })
})
