import { describe, expect, it } from 'vitest'
import { arrayAsText, sql } from '../../../src/adapters/postgres/sql.ts'

describe('arrays as parameters', () => {
  it.each([
    ['numbers', [1, -2.5, Number.NaN], '{1,-2.5,NaN}'],
    ['bigints', [2n ** 62n, -1n], '{4611686018427387904,-1}'],
    ['booleans and nulls', [true, null, undefined, false], '{true,NULL,NULL,false}'],
    ['texts', ['a', '', 'NULL', 'b, c', '{d}', ' e '], '{"a","","NULL","b, c","{d}"," e "}'],
    ['quotes and backslashes', ['"', '\\', 'a\\"b'], '{"\\"","\\\\","a\\\\\\"b"}'],
    ['nothing', [], '{}'],
  ])('%s', (_name, list, text) => {
    expect(arrayAsText(list)).toBe(text)
  })

  it.each([
    ['dates', [new Date(0)]],
    ['bytes', [Buffer.from('a')]],
    ['lists of lists', [[1], [2]]],
    ['a text', 'a'],
    ['nothing', null],
  ])('leaves %s to the driver', (_name, value) => {
    expect(arrayAsText(value)).toBe(value)
  })

  it('makes them of a statement', () => {
    expect(sql`select ${[1, 2]}::int[], ${3}`).toMatchObject({
      text: 'select $1::int[], $2',
      values: ['{1,2}', 3],
    })
  })
})
