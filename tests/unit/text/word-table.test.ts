import { describe, expect, it } from 'vitest'
import { words } from '../../../src/core/stories/profile/words/words.ts'
import { codesOf, createWordTable } from '../../../src/core/text/word-table.ts'

describe('words met before', () => {
  const texts = ['ferry harbour ferry', 'a'.repeat(24), 'b'.repeat(40), 'Ærø Москва 𐐀𐐨 x']

  it.each(texts)('are found by their letters: %s', (text) => {
    let made = 0
    const find = createWordTable((raw) => ({ raw, nth: ++made }))
    for (const word of [...text.split(' '), ...text.split(' ')]) {
      const start = text.indexOf(word)
      expect(find(text, codesOf(text), start, start + word.length).raw).toBe(word)
    }
    const short = new Set(text.split(' ').filter((word) => word.length <= 24))
    expect(made).toBe(short.size + 2 * text.split(' ').filter((word) => word.length > 24).length)
  })

  it('stay apart where thousands share the places of the table', () => {
    const find = createWordTable((raw) => raw)
    const many = Array.from({ length: 30_000 }, (_, i) => `w${i.toString(36)}`)
    for (const word of [...many, ...many.toReversed()])
      expect(find(word, codesOf(word), 0, word.length)).toBe(word)
  })

  it('end where a text ends, whatever longer text was read before it', () => {
    codesOf('1,000,000 ships and more')
    expect(codesOf('12,')[3]).toBe(0)
    expect(words('12,').map(({ key }) => key)).toEqual(['12'])
    expect(words('O’').map(({ raw }) => raw)).toEqual(['O'])
  })
})

describe('words and their gaps', () => {
  it.each([
    ['numbers and what hangs on them', '12abc 3.50 1,200 a1b', ['12', 'abc', '3.50', '1,200', 'a1b']],
    ['initials', 'U.S.A. and U. S. on 𐐀.𐐁. day', ['U.S.A.', 'and', 'U', 'S', 'on', '𐐀.𐐁.', 'day']],
    ['apostrophes', "l’été o'b'c a'2 'x' ʼy", ['l’été', "o'b'c", 'a', '2', 'x', 'ʼy']],
    ['letters beyond the basic plane', 'x𐐀y \ud800z', ['x𐐀y', 'z']],
  ])('%s', (_name, text, raw) => {
    expect(words(text).map((word) => word.raw)).toEqual(raw)
  })

  it.each([
    ['one two', false, true],
    ['one-two', false, true],
    ['one\u00a0two', false, true],
    ['one  two', false, false],
    ['one, two', false, false],
    ['one. two', true, false],
    ['one “two', true, false],
    ['one – two', true, false],
    ['one–two', false, false],
    ['one (- two', false, false],
    ['one\ntwo', true, false],
  ])('of "%s" the second opens: %s, is joined: %s', (text, opens, joined) => {
    expect(words(text)[1]).toMatchObject({ opens, joined })
  })
})
