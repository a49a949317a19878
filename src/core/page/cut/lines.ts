import type { PageElement, PageText } from '../dom.ts'
import { textOf } from '../meta.ts'

/** Text nodes between two block boundaries, with the elements around each; null is a line break. */
export interface Run {
  parts: (PageText | null)[]
  link: boolean[]
  bold: boolean[]
  linkCount: number
}

export interface Line {
  readonly parts: (PageText | null)[]
  readonly link: boolean[]
  readonly bold: boolean[]
  readonly linkCount: number
}

const LONG_LINE = 80

/** Two line breaks part paragraphs; one does where a line next to it is long or ends a sentence. */
export function cutAtBreaks(run: Run): Line[] {
  if (!run.parts.includes(null)) return [run]
  const lines: Line[] = []
  let current: Line = { parts: [], link: [], bold: [], linkCount: run.linkCount }
  let length = 0
  let breaks = 0
  let last = ''
  const next = (from: number): number => {
    let size = 0
    for (let i = from; i < run.parts.length; i++) {
      const part = run.parts[i]
      if (!part) {
        if (size > 0) break
        continue
      }
      size += part.data.trim().length
    }
    return size
  }
  for (let i = 0; i < run.parts.length; i++) {
    const part = run.parts[i] ?? null
    if (part === null) {
      breaks++
      continue
    }
    if (isBlank(part.data)) {
      if (breaks === 0) {
        current.parts.push(part)
        current.link.push(run.link[i]!)
        current.bold.push(run.bold[i]!)
      }
      continue
    }
    if (breaks > 0 && length > 0) {
      if (breaks > 1 || length >= LONG_LINE || /[.!?。！？:：;»”"]\s*$/.test(last) || next(i) >= LONG_LINE) {
        lines.push(current)
        current = { parts: [], link: [], bold: [], linkCount: 0 }
        length = 0
      } else {
        current.parts.push(null)
        current.link.push(false)
        current.bold.push(false)
      }
    }
    breaks = 0
    current.parts.push(part)
    current.link.push(run.link[i]!)
    current.bold.push(run.bold[i]!)
    length += part.data.trim().length
    last = part.data
  }
  if (length > 0) lines.push(current)
  return lines
}

export function lineText(parts: readonly (PageText | null)[], pre: boolean): string {
  if (parts.length === 1) return tidy(parts[0]?.data ?? '', pre)
  let text = ''
  for (const part of parts) text += part === null ? '\u2028' : part.data
  return tidy(text, pre)
}

const untidy = /[^\S ]| {2}|\u00ad|[\u200b-\u200f\u202a-\u202e\u2060\ufeff]/

/** White space collapsed, line breaks (U+2028 here) to newlines, invisible characters removed. */
function tidy(text: string, pre: boolean): string {
  if (pre) return text.replaceAll('\u2028', '\n').replace(/^\n+/, '').trimEnd()
  const trimmed = text.trim()
  if (!untidy.test(trimmed)) return trimmed
  return trimmed
    .replace(/[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff]/g, '')
    .replace(/[^\S\u2028]+/g, ' ')
    .replace(/ ?\u2028[ \u2028]*/g, '\n')
    .trim()
}

/** Only white space, controls and invisible characters. */
export function isBlank(data: string): boolean {
  for (let i = 0; i < data.length; i++) {
    const c = data.charCodeAt(i)
    if (c > 32 && c !== 0xa0 && c !== 0x200b && c !== 0xfeff && c !== 0x3000) return false
  }
  return true
}

/** From this many children and characters on, an `a` is not a link: it was never closed, or it is set around a whole text. */
const WRAPPED_NODES = 8
const WRAPPED_CHARS = 400

/** Whether a link contains a whole text. */
export const wrapsText = (link: PageElement): boolean =>
  link.children.length >= WRAPPED_NODES && textOf(link, 2 * WRAPPED_CHARS).length >= WRAPPED_CHARS
