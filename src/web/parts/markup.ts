import { html, raw } from 'hono/html'
import { dateTime, shortTime } from './words.ts'

/** Escaped HTML, as every part of a page returns it. */
export type Html = ReturnType<typeof html>

export const none: Html = raw('')

/** A time element: readable for people in its text, for machines in its attribute. */
export function time(
  at: Date | null,
  precision: string | null = null,
  form: 'long' | 'short' = 'long',
): Html {
  if (!at) return html`<span class="undated">undated</span>`
  const machine = precision === 'day' ? at.toISOString().slice(0, 10) : at.toISOString()
  return html`<time datetime="${machine}">${form === 'long' ? dateTime(at, precision) : shortTime(at, precision)}</time>`
}

/** The address if it is safe to link to (http or https), else null: never `javascript:` or `data:`. */
export function safeHref(url: string | null): string | null {
  if (!url || !/^https?:\/\//i.test(url) || url.length > 4_000) return null
  try {
    return new URL(url).href
  } catch {
    return null
  }
}

/** A link to another site, which learns nothing about this page and cannot control its window. */
export function outLink(url: string | null, text: Html | string, className = 'out'): Html {
  const href = safeHref(url)
  // In print the address follows in brackets, unless it is the text of the link.
  const bare = text === url ? ' bare' : ''
  return href
    ? html`<a class="${className}${bare}" href="${href}" rel="external noopener noreferrer" referrerpolicy="no-referrer">${text}</a>`
    : html`${text}`
}

/** A headline with its language and direction; its bidi control characters do not affect the text around it. */
export function headline(title: string | null, language: string | null): Html {
  const text = title?.trim() || 'Untitled'
  return html`<bdi${langAttribute(language)} dir="auto">${clip(text, MAX_TITLE)}</bdi>`
}

const MAX_TITLE = 400

export function langAttribute(language: string | null): Html {
  return language && /^[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*$/.test(language) ? html` lang="${language}"` : none
}

/** At most `max` characters, an ellipsis for the rest; never half a character. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text
  const cut = text.slice(0, max - 1)
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`
}

/** The beginning of a text up to a word's end, for a teaser. */
export function teaser(text: string, max: number): string {
  const flat = text.replace(/\s+/g, ' ').trim()
  if (flat.length <= max) return flat
  const cut = flat.slice(0, max).replace(/\s+\S*$/, '')
  return `${cut.length > max / 2 ? cut.replace(/[,;:–—-]+$/, '') : clip(flat, max - 1).slice(0, -1)} …`
}

/** A query string of those parameters that have a value. */
export function query(parameters: Readonly<Record<string, string | number | null | undefined>>): string {
  const given = Object.entries(parameters).filter(
    ([, value]) => value !== null && value !== undefined && value !== '',
  )
  return given.length
    ? `?${new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)]))}`
    : ''
}
