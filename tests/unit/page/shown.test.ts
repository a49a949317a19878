import { describe, expect, it } from 'vitest'
import { extractHtml } from '../../../src/core/article/read-page.ts'
import { closeNoscript } from '../../../src/core/page/noscript.ts'

const sentences = [
  'The harbor board decided on Tuesday evening to keep the old lighthouse, after three years of quarrels over its cost.',
  'Its chairwoman, Maren Holt, said that the tower would be painted again before the summer, and opened to visitors.',
  'Fishermen had asked for a brighter lamp, because the new piers throw long shadows over the western entrance.',
  'The work is paid for by a fund that the town set up in 2019, and by gifts from two shipping companies.',
]
const paragraphs = sentences.map((text) => `<p>${text}</p>`).join('\n')
const pageOf = (body: string, head = ''): string =>
  `<html lang="en"><head><title>Lighthouse stays</title>${head}</head><body><header><a href="/">Gull</a></header>${body}<footer><p>© 2026 The Gull</p></footer></body></html>`
const bodyOf = (html: string): string => extractHtml(html).record.body ?? ''
const whole = sentences.join('\n\n')

describe('text inside noscript never eats the page', () => {
  it.each([
    ['a frame that is not closed', '<iframe src="https://tags.example/ns">'],
    ['a frame that closes itself', '<iframe src="https://tags.example/ns"/>'],
    ['a text area', '<textarea rows="2">'],
    ['a script', '<script>'],
    ['a style', '<style>'],
    ['a title', '<title>'],
    ['a comment', '<!-- '],
    ['a select', '<select><option>'],
    ['an attribute', '<img alt="'],
  ])('%s', (_name, inner) => {
    const noscript = `<noscript>${inner}</noscript>`
    const article = `<main><h1>Lighthouse stays</h1>${paragraphs}</main>`
    expect(bodyOf(pageOf(noscript + article))).toBe(whole)
    expect(bodyOf(pageOf(article, noscript))).toBe(whole)
  })

  it('a noscript that is never closed', () => {
    expect(bodyOf(pageOf(`<noscript><main><h1>Lighthouse stays</h1>${paragraphs}</main>`))).toBe(whole)
  })

  it.each([
    [
      'its pictures stay',
      '<noscript><p>x<img src="/a.jpg"></noscript>y',
      '<noscript><img src="/a.jpg"></noscript>y',
    ],
    ['what a script or a comment names is none', '<script>"<noscript>"</script><!--<noscript>-->y', null],
    ['nor is a longer name', '<noscripts>x</noscripts>', null],
    ['without an end, the tags go', 'a<noscript>b<noscript class="c">d', 'abd'],
  ])('%s', (_name, html, expected) => {
    expect(closeNoscript(html)).toBe(expected ?? html)
  })

  it('takes a time that grows with the page, not with its square', () => {
    expect(closeNoscript('<noscript>'.repeat(300_000))).toBe('')
    expect(closeNoscript('<noscript></noscript>'.repeat(100_000))).toHaveLength(2_100_000)
    expect(closeNoscript('<script><noscript>'.repeat(100_000))).toHaveLength(1_800_000)
  })
})

describe('what a browser shows is read', () => {
  it('a declarative shadow root stands where its host stands', () => {
    const host = `<main><h1>Lighthouse stays</h1><news-text><template shadowrootmode="open"><div class="text">${paragraphs}</div></template></news-text></main>`
    expect(bodyOf(pageOf(host))).toBe(whole)
    expect(bodyOf(pageOf(host.replace(' shadowrootmode="open"', '')))).not.toContain('harbor board')
  })
})

describe('what classes hide is not read', () => {
  const withHidden = (hidden: string): string =>
    pageOf(
      `<main><h1>Lighthouse stays</h1><div class="text">${paragraphs.replace('</p>', `</p>${hidden}`)}</div></main>`,
    )
  it.each(['visually-hidden', 'sr-only', 'w-condition-invisible', 'hidden', 'screen-reader-text', 'd-none'])(
    '%s',
    (name) => {
      expect(
        bodyOf(withHidden(`<p class="note ${name}">Jump to the end of the advertisement, dear reader.</p>`)),
      ).toBe(whole)
      expect(
        bodyOf(
          withHidden('').replace('keep the old', `keep <span class="${name}">(unspoken)</span> the old`),
        ),
      ).toBe(whole)
    },
  )

  it.each(['hidden md:block', 'd-none d-lg-flex', 'hiddensee', 'overflow-hidden'])('but not %s', (name) => {
    const text =
      'The lamp itself is a lens of 1908, and the museum in the old custom house would like to have it, said Holt.'
    expect(bodyOf(withHidden(`<p class="${name}">${text}</p>`))).toContain(text)
  })

  it('nor where the text of the article would go with it', () => {
    expect(
      bodyOf(pageOf(`<main><h1>Lighthouse stays</h1><div class="text hidden">${paragraphs}</div></main>`)),
    ).toBe(whole)
  })
})
