/**
 * Articles that consist of a title only. A title is not enough to find copies: two outlets can choose the same words, and
 * "Morning briefing" appears every day. Such an article is a copy only where outlet, day and title are all the same.
 */

import { hash32 } from '../stories/profile/hash.ts'
import { comparableForm } from '../text/digest.ts'
import { MIN_TEXT_WORDS } from './fingerprint.ts'

/** Letters and digits. A shorter title could be any outlet's. */
const MIN_LETTERS = 12

/** A key of outlet, day (`YYYY-MM-DD`) and title; null where one of them is missing. */
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

/** The key under which it is stored with the fingerprints of texts. */
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

/** Whether two articles, of which one is a title only, are the same article. */
export function titlesSaySo(a: Titled, b: Titled): boolean {
  return (isBare(a) || isBare(b)) && a.titleKey !== null && a.titleKey === b.titleKey
}

export function isBare({ words }: { readonly words: number }): boolean {
  return words < MIN_TEXT_WORDS
}
