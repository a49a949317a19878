import { describe, expect, it } from 'vitest'
import { extractHtml } from '../../../src/core/article/read-page.ts'

const title = 'Old rope works to become a theatre'
const text = [
  'The old rope works by the harbour of Holm are to become a theatre with four hundred seats, the town council decided on Tuesday.',
  'The hall has stood empty since the last rope was made there in 1987, and its roof has let in rain for nearly as long.',
  'A mason and two carpenters will begin with the roof in May, said the town’s architect, Mira Sund, who grew up next door.',
  'The first play is to be shown in the autumn of next year, if the money that the region has promised comes in time.',
]
const others = [
  [
    'Ferry pilots agree to new pay',
    'Ferry pilots have agreed to a new contract after nine days on strike, the union said.',
  ],
  [
    'Divers find an anchor of 1712',
    'Divers who looked for cracks in the quay have found an anchor that a storm tore off.',
  ],
  [
    'County buys twelve electric buses',
    'The county will take its oldest diesel buses out of service by the end of summer.',
  ],
  [
    'Mill becomes a library',
    'The old mill by the river is to hold books, with a room for children under its wheel.',
  ],
] as const
const p = (lines: readonly string[]): string => lines.map((line) => `<p>${line}</p>`).join('')
const read = (body: string) =>
  extractHtml(`<html lang="en"><head><title>${title}</title></head><body>${body}</body></html>`, {
    url: 'https://gull.example/news/rope-works-theatre',
  }).record
const paragraphs = (body: string): string[] => read(body).body?.split('\n\n') ?? []

describe('other articles on the page', () => {
  it.each([
    ['h3', (head: string, i: number) => `<h3><a href="/n/${i}">${head}</a></h3>`],
    ['div', (head: string, i: number) => `<div><a href="/n/${i}">${head}</a></div>`],
  ])('cards with a sentence each are none of the text (headlines in %s)', (_tag, headline) => {
    const cards = others
      .map(([head, line], i) => `<div class="g2"><div>${headline(head, i)}<p>${line}</p></div></div>`)
      .join('')
    expect(
      paragraphs(`<div><h1>${title}</h1><div>${p(text)}</div><div class="g1">${cards}</div></div>`),
    ).toEqual(text)
  })

  it('but products of a review, most of the text, stay', () => {
    const items = others
      .map(
        ([head, line], i) =>
          `<div class="item"><h3><a href="https://shop.example/${i}">${head}</a></h3><p>${line} ${text[i]}</p></div>`,
      )
      .join('')
    const { body } = read(
      `<article><h1>${title}</h1><div class="article-text">${p(text.slice(0, 2))}${items}</div></article>`,
    )
    for (const [, line] of others) expect(body).toContain(line)
  })

  it('the next article, with a headline of the first rank, is none of it', () => {
    const next = `<article><h1>${others[0][0]}</h1>${p(others.map(([, line]) => line))}</article>`
    expect(paragraphs(`<div><h1>${title}</h1>${p(text)}${next}</div>`)).toEqual(text)
  })

  it('but a chapter with such a headline stays', () => {
    const { body } = read(
      `<article><h1>${title}</h1>${p(text.slice(0, 3))}<h1>How it is paid for</h1>${p(text.slice(3))}</article>`,
    )
    expect(body).toContain(text[3])
  })
})

describe('posts of social networks', () => {
  const words = 'We will open with a comedy, and everybody from the street gets a seat.'
  const signed = '— Mira Sund (@mirasund) March 3, 2026'
  const post = `<blockquote class="twitter-tweet"><p lang="en" dir="ltr">${words}</p>${signed.replace('March 3, 2026', '<a href="https://social.example/1">March 3, 2026</a>')}</blockquote>`

  it('are kept as quotations with who wrote them where the text announces them', () => {
    const { body, body_html } = read(
      `<article><h1>${title}</h1>${p(text.slice(0, 3))}<p>She wrote after the vote:</p>${post}${p(text.slice(3))}</article>`,
    )
    expect(body?.split('\n\n').slice(3, 6)).toEqual(['She wrote after the vote:', words, signed])
    expect(body_html).toContain(`<blockquote>\n<p>${words}</p>`)
  })

  it('are none of the text where only their place is there', () => {
    const empty =
      '<blockquote class="instagram-media"><p><a href="https://pictures.example/2">View this post on Instagram</a></p><p>A post shared by Mira Sund (@mirasund)</p></blockquote>'
    expect(
      paragraphs(`<article><h1>${title}</h1>${p(text.slice(0, 2))}${empty}${p(text.slice(2))}</article>`),
    ).toEqual(text)
  })
})

it('a caption that says a sentence of the text once more goes', () => {
  const caption = `<div class="picture"><img src="/hall.jpg"><p class="imageCaption">${text[1]}</p></div>`
  expect(
    paragraphs(`<article><h1>${title}</h1>${p(text.slice(0, 2))}${caption}${p(text.slice(2))}</article>`),
  ).toEqual(text)
})
