import { z } from 'zod'

/** The part of JSON Schema (2020-12) that the OpenAPI document uses. */
export interface JsonSchema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly format?: string
  readonly description?: string
  readonly enum?: readonly unknown[]
  readonly default?: unknown
  readonly minimum?: number
  readonly exclusiveMinimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly pattern?: string
  readonly items?: JsonSchema
  readonly anyOf?: readonly JsonSchema[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean
}

type Io = 'input' | 'output'

/** Where a named schema is in the OpenAPI document. */
export const referenceTo = (name: string): string => `#/components/schemas/${name}`

/**
 * Schemas for an OpenAPI document. Where one schema contains another of them, it has a reference to it.
 * @param io `input` for what is sent to us, `output` for what we answer
 */
export function componentsOf(
  schemas: Readonly<Record<string, z.ZodType>>,
  io: Io,
): Readonly<Record<string, JsonSchema>> {
  const registry = z.registry<{ id: string }>()
  for (const [name, schema] of Object.entries(schemas)) registry.add(schema, { id: name })
  const made = z.toJSONSchema(registry, { uri: referenceTo, io, override: (made) => simplify(made, io) })
  return Object.fromEntries(
    Object.entries(made.schemas).map(([name, { $schema: _, $id: __, ...schema }]) => [
      name,
      schema as JsonSchema,
    ]),
  )
}

/** The fields of an object that is sent to us, such as the parameters of a query. */
export function fieldsOf(object: z.ZodObject): Pick<JsonSchema, 'properties' | 'required'> {
  const { properties, required } = z.toJSONSchema(object, {
    io: 'input',
    unrepresentable: 'any',
    override: (made) => simplify(made, 'input'),
  }) as JsonSchema
  return { properties: properties ?? {}, required: required ?? [] }
}

/** Leaves out parts that zod adds and that no client needs, and adds the type of dates, which JSON Schema does not have. */
function simplify(
  { zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: z.core.JSONSchema.BaseSchema },
  io: Io,
): void {
  if (zodSchema._zod.def.type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' })
  if (jsonSchema.format === 'date-time') delete jsonSchema.pattern
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
  // A later version may add fields to an answer: a client must not refuse them.
  if (io === 'output') delete jsonSchema.additionalProperties
}
