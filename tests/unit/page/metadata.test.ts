import { describe, expect, it } from 'vitest'
import { extractHtml } from '../../../src/core/article/read-page.ts'
import type { ArticleRecord } from '../../../src/core/record/record.ts'

const prose = [
  'The old swing bridge at Marrow Quay opened again on Tuesday, eleven years after its last barge had passed.',
  'Engineers replaced the bearings, the deck and every one of the four hundred rivets that held the rail.',
  'The town paid for the work with a loan that it will be paying back, the mayor said, until her children retire.',
  'On the first morning, ninety people waited in the rain to walk across, and one of them brought a tuba.',
]

interface Page {
  readonly title?: string
  readonly head?: string
  readonly top?: string
  readonly text?: readonly string[]
  readonly bottom?: string
  readonly url?: string
}

const ADDRESS = 'https://www.quaycourier.example/town/bridge'

function read({
  title = '',
  head = '',
  top = '',
  text = prose,
  bottom = '',
  url = ADDRESS,
}: Page): ArticleRecord {
  const html = `<!doctype html><html lang="en"><head><title>${title}</title>${head}</head><body><header><a href="/">Quay Courier</a></header>
<main><article>${top}<div class="text">${text.map((p) => `<p>${p}</p>`).join('\n')}${bottom}</div></article></main></body></html>`
  return extractHtml(html, { url }).record
}
const meta = (name: string, content: string) => `<meta property="${name}" content="${content}">`
const ld = (node: object) => `<script type="application/ld+json">${JSON.stringify(node)}</script>`

describe('titles', () => {
  it.each<[string, Page, string]>([
    [
      'a headline that holds the shorter one of the metadata',
      {
        title: 'Bridge opens - Quay Courier',
        head: meta('og:title', 'Bridge opens') + meta('twitter:title', 'Bridge opens'),
        top: '<h1>Bridge opens after eleven years of waiting</h1><h1>More</h1>',
      },
      'Bridge opens after eleven years of waiting',
    ],
    [
      'capitals only where every source has them',
      { title: 'Bridge opens at Marrow Quay', top: '<h1>BRIDGE OPENS AT MARROW QUAY</h1>' },
      'Bridge opens at Marrow Quay',
    ],
    [
      'a kicker and its hyphen before the headline',
      {
        title: 'Quay Courier',
        top: '<h1><span class="kicker">Town</span> - Bridge opens at Marrow Quay</h1>',
      },
      'Bridge opens at Marrow Quay',
    ],
    [
      'a short end of a metadata title that belongs to it',
      {
        title: 'Bridge opens after eleven years – finally | Quay Courier',
        head: meta('og:title', 'Bridge opens after eleven years – finally'),
      },
      'Bridge opens after eleven years – finally',
    ],
    [
      'the site’s name and slogan in the page’s only h1',
      {
        title: 'Bridge opens at Marrow Quay » Quay Courier',
        top: '<h1>Quay Courier, the paper of the harbour</h1>',
      },
      'Bridge opens at Marrow Quay',
    ],
    [
      'the metadata’s, where the only heading shares no word with it',
      {
        title: 'Bridge at Marrow Quay opens | Quay Courier',
        head: meta('og:title', 'Bridge at Marrow Quay opens'),
        top: '<h1>Would you like the paper at your door every morning? Call us</h1>',
      },
      'Bridge at Marrow Quay opens',
    ],
    [
      'of two wordings the one that the address has',
      {
        title: 'Bridge over the quay | Quay Courier',
        head: meta('og:title', 'Ferries lie idle as the town celebrates'),
        url: 'https://www.quaycourier.example/2024/bridge-over-the-quay-draws-a-tuba-player',
        top: '<h1>Bridge over the quay draws a tuba player</h1>',
      },
      'Bridge over the quay draws a tuba player',
    ],
    [
      'not the heading that goes on from another',
      {
        title: 'Bridge opens at Marrow Quay',
        top: '<h1>Bridge opens at Marrow Quay</h1><h1>… and ninety people wait in the rain</h1>',
      },
      'Bridge opens at Marrow Quay',
    ],
    [
      'the site’s name and a colon before the headline',
      {
        title: 'Quay Courier Blog: Bridge opens at Marrow Quay',
        head: meta('og:site_name', 'Quay Courier'),
      },
      'Bridge opens at Marrow Quay',
    ],
    [
      'a kicker that og:title holds in one element with the headline',
      {
        head:
          meta('og:title', 'Marrow Quay: where to cross, and when') +
          ld({ '@type': 'NewsArticle', headline: 'So the new bridge is used', datePublished: '2024-05-03' }),
        top: '<h1><span>Marrow Quay: where to cross, and when</span> <span>So the new bridge is used</span></h1>',
      },
      'So the new bridge is used',
    ],
  ])('%s', (_name, page, title) => {
    expect(read(page).title).toBe(title)
  })
})

describe('authors', () => {
  const top = '<h1>Bridge opens at Marrow Quay</h1>'
  it.each<[string, Page, string[]]>([
    [
      'metadata that the shown byline bears out',
      {
        head: meta('author', 'Harbour Holdings') + meta('article:author', 'Ines Okafor'),
        top: `${top}<p class="byline">By <a href="/staff/ines-okafor">Ines Okafor</a></p>`,
      },
      ['Ines Okafor'],
    ],
    [
      'a preposition glued to the name',
      { top: `${top}<div class="author"><span>By</span>Ines Okafor</div>` },
      ['Ines Okafor'],
    ],
    [
      'class names in camelCase',
      { top: `${top}<div class="authorModule"><div class="authorModule__name">Ines Okafor</div></div>` },
      ['Ines Okafor'],
    ],
    ['a name that ends the text', { top, bottom: '<p><strong>Ines Okafor</strong></p>' }, ['Ines Okafor']],
    [
      'an author told to scripts alone',
      { head: '<script>dataLayer = [{"author": "Ines Okafor"}]</script>', top },
      ['Ines Okafor'],
    ],
    [
      'no author of many articles',
      { head: '<script>x = [{"author": "Ines Okafor"}, {"author": "Bo Lind"}]</script>', top },
      [],
    ],
    ['a template that was not filled in', { head: meta('author', 'page.head.extra.author'), top }, []],
    [
      'a status line glued to the name',
      { top: `${top}<div class="author">Ines Okafor Updated: 3 May 2024</div>` },
      ['Ines Okafor'],
    ],
    [
      'elements of a byline that call themselves names',
      {
        top: `${top}<div class="post_author-list"><div><div class="post_author-name">Ines Okafor</div><div class="post_author-title">Harbour and Ferries</div></div>
<div><div class="post_author-name">Bo Lind</div><div class="post_author-title">Weather</div></div></div>`,
      },
      ['Ines Okafor', 'Bo Lind'],
    ],
    [
      'a byline between the standfirst and the text',
      {
        top: `${top}<h2>The old swing bridge is back, and the town has a loan to pay until its children retire.</h2><p>1k shares</p>
<div class="byline"><div class="author-card"><span class="author-card__name">Ines Okafor</span> Harbour Editor, The Quay Courier</div></div><figure><figcaption>The bridge.</figcaption></figure>`,
      },
      ['Ines Okafor'],
    ],
    [
      'a label and the name in two lines',
      { top: `${top}<div>Written by</div><div>Ines Okafor</div>` },
      ['Ines Okafor'],
    ],
    ['a name and a date in one line', { top: `${top}<p>Ines Okafor | 03.05.2024</p>` }, ['Ines Okafor']],
    [
      'a preposition glued to a link',
      { top: `${top}<div><a href="/staff/ines-okafor">ByInes Okafor</a></div>` },
      ['Ines Okafor'],
    ],
    [
      'an address element that is no street',
      { top: `${top}<div>by <address>Ines Okafor</address></div>` },
      ['Ines Okafor'],
    ],
    ['no street', { top, bottom: '<address>14 Marrow Quay, Harbourtown</address>' }, []],
    [
      'no credit at the end of a caption',
      {
        top: `${top}<div>On the first morning ninety people waited in the rain to walk across the bridge, and one of them had brought a tuba along, to the delight of the children. <a href="/writer/bo-lind">By Bo Lind</a></div><div><a href="/writer/ines-okafor">Ines Okafor</a></div>`,
      },
      ['Ines Okafor'],
    ],
    [
      'the byline, where metadata lists all who had a hand in it',
      {
        head: meta('author', 'Ines Okafor, Bo Lind, Mara Teel, Piet Vos, Ana Ruiz'),
        top: `${top}<p class="byline"><a href="/author/ines-okafor">Ines Okafor</a></p>`,
      },
      ['Ines Okafor'],
    ],
    [
      'a button beside the name',
      { top: `${top}<div class="author">Ines Okafor Follow Harbour and ferries</div>` },
      ['Ines Okafor'],
    ],
    [
      'sections after the name',
      { top: `${top}<div class="byline">By Ines Okafor in Town, Traffic</div>` },
      ['Ines Okafor'],
    ],
    [
      'no account of the outlet elsewhere',
      { top: `${top}<div><a href="https://www.youtube.com/user/quaycourier">Quay Videos</a></div>` },
      [],
    ],
    ['no link to log in', { top: `${top}<div><a href="/user/login">Log in</a></div>` }, []],
    [
      'no title in the place of the author',
      { title: 'Bridge opens at Marrow Quay', head: meta('author', 'Bridge opens at Marrow Quay'), top },
      [],
    ],
    [
      'the outlet’s name after the writer’s',
      {
        head: meta('og:site_name', 'QuayNews'),
        top: `${top}<p class="byline">By Ines Okafor QuayNews Reporter, UK</p>`,
      },
      ['Ines Okafor'],
    ],
  ])('%s', (_name, page, authors) => {
    expect(read(page).authors).toEqual(authors)
  })

  it('agencies of the byline beside an author of the metadata', () => {
    const record = read({
      head: ld({
        '@context': 'https://schema.org',
        '@type': 'NewsArticle',
        headline: 'Bridge opens at Marrow Quay',
        author: { '@type': 'Person', name: 'Ines Okafor' },
      }),
      top: `${top}<p class="byline">By Ines Okafor with Reuters</p>`,
    })
    expect(record.authors).toEqual(['Ines Okafor'])
    expect(record.agencies).toEqual([{ name: 'Reuters', role: 'text' }])
  })

  it.each(['Quay Courier Team', 'Harbour Row Media', 'Marrow News'])(
    'a group that signs is no person: %s',
    (name) => {
      const record = read({ top: `${top}<p class="byline">By ${name}</p>` })
      expect(record.authors).toEqual([])
      expect(record.agencies).toEqual([{ name, role: 'text' }])
    },
  )

  it('an agency that stands alone after the text', () => {
    expect(read({ top, bottom: '<div><b>Reuters</b></div>' }).agencies).toEqual([
      { name: 'Reuters', role: 'text' },
    ])
  })
})

describe('dates', () => {
  const top = '<h1>Bridge opens at Marrow Quay</h1>'
  it.each<[string, Page, string]>([
    [
      'a date that opens the text',
      { top, text: [`27.1.2022 - ${prose[0]}`, ...prose.slice(1)] },
      '2022-01-27',
    ],
    ['in brackets', { top, text: [`(21 November 2022) ${prose[0]}`, ...prose.slice(1)] }, '2022-11-21'],
    [
      'an update on the same line',
      { top: `${top}<p class="date">Town News DECEMBER 22, 2022 Updated: JANUARY 02, 2026</p>` },
      '2022-12-22',
    ],
    [
      'a time told to scripts alone',
      { head: '<script>page = {"publishedAt": "2023-03-05T10:00:00Z"}</script>', top },
      '2023-03-05',
    ],
    [
      'a zone beside a Z that is always written',
      {
        head: ld({ '@type': 'NewsArticle', headline: 'x', datePublished: '2023-10-16T21:56:19Z EST' }),
        top,
      },
      '2023-10-16',
    ],
    [
      'what the page marks as its publication, not only as its change',
      {
        head:
          meta('article:published_time', '2019-11-25T08:00:00Z') +
          meta('article:modified_time', '2023-11-27T11:20:00Z'),
        top: `${top}<time class="publish-date" datetime="2023-11-27T11:20:00Z">November 27, 2023</time>`,
      },
      '2023-11-27',
    ],
    [
      'a change that the page shows',
      {
        head:
          meta('article:published_time', '2019-11-25T08:00:00Z') +
          meta('article:modified_time', '2023-11-27T11:20:00Z'),
        top: `${top}<time class="published updated" datetime="2023-11-27T11:20:00Z">November 27, 2023</time>`,
      },
      '2019-11-25',
    ],
    ['digits of another script', { top: `${top}<p class="when">২৭ জানুয়ারি ২০২২</p>` }, '2022-01-27'],
    [
      'a year of two digits after a month’s name',
      { top: `${top}<p class="when">Published 28 November 22 (14:41)</p>` },
      '2022-11-28',
    ],
    [
      'an older day that the page shows, where the one stated is that of the last change',
      {
        head: ld({
          '@type': 'NewsArticle',
          headline: 'Bridge opens',
          datePublished: '2025-11-05',
          dateModified: '2025-11-05',
        }),
        top: `${top}<p>January 31, 2024</p>`,
      },
      '2024-01-31',
    ],
    [
      'no change in an element named after the publication',
      {
        head: ld({
          '@type': 'NewsArticle',
          headline: 'Bridge opens',
          datePublished: '2025-12-01',
          dateModified: '2025-12-01',
        }),
        top: `${top}<time class="byline__pubdate" datetime="2025-12-17">Last updated: December 17, 2025</time>`,
      },
      '2025-12-01',
    ],
    [
      'an archive of the last century',
      { head: meta('article:published_time', '1984-06-25T00:00:00Z'), top },
      '1984-06-25',
    ],
    [
      'an older picture',
      {
        head:
          meta('article:published_time', '2020-02-18T03:25:00Z') +
          meta('og:image', 'https://media.quaycourier.example/2020/02/17/bridge.jpg'),
        top,
      },
      '2020-02-18',
    ],
  ])('%s', (_name, page, day) => {
    expect(read(page).published_local?.slice(0, 10)).toBe(day)
  })
})

it('the section that microdata marks', () => {
  expect(
    read({ top: '<a itemprop="articleSection" href="/town">Town</a><h1>Bridge opens</h1>' }).section,
  ).toBe('Town')
})
