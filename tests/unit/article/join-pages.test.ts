import { describe, expect, it } from 'vitest'
import { joinPages } from '../../../src/core/article/join-pages.ts'
import { extractHtml } from '../../../src/core/article/read-page.ts'
import type { ExtractResult } from '../../../src/core/article/types.ts'
import { findNextPage, isNextPage, looksPaged } from '../../../src/core/fields/next-page.ts'

const own = 'https://www.quaycourier.example/town/ferry'

describe('the next page', () => {
  it.each<[string, string, string, string | null]>([
    ['rel=next in the head', own, `<link rel="next" href="${own}?page=2">`, `${own}?page=2`],
    ['a list of pages', own, '<ul class="pagination"><li><a href="?page=2">2</a></li></ul>', `${own}?page=2`],
    ['a number in the path', own, `<a rel="next" href="${own}/2">Next</a>`, `${own}/2`],
    [
      'a number before the ending',
      `${own}.html`,
      `<a rel="next" href="${own}-2.html">2</a>`,
      `${own}-2.html`,
    ],
    [
      'the third after the second',
      `${own}?page=2`,
      '<div class="pager"><a href="?page=3">3</a></div>',
      `${own}?page=3`,
    ],
    ['another article that rel=next names', own, '<link rel="next" href="/town/bridge">', null],
    ['another article with a number', own, '<a rel="next" href="/town/bridge-2">Next</a>', null],
    ['another host', own, '<a rel="next" href="https://elsewhere.example/town/ferry?page=2">2</a>', null],
    ['the next part of a series', `${own}-part-4`, `<a rel="next" href="${own}-part-6">Next</a>`, null],
    [
      'pages of comments',
      own,
      '<div class="comments"><p class="pager"><a href="?page=2">2</a></p></div>',
      null,
    ],
    ['a link that is in no list of pages', own, '<p>See <a href="?page=2">the rest</a>.</p>', null],
    ['the page before', `${own}?page=3`, '<div class="pager"><a href="?page=2">2</a></div>', null],
    [
      'beside another argument, written as HTML asks',
      `${own}?view=full`,
      '<div class="pager"><a href="?view=full&amp;page=2">2</a></div>',
      `${own}?view=full&page=2`,
    ],
    [
      'by numbers of characters',
      `${own}?view=full`,
      '<div class="pager"><a href="?view=full&#38;page=2">2</a></div>',
      `${own}?view=full&page=2`,
    ],
    [
      'against a base of its own',
      own,
      '<base href="https://www.quaycourier.example/town/"><div class="pager"><a href="ferry/2">2</a></div>',
      `${own}/2`,
    ],
  ])('%s', (_name, url, html, next) => {
    expect(findNextPage(`<html><body><p>The ferry sailed.</p>${html}</body></html>`, url)).toBe(next)
  })

  it.each<[string, string, boolean]>([
    ['its own address with the next number', '<a href="?page=2">2</a>', true],
    ['the same number in a date', '<a href="/2026/2/bridge">The bridge</a>', false],
    ['the same number of another article', '<a href="/town/bridge-2">The bridge</a>', false],
    ['no number', '<a href="/town/bridge">The bridge</a>', false],
  ])('needs a look at the tree for %s: %#', (_name, html, looks) => {
    expect(looksPaged(html, own)).toBe(looks)
  })

  it('is the address that the answer came from', () => {
    expect(isNextPage(own, `${own}?page=2`)).toBe(true)
    expect(isNextPage(own, 'https://www.quaycourier.example/')).toBe(false)
  })
})

describe('pages of one article', () => {
  const sentence = (n: number): string =>
    `Paragraph number ${n} tells of the ferry to Marrow Quay, of its crew and of the winter that it spent in the dry dock.`
  const page = (title: string, from: number, to: number, more = ''): ExtractResult =>
    extractHtml(
      `<html lang="en"><head><title>${title} | Quay Courier</title><meta property="og:site_name" content="Quay Courier"></head><body><article><h1>${title}</h1>${more}${Array.from(
        { length: to - from + 1 },
        (_, i) => `<p>${sentence(from + i)}</p>`,
      ).join('')}</article></body></html>`,
      { url: own },
    )
  const all = (from: number, to: number): string =>
    Array.from({ length: to - from + 1 }, (_, i) => sentence(from + i)).join('\n\n')
  const title = 'The ferry sails again to Marrow Quay'

  it('are one text, in order, each paragraph once', () => {
    const joined = joinPages(page(title, 1, 4), [
      page(`${title} - Page 2`, 4, 7),
      page(`${title} (3/3)`, 8, 9),
    ]).record
    expect(joined.title).toBe(title)
    expect(joined.body).toBe(all(1, 9))
    expect(joined.body_html?.match(/<p>/g)).toHaveLength(9)
    expect(joined.word_count).toBe(page(title, 1, 9).record.word_count)
  })

  it.each<[string, ExtractResult]>([
    ['one of another title', page('A bridge is built over the bay', 5, 8)],
    ['one with nothing new', page(title, 1, 4)],
    ['one without a text', page(title, 5, 4)],
  ])('end at %s', (_name, other) => {
    expect(joinPages(page(title, 1, 4), [other, page(title, 9, 12)]).record.body).toBe(all(1, 4))
  })

  it('brings the captions of each page', () => {
    const figure = (text: string): string =>
      `<figure><img src="a.jpg"><figcaption>${text}</figcaption></figure>`
    const joined = joinPages(page(title, 1, 4, figure('The ferry in dock.')), [
      page(title, 5, 8, figure('The ferry at sea.')),
    ])
    expect(joined.record.captions.map((caption) => caption.text)).toEqual([
      'The ferry in dock.',
      'The ferry at sea.',
    ])
  })
})
