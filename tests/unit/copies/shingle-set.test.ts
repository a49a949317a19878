import { describe, expect, it } from 'vitest'
import { indexHashes } from '../../../src/core/copies/shingle-set.ts'
import { comparable, mayShare, overlapOf } from '../../../src/core/copies/similarity.ts'
import { leastShare } from '../../../src/core/copies/verdict.ts'
import { digestText } from '../../../src/core/text/digest.ts'

describe('a set of hashes', () => {
  it.each([
    { name: 'nothing', hashes: [] },
    { name: 'zero and repeats', hashes: [0, 5, 0, -3, 5, 2 ** 31 - 1, -(2 ** 31)] },
    { name: 'hashes of one slot', hashes: [1, 17, 33, 49, 65, 81, 97, 113, 129] },
    { name: 'many', hashes: Array.from({ length: 1_000 }, (_, i) => Math.imul(i % 700, 0x9e3779b1)) },
  ])('holds $name as a Set does', ({ hashes }) => {
    const { set, isFirst } = indexHashes(Int32Array.from(hashes))
    const expected = new Set(hashes)
    expect(set.size).toBe(expected.size)
    expect([...set]).toEqual([...expected])
    expect([...isFirst].filter(Boolean)).toHaveLength(expected.size)
    for (const hash of [...hashes, 4, -4, 16, 145]) expect(set.has(hash)).toBe(expected.has(hash))
  })
})

describe('whether two texts may share enough', () => {
  const sentence = (i: number) =>
    `The harbour master of pier ${i} counted ${i * 7} crates of oranges that morning.`
  const textOf = (from: number, to: number) =>
    comparable(digestText(Array.from({ length: to - from }, (_, i) => sentence(from + i)).join(' ')), null)
  it.each([0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20])(
    'never says no where %i of 20 sentences are shared enough',
    (n) => {
      const [a, b] = [textOf(0, 20), textOf(20 - n, 45)]
      const { share } = overlapOf(a, b)
      for (const needed of [leastShare(false), leastShare(true), share])
        if (share >= needed) expect(mayShare(a, b, needed)).toBe(true)
        else expect(mayShare(a, b, Math.min(1, needed + 0.3))).toBe(false)
      expect(mayShare(a, b, share)).toBe(true)
    },
  )
})
