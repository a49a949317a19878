import { describe, expect, it } from 'vitest'
import { type CopyCandidate, decideCopy } from '../../../src/core/copies/decision.ts'
import type { CopyFacts } from '../../../src/core/copies/origin.ts'
import { comparable } from '../../../src/core/copies/similarity.ts'
import { digestText } from '../../../src/core/text/digest.ts'

const decisionOf = (...asked: Parameters<typeof decideCopy>) => decideCopy(...asked).decision

const letters = (n: number) => [...String(n)].map((digit) => 'bcdfghklmn'[Number(digit)]).join('')

/** Paragraphs whose words no other seed has; with a number and a name each. */
const paragraphs = (seed: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => {
    const words = Array.from({ length: 34 }, (__, k) => `${seed}${letters(i * 40 + k)}a`)
    words[12] = `${seed.length}${i}${(i * 7) % 10}`
    words[20] = `${seed[0]!.toUpperCase()}${seed.slice(1)}${letters(i)}o`
    return `${words.join(' ')}.`
  })
const textOf = (...parts: readonly (readonly string[])[]) => parts.flat().join('\n\n')

const ferry = paragraphs('ferry', 10)
const quarry = paragraphs('quarry', 10)
const orchard = paragraphs('orchard', 10)
/** A text of ten paragraphs that shares the first `n` with the ferry's. */
const shares = (n: number) => textOf(ferry.slice(0, n), quarry.slice(0, 10 - n))

const factsOf = (id: number, body: string, over: Partial<CopyFacts> = {}): CopyFacts => ({
  id,
  outlet: `outlet-${id}`,
  publishedMs: Date.UTC(2024, 4, 1, id),
  isBareDay: false,
  words: body.split(/\s+/).length,
  isAgency: false,
  names: [`outlet-${id}`],
  credits: [],
  hasDateline: false,
  titleKey: null,
  sortKey: String(id),
  ...over,
})
const article = (body: string, over: Partial<CopyFacts> = {}) => ({
  ...factsOf(9, body, over),
  text: comparable(digestText(body), null),
})
const candidate = (
  id: number,
  body: string,
  over: Partial<CopyFacts> & { readonly original?: CopyFacts } = {},
): CopyCandidate => {
  const { original, ...rest } = over
  const facts = factsOf(id, body, rest)
  return { ...facts, original: original ?? facts, text: comparable(digestText(body), null) }
}
const whole = textOf(ferry)

describe('how much has to be shared', () => {
  it.each([
    ['three of ten paragraphs are too little', 3, { outlet: 'a' }, { outlet: 'b' }, null],
    ['four of ten are a copy', 4, { outlet: 'a' }, { outlet: 'b' }, 1],
    ['seven of ten are no copy within one outlet', 7, { outlet: 'a' }, { outlet: 'a' }, null],
    ['nine of ten are, also within one outlet', 9, { outlet: 'a' }, { outlet: 'a' }, 1],
    ['two articles without an outlet are not of one outlet', 7, { outlet: null }, { outlet: null }, 1],
  ] as const)('%s', (_, n, own, other, original) => {
    const decision = decisionOf(article(whole, own), [candidate(1, shares(n), other)])
    expect(decision?.originalId ?? null).toBe(original)
  })

  it('a weak match counts only when the original of its group matches as well', () => {
    const far = factsOf(7, whole)
    expect(decisionOf(article(whole), [candidate(2, shares(4), { original: far })])).toBeNull()
    const strong = candidate(1, whole)
    const decision = decisionOf(article(whole), [candidate(2, shares(4), { original: strong }), strong])
    expect(decision?.matches.map(({ id }) => id)).toEqual([1, 2])
    expect(decisionOf(article(whole), [candidate(2, shares(6), { original: far })])?.groups).toEqual([7])
  })
})

describe('what an outlet repeats', () => {
  const withBlock = (own: readonly string[]) => textOf(own.slice(0, 1), orchard.slice(0, 9))
  const own = article(withBlock(ferry), { outlet: 'a' })
  const second = candidate(1, withBlock(quarry), { outlet: 'a' })
  const third = (over: Parameters<typeof candidate>[2]) =>
    candidate(2, withBlock(paragraphs('harbor', 1)), over)

  it('counts in the second article that has it', () => {
    expect(decisionOf(own, [second])?.originalId).toBe(1)
  })
  it('does not count from the third on', () => {
    expect(decisionOf(own, [second, third({ outlet: 'a' })])).toBeNull()
  })
  it('counts when the third is a copy of the second', () => {
    expect(decisionOf(own, [second, third({ outlet: 'a', original: second })])?.groups).toEqual([1])
  })
  it('is only what the third has as well', () => {
    const copy = candidate(1, shares(9), { outlet: 'a' })
    const other = candidate(2, textOf(orchard), { outlet: 'a' })
    expect(decisionOf(article(whole, { outlet: 'a' }), [copy, other])?.originalId).toBe(1)
  })
  it('counts when the third is of another outlet', () => {
    expect(decisionOf(own, [second, third({ outlet: 'b' })])?.matches.map(({ id }) => id)).toContain(1)
  })
})

describe('texts written by one template', () => {
  const report = (figures: readonly number[], names: readonly string[]): string =>
    figures
      .map(
        (figure, i) =>
          `Shares of the shipping company ${names[i % names.length]} closed at ${figure} on the exchange after trading in a narrow range for most of the session as investors waited for the figures of the second quarter, which analysts had expected to be somewhat better than those of the year before.`,
      )
      .join('\n\n')
  const monday = report([41, 77, 93, 18, 64, 52, 36, 29], ['Norvale', 'Brandt', 'Quist', 'Lindgren'])
  const tuesday = report([58, 12, 47, 85, 23, 91, 69, 74], ['Estmark', 'Okoro', 'Falk', 'Tanaka'])
  const excerpt = tuesday.split('\n\n')[0]!

  it('are no copies, and neither is an excerpt of one in the same group', () => {
    const other = candidate(1, tuesday)
    expect(decisionOf(article(monday), [other])).toBeNull()
    expect(decisionOf(article(monday), [other, candidate(2, excerpt, { original: other })])).toBeNull()
  })
  it('are something else than a text that shares too little', () => {
    const middle = candidate(1, textOf(quarry.slice(0, 6), ferry.slice(6)))
    const excerpt = candidate(2, textOf(ferry.slice(0, 3)), { original: middle })
    expect(decisionOf(article(whole), [middle])).toBeNull()
    expect(decisionOf(article(whole), [middle, excerpt])?.matches.map(({ id }) => id)).toEqual([2])
  })
  it('do not hide a whole copy in the same group', () => {
    const other = candidate(1, tuesday)
    const decision = decisionOf(article(monday), [other, candidate(2, monday, { original: other })])
    expect(decision?.matches.map(({ id }) => id)).toEqual([2])
  })
})

describe('groups that an article joins', () => {
  it.each([
    ['a second group that shares most of the text', [whole, shares(6)], [1, 2]],
    ['not one that shares less than half', [whole, shares(4)], [1]],
  ] as const)('%s', (_, [one, other], groups) => {
    const decision = decisionOf(article(whole), [candidate(1, one), candidate(2, other)])
    expect(decision?.groups).toEqual(groups)
    expect(decision?.matches.map(({ id, originalId }) => [id, originalId])).toEqual(
      groups.map((id) => [id, id]),
    )
  })

  it('an excerpt says nothing about the long text that it also stands in', () => {
    const short = textOf(ferry.slice(0, 2))
    const long = textOf(ferry.slice(0, 2), quarry)
    expect(decisionOf(article(short), [candidate(1, short), candidate(2, long)])?.groups).toEqual([1])
    expect(decisionOf(article(long), [candidate(1, long), candidate(2, short)])?.groups).toEqual([1, 2])
  })

  it('a round-up of two texts with different names joins only one of their groups', () => {
    const both = textOf(ferry, quarry)
    const decision = decisionOf(article(both), [candidate(1, textOf(ferry)), candidate(2, textOf(quarry))])
    expect(decision?.groups).toEqual([1])
    expect(decision?.matches.map(({ id }) => id)).toEqual([1])
  })

  it('a text that is a little shorter than the other is no excerpt of it', () => {
    const nine = textOf(ferry.slice(0, 9))
    expect(decisionOf(article(nine), [candidate(1, nine), candidate(2, whole)])?.groups).toEqual([1, 2])
  })

  it('the strongest match comes first, then the longest, then the lowest id', () => {
    const decision = decisionOf(article(whole), [
      candidate(1, textOf(ferry.slice(0, 9), quarry.slice(0, 1))),
      candidate(2, textOf(ferry.slice(0, 8))),
      candidate(4, whole),
      candidate(3, whole),
    ])
    expect(decision?.matches.map(({ id }) => id)).toEqual([3, 4, 2, 1])
    expect(decision?.groups).toEqual([3, 4, 2, 1])
  })
})

describe('which of them is the original', () => {
  it.each([
    ['the earlier candidate', 20, 1, 'copy', 'earlier'],
    ['the article, when it is earlier', -20, 9, 'original', 'earlier'],
  ] as const)('%s', (_, hours, original, direction, reason) => {
    const publishedMs = Date.UTC(2024, 4, 1, hours)
    const decision = decisionOf(article(whole, { publishedMs }), [candidate(1, whole)])
    expect(decision).toMatchObject({ originalId: original, direction, reason, groups: [1] })
  })
})

describe('an article that has only a title', () => {
  const bare = (id: number, over: Partial<CopyFacts> = {}) =>
    candidate(id, 'Ferry aground', { titleKey: 'key', ...over })

  it('is a copy of the text with the same title rather than of another bare title', () => {
    const own = { ...bare(9) }
    expect(decisionOf(own, [bare(1), candidate(2, whole, { titleKey: 'key' })])).toMatchObject({
      originalId: 2,
      groups: [2],
      matches: [],
      direction: 'copy',
      reason: 'text',
    })
  })
  it('is the original of a later bare title', () => {
    const own = bare(9, { publishedMs: 0 })
    expect(decisionOf(own, [bare(1), bare(2)])).toMatchObject({
      originalId: 9,
      groups: [1],
      direction: 'original',
      reason: 'earlier',
    })
  })
  it.each([
    ['another title', candidate(1, whole, { titleKey: 'other' })],
    ['no title', candidate(1, whole)],
  ])('is no copy of %s', (_, other) => {
    expect(decisionOf(bare(9), [other])).toBeNull()
  })
  it('is not compared by its words, from either side', () => {
    const line = textOf(ferry.slice(0, 1))
    expect(decisionOf(article(line, { words: 5 }), [candidate(1, line)])).toBeNull()
    expect(decisionOf(article(line), [candidate(1, line, { words: 5 })])).toBeNull()
  })
  it('is not taken in by a text with its title before the second look', () => {
    expect(decisionOf(article(whole, { titleKey: 'key' }), [bare(1)])).toBeNull()
  })
})
