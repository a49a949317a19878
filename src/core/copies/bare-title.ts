/**
 * Articles that are a title alone. A title is no text: two outlets find the same words, and "Morning briefing" comes
 * every day. Such an article is a copy only where outlet, day and title all say that it is the same thing again.
 */

import { hash32 } from '../stories/profile/hash.ts'
import { comparableForm } from '../text/digest.ts'
import { MIN_TEXT_WORDS } from './fingerprint.ts'

/** A title of fewer letters and digits could be anybody's. */
const MIN_LETTERS = 12

/** What outlet, day (`YYYY-MM-DD`) and title make together; null where one is missing. */
export function titleKey(
  outlet: number | string | null,
  day: string | null,
  title: string | null,
): string | null {
  if (outlet === null || day === null || title === null) return null
  const letters = comparableForm(title)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
  return letters.length < MIN_LETTERS ? null : `${outlet} ${day} ${letters}`
}

/** Under which it is found among the fingerprints of texts. */
export function titlePrint(key: string): bigint {
  return BigInt.asIntN(
    64,
    (BigInt(hash32(`title ${key}`) >>> 0) << 32n) | BigInt(hash32(`${key} title`) >>> 0),
  )
}

interface Titled {
  readonly words: number
  readonly titleKey: string | null
}

/** Whether two articles, one of them a title alone, are the same thing. */
export function titlesSaySo(a: Titled, b: Titled): boolean {
  return (isBare(a) || isBare(b)) && a.titleKey !== null && a.titleKey === b.titleKey
}

export function isBare({ words }: { readonly words: number }): boolean {
  return words < MIN_TEXT_WORDS
}
