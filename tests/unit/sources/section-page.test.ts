import { describe, expect, test } from 'vitest'
import { learnShapes } from '../../../src/core/sources/address-shape.ts'
import { readSectionPage } from '../../../src/core/sources/section-page.ts'

const context = { url: 'https://www.quay.example/news/', now: new Date('2026-11-29T12:00:00Z') }
const nothing = learnShapes([])
const read = (html: string, known = nothing, url = context.url) =>
  readSectionPage(html, { ...context, url }, known)
const paths = (html: string, known = nothing, url = context.url) =>
  read(html, known, url).links.map((link) => link.url.replace(/^https:\/\/[^/]+/, ''))

const headlines = [
  'Ferry late again as fog closes the bay',
  'Council puts off the vote on the new pier',
  'Rowers win the cup for the third time',
  'Baker opens a second shop on Mole Street',
  'School bus route changes from Monday on',
]
const slug = (text: string) => text.toLowerCase().replaceAll(' ', '-')

describe('pages unlike each other', () => {
  test('a WordPress blog: slugs under dates, categories and authors beside them', () => {
    const html = `<!doctype html><html><head><title>News – The Quay</title></head><body>
      <header class="site-header"><nav><ul><li><a href="/about-us-and-our-history/">About us and our long history</a></li></ul></nav></header>
      <main>${headlines
        .map(
          (
            text,
            i,
          ) => `<article class="post"><header><h2 class="entry-title"><a href="/2026/11/2${i}/${slug(text)}/" rel="bookmark">${text}</a></h2>
          <span class="meta"><time datetime="2026-11-2${i}T08:00:00Z">2${i} Nov</time> by <a href="/author/jane-of-the-docks/">Jane of the docks writes here</a>
          in <a href="/category/harbour/">Harbour</a></span></header><p>…<a href="/2026/11/2${i}/${slug(text)}/#more">Continue reading</a></p>
          <footer><a href="/2026/11/2${i}/${slug(text)}/#respond">3 comments</a></footer></article>`,
        )
        .join('')}</main>
      <div class="nav-links"><a href="/news/page/2/">Older posts of this section here</a></div>
      <footer id="colophon"><a href="/privacy-policy-of-the-quay/">Our privacy policy in full words</a></footer></body></html>`
    const page = read(html)
    expect(page.title).toBe('News – The Quay')
    expect(page.links).toEqual(
      headlines.map((text, i) => ({
        url: `https://www.quay.example/2026/11/2${i}/${slug(text)}/`,
        title: text,
        published: `2026-11-2${i}T08:00:00Z`,
      })),
    )
  })

  test('a portal of divs: numbers behind slugs, headings inside links, images linked apart', () => {
    const html = `<body><div id="topMenu"><a href="/sport">Sport</a><a href="/wetter-heute-in-der-stadt-10001.html">Das Wetter heute in der Stadt</a></div>
      <div class="grid">${headlines
        .map(
          (text, i) =>
            `<div class="tile"><a href="/region/${slug(text)}-18345${i}7.html?ref=tile"><img alt=""></a>
             <a href="/region/${slug(text)}-18345${i}7.html"><span>Region</span><h3>${text}</h3><p>Read what the board said on Tuesday night.</p></a></div>`,
        )
        .join('')}</div>
      <div class="most-read"><ol><li><a href="/region/${slug(headlines[0]!)}-1834507.html">1</a></li></ol></div>
      <div class="siteFooter"><a href="/so-erreichen-sie-uns-20002.html">So erreichen Sie unsere Redaktion</a></div></body>`
    const page = read(html)
    expect(page.links.map(({ title }) => title)).toEqual(headlines)
    expect(page.links[0]!.url).toContain('-1834507.html')
  })

  test('codes for addresses, as script frameworks build them, titles in plain links', () => {
    const html = `<div id="root"><ul role="menubar"><li><a href="/news/articles/c0000menu99x1">How the menu of the site works</a></li></ul>
      ${headlines.map((text, i) => `<div><div><a href="/news/articles/c4g8k9l2v${i}x7">${text}</a></div><span>2 hrs ago</span></div>`).join('')}
      <a href="/news/topics/c1vw6q14rzqt">Harbour</a><a href="/news/topics/c2dwqd1zr92t">Ferries</a></div>`
    expect(paths(html)).toEqual(headlines.map((_, i) => `/news/articles/c4g8k9l2v${i}x7`))
  })

  test('an old site on tables with numbers in the query', () => {
    const html = `<form id="aspnetForm"><table><tr><td><a href="list.aspx?cat=4">Town hall</a></td></tr>
      ${headlines.map((text, i) => `<tr><td><a href="article.aspx?id=${i + 41}">${text}</a></td></tr>`).join('')}
      <tr><td><a href="article.aspx?id=41&print=1">Print</a> <a href="?page=2">Next page of the list</a></td></tr></table></form>`
    expect(paths(html)).toEqual(headlines.map((_, i) => `/news/article.aspx?id=${i + 41}`))
  })

  test('headlines in a script without blanks', () => {
    const titles = [
      '台風逼近港口渡輪今晚全面停駛',
      '市議會推遲新碼頭投票至明年春季',
      '賽艇隊第三度奪得港口盃冠軍',
    ]
    const html = `<div class="menu"><a href="/about/">關於我們的歷史與編輯團隊</a></div>
      ${titles.map((text, i) => `<li><a href="/news/story/183456${i}">${text}</a></li>`).join('')}
      <a href="/news/local">本地</a>`
    expect(read(html).links.map(({ title }) => title)).toEqual(titles)
  })

  test('one-word addresses under headings', () => {
    const html = `<div><a href="/story">All of our stories in one</a>${headlines
      .map(
        (text, i) =>
          `<section><h3><a href="/story/${['fog', 'pier', 'cup', 'bread', 'bus'][i]}">${text}</a></h3></section>`,
      )
      .join('')}<a href="/section/harbour">Harbour</a></div>`
    expect(paths(html)).toEqual(['/story/fog', '/story/pier', '/story/cup', '/story/bread', '/story/bus'])
  })
})

describe('navigation is none', () => {
  test('a page of sections alone has no entries', () => {
    const html = `<body><ul>${['harbour', 'sport', 'culture', 'weather', 'letters']
      .map((name) => `<li><a href="/${name}">${name}</a></li>`)
      .join(
        '',
      )}</ul><footer>${headlines.map((text) => `<a href="/${slug(text)}">${text}</a>`).join('')}</footer></body>`
    expect(read(html).links).toEqual([])
    expect(read(html).passedOver).toBe(10)
  })

  test('links to other sites, to files and paid ones are none', () => {
    const html = headlines
      .map((text) => `<p><a href="https://elsewhere.example/${slug(text)}">${text}</a></p>`)
      .concat(`<p><a href="/${slug(headlines[0]!)}.pdf">${headlines[0]}</a></p>`)
      .concat(`<p><a rel="sponsored" href="/${slug(headlines[1]!)}">${headlines[1]}</a></p>`)
      .join('')
    expect(read(html).links).toEqual([])
  })

  test('a page that asks crawlers not to follow its links has none', () => {
    const html = `<meta name="robots" content="index, nofollow">${headlines.map((text) => `<a href="/${slug(text)}">${text}</a>`).join('')}`
    expect(read(html)).toMatchObject({ isNofollow: true, links: [] })
  })
})

describe('what was learned of the outlet', () => {
  const html = `${headlines.map((text) => `<a href="/guide/${slug(text)}">${text}</a>`).join('')}
    <a href="/a/fog">Fog</a><a href="/a/pier">The pier</a>`

  test('takes a form that its own look would not', () => {
    const known = learnShapes(
      ['tide', 'mole', 'quay', 'rope'].map((word) => ({
        url: `https://www.quay.example/a/${word}`,
        isArticle: true,
      })),
    )
    expect(paths(html, known)).toContain('/a/fog')
  })

  test('leaves a form that led to no article', () => {
    const known = learnShapes(
      ['aa', 'bb', 'cc', 'dd'].map((word) => ({
        url: `https://www.quay.example/guide/what-to-see-in-${word}`,
        isArticle: false,
      })),
    )
    expect(paths(html, known)).toEqual([])
  })
})

test('a base element and a time that stands beside several links', () => {
  const html = `<base href="/en/"><div><time datetime="2026-11-28">Saturday</time>${headlines
    .slice(0, 3)
    .map((text) => `<a href="${slug(text)}">${text}</a>`)
    .join('')}</div>`
  expect(read(html).links).toEqual(
    headlines
      .slice(0, 3)
      .map((text) => ({ url: `https://www.quay.example/en/${slug(text)}`, title: text, published: null })),
  )
})

test('a hundred thousand links come to an end', () => {
  const html = `<div>${Array.from({ length: 100_000 }, (_, i) => `<a href="/a/b-c-d-${i}">x</a>`).join('<i>')}</div>`
  const before = process.cpuUsage()
  read(html)
  const { user, system } = process.cpuUsage(before)
  expect((user + system) / 1e6).toBeLessThan(8)
})
