import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CopyArticle } from '../../../src/core/copies/compared-pairs.ts'
import { type CopyCandidate, decideCopy } from '../../../src/core/copies/decision.ts'
import { groupCopies } from '../../../src/core/copies/groups.ts'
import { originOf } from '../../../src/core/copies/origin.ts'
import { indexHashes } from '../../../src/core/copies/shingle-set.ts'
import { comparable, mayShare, overlapOf } from '../../../src/core/copies/similarity.ts'
import { leastShare } from '../../../src/core/copies/verdict.ts'
import { digestText } from '../../../src/core/text/digest.ts'
import { holds } from '../../support/properties.ts'

/** Sentences that share no word with each other. */
const sentences = Array.from({ length: 12 }, (_, i) =>
  Array.from({ length: 26 }, (_, k) =>
    k % 9 === 5 ? `${i * 100 + k}` : `w${i}${'abcdefgh'[k % 8]}${k}`,
  ).join(' '),
)
const body = fc
  .subarray(sentences, { minLength: 1 })
  .map((chosen) => chosen.map((sentence) => `${sentence}.`).join('\n\n'))

const HOUR_MS = 3_600_000
const articleOf = (id: number): fc.Arbitrary<CopyArticle & { readonly body: string }> =>
  fc
    .record({
      body,
      outlet: fc.constantFrom('harbour-post', 'river-times', 'hill-wire', null),
      hours: fc.option(fc.integer({ min: 0, max: 80 })),
      isBareDay: fc.boolean(),
      isAgency: fc.boolean(),
      credits: fc.subarray(['hill-wire'], { minLength: 0 }),
      hasDateline: fc.boolean(),
    })
    .map(({ body: text, outlet, hours, ...rest }) => ({
      ...rest,
      id,
      body: text,
      outlet,
      publishedMs: hours === null ? null : hours * HOUR_MS,
      words: text.split(/\s+/).length,
      names: outlet === null ? [] : [outlet],
      titleKey: null,
      sortKey: `${hours ?? ''} ${outlet} ${text} ${id}`,
      text: comparable(digestText(text), null),
    }))
const articles = fc.tuple(...Array.from({ length: 6 }, (_, i) => articleOf(i + 1)))
const allPairs = (count: number): [number, number][] =>
  Array.from({ length: count }, (_, a) =>
    Array.from({ length: a }, (_, b): [number, number] => [a, b]),
  ).flat()

describe('groups of copies', () => {
  const named = (list: readonly CopyArticle[], pairs: readonly [number, number][]): string[] =>
    groupCopies(list, pairs)
      .groups.map(
        ({ original, members }) =>
          `${original.id}: ${members
            .map(({ id }) => id)
            .sort()
            .join(' ')}`,
      )
      .sort()

  it('do not depend on the order of the articles or of the pairs', () => {
    const pairs = allPairs(6)
    const order = fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 })
    const pairOrder = fc.shuffledSubarray(pairs, { minLength: pairs.length })
    holds(
      fc.property(articles, order, pairOrder, (list, places, shuffled) => {
        const moved = places.map((i) => list[i]!)
        expect(named(moved, shuffled)).toEqual(named(list, pairs))
      }),
      60,
    )
  })

  it('hold each article at most once, and its original is one of them', () => {
    holds(
      fc.property(articles, (list) => {
        const { groups } = groupCopies(list, allPairs(6))
        const ids = groups.flatMap(({ members }) => members.map(({ id }) => id))
        expect(new Set(ids).size).toBe(ids.length)
        for (const { original, members } of groups) expect(members).toContain(original)
      }),
      60,
    )
  })
})

describe('the original of articles with one text', () => {
  it('does not depend on their order', () => {
    holds(
      fc.property(articles, fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }), (list, places) => {
        expect(originOf(places.map((i) => list[i]!)).original.id).toBe(originOf(list).original.id)
      }),
    )
  })
})

describe('what an article is a copy of', () => {
  it('does not depend on the order of the candidates', () => {
    holds(
      fc.property(
        articles,
        fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }),
        ([own, ...others], places) => {
          const candidates = others.map((other): CopyCandidate => ({ ...other, original: other }))
          const of = (list: readonly CopyCandidate[]) => decideCopy(own!, list)
          expect(of(places.map((i) => candidates[i]!))).toEqual(of(candidates))
        },
      ),
    )
  })
})

describe('what two texts share', () => {
  it('is the same from either side, and the bound on it is never too low', () => {
    holds(
      fc.property(body, body, (one, other) => {
        const [a, b] = [comparable(digestText(one), null), comparable(digestText(other), null)]
        const overlap = overlapOf(a, b)
        expect(overlapOf(b, a).share).toBeCloseTo(overlap.share, 10)
        for (const needed of [leastShare(true), leastShare(false), overlap.share])
          if (overlap.share >= needed) expect(mayShare(a, b, needed)).toBe(true)
      }),
    )
  })
})

describe('a set of hashes', () => {
  it('holds what a Set holds, in the same order', () => {
    const hash = fc.oneof(
      fc.integer({ min: -8, max: 8 }),
      fc.integer(),
      fc.integer().map((n) => n << 12),
    )
    holds(
      fc.property(fc.array(hash, { maxLength: 300 }), fc.array(hash, { maxLength: 20 }), (hashes, asked) => {
        const { set, isFirst } = indexHashes(Int32Array.from(hashes))
        const expected = new Set(hashes)
        expect([...set]).toEqual([...expected])
        expect([...isFirst]).toEqual(hashes.map((value, i) => Number(hashes.indexOf(value) === i)))
        for (const value of [...hashes, ...asked]) expect(set.has(value)).toBe(expected.has(value))
      }),
    )
  })
})
