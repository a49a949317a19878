import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { groupItems, type Likeness } from '../../../src/core/stories/groups.ts'
import { packProfile, unpackProfile } from '../../../src/core/stories/profile/packed.ts'
import { profileOf } from '../../../src/core/stories/profile/profile.ts'
import type { StoryProfile } from '../../../src/core/stories/profile/story-profile.ts'
import { holds, newsText } from '../../support/properties.ts'

const idf = (key: string) => 1 + (key.length % 7)

/** Weights are kept in hundredths. */
const rounded = (profile: StoryProfile): StoryProfile => ({
  ...profile,
  terms: profile.terms.map((term) => ({ ...term, weight: Math.round(term.weight * 100) / 100 })),
  alternatives: profile.alternatives.map(rounded),
})

const word = fc.oneof(
  fc.constantFrom(
    ...[
      'Ferry',
      'harbour',
      'the',
      'of',
      '23',
      '1,200',
      'March',
      'Monday',
      '2024',
      'Oslo',
      'said',
      '“',
      '”',
      '.',
      '\n\n',
    ],
    ...['U.S.', 'pirates', 'Straße', 'Москва', '东京', 'd’état', 'O;B', 'x:y', '#1'],
  ),
  newsText,
)
const article = fc.record({
  title: fc.option(fc.array(word, { maxLength: 8 }).map((parts) => parts.join(' '))),
  body: fc.option(fc.array(word, { maxLength: 120 }).map((parts) => parts.join(' '))),
  language: fc.constantFrom('en', 'de', 'zh', 'ru', null, 'und'),
  outlet: fc.constantFrom('harbour-post', 7, null),
})

describe('a profile', () => {
  it('is the same after it was stored and read', () => {
    holds(
      fc.property(article, (text) => {
        const profile = profileOf(text, idf)
        const stored = JSON.stringify(packProfile(profile))
        expect(unpackProfile(JSON.parse(stored))).toEqual(rounded(profile))
      }),
    )
  })

  it('does not depend on what was read before it', () => {
    holds(
      fc.property(article, article, (one, other) => {
        const alone = profileOf(one, idf)
        profileOf(other, idf)
        expect(profileOf(one, idf)).toEqual(alone)
      }),
      100,
    )
  })
})

/** Pairs of `count` items, each at most once, with probabilities that are all different. */
const pairsOf = (count: number): fc.Arbitrary<Likeness[]> =>
  fc
    .uniqueArray(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), {
      maxLength: 40,
      selector: ([a, b]) => `${Math.min(a, b)} ${Math.max(a, b)}`,
    })
    .map((list) => list.filter(([a, b]) => a !== b))
    .chain((list) =>
      fc
        .uniqueArray(fc.integer({ min: 1, max: 999_983 }), { minLength: list.length, maxLength: list.length })
        .map((chances) => list.map(([a, b], i) => ({ a, b, probability: chances[i]! / 1_000_000 }))),
    )

const COUNT = 12
const partition = (group: Int32Array, nameOf: (i: number) => number): string[] => {
  const members = new Map<number, number[]>()
  for (const [i, first] of group.entries()) members.set(first, [...(members.get(first) ?? []), nameOf(i)])
  return [...members.values()].map((list) => list.sort((a, b) => a - b).join(' ')).sort()
}

describe('stories of a window', () => {
  const options = { threshold: 0.5, pairThreshold: 0.4 }

  it('do not depend on the order of the pairs', () => {
    holds(
      fc.property(
        pairsOf(COUNT).chain((pairs) =>
          fc.tuple(fc.constant(pairs), fc.shuffledSubarray(pairs, { minLength: pairs.length })),
        ),
        ([pairs, shuffled]) => {
          expect(groupItems(COUNT, shuffled, options)).toEqual(groupItems(COUNT, pairs, options))
        },
      ),
    )
  })

  it('do not depend on the order of the articles', () => {
    const places = Array.from({ length: COUNT }, (_, i) => i)
    holds(
      fc.property(pairsOf(COUNT), fc.shuffledSubarray(places, { minLength: COUNT }), (pairs, order) => {
        const moved = pairs.map(({ a, b, probability }) => ({ a: order[a]!, b: order[b]!, probability }))
        const back = (place: number) => order.indexOf(place)
        expect(partition(groupItems(COUNT, moved, options), back)).toEqual(
          partition(groupItems(COUNT, pairs, options), (i) => i),
        )
      }),
    )
  })

  it('hold what a person put together, and never what a person parted', () => {
    const pair = fc.tuple(fc.nat(COUNT - 1), fc.nat(COUNT - 1)).filter(([a, b]) => a !== b)
    holds(
      fc.property(pairsOf(COUNT), pair, pair, (pairs, together, apart) => {
        const key = ([a, b]: readonly [number, number]) => [a, b].sort().join()
        fc.pre(key(together) !== key(apart))
        const group = groupItems(COUNT, pairs, { ...options, together: [together], apart: [apart] })
        expect(group[together[0]]).toBe(group[together[1]])
        expect(group[apart[0]]).not.toBe(group[apart[1]])
      }),
    )
  })
})
