import { expect, it } from 'vitest'
import { StoreTroubleError } from '../../../src/adapters/objects/types.ts'
import { type Availability, createAvailability } from '../../../src/pipeline/documents/availability.ts'

/** A store that works or does not, and what is said of it. */
function scripted(patienceMs: number) {
  const said: string[] = []
  const state = { trouble: null as string | null, asked: 0 }
  const use = async () => {
    state.asked++
    if (state.trouble !== null) throw new StoreTroubleError(state.trouble)
    return 'done'
  }
  const availability: Availability = createAvailability({
    probe: async () => void (await use()),
    onAway: (why) => said.push(`away: ${why}`),
    onBack: () => said.push('back'),
    patienceMs,
    pauseMs: 1,
  })
  return { said, state, use, availability }
}

/** Longer than any test: nothing here waits for it. */
const LONG_MS = 600_000

it('tries again for a moment, and nobody hears of it', async () => {
  const { said, state, use, availability } = scripted(LONG_MS)
  state.trouble = 'it answers 503'
  const work = async () => {
    if (state.asked === 2) state.trouble = null
    return use()
  }
  expect(await availability.run(work)).toBe('done')
  expect([said, availability.trouble]).toEqual([[], null])
})

it('lets all wait while the store is away, and says so once', async () => {
  const { said, state, use, availability } = scripted(LONG_MS)
  state.trouble = 'its disk is full'
  const waiting = Array.from({ length: 50 }, () => availability.run(use))
  await expect.poll(() => availability.trouble, { timeout: 60_000 }).toBe('its disk is full')
  const closing = new AbortController()
  const idle = availability.untilBack(closing.signal)
  state.trouble = null
  expect(new Set(await Promise.all(waiting))).toEqual(new Set(['done']))
  await idle
  expect([said, availability.trouble]).toEqual([['away: its disk is full', 'back'], null])
  await availability.untilBack(closing.signal)
})

it('gives up after its patience, and a signal ends any wait', async () => {
  const { said, state, use, availability } = scripted(20)
  state.trouble = 'it answers 503'
  await expect(availability.run(use)).rejects.toThrow('it answers 503')
  await expect(availability.run(use)).rejects.toBeInstanceOf(StoreTroubleError)
  const closing = new AbortController()
  const waits = availability.untilBack(closing.signal)
  closing.abort()
  await expect(waits).rejects.toThrow()
  expect(said).toEqual(['away: it answers 503'])
  availability.close()
})

it('passes on every other error at once', async () => {
  const { said, availability } = scripted(LONG_MS)
  let tries = 0
  const work = async () => {
    tries++
    throw new TypeError('a bug')
  }
  await expect(availability.run(work)).rejects.toThrow('a bug')
  expect([tries, said]).toEqual([1, []])
})
