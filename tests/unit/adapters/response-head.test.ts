import { describe, expect, test } from 'vitest'
import { framingOf, parseResponseHead } from '../../../src/adapters/http/response-head.ts'

describe('the head of a response', () => {
  test.each([
    ['with a phrase', 'HTTP/1.1 200 OK', 200],
    ['without a phrase', 'HTTP/1.1 404', 404],
    ['of HTTP/1.0', 'HTTP/1.0 301 Moved', 301],
    ['of a radio server', 'ICY 200 OK', 200],
  ])('a status line %s', (_what, line, status) => {
    expect(parseResponseHead([line])?.status).toBe(status)
  })

  test.each(['', 'HELO', 'HTTP/1.1 two hundred', 'HTTP/1.1 2000', '<!doctype html>'])(
    '"%s" is no status line',
    (line) => {
      expect(parseResponseHead([line])).toBeNull()
    },
  )

  test('a folded line continues the one before, a line that is no field is left out, control characters are blanks', () => {
    const head = parseResponseHead([
      'HTTP/1.1 200 OK',
      'Content-Type : text/html',
      'Bad Header: x',
      'no field at all',
      ': nameless',
      'X-Note: one',
      ' two',
      '\tthree',
      'X-Name: a\u0001\u0000b',
    ])
    expect(head?.fields).toEqual([
      ['content-type', 'text/html'],
      ['x-note', 'one two three'],
      ['x-name', 'a b'],
    ])
  })
})

describe('where the body ends', () => {
  const framing = (status: number, ...fields: [string, string][]) => framingOf({ status, fields })
  test('chunks count before a length', () => {
    expect(framing(200, ['content-length', '9'], ['transfer-encoding', 'chunked'])).toEqual({
      kind: 'chunked',
    })
  })
  test('one length given twice is one, two that differ are none', () => {
    expect(framing(200, ['content-length', '9'], ['content-length', '9'])).toEqual({
      kind: 'length',
      bytes: 9,
    })
    expect(framing(200, ['content-length', '9, 9'])).toEqual({ kind: 'length', bytes: 9 })
    expect(framing(200, ['content-length', '9'], ['content-length', '10'])).toBeNull()
  })
  test('without either at the end of the connection, and at once where there is none', () => {
    expect(framing(200)).toEqual({ kind: 'until_close' })
    expect(framing(200, ['content-length', 'many'])).toEqual({ kind: 'until_close' })
    expect(framing(304, ['content-length', '9'])).toEqual({ kind: 'none' })
  })
})
