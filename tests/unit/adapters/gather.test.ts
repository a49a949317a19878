import { describe, expect, it } from 'vitest'
import { gather } from '../../../src/adapters/threads/gather.ts'

describe('gather', () => {
  it('makes one call of those that come together, and answers each with its own result', async () => {
    const calls: number[][] = []
    const double = gather<number, number>(
      async (items) => {
        calls.push([...items])
        return items.map((item) => item * 2)
      },
      { lingerMs: 1, max: 10 },
    )
    expect(await Promise.all([double(1), double(2), double(3)])).toEqual([2, 4, 6])
    expect(calls).toEqual([[1, 2, 3]])
  })

  it('waits no longer once a batch is full', async () => {
    const calls: number[][] = []
    const keep = gather<number, number>(
      async (items) => {
        calls.push([...items])
        return items
      },
      { lingerMs: 3_600_000, max: 2 },
    )
    expect(await Promise.all([keep(1), keep(2), keep(3), keep(4)])).toEqual([1, 2, 3, 4])
    expect(calls).toEqual([
      [1, 2],
      [3, 4],
    ])
  })

  it('tries each alone when a batch fails, so that nobody fails for a neighbour', async () => {
    const half = gather<number, number>(
      async (items) => {
        if (items.includes(13)) throw new Error('thirteen')
        return items.map((item) => item / 2)
      },
      { lingerMs: 1, max: 10 },
    )
    const results = await Promise.allSettled([half(2), half(13), half(4)])
    expect(results.map((result) => (result.status === 'fulfilled' ? result.value : 'failed'))).toEqual([
      1,
      'failed',
      2,
    ])
  })
})
