import { attributes, type Cursor } from './scan.ts'

/** What the readers of single elements share. */
export interface Reading {
  readonly cursor: Cursor
  readonly nameOf: (tag: string) => string
}

const none: ReadonlyMap<string, string> = new Map()

/** Attributes of the tag that was just opened: ask before its content is read. */
export function tagAttributes(c: Cursor): ReadonlyMap<string, string> {
  return c.from >= c.to ? none : attributes(c.text.slice(c.from, c.to))
}
