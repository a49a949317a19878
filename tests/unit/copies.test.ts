import { describe, expect, test } from 'vitest'
import { type CopyCandidate, type CopyFacts, compareOriginality, decideCopy } from '../../src/core/copies.ts'
import { digestText } from '../../src/core/fingerprint.ts'
import { comparable, copyVerdict, overlapOf } from '../../src/core/similarity.ts'

/** Words that no other text shares, so that what is shared is only what a test puts there. */
const prose = (seed: string, paragraphs: number): string =>
  Array.from({ length: paragraphs }, (_, i) =>
    Array.from({ length: 34 }, (_, k) =>
      k % 11 === 6 ? String(i * 90 + k * 7 + seed.length * 1000) : `${seed}${'aeiou'[k % 5]}${i}x${k}`,
    )
      .map((word, k) =>
        k % 9 === 4
          ? `${word[0]!.toUpperCase()}${word.slice(1).replaceAll(/\d/g, 'q')}${seed}${'bcdfg'[i % 5]}`
          : word,
      )
      .join(' ')
      .concat('.'),
  ).join('\n\n')
const article = prose

const text = (body: string) => comparable(digestText(body))
const facts = (id: number, over: Partial<CopyFacts> = {}): CopyFacts => ({
  id,
  outlet: `outlet-${id}`,
  publishedMs: Date.UTC(2024, 4, 1),
  words: 400,
  isAgency: false,
  ...over,
})
const candidate = (its: CopyFacts, body: string, original: CopyFacts = its): CopyCandidate => ({
  ...its,
  original,
  text: text(body),
})

const report = (figures: readonly number[], names: readonly string[]): string =>
  Array.from(
    { length: 8 },
    (_, i) =>
      `Shares of the shipping company ${names[i % names.length]} closed at ${figures[i]} on the exchange after trading in a narrow range for most of the session as investors waited for the figures of the second quarter, which analysts had expected to be somewhat better than those of the year before.`,
  ).join('\n\n')
const MARKET = report([41, 77, 93, 18, 64, 52, 36, 29], ['Norvale', 'Brandt', 'Quist', 'Lindgren'])
const OTHER_MARKET = report([58, 12, 47, 85, 23, 91, 69, 74], ['Estmark', 'Okoro', 'Falk', 'Tanaka'])

describe('one text or two', () => {
  const whole = article('ferry', 10)
  test.each([
    ['the same text', whole, whole, 'copy'],
    ['its first three paragraphs', whole, whole.split('\n\n').slice(0, 3).join('\n\n'), 'copy'],
    ['the same words with other facts', MARKET, OTHER_MARKET, 'templated'],
    ['another text', whole, article('orchard', 10), 'too_little'],
  ] as const)('%s', (_, one, other, verdict) => {
    expect(copyVerdict(overlapOf(text(one), text(other)), false)).toBe(verdict)
  })

  test('one outlet repeats half of a text as background: two articles', () => {
    const background = article('ferry', 6)
    const first = `${article('orchard', 5)}\n\n${background}`
    const second = `${article('quarry', 5)}\n\n${background}`
    expect(copyVerdict(overlapOf(text(first), text(second)), true)).toBe('too_little')
  })
})

describe('which is the original', () => {
  test.each([
    ['the agency', facts(2, { isAgency: true }), facts(1), -1, 'agency'],
    ['the earlier by days', facts(2), facts(1, { publishedMs: Date.UTC(2024, 4, 9) }), -1, 'earlier'],
    ['of one day the fuller', facts(2, { words: 500 }), facts(1), -1, 'fuller'],
    ['else the first seen', facts(2), facts(1), 1, 'first_seen'],
    ['the dated one', facts(2), facts(1, { publishedMs: null }), -1, 'earlier'],
  ] as const)('%s', (_, a, b, sign, reason) => {
    const verdict = compareOriginality(a, b)
    expect(Math.sign(verdict.order)).toBe(sign)
    expect(verdict.reason).toBe(reason)
  })
})

describe('groups of copies', () => {
  const whole = article('ferry', 10)
  const excerpt = whole.split('\n\n').slice(0, 3).join('\n\n')

  test('a copy of a copy links to the original', () => {
    const original = facts(1)
    const copy = facts(2, { words: 390 })
    const decision = decideCopy({ ...facts(3, { words: 380 }), text: text(whole) }, [
      candidate(copy, whole, original),
      candidate(original, whole),
    ])
    expect(decision?.originalId).toBe(1)
    expect(decision?.direction).toBe('copy')
  })

  test('the original that comes last takes the group over', () => {
    const decision = decideCopy({ ...facts(3, { words: 400 }), text: text(whole) }, [
      candidate(facts(1, { words: 120 }), excerpt),
    ])
    expect(decision?.originalId).toBe(3)
    expect(decision?.direction).toBe('original')
    expect(decision?.groups).toEqual([1])
  })

  test('nothing alike, no copy', () => {
    expect(decideCopy({ ...facts(3), text: text(MARKET) }, [candidate(facts(1), OTHER_MARKET)])).toBeNull()
  })

  test('an excerpt of two texts joins them not', () => {
    const shared = article('ferry', 3)
    const one = `${shared}\n\n${article('orchard', 9)}`
    const two = `${shared}\n\n${article('quarry', 9)}`
    const decision = decideCopy({ ...facts(3, { words: 120 }), text: text(shared) }, [
      candidate(facts(1), one),
      candidate(facts(2), two),
    ])
    expect(decision?.groups).toHaveLength(1)
  })
})
