import { describe, expect, it } from 'vitest'
import { extractHtml } from '../../../src/core/article/read-page.ts'
import type { ExtractResult } from '../../../src/core/article/types.ts'

const title = 'The ferry sails again to Marrow Quay'
const text = [
  'The ferry to Marrow Quay sailed again on Monday after nine weeks in dry dock, its horn heard as far as the hills.',
  'Its captain sounded it three times, as the harbour rules ask of a ship that has been away for longer than a month.',
  'Passengers who had taken the road around the bay all winter said that they would not miss the potholes at all.',
  'The line has promised that the second ferry of the fleet will follow before the summer, with a new coat of paint.',
  'Until then the timetable of the winter holds, and the last ship of the day leaves the quay at a quarter to nine.',
]
const body = text.join('\n\n')
const read = (script: string, shown = ''): ExtractResult =>
  extractHtml(
    `<!doctype html><html lang="en"><head><title>${title}</title><meta property="og:type" content="article"></head><body><div id="app"><h1>${title}</h1>${shown}</div>${script}</body></html>`,
    { url: 'https://www.quaycourier.example/town/ferry' },
  )
const json = (data: unknown): string =>
  `<script id="__NEXT_DATA__" type="application/json">${JSON.stringify(data)}</script>`
const assign = (name: string, data: unknown): string =>
  `<script>window.x=1;${name}=${JSON.stringify(data)};window.y={"a":1};</script>`
const html = text.map((p) => `<p>${p}</p>`).join('')

describe('a text that only the page’s data holds', () => {
  it.each<[string, string]>([
    ['HTML in __NEXT_DATA__', json({ props: { pageProps: { article: { title, body: html } } } })],
    [
      'parts in Fusion.globalContent',
      assign('Fusion.globalContent', {
        headlines: { basic: title },
        content_elements: [
          { type: 'image', caption: 'A picture of the ferry, which is no part of the text at all.' },
          ...text.map((content) => ({ type: 'text', content })),
          { type: 'interstitial_link', content: 'Read also: a bridge is built over the bay' },
        ],
      }),
    ],
    [
      'an entry of an Apollo cache',
      assign('window.__APOLLO_STATE__', {
        'Article:7': {
          __typename: 'Article',
          headline: title,
          body: { json: text.map((value) => ({ type: 'p', value })) },
        },
        'Article:8': {
          __typename: 'Article',
          headline: 'A bridge is built over the bay',
          body: html.repeat(3),
        },
      }),
    ],
    [
      'paragraphs of words and links',
      json({
        page: {
          headline: title,
          content: {
            type: 'doc',
            content: text.map((p) => ({
              type: 'paragraph',
              content: [
                { type: 'text', text: p.slice(0, p.indexOf(' ', 20)) },
                { type: 'text', marks: ['link'], text: p.slice(p.indexOf(' ', 20) + 1) },
              ],
            })),
          },
        },
      }),
    ],
    [
      'a state with a bracket in a string',
      assign('window.__INITIAL_STATE__', { note: '}"]{', story: { title, content: html } }),
    ],
  ])('%s', (_name, script) => {
    const { record, provenance } = read(script)
    expect(record.body).toBe(body)
    expect(record.kind).toBe('article')
    expect(provenance.body).toBe('script')
  })

  it('is taken where the page shows its first words', () => {
    expect(read(json({ article: { title, body: html } }), `<p>${text[0]}</p>`).record.body).toBe(body)
  })

  it.each<[string, string, string]>([
    ['of another article', json({ more: [{ title: 'A bridge is built over the bay', body: html }] }), ''],
    [
      'that is no prose',
      json({ article: { title, body: 'Ferry, quay, dock, ship, bay, horn\n'.repeat(60) } }),
      '',
    ],
    [
      'that the page contradicts',
      json({ article: { title, body: html } }),
      `<p>${'Whoever reads on here needs an account with the paper, which costs nothing in the first month. '.repeat(3)}</p>`,
    ],
    [
      'in broken JSON',
      `<script type="application/json">{"title": "${title}", "body": "${html.slice(0, 900)}</script>`,
      '',
    ],
  ])('is left alone: one %s', (_name, script, shown) => {
    expect(read(script, shown).record.body ?? '').not.toContain('horn heard')
  })

  it('is left alone where the page has the text', () => {
    const longer = [
      ...text,
      'This line stands in the data alone, and is a note to editors that no reader was to see.',
    ]
    const { record, provenance } = read(
      json({ article: { title, body: longer.map((p) => `<p>${p}</p>`).join('') } }),
      html,
    )
    expect(record.body).toBe(body)
    expect(provenance.body).toBe('page')
  })
})
