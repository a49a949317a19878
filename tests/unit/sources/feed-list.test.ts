import { describe, expect, test } from 'vitest'
import { parseFeedList } from '../../../src/core/sources/feed-list.ts'
import { readCsv } from '../../../src/core/sources/read-csv.ts'

const feed = (change: object) => ({
  feedUrl: 'https://quay.example.com/rss',
  title: null,
  homeUrl: null,
  outlet: null,
  country: null,
  language: null,
  kind: 'feed',
  ...change,
})
const quay = feed({ title: 'Quay', homeUrl: 'https://quay.example.com/', country: 'AT', language: 'de' })

describe('a list of feeds', () => {
  test.each([
    [
      'as OPML',
      '<opml><body><outline text="Quay" xmlUrl="https://quay.example.com/rss"/></body></opml>',
      'opml',
      feed({ title: 'Quay' }),
    ],
    [
      'as addresses',
      '# mine\n\nhttps://quay.example.com/rss\nhttps://quay.example.com/rss\n',
      'addresses',
      feed({}),
    ],
    [
      'as JSON Lines',
      '{"name":"Quay","feed":"https://quay.example.com/rss","site":"https://quay.example.com/","country":"at","language":"de","n":1}\n',
      'jsonl',
      quay,
    ],
    ['as a JSON array', '["https://quay.example.com/rss"]', 'json', feed({})],
    [
      'as CSV',
      '\uFEFFTitle,Feed URL,Homepage,Country,Language\r\nQuay,https://quay.example.com/rss,https://quay.example.com/,AT,de\r\n',
      'csv',
      quay,
    ],
    [
      'as CSV with section pages',
      'url;kind\nhttps://quay.example.com/rss;Page',
      'csv',
      feed({ kind: 'page' }),
    ],
    [
      'as OPML with section pages',
      '<opml><body><outline type="page" xmlUrl="https://quay.example.com/rss"/></body></opml>',
      'opml',
      feed({ kind: 'page' }),
    ],
    ['as CSV with tabs', 'url\tname\nhttps://quay.example.com/rss\tQuay', 'csv', feed({ title: 'Quay' })],
  ])('%s', (_what, text, format, expected) => {
    expect(parseFeedList(text)).toEqual({ ok: true, format, feeds: [expected], refused: [] })
  })

  test('a row that is none is refused alone, with its line', () => {
    const text = '{"feed":"https://quay.example.com/rss"}\n{"feed":\n{"feed":"mailto:a@b.example"}\n[1]\n'
    expect(parseFeedList(text)).toMatchObject({
      feeds: [{ feedUrl: 'https://quay.example.com/rss' }],
      refused: [
        { line: 2, reason: 'not JSON' },
        { line: 3, reason: '"mailto:a@b.example" is not an http or https address' },
        { line: 4, reason: 'not a JSON object' },
      ],
    })
  })

  test.each(['', 'hello', '[1, 2', '<html><p>hello</p></html>', 'a,b\n1,2'])('%j is none', (text) => {
    expect(parseFeedList(text).ok).toBe(false)
  })
})

test('CSV keeps quoted separators, quotes and line breaks, and the lines of its rows', () => {
  const table = readCsv('a;b\n"x;""y""\nz";1\n\n;\n2;3;4')
  expect(table?.columns).toEqual(['a', 'b'])
  expect(table?.rows.map(({ line, row }) => [line, ...row.values()])).toEqual([
    [2, 'x;"y"\nz', '1'],
    [6, '2', '3'],
  ])
  expect(readCsv('')).toBeNull()
  expect(readCsv('a,b\n"never closed')?.rows).toHaveLength(1)
})
