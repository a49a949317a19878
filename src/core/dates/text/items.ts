import { type ClockTime, timeAt } from '../clock-time.ts'
import { type Month, monthOf } from '../words/months.ts'
import type { Token } from './tokens.ts'

/** A token of the second pass: times and months are one item each, the rest as it was. */
export type Item =
  | { readonly kind: 'number' | 'word' | 'mark'; readonly token: Token }
  | { readonly kind: 'time'; readonly time: ClockTime | null; readonly glued: boolean }
  | { readonly kind: 'month'; readonly month: Month; readonly token: Token }

const VIETNAMESE_MONTH = /^(?:thang|thg|th)$/

/** Folds times with their zones, and month names, into single items. */
export function itemsOf(
  tokens: readonly Token[],
  language: string | undefined,
  outlet: string | undefined,
): Item[] {
  const items: Item[] = []
  for (let at = 0; at < tokens.length; ) {
    const token = tokens[at]!
    const match = token.kind === 'mark' ? null : timeAt(tokens, at, outlet)
    if (match) {
      const after = tokens[match.end]
      const glued = after?.kind === 'word' && !after.spaced && tokens[match.end - 1]?.kind !== 'mark'
      items.push({ kind: 'time', time: match.time, glued })
      at = match.end
      continue
    }
    const numbered = token.kind === 'number' ? mongolianMonth(tokens, at) : null
    if (numbered) {
      items.push({ kind: 'month', month: numbered, token })
      at += 4
      continue
    }
    if (token.kind === 'word') {
      const month = monthAt(tokens, at, language)
      if (month) {
        items.push({ kind: 'month', month: month.month, token })
        at = month.end
        continue
      }
    }
    items.push({ kind: token.kind, token })
    at++
  }
  return items
}

function monthAt(
  tokens: readonly Token[],
  at: number,
  language: string | undefined,
): { month: Month; end: number } | null {
  const token = tokens[at]!
  const next = tokens[at + 1]
  if (next?.kind === 'word' && next.spaced) {
    const both = monthOf(`${token.folded} ${next.folded}`, language)
    if (both) return { month: both, end: at + 2 }
  }
  if (VIETNAMESE_MONTH.test(token.folded) && next?.kind === 'number' && next.value >= 1 && next.value <= 12)
    return { month: { number: next.value, calendar: 'gregorian' }, end: at + 2 }
  const one = monthOf(token.folded, language) ?? hebrewMonth(token.folded, language)
  return one ? { month: one, end: at + 1 } : null
}

/** Hebrew glues "in" to the month: במרץ. */
function hebrewMonth(word: string, language: string | undefined): Month | undefined {
  return word.length > 3 && word.startsWith('ב') ? monthOf(word.slice(1), language) : undefined
}

/** 3-р сарын: the third month. */
function mongolianMonth(tokens: readonly Token[], at: number): Month | null {
  const { value } = tokens[at]!
  const numbered = tokens[at + 1]?.text === '-' && tokens[at + 2]?.folded === 'р'
  if (!numbered || !tokens[at + 3]?.folded.startsWith('сар') || value < 1 || value > 12) return null
  return { number: value, calendar: 'gregorian' }
}
