import { html } from 'hono/html'
import type { JsonSchema } from '../api/json-schema.ts'
import { type Html, none } from './markup.ts'

/** The name of an object that a schema refers to; null where it is not a reference. */
export function referredName(schema: JsonSchema): string | null {
  return schema.$ref?.split('/').at(-1) ?? null
}

/** A link to the section of the page that has an object. */
const objectLink = (name: string): Html => html`<a href="#${name}"><code>${name}</code></a>`

/** What a value is, in words: `list of Story`, `text or null`. */
export function typeOf(schema: JsonSchema): Html {
  const name = referredName(schema)
  if (name) return objectLink(name)
  if (schema.enum) return joined(schema.enum.map((value) => html`<code>${String(value)}</code>`))
  if (schema.anyOf) return joined(schema.anyOf.map(typeOf))
  if (schema.type === 'array') return html`list of ${schema.items ? typeOf(schema.items) : 'anything'}`
  const types = schema.type === undefined ? [] : [schema.type].flat()
  if (!types.length) return html`any JSON`
  return joined(types.map((type) => html`${word(type, schema)}`))
}

/** The bounds of a value: `1 to 200`, `at most 400 characters`; empty without bounds. */
export function boundsOf(schema: JsonSchema): string {
  const lowest =
    schema.minimum ?? (schema.exclusiveMinimum === undefined ? undefined : schema.exclusiveMinimum + 1)
  return [
    span(lowest, schema.maximum, ''),
    span(schema.minLength, schema.maxLength, ' characters'),
    span(schema.minItems, schema.maxItems, ' items'),
    schema.pattern ? `matches ${schema.pattern}` : '',
  ]
    .filter(Boolean)
    .join(', ')
}

interface Row {
  readonly name: string
  readonly required: boolean
  readonly schema: JsonSchema
}

/** The fields of an object; the fields of an object inside it follow with their path: `captions[].text`. */
export function rowsOf(schema: JsonSchema, before = ''): Row[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = `${before}${name}`
    return [
      { name: path, required: schema.required?.includes(name) ?? false, schema: field },
      ...insideOf(field, path),
    ]
  })
}

function insideOf(field: JsonSchema, path: string): Row[] {
  if (field.items) return insideOf(field.items, `${path}[]`)
  const object = field.properties ? field : field.anyOf?.find(({ properties }) => properties)
  return object ? rowsOf(object, `${path}.`) : []
}

/** A description: text in backticks is code. */
export function prose(text: string | undefined): Html {
  if (!text) return none
  return html`${text.split(/`([^`]*)`/).map((part, n) => (n % 2 ? html`<code>${part}</code>` : part))}`
}

const words: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
  object: 'object',
  null: 'null',
}

function word(type: string, { format }: JsonSchema): string {
  if (type === 'string' && format === 'date-time') return 'time (ISO 8601)'
  return words[type] ?? type
}

function joined(parts: readonly Html[]): Html {
  return html`${parts.map((part, n) => (n ? html` or ${part}` : part))}`
}

function span(least: number | undefined, most: number | undefined, unit: string): string {
  if (least !== undefined && most !== undefined) return `${least} to ${most}${unit}`
  if (least !== undefined) return `at least ${least}${unit}`
  return most === undefined ? '' : `at most ${most}${unit}`
}
