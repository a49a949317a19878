import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { heapEnvironment, heapFlags } from '../../../src/cli/heap.mjs'

const newSpaceMb = `
  const keep = []
  for (let i = 0; i < 3_000_000; i++) keep[i % 100_000] = { i }
  const { space_size } = require('node:v8').getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')
  console.log(Math.round(space_size / 2 ** 20))`

describe('the flags of a command', () => {
  it.each([
    ['worker', [], 16],
    ['worker', ['extract'], 16],
    ['worker', ['cluster'], 64],
    ['worker', ['extract', 'cluster'], 16],
    ['export', [], 8],
  ])('bound the room for new values: %s %s', (command, names, mb) => {
    // Both halves of it. A flag that Node no longer knows would keep every worker from starting.
    const { status, stdout } = spawnSync(process.execPath, [...heapFlags(command, names), '-e', newSpaceMb], {
      encoding: 'utf8',
    })
    expect(status).toBe(0)
    expect(Number(stdout)).toBeLessThanOrEqual(mb)
  })

  it.each(['status', 'demo', undefined])('are none for others: %s', (command) => {
    expect(heapFlags(command)).toEqual([])
    expect(heapEnvironment(command)).toEqual({})
  })
})
