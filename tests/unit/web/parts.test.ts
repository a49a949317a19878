import { html } from 'hono/html'
import { describe, expect, it } from 'vitest'
import { createLimiter } from '../../../src/web/access/rate-limit.ts'
import { rememberedBy } from '../../../src/web/context.ts'
import { safeNext } from '../../../src/web/pages/operator.ts'
import { readable } from '../../../src/web/parts/diff.ts'
import { clip, headline, query, safeHref, teaser } from '../../../src/web/parts/markup.ts'
import { count, dateTime, span } from '../../../src/web/parts/words.ts'

describe('links and texts on the pages', () => {
  it.each([
    ['https://news.example/a?b=c', 'https://news.example/a?b=c'],
    ['javascript:alert(1)', null],
    ['JAVASCRIPT:alert(1)', null],
    [' https://news.example', null],
    ['data:text/html,x', null],
    ['//news.example', null],
    ['https://', null],
    [null, null],
  ])('%s may be followed: %s', (url, href) => {
    expect(safeHref(url)).toBe(href)
  })

  it.each([
    ['/story/3', '/story/3'],
    ['//elsewhere.example', '/'],
    ['/\\elsewhere.example', '/'],
    ['https://elsewhere.example', '/'],
    ['/a\nb', '/'],
    [undefined, '/'],
  ])('after the sign-in, %s leads to %s', (next, path) => {
    expect(safeNext(next)).toBe(path)
  })

  it('escapes headlines and isolates their direction', () => {
    const out = html`${headline('<b>"x"</b>\u202E', 'en" onload="x')}`.toString()
    expect(out).toBe('<bdi dir="auto">&lt;b&gt;&quot;x&quot;&lt;/b&gt;\u202E</bdi>')
    expect(html`${headline(null, 'de-CH')}`.toString()).toBe('<bdi lang="de-CH" dir="auto">Untitled</bdi>')
  })

  it('cuts between characters and words, never within', () => {
    expect(clip('ab😀cd', 4)).toBe('ab…')
    expect(teaser('The ferry ran aground, again and again', 24)).toBe('The ferry ran aground …')
    expect(teaser('short', 24)).toBe('short')
  })

  it('leaves out of an address what says nothing', () => {
    expect(query({ q: 'a b', page: null, outlet: '' })).toBe('?q=a+b')
    expect(query({})).toBe('')
  })
})

describe('words', () => {
  it('says numbers and times as people do', () => {
    expect(count(1, 'story', 'stories')).toBe('1 story')
    expect(count(1_234, 'story', 'stories')).toBe('1,234 stories')
    expect([30_000, 300_000, 7_200_000, 3 * 86_400_000].map(span)).toEqual(['30 s', '5 min', '2 h', '3 days'])
    expect(dateTime(new Date('2025-05-20T10:30:00Z'), 'day')).toBe('20 May 2025')
    expect(dateTime(null)).toBe('undated')
  })
})

describe('a diff for reading', () => {
  it('joins changes that only a word keeps apart', () => {
    const parts = [
      { value: 'The quake ' },
      { value: 'was', removed: true },
      { value: 'hit', added: true },
      { value: ' at ' },
      { value: 'ten', removed: true },
      { value: 'noon', added: true },
      { value: ' and woke the whole town.' },
    ]
    expect(readable(parts).filter(({ same, out, come }) => same || out || come)).toEqual([
      { same: 'The quake ', out: 'was at ten', come: 'hit at noon' },
      { same: ' and woke the whole town.', out: '', come: '' },
    ])
  })
})

describe('rate limit', () => {
  it('lets a burst through, then so many a second, each client for itself', () => {
    const limiter = createLimiter({ perSecond: 2, burst: 3 })
    expect([0, 0, 0, 0].map((at) => limiter.take('a', at))).toEqual([0, 0, 0, 1])
    expect(limiter.take('b', 0)).toBe(0)
    expect(limiter.take('a', 500)).toBe(0)
    expect(limiter.take('a', 500)).toBe(1)
  })
})

describe('what is remembered', () => {
  it('is made once for all who ask at once, again when it is old, and at once after a failure', async () => {
    let now = 1_000
    let made = 0
    const remember = rememberedBy<number>(10, 2, () => now)
    const load = async () => ++made
    expect(await Promise.all([remember('a', load), remember('a', load)])).toEqual([1, 1])
    now = 1_011
    expect(await remember('a', load)).toBe(2)
    const fail = () => Promise.reject(new Error('away'))
    await expect(remember('b', fail)).rejects.toThrow('away')
    expect(await remember('b', load)).toBe(3)
  })
})
