import { describe, expect, it } from 'vitest'
import { extractHtml } from '../../../src/core/article/read-page.ts'

const sentences = [
  'The harbor board decided on Tuesday evening to keep the old lighthouse, after three years of quarrels over its cost.',
  'Its chairwoman, Maren Holt, said that the tower would be painted again before the summer, and opened to visitors.',
  'Fishermen had asked for a brighter lamp, because the new piers throw long shadows over the western entrance.',
  'The county pays for half of the work, and the rest comes from the sale of tickets and of prints of old charts.',
]
const links = Array.from(
  { length: 16 },
  (_, i) => `<li><a href="/n/${i}">Another headline of the day, number ${i}</a></li>`,
)
const read = (html: string) => extractHtml(html, { url: 'https://gull.example/n/lighthouse', outlets: [] })

describe('articles that are no list', () => {
  it('a text that a link was set around, or never closed in, is read as text', () => {
    const text = sentences.map((line) => `${line}<br><br>`).join('')
    const { record } = read(
      `<html><head><title>Lighthouse stays</title></head><body><h1>Lighthouse stays in the harbor</h1><div class="story"><a href="/n/lighthouse/full">${text}</a></div><ul>${links.join('')}</ul></body></html>`,
    )
    expect(record.kind).toBe('article')
    expect(record.body?.split('\n\n')).toEqual(sentences)
  })

  it('a teaser that is one link stays a link', () => {
    const teaser = `<a href="/n/2"><h3>${sentences[1]}</h3><p>${sentences[2]}</p></a>`
    const { record } = read(
      `<html><head><title>Lighthouse stays</title></head><body><article><h1>Lighthouse stays in the harbor</h1>${sentences.map((line) => `<p>${line}</p>`).join('')}</article><div class="more">${teaser.repeat(3)}</div></body></html>`,
    )
    expect(record.body?.split('\n\n')).toEqual(sentences)
  })

  it('a brief without a full stop, in the box of the text, that calls itself an article', () => {
    const { record } = read(
      `<html lang="ja"><head><title>灯台の絵を描く道具「Lamp」</title><meta property="og:type" content="article"></head><body><h3>灯台の絵を描く道具「Lamp」</h3><div class="entrybody"><p>港の古い灯台の絵を描くための小さな道具を友人が公開しました</p></div><ul>${links.join('')}</ul></body></html>`,
    )
    expect(record).toMatchObject({ kind: 'article', reason: null })
    expect(record.body).toContain('港の古い灯台の絵')
  })
})
