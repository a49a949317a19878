import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stem } from '../../../src/core/stories/profile/words/stem.ts'
import { words } from '../../../src/core/stories/profile/words/words.ts'
import { storedForm, wordCount } from '../../../src/core/text/normalize.ts'
import { printable } from '../../../src/core/text/printable.ts'
import { squeeze } from '../../../src/core/text/squeeze.ts'
import { columns, pieceAutomaton, WIDTH, wordAutomaton } from '../../../src/core/text/word-automaton.ts'
import { holds, newsText } from '../../support/properties.ts'

describe('a text', () => {
  it('is normalized when it was normalized once', () => {
    holds(
      fc.property(newsText, (text) => {
        const normal = storedForm(text)
        expect(storedForm(normal)).toBe(normal)
      }),
      500,
    )
  })

  it('is printable when it was made printable once, but for its backslashes', () => {
    holds(
      fc.property(newsText, (text) => {
        const once = printable(text)
        expect(printable(once)).toBe(once)
      }),
    )
  })
})

describe('what is read from a table is what the expression finds', () => {
  it('for letters and digits alone', () => {
    holds(
      fc.property(fc.oneof(newsText, fc.string({ maxLength: 300 })), (text) => {
        expect(squeeze(text)).toBe(text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ''))
      }),
      500,
    )
  })

  it('for the number of words, as Unicode segments them', () => {
    const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' })
    const unhyphenated = newsText.map((text) => text.replace(/[-\u2010]/g, ' '))
    holds(
      fc.property(unhyphenated, (text) => {
        expect(wordCount(text)).toBe(
          [...segmenter.segment(text)].filter(({ isWordLike }) => isWordLike).length,
        )
      }),
      500,
    )
  })

  it('for the words of a text in a script with spaces', () => {
    const word = /\p{Nd}+(?:[.,]\p{Nd}+)*|(?:\p{Lu}\.){2,}|[\p{L}\p{N}\p{M}]+(?:['’ʼ][\p{L}\p{M}]+)*/gu
    const spaced = fc.string({
      unit: fc.constantFrom(..."abzABZéß019.,'’ -\n“”ЖдΩ", 'U.S.', '3.5', 'x'),
      maxLength: 60,
    })
    holds(
      fc.property(spaced, (text) => {
        expect(words(text).map(({ raw }) => raw)).toEqual(text.match(word) ?? [])
      }),
      500,
    )
  })

  it('for pieces of a word, and for whole words', () => {
    const piece = fc.string({ unit: fc.constantFrom(...'abc'), minLength: 1, maxLength: 4 })
    holds(
      fc.property(fc.uniqueArray(piece, { minLength: 1, maxLength: 8 }), piece, piece, (pieces, a, b) => {
        const fed = a + b
        const entries = pieces.map((text, i) => [text, 1 << i] as const)
        const expected = (test: (text: string) => boolean) =>
          entries.reduce((sum, [text, bit]) => (test(text) ? sum | bit : sum), 0)
        expect(run(pieceAutomaton(entries), fed, true)).toBe(expected((text) => fed.includes(text)))
        expect(run(wordAutomaton(entries), fed, false)).toBe(expected((text) => fed === text))
      }),
    )
  })
})

/** Feeds the letters; what it found on the way, or where it ended. */
function run({ steps, found }: ReturnType<typeof wordAutomaton>, text: string, onTheWay: boolean): number {
  let state = 0
  let all = 0
  for (let i = 0; i < text.length; i++) {
    state = steps[state * WIDTH + columns[text.charCodeAt(i)]!]!
    all |= found[state]!
  }
  return onTheWay ? all : found[state]!
}

describe('a stem', () => {
  it('is never empty and never longer than its word', () => {
    const word = fc.string({ unit: fc.constantFrom(...'aeinorstlmdgъияあ'), minLength: 2, maxLength: 20 })
    holds(
      fc.property(word, fc.constantFrom('en', 'de', 'fr', 'ru', 'ja', 'und'), (key, language) => {
        const short = stem(key, language)
        expect(short.length).toBeGreaterThan(0)
        expect(short.length).toBeLessThanOrEqual(key.length)
      }),
    )
  })
})
