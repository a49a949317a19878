import { expect, test } from 'vitest'
import { type OpmlFeed, parseOpml, writeOpml } from '../../../src/core/sources/opml.ts'

const feeds: readonly OpmlFeed[] = [
  {
    title: 'A & "B" <C>',
    feedUrl: 'https://a.example/f?x=1&y=2',
    homeUrl: 'https://a.example/',
    folders: ['World'],
    language: 'en',
  },
  { title: null, feedUrl: 'https://b.example/f', homeUrl: null, folders: [], language: null },
]

test('what is written is read again', () => {
  const text = writeOpml('My <feeds>', feeds, new Date('2026-01-01T00:00:00Z'))
  expect(text).toContain('<dateCreated>Thu, 01 Jan 2026 00:00:00 GMT</dateCreated>')
  expect(parseOpml(text)).toEqual({
    ok: true,
    title: 'My <feeds>',
    feeds: [feeds[0], { ...feeds[1], title: 'https://b.example/f' }],
  })
})

test('nested folders, broken markup, other types', () => {
  const result = parseOpml(`<OPML><body>
<outline text="News"><outline text="Europe"><outline type="rss" text="E & F" XMLURL="https://e.example/rss"></outline></outline>
<outline type="link" text="no feed" url="https://e.example/page"/><outline text="dup" xmlUrl="https://e.example/rss"/>
<outline text="bad" xmlUrl="javascript:x"/>
<outline text="last" xmlUrl="https://l.example/rss"`)
  expect(result).toEqual({
    ok: true,
    title: null,
    feeds: [
      {
        title: 'E & F',
        feedUrl: 'https://e.example/rss',
        homeUrl: null,
        folders: ['News', 'Europe'],
        language: null,
      },
    ],
  })
})

test('no OPML', () => {
  expect(parseOpml('<rss></rss>')).toEqual({ ok: false, reason: 'no_opml' })
})
