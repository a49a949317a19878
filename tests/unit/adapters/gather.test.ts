import { afterEach, describe, expect, it, vi } from 'vitest'
import { gather } from '../../../src/adapters/threads/gather.ts'

afterEach(() => {
  vi.useRealTimers()
})

/** A call each millisecond, as often as `calls` says, with a linger of 10 ms; gives the sizes of the batches that they came in. */
async function sizesOf(workMs: number, calls: number): Promise<number[]> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  const sizes: number[] = []
  const call = gather<number, number>(
    async (items) => {
      sizes.push(items.length)
      await new Promise((resolve) => setTimeout(resolve, workMs))
      return items
    },
    { lingerMs: 10, max: 1_000 },
  )
  const answers: Promise<number>[] = []
  for (let i = 0; i < calls; i++) {
    answers.push(call(i))
    await vi.advanceTimersByTimeAsync(1)
  }
  await vi.advanceTimersByTimeAsync(10_000)
  await Promise.all(answers)
  return sizes
}

describe('gather', () => {
  it('waits as long as it is told, and longer where the work takes longer, up to eight times', async () => {
    expect(Math.max(...(await sizesOf(1, 500)))).toBe(10)
    const slow = Math.max(...(await sizesOf(40, 2_000)))
    expect([slow > 30, slow <= 41]).toEqual([true, true])
    expect(Math.max(...(await sizesOf(500, 2_000)))).toBe(80)
  })

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
