import { describe, expect, it } from 'vitest'
import { extractHtml } from '../../../src/core/article/read-page.ts'
import type { OutletFacts } from '../../../src/core/record/record.ts'

const text = [
  'The harbor board decided on Tuesday evening to keep the old lighthouse, after three years of quarrels over its cost.',
  'Its chairwoman, Maren Holt, said that the tower would be painted again before the summer, and opened to visitors.',
  'Fishermen had asked for a brighter lamp, because the new piers throw long shadows over the western entrance.',
]
const page = (top: string, end = '', lang = 'en'): string =>
  `<html lang="${lang}"><head><title>Lighthouse stays</title></head><body><main><article><h1>Lighthouse stays in the harbor</h1>${top}<div class="article-body">${text.map((line) => `<p>${line}</p>`).join('')}</div></article></main>${end}</body></html>`
const dayOf = (html: string, url: string, fetched: string, outlet?: Partial<OutletFacts>): string | null =>
  extractHtml(html, {
    url,
    outlets: [],
    fetchedAt: new Date(fetched),
    ...(outlet
      ? { outlet: { slug: 'gull', name: 'The Gull', domain: 'gull.example', ...outlet } as OutletFacts }
      : {}),
  }).record.published_local
const shown = (date: string): string => `<p class="date">Published ${date}</p>`
const later = '2026-01-01T00:00:00Z'

describe('day and month of a page in English', () => {
  it('by the outlet’s country', () => {
    expect(dayOf(page(shown('05/06/2025')), 'https://gull.example/a', later, { country: 'GB' })).toBe(
      '2025-06-05',
    )
    expect(dayOf(page(shown('05/06/2025')), 'https://gull.example/a', later, { country: 'US' })).toBe(
      '2025-05-06',
    )
  })

  it('by the country of the address', () => {
    expect(dayOf(page(shown('05/06/2025')), 'https://gull.co.uk/a', later)).toBe('2025-06-05')
    expect(dayOf(page(shown('05/06/2025')), 'https://gull.com.au/a', later)).toBe('2025-06-05')
  })

  it('by another date of the page that can be read in one order only', () => {
    const updated = '<p class="date">Updated 23/06/2025</p>'
    expect(dayOf(page(shown('05/06/2025') + updated), 'https://gull.example/a', later)).toBe('2025-06-05')
  })

  it('by what is not in the future when the page was fetched', () => {
    expect(dayOf(page(shown('12/03/2026')), 'https://gull.example/a', '2026-03-14T08:00:00Z')).toBe(
      '2026-03-12',
    )
    expect(
      dayOf(page(shown('12/03/2026'), '', 'en-US'), 'https://gull.example/a', '2026-03-14T08:00:00Z'),
    ).toBe('2026-03-12')
  })

  it('month first where nothing speaks against it', () => {
    expect(dayOf(page(shown('05/06/2025')), 'https://gull.example/a', later)).toBe('2025-05-06')
  })
})

it('a value in a table of facts is no publication, but one that is called so is', () => {
  const facts = (name: string): string =>
    `<table class="infobox"><tr><th>${name}</th><td>February 28, 1931</td></tr><tr><th>Height</th><td>31 m</td></tr></table>`
  expect(dayOf(page(facts('Opened')), 'https://gull.example/a', later)).toBeNull()
  expect(dayOf(page(facts('Date')), 'https://gull.example/a', later)).toBe('1931-02-28')
})

it.each(['By Ann Lee and Bo Hark', 'By Ann Lee, staff writer', 'By Ann Lee for The Gull', 'Von Ann Lee'])(
  'a paragraph that is a byline is none of the text: %s',
  (byline) => {
    const html = page('').replace('<div class="article-body">', `<div class="article-body"><p>${byline}</p>`)
    const { record } = extractHtml(html, { url: 'https://gull.example/a', outlets: [] })
    expect(record.body).toBe(text.join('\n\n'))
    expect(record.authors[0]).toBe('Ann Lee')
  },
)
