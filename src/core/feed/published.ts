import { quickInstant } from './date.ts'

/** An item's date as an ISO instant in UTC, or null. */
export function parsePublished(text: string, _language: string | null): string | null {
  const quick = quickInstant(text.trim())
  if (quick !== null) return new Date(quick).toISOString()
  const ms = Date.parse(text)
  return Number.isNaN(ms) ? null : new Date(ms).toISOString()
}
