import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvLine } from '../../../src/core/files/csv.ts'
import { parseOpml, writeOpml } from '../../../src/core/sources/opml.ts'
import { readCsv } from '../../../src/core/sources/read-csv.ts'
import { isSignedBody, signBody } from '../../../src/core/webhooks/signature.ts'
import { holds, newsText } from '../../support/properties.ts'

describe('CSV', () => {
  it('is read as it was written', () => {
    const cell = newsText.map((text) => text.replace(/\r/g, ''))
    holds(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { maxLength: 6 }), (rows) => {
        const text = ['url', 'name', 'language']
          .join(',')
          .concat('\r\n', ...rows.map((row) => csvLine(row, { raw: true })))
        const read = readCsv(text)!.rows.map(({ row }) => [...row.values()])
        const written = rows.map((row) => row.map((value) => value.trim()))
        expect(read).toEqual(written.filter((row) => row.some((value) => value !== '')))
      }),
    )
  })
})

describe('a subscription list', () => {
  it('has the feeds that were written into it', () => {
    const label = fc.string({ unit: fc.constantFrom(...'abc ÄöЖ&<>"\'1'), minLength: 1, maxLength: 12 })
    const folded = label.map((text) => text.trim().replace(/\s+/g, ' ')).filter((text) => text !== '')
    const feed = fc.record({
      title: folded,
      feedUrl: fc.webUrl().map((url) => new URL(url).href),
      homeUrl: fc.constantFrom('https://news.example/', null),
      folders: fc.array(folded, { maxLength: 1 }),
      language: fc.constantFrom('de', null),
    })
    holds(
      fc.property(fc.uniqueArray(feed, { selector: ({ feedUrl }) => feedUrl, maxLength: 5 }), (feeds) => {
        const result = parseOpml(writeOpml('Feeds', feeds, new Date(0)))
        const byUrl = <T extends { feedUrl: string }>(list: readonly T[]) =>
          [...list].sort((a, b) => (a.feedUrl < b.feedUrl ? -1 : 1))
        expect(result.ok && byUrl(result.feeds)).toEqual(byUrl(feeds))
      }),
    )
  })
})

/** HMAC pads a key with zeros: two keys that differ in zeros at their ends are one key. */
const withoutZeros = newsText.map((text) => text.replaceAll('\0', ''))

describe('a signature', () => {
  it('holds for its own body, secret and time, and for no other', () => {
    holds(
      fc.property(
        withoutZeros,
        withoutZeros,
        withoutZeros,
        fc.nat(2_000_000_000),
        fc.integer(),
        (body, secret, other, atS, lateS) => {
          const header = signBody(secret, body, atS)
          expect(isSignedBody(secret, body, header, atS + lateS)).toBe(Math.abs(lateS) <= 300)
          if (!Buffer.from(other).equals(Buffer.from(body)))
            expect(isSignedBody(secret, other, header, atS)).toBe(false)
          if (!Buffer.from(other).equals(Buffer.from(secret)))
            expect(isSignedBody(other, body, header, atS)).toBe(false)
        },
      ),
      200,
    )
  })
})
