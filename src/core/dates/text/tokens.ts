import { foldWord } from './fold.ts'

export interface Token {
  readonly kind: 'number' | 'word' | 'mark'
  readonly text: string
  /** A number's value; 0 for the rest. */
  readonly value: number
  /** A word folded for lookups, or a mark as it is. */
  readonly folded: string
  /** Whether there is white space before it. */
  readonly spaced: boolean
}

/**
 * In East Asian scripts there is no space between "a.m." or "p.m." and the hour, nor before and after the units of a date: both are
 * separate tokens. A word can contain dots when its parts are short (a.m., มี.ค., π.μ.).
 */
const TOKEN = new RegExp(
  [
    '\\d+',
    '上午|下午|午前|午後|午后|凌晨|早上|清晨|早晨|中午|晚上|傍晚|晚间|오전|오후|새벽|아침|저녁',
    '[年月日号號時时点點分秒년월일시분초]',
    '(?:\\p{L}\\p{M}*){1,3}(?:\\.(?:\\p{L}\\p{M}*){1,3})+(?![\\p{L}\\p{M}])',
    '(?:(?![年月日号號時时点點分秒년월일시분초]|오전|오후|上午|下午|午前|午後)[\\p{L}\\p{M}])+',
    '\\S',
  ].join('|'),
  'gu',
)
const DIGIT = /^\d/
const LETTER = /^\p{L}/u

export function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  let end = 0
  for (const match of text.matchAll(TOKEN)) {
    const part = match[0]
    const spaced = match.index > end
    end = match.index + part.length
    if (DIGIT.test(part))
      tokens.push({ kind: 'number', text: part, value: Number(part), folded: part, spaced })
    else if (LETTER.test(part))
      tokens.push({ kind: 'word', text: part, value: 0, folded: foldWord(part), spaced })
    else tokens.push({ kind: 'mark', text: part, value: 0, folded: part, spaced })
  }
  return tokens
}
