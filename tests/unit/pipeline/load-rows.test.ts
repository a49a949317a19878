import { describe, expect, it } from 'vitest'
import { rowOfLine } from '../../../src/pipeline/load/rows.ts'

const row = (fields: object | string) =>
  rowOfLine(typeof fields === 'string' ? fields : JSON.stringify(fields), 'rows.jsonl', 7)
const good = { id: 'a', outlet: 'The Row', title: 'A title' }

describe('a row that cannot be stored is refused, with its line and the field', () => {
  it.each([
    ['NUL in a title', { ...good, title: 'a\u0000b' }, /"title" holds the character U\+0000/],
    ['NUL in an id', { ...good, id: 'a\u0000' }, /"id" holds/],
    ['NUL in an author', { ...good, authors: ['A', 'B\u0000'] }, /"authors" holds/],
    ['half of a pair', { ...good, body: '\ud800 text' }, /"body" holds half of a surrogate pair/],
    ['a long id', { ...good, id: 'é'.repeat(600) }, /"id" is longer than 1000 bytes/],
    ['an empty id', { ...good, id: ' ' }, /"id" is empty/],
    ['a long outlet', { ...good, outlet: 'x'.repeat(301) }, /"outlet" is longer/],
    ['a long address', { ...good, url: `https://a.example/${'x'.repeat(2_100)}` }, /"url" is longer/],
    ['no address', { ...good, url: 'somewhere' }, /"url" is not an address: somewhere/],
    ['a text of 40 MB', { ...good, body: 'x'.repeat(40 * 2 ** 20) }, /larger than 32 MB/],
    ['a title of 1 MB', { ...good, title: 'x'.repeat(2 ** 20) }, /"title" is longer than 5000 characters/],
    [
      '100,000 authors',
      { ...good, authors: Array(100_000).fill('A B') },
      /"authors" holds 100000 names, at most 200/,
    ],
    ['an author of 1 MB', { ...good, authors: 'x'.repeat(2 ** 20) }, /"authors" holds a name longer/],
    ['no JSON', '{"id":', /not JSON/],
  ])('%s', (_what, fields, message) => {
    expect(row(fields)).toMatchObject({
      kind: 'refused',
      file: 'rows.jsonl',
      line: 7,
      message: expect.stringMatching(message),
    })
  })
})

describe('a row that can be stored is taken', () => {
  it.each([
    ['U+2028 in a text', { ...good, title: 'a\u2028b' }],
    ['NUL in a page, where it is left out', { ...good, html: '<p>a\u0000b</p>' }],
    ['an emoji', { ...good, title: '\u{1f5de}' }],
    ['an id of 1000 bytes', { ...good, id: 'x'.repeat(1_000) }],
    ['an address without a scheme', { ...good, url: 'news.example.org/a' }],
  ])('%s', (_what, fields) => {
    expect(row(fields)).toMatchObject({ kind: 'row', line: 7 })
  })

  it.each([
    ['{"id":1234567890123456789,"title":"x"}', '1234567890123456789'],
    ['{"id":-9007199254740993,"title":"x"}', '-9007199254740993'],
    ['{"title":"x","id":9007199254740991}', '9007199254740991'],
    ['{"id":12345678901234567.25,"title":"x"}', '12345678901234567.25'],
    ['{"id":7,"title":"1234567890123456789"}', '7'],
  ])('%s keeps the digits of its id', (line, id) => {
    expect(row(line)).toMatchObject({ kind: 'row', externalId: id })
  })

  it('has its title and its names in one line', () => {
    const broken = { ...good, title: 'Ferry\r\nsails\u2028', outlet: 'Daily\nBell', authors: ['Ann\nReed'] }
    expect(row(broken)).toMatchObject({
      outlet: 'Daily Bell',
      given: { title: 'Ferry sails', authors: ['Ann Reed'] },
    })
  })
})

describe('a field that cannot be read is named, and the row taken without it', () => {
  it.each([
    ['published_at', '0000-00-00'],
    ['published_at', '+275760-09-13T00:00:00Z'],
    ['published_at', 'soon'],
    ['published_at', '1'.repeat(3_000)],
    ['language', 'x'.repeat(5_000)],
    ['language', 'mother tongue'],
    ['url', 'urn:isbn:0451450523'],
  ])('%s: %s', (field, value) => {
    expect(row({ ...good, [field]: value })).toMatchObject({
      kind: 'row',
      unread: [{ field, message: expect.stringContaining(value.slice(0, 50)) }],
    })
  })

  it('and what can be read is not', () => {
    const read = row({ ...good, published_at: '12 May 2026', language: 'pt_BR', url: 'https://a.example/1' })
    expect(read).toMatchObject({ unread: [], given: { language: 'pt-BR' } })
  })
})
