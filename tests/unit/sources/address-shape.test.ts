import { describe, expect, test } from 'vitest'
import { isArticleShape, learnShapes, shapeOf } from '../../../src/core/sources/address-shape.ts'

const shape = (path: string) => shapeOf(`https://quay.example${path}`)

test.each([
  ['/2026/11/29/ferry-late-again', 'date/slug'],
  ['/politics/2026/11/ferry-late-again.html', 'date/slug.html'],
  ['/news/ferry-late-again-in-the-fog', 'slug'],
  ['/sport/rowing/ferry-late-again-in-the-fog-1834567.html', 'slug#.html'],
  ['/news/articles/c4g8k9l2vx7o', '#'],
  ['/story/1834567', '#'],
  ['/1834567/ferry-late', '#/pair'],
  ['/view.php?story=45', 'word.php?story'],
  ['/%E5%8F%B0%E9%A2%A8%E9%80%BC%E8%BF%91%E6%B8%AF%E5%8F%A3/1834567', '#'],
])('%s is told from a section by its form', (path, text) => {
  expect(shape(path)).toEqual({ text, isSpecific: true })
})

test.each(['/news', '/news/world', '/wiki/Tide', '/culture/film-reviews'])('%s may be either', (path) => {
  expect(shape(path)?.isSpecific).toBe(false)
})

test.each([
  '/',
  '/2026/11/29/',
  '/2026/11',
  '/author/jane-of-the-docks-1834567',
  '/tag/ferry-late-again',
  '/suche?q=ferry',
  '/news?page=2',
  '/files/annual-report-of-the-board.pdf',
  '/feed/ferry-late-again',
])('%s leads to no article by its own words', (path) => {
  expect(shape(path)).toBeNull()
})

describe('what is known of a form', () => {
  const articles = (path: (i: number) => string, count: number, isArticle = true) =>
    Array.from({ length: count }, (_, i) => ({ url: `https://quay.example${path(i)}`, isArticle }))

  test('decides, whatever the form says', () => {
    const known = learnShapes([
      ...articles((i) => `/wiki/Tide${'abcdefg'[i]}`, 5),
      ...articles((i) => `/guides/where-to-eat-in-${'abcdefg'[i]}port`, 5, false),
    ])
    expect(isArticleShape(shape('/wiki/Harbour')!, known)).toBe(true)
    expect(isArticleShape(shape('/guides/where-to-sleep-in-quayport')!, known)).toBe(false)
    expect(isArticleShape(shape('/news/1834567')!, known)).toBeNull()
  })

  test('is not learned from one or two', () => {
    expect(isArticleShape(shape('/wiki/Harbour')!, learnShapes(articles(() => '/wiki/Tide', 2)))).toBeNull()
  })

  test('stays open where the form leads to both', () => {
    const known = learnShapes([
      ...articles((i) => `/a/ferry-late-again-${'abcdefg'[i]}${'abcdefg'[i]}`, 3),
      ...articles((i) => `/a/about-our-company-${'abcdefg'[i]}${'abcdefg'[i]}`, 6, false),
    ])
    expect(isArticleShape(shape('/a/ferry-late-again-today')!, known)).toBeNull()
  })
})
