import { describe, expect, it } from 'vitest'
import { connectionBudget } from '../../../src/runtime/database/connections.ts'

describe('the connections of a process', () => {
  it.each([
    [7, 1, true],
    [9, 3, true],
    [30, 8, true],
    [4, 1, false],
    [12, 3, false],
  ])(
    '%s for %s workers (queue in Postgres: %s) are shared out, at least two a pool',
    (total, workers, own) => {
      const { work, steps, queue = 0 } = connectionBudget(total, workers, own)
      expect(work + steps + queue).toBe(total)
      expect(Math.min(work, steps)).toBeGreaterThanOrEqual(2)
      // Each worker listens on one.
      expect(queue).toBe(own ? workers + 2 : 0)
    },
  )

  it('of a command are at least four', () => {
    expect(connectionBudget(4, 0, true)).toEqual({ work: 2, sessions: 0, steps: 1, queue: 1 })
  })

  it('are as many as each pool can use where nothing is set', () => {
    expect(connectionBudget(undefined, 2, true)).toEqual({
      work: 14,
      sessions: 0,
      steps: 14,
      queue: undefined,
    })
  })

  it('with a server past the pooler are one session there, taken from the rest', () => {
    expect(connectionBudget(9, 1, true, true)).toEqual({ work: 1, sessions: 1, steps: 4, queue: 3 })
    expect(connectionBudget(5, 0, true, true)).toEqual({ work: 2, sessions: 1, steps: 1, queue: 1 })
    expect(() => connectionBudget(4, 0, true, true)).toThrow('needs 5 at least')
  })

  it('are refused when they are too few, with how many it takes', () => {
    expect(() => connectionBudget(6, 1, true)).toThrow(
      'NEWSLOOM_CONNECTIONS is 6, and a process with 1 worker and the queue in Postgres needs 7 at least',
    )
  })
})
