import { describe, expect, it } from 'vitest'
import { extractHtml } from '../../../src/core/article/read-page.ts'

const text = [
  'The harbor board decided on Tuesday evening to keep the old lighthouse, after three years of quarrels over its cost.',
  'Its chairwoman, Maren Holt, said that the tower would be painted again before the summer, and opened to visitors.',
  'Fishermen had asked for a brighter lamp, because the new piers throw long shadows over the western entrance.',
]
  .map((line) => `<p>${line}</p>`)
  .join('')
const read = ({ head = '', top = '', frame = 'page', lang = 'en' }) =>
  extractHtml(
    `<html lang="${lang}"><head><title>Lighthouse stays in the harbor - The Gull</title><meta property="og:site_name" content="The Gull">${head}</head><body><main class="${frame}"><article><h1>Lighthouse stays in the harbor</h1>${top}<div class="text">${text}</div></article></main></body></html>`,
    { url: 'https://gull.example/news/lighthouse', outlets: [], fetchedAt: new Date('2026-01-01T00:00:00Z') },
  ).record
const agenciesOf = (parts: Parameters<typeof read>[0]): string[] =>
  read(parts).agencies.map(({ name }) => name)

describe('the writer is found', () => {
  it.each([
    [
      'in a frame of the whole article with the class of a list',
      { top: '<p>By Ada Quill</p>', frame: 'grid related' },
    ],
    ['by a label of two words', { top: '<div>Geschrieben von Ada Quill am 03.05.2025</div>', lang: 'de' }],
    [
      'with a web address after the name',
      { head: '<meta name="author" content="By Dr Ada Quill - https://quill.example/">' },
    ],
    [
      'before a post that joins two fields',
      { top: '<p>This post was written by Ada Quill, Head of Boats and Harbor Affairs</p>' },
    ],
    [
      'by a label of the text, where metadata names somebody of whom the page says nothing',
      { head: '<meta name="author" content="Harbor Webworks">', top: '<p>Text & photos: Ada Quill</p>' },
    ],
    [
      'without the post that is set together with the name',
      { top: '<div class="byline"><a href="/authors/ada">Ada QuillHarbor Correspondent</a></div>' },
    ],
    [
      'without the words that say that it is the writer',
      { top: '<div class="byline"><span class="author-name">Written by Ada Quill</span></div>' },
    ],
    ['behind the date of publication', { top: '<p>Posted on May 3, 2025 by Ada Quill in Harbor</p>' }],
    ['of a guest’s text', { top: '<p>Guest post by Ada Quill</p>' }],
    ['and not the number of comments', { top: '<p>12 Comments</p><p>By Ada Quill · 3 Comments</p>' }],
    [
      'and not who checked the text',
      {
        top: '<div class="byline">Fact-checked by <a href="/authors/bo">Bo Hark</a></div><div class="byline">By <a href="/authors/ada">Ada Quill</a></div>',
      },
    ],
    [
      'and not who edited it',
      {
        top: '<p>Written by: <a href="/authors/ada">Ada Quill</a></p><p>Edited by: <a href="/authors/bo">Bo Hark</a></p>',
      },
    ],
    [
      'before a review of the text',
      {
        top: '<div class="author">Reviewed by <a href="/authors/bo">Bo Hark</a></div><div class="author"><a href="/authors/ada">Ada Quill</a></div>',
      },
    ],
  ])('%s', (_name, parts) => {
    expect(read(parts).authors).toEqual(['Ada Quill'])
  })

  it('by the name of an account, where a byline links to its page', () => {
    const top = '<div class="byline">by <address><a href="/forum/members/12/">quillpen</a></address></div>'
    expect(read({ top }).authors).toEqual(['quillpen'])
  })

  it('who reviews a film wrote the review', () => {
    expect(read({ top: '<div class="byline">Reviewed by Ada Quill</div>' }).authors).toEqual(['Ada Quill'])
  })
})

describe('where no person is named, the organization is given that signs', () => {
  it.each([
    ['a team beside the date', { top: '<p>Harbor Team</p><p>May 5, 2025</p>' }, ['Harbor Team']],
    ['a team after a preposition', { top: '<p>by Marketing Team</p>' }, ['Marketing Team']],
    ['an agency in a line of its own', { top: '<p class="credit">Reuters</p>' }, ['Reuters']],
    ['an agency and where it filed from', { top: '<div>AFP, MANILA</div>' }, ['AFP']],
    [
      'the source of a release',
      { top: '<dl><dt>Date:</dt><dd>May 5, 2025</dd><dt>Source:</dt><dd>Institute of Harbors</dd></dl>' },
      ['Institute of Harbors'],
    ],
    [
      'the agency by the headline, and not the outlet in the metadata',
      {
        head: '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Lighthouse stays in the harbor","author":{"@type":"Organization","name":"The Gull"}}</script>',
        top: '<div class="source">AFP</div>',
      },
      ['AFP'],
    ],
  ])('%s', (_name, parts, expected) => {
    expect(read(parts).authors).toEqual([])
    expect(agenciesOf(parts)).toEqual(expected)
  })

  it('buttons to sign in are no organization', () => {
    expect(agenciesOf({ top: '<div class="author">会員の方はログイン</div>', lang: 'ja' })).toEqual([])
  })
})

it('two people who sign with a team stay people', () => {
  expect(read({ top: '<p>By Ada Quill and the Graphics Team</p>' }).authors).toEqual(['Ada Quill'])
})

it('data about the article above its text is not a part of it', () => {
  const top =
    '<dl><dt>Date:</dt><dd>May 5, 2025</dd><dt>Source:</dt><dd>Institute of Harbors</dd><dt>Share:</dt><dd>Print Mail</dd></dl>'
  expect(read({ top }).body).not.toContain('Institute of Harbors')
})
