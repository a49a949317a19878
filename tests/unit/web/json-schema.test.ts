import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { componentsOf, fieldsOf, type JsonSchema } from '../../../src/web/api/json-schema.ts'
import { boundsOf, rowsOf, typeOf } from '../../../src/web/parts/json-schema.ts'

const plain = (html: unknown): string => String(html).replace(/<[^>]+>/g, '')

describe('a value in words', () => {
  it.each<[JsonSchema, string]>([
    [{ type: 'string' }, 'text'],
    [{ type: ['string', 'null'] }, 'text or null'],
    [{ type: 'string', format: 'date-time' }, 'time (ISO 8601)'],
    [{ anyOf: [{ type: 'integer' }, { type: 'null' }] }, 'whole number or null'],
    [{ type: 'array', items: { $ref: '#/components/schemas/Story' } }, 'list of Story'],
    [{ type: 'string', enum: ['text', 'photo'] }, 'text or photo'],
    [{ type: 'object', properties: {} }, 'object'],
    [{}, 'any JSON'],
  ])('%j is "%s"', (schema, says) => {
    expect(plain(typeOf(schema))).toBe(says)
  })

  it.each<[JsonSchema, string]>([
    [{ minimum: 1, maximum: 200 }, '1 to 200'],
    [{ exclusiveMinimum: 0 }, 'at least 1'],
    [{ maxLength: 35 }, 'at most 35 characters'],
    [{ minItems: 1, maxItems: 1000 }, '1 to 1000 items'],
    [{}, ''],
  ])('%j is bounded: "%s"', (schema, says) => {
    expect(boundsOf(schema)).toBe(says)
  })

  it('markup in an enum stays text', () => {
    expect(String(typeOf({ enum: ['<b>'] }))).toBe('<code>&lt;b&gt;</code>')
  })
})

describe('schemas of the OpenAPI document', () => {
  const inner = z.object({ at: z.iso.datetime({ offset: true }) })
  const outer = z.object({ inner: inner.nullable(), list: z.array(z.object({ n: z.int() })) })

  it('name each other by reference, and allow fields of a later version in answers', () => {
    const { Outer, Inner } = componentsOf({ Inner: inner, Outer: outer }, 'output')
    expect(Outer!.properties!.inner).toEqual({
      anyOf: [{ $ref: '#/components/schemas/Inner' }, { type: 'null' }],
    })
    expect(Inner).toEqual({
      type: 'object',
      properties: { at: { type: 'string', format: 'date-time' } },
      required: ['at'],
    })
    expect(rowsOf(Outer!).map(({ name }) => name)).toEqual(['inner', 'list', 'list[].n'])
  })

  it('say which fields of a request are required, and refuse those of other names', () => {
    const query = z.strictObject({ since: z.coerce.date().optional(), limit: z.coerce.number().int().max(5) })
    expect(fieldsOf(query)).toEqual({
      properties: { since: { type: 'string', format: 'date-time' }, limit: { type: 'integer', maximum: 5 } },
      required: ['limit'],
    })
    expect(componentsOf({ Query: z.strictObject({ a: z.string() }) }, 'input').Query).toMatchObject({
      additionalProperties: false,
    })
  })
})
