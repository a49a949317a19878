/** The head of an HTTP/1 response. */
export interface ResponseHead {
  readonly status: number
  /** Names in lower case, in the order in which they came. */
  readonly fields: readonly (readonly [name: string, value: string])[]
}

/** How the end of a body is known (RFC 9112 §6.3). */
export type BodyFraming =
  | { readonly kind: 'none' }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'length'; readonly bytes: number }
  | { readonly kind: 'until_close' }

/**
 * Reads the head of a response as curl and browsers do: lines may end with LF alone, a line that begins with a blank
 * continues the one before, control characters in values count as blanks, and only a line that is not a field is left out.
 *
 * @param head its lines as Latin-1, without their ends and without the empty line that ends it
 * @returns null where the first line is not a status line
 */
export function parseResponseHead(head: readonly string[]): ResponseHead | null {
  const [first = '', ...lines] = head
  const status = /^(?:HTTP\/\d(?:\.\d)?|ICY)[ \t]+([1-5]\d\d)(?:[ \t]|$)/i.exec(first)?.[1]
  if (status === undefined) return null
  const unfolded: string[] = []
  for (const line of lines) {
    if (/^[ \t]/.test(line) && unfolded.length) unfolded[unfolded.length - 1] += ` ${line.trim()}`
    else unfolded.push(line)
  }
  return { status: Number(status), fields: unfolded.flatMap(fieldOf) }
}

function fieldOf(line: string): (readonly [string, string])[] {
  const colon = line.indexOf(':')
  const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase()
  if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name)) return []
  return [
    [
      name,
      line
        .slice(colon + 1)
        .replace(/[\u0000-\u001f\u007f]+/g, ' ')
        .trim(),
    ],
  ]
}

/**
 * How the body of this response ends. Chunks take precedence over a length; the same length given twice counts once.
 * @returns null where two lengths contradict each other: then the end of the body is unknown
 */
export function framingOf({ status, fields }: ResponseHead): BodyFraming | null {
  if (status === 204 || status === 304) return { kind: 'none' }
  const valuesOf = (name: string) =>
    fields.filter(([of]) => of === name).flatMap(([, value]) => value.split(',').map((one) => one.trim()))
  if (valuesOf('transfer-encoding').at(-1)?.toLowerCase() === 'chunked') return { kind: 'chunked' }
  const lengths = new Set(valuesOf('content-length'))
  if (lengths.size > 1) return null
  const [length] = lengths
  return length !== undefined && /^\d{1,15}$/.test(length)
    ? { kind: 'length', bytes: Number(length) }
    : { kind: 'until_close' }
}
