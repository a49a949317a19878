import { resolveUrl } from '../fetching/url.ts'
import { decodeAddress } from './text.ts'

/**
 * The address of a page as a feed gives it: an absolute address unchanged, a relative one resolved where a base is known.
 * @returns null for an empty text and for schemes other than http(s)
 */
export function pageLink(raw: string, base: string | null): string | null {
  const text = decodeAddress(raw)
    .replace(/[\t\r\n\u0000-\u001f]+/g, '')
    .trim()
  if (!text) return null
  if (/^https?:\/\/[^/]/i.test(text)) return text
  if (/^www\./i.test(text)) return `http://${text}`
  if (/^[a-z][a-z0-9+.-]*:/i.test(text) && !/^https?:/i.test(text)) return null
  if (!base) return text
  return resolveUrl(base, text)
}

/** The base of an element with the attribute `xml:base`, which is itself relative to the base of the element around it. */
export function innerBase(outer: string | null, own: string | undefined): string | null {
  if (!own) return outer
  return resolveUrl(outer, decodeAddress(own)) ?? outer
}
