import { describe, expect, it } from 'vitest'
import { extractHtml } from '../../../src/core/article/read-page.ts'
import { extractText } from '../../../src/core/dump/read.ts'
import { applyGiven } from '../../../src/core/record/given.ts'
import type { Provenance } from '../../../src/core/record/provenance.ts'

const text = [
  'HARBOURTOWN (Reuters) - The ferry to Marrow Quay sailed again on Monday after nine weeks in dry dock.',
  'Its captain sounded the horn three times, as the harbour rules ask of a ship that has been away for long.',
  'Passengers who had taken the road around the bay all winter said that they would not miss the potholes.',
]
const page = (head: string, top = ''): string =>
  `<!doctype html><html lang="en"><head>${head}</head><body><main><article>${top}${text.map((p) => `<p>${p}</p>`).join('')}</article></main></body></html>`
const url = 'https://www.quaycourier.example/town/ferry'
const of = (html: string): Provenance => extractHtml(html, { url }).provenance

describe('where each field came from', () => {
  it('names JSON-LD, meta tags and the page', () => {
    const head = `<title>Ferry sails again | Quay Courier</title>
<link rel="canonical" href="${url}"><meta property="og:image" content="/ferry.jpg"><meta name="keywords" content="ferry, bay">
<script type="application/ld+json">{"@type":"NewsArticle","headline":"Ferry sails again","articleSection":"Town",
"dateModified":"2024-05-03T10:00:00Z","author":{"@type":"Person","name":"Ines Okafor"}}</script>`
    expect(of(page(head))).toEqual({
      title: 'json_ld',
      authors: 'json_ld',
      agencies: 'text',
      dateline: 'text',
      modified_at: 'json_ld',
      language: 'page',
      section: 'json_ld',
      tags: 'meta',
      canonical_url: 'page',
      image_url: 'meta',
      body: 'page',
    })
  })

  it.each<[string, string, string, keyof Provenance, string]>([
    ['a visible headline', '<title>Ferry</title>', '<h1>The ferry sails again</h1>', 'title', 'page'],
    ['a title tag alone', '<title>The ferry sails again to the quay</title>', '', 'title', 'title_tag'],
    ['a meta tag', '<meta property="og:title" content="The ferry sails again">', '', 'title', 'meta'],
    ['a meta author', '<meta name="author" content="Ines Okafor">', '', 'authors', 'meta'],
    ['a byline', '', '<h1>The ferry sails</h1><p class="byline">By Ines Okafor</p>', 'authors', 'page'],
    ['an address in og:url', `<meta property="og:url" content="${url}">`, '', 'canonical_url', 'meta'],
  ])('%s', (_name, head, top, field, source) => {
    expect(of(page(head, top))[field]).toBe(source)
  })

  it('says nothing of what is not there', () => {
    expect(of(page(''))).not.toHaveProperty('section')
  })

  it('names the outlet’s own rules', () => {
    const outlet = {
      slug: 'quay-courier',
      name: 'Quay Courier',
      domain: 'quaycourier.example',
      country: 'GB',
      language: 'en',
      timezone: 'Europe/London',
      mastheads: [],
      extract_rules: { valid_until: '2999-12-31', title: '.head', authors: '.by' },
    }
    const html = page(
      '<title>Home</title>',
      '<div class="head">Ferry back</div><i class="by">Ines Okafor</i>',
    )
    expect(extractHtml(html, { url, outlet }).provenance).toMatchObject({ title: 'rules', authors: 'rules' })
  })

  it('names the text of a dump, and what was given with it', () => {
    const dump = extractText(['Ferry sails again to Marrow Quay', 'By Ines Okafor', ...text].join('\n'))
    expect(dump.provenance).toMatchObject({ title: 'text', body: 'text', dateline: 'text' })
    expect(applyGiven(dump, { title: 'Ferry back' }, null).provenance).toMatchObject({
      title: 'given',
      body: 'text',
    })
  })
})
