import { describe, expect, it } from 'vitest'
import { arrayAsText } from '../../../src/adapters/postgres/sql.ts'
import { isStorable, storable, storableParameter } from '../../../src/core/record/storable.ts'

describe('what Postgres cannot store is taken out of texts', () => {
  it.each([
    ['a NUL', 'a\u0000b', 'ab'],
    ['an unpaired high surrogate', 'a\ud800b', 'a\ufffdb'],
    ['an unpaired low surrogate', '\udc00', '\ufffd'],
    ['nothing of a pair', '\u{1f5de}', '\u{1f5de}'],
    ['nothing of U+2028 and U+FFFF', '\u2028\uffff', '\u2028\uffff'],
  ])('%s', (_what, given, stored) => {
    expect(storableParameter(given)).toBe(stored)
    expect(isStorable(given)).toBe(given === stored)
  })

  it('in lists, in fields and in their names, and leaves dates and bytes alone', () => {
    const at = new Date(0)
    const bytes = Buffer.from('a\u0000')
    expect(storable({ 'a\u0000': ['\u0000b', null, 1], at, bytes })).toEqual({ a: ['b', null, 1], at, bytes })
  })

  it('in JSON, which says them with escapes', () => {
    expect(storableParameter(JSON.stringify({ a: 'x\u0000y', b: ['\ud800'], c: '\\u0000' }))).toBe(
      JSON.stringify({ a: 'xy', b: ['\ufffd'], c: '\\u0000' }),
    )
  })

  it('but an escape in a text that is no JSON is what the author wrote', () => {
    expect(storableParameter('[Note] the escape \\u0000 stands for NUL')).toBe(
      '[Note] the escape \\u0000 stands for NUL',
    )
  })

  it('in each element of an array', () => {
    expect(arrayAsText(['a\u0000', JSON.stringify({ k: '\u0000v' })])).toBe('{"a","{\\"k\\":\\"v\\"}"}')
  })
})
