import { describe, expect, it } from 'vitest'
import { readConfig } from '../../../src/runtime/config.ts'

describe('NEWSLOOM_REFETCH_HOURS', () => {
  it.each([
    [undefined, [1, 6, 24]],
    ['2', [2]],
    ['24, 0.5,6', [0.5, 6, 24]],
    ['never', []],
  ])('%j is read as %j', (value, hours) => {
    expect(readConfig({ NEWSLOOM_REFETCH_HOURS: value }).refetchHours).toEqual(hours)
  })

  it.each(['soon', '-1', '0', '1;6', '9000'])('%j is refused, with what was expected', (value) => {
    expect(() => readConfig({ NEWSLOOM_REFETCH_HOURS: value })).toThrow(
      'hours above 0 and up to 8760, separated by commas, such as 1,6,24, or never',
    )
  })
})
