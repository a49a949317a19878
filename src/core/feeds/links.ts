import { resolveUrl } from '../fetching/url.ts'
import { decodeAddress } from './text.ts'

/**
 * The address of a page as a feed gives it: absolute ones as they stand, relative ones resolved where a base is known.
 * @returns null for other schemes than http(s) and for nothing.
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

/** xml:base is itself relative to the base around it. */
export function innerBase(outer: string | null, own: string | undefined): string | null {
  if (!own) return outer
  return resolveUrl(outer, decodeAddress(own)) ?? outer
}
