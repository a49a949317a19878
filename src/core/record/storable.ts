/**
 * What Postgres can store as text: every Unicode text except U+0000 (NUL) and unpaired surrogates. JSON can contain both
 * (`\u0000`, `\ud800`), pages and feeds can contain the first, and one such value would make a whole batch fail.
 */

/** Whether Postgres stores `text` as it is. */
export function isStorable(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed()
}

/** `text` without NUL, unpaired surrogates replaced by U+FFFD. */
export function storableText(text: string): string {
  return isStorable(text) ? text : text.replaceAll('\u0000', '').toWellFormed()
}

/** The same for every text in `value`: in lists and in the fields of plain objects, keys included. */
export function storable<T>(value: T): T {
  if (typeof value === 'string') return storableText(value) as T
  if (Array.isArray(value)) return value.map(storable) as T
  if (value && Object.getPrototypeOf(value) === Object.prototype)
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => [storableText(key), storable(entry)]),
    ) as T
  return value
}

const ESCAPED = /\\u(?:0000|d[89a-f])/i

/**
 * A statement's parameter in a form that Postgres stores. A text that is JSON is also searched for escapes of such
 * characters: `jsonb` refuses them. A value that is not a text is returned unchanged.
 */
export function storableParameter(value: unknown): unknown {
  if (typeof value !== 'string') return value
  const text = storableText(value)
  if (!/^[[{"]/.test(text) || !ESCAPED.test(text)) return text
  try {
    return JSON.stringify(storable(JSON.parse(text)))
  } catch {
    return text
  }
}
