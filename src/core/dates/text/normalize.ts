/** Code points of the digit zero in the scripts whose digits newsrooms use. */
const ZEROS = [
  0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0x1040, 0x17e0,
  0xff10,
] as const

const HAN_DIGITS: Readonly<Record<string, number>> = {
  〇: 0,
  零: 0,
  '○': 0,
  一: 1,
  二: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
}

/** 二〇二四 → 2024, 十五 → 15, 三十一 → 31. */
function hanNumber(text: string): string {
  const plain = text.replaceAll('廿', '二十').replaceAll('卅', '三十')
  const ten = plain.indexOf('十')
  if (ten < 0) return [...plain].map((c) => HAN_DIGITS[c]).join('')
  const tens = ten === 0 ? 1 : (HAN_DIGITS[plain[ten - 1]!] ?? 1)
  const ones = plain[ten + 1] === undefined ? 0 : (HAN_DIGITS[plain[ten + 1]!] ?? 0)
  return String(tens * 10 + ones)
}

function asciiDigit(character: string): string {
  const code = character.codePointAt(0)!
  for (const zero of ZEROS) if (code >= zero && code < zero + 10) return String(code - zero)
  return character
}

/** `6 Jan 202614.10` and `06.01.202614:10`: two elements of a page joined without a blank. */
const YEAR_GLUED_TO_TIME = /(\p{L}[.,]?\s|\d[./-])((?:19|20)\d\d)(?=\d{1,2}[:.]\d\d(?!\d))/gu

/** `26 | 01 | 2022`, `26 · 01 · 2022`: a date whose numbers are set in columns. */
const IN_COLUMNS = /(?<![\d|·•]\s*)(\d{1,2})\s*([|·•])\s*(\d{1,2})\s*\2\s*((?:19|20)\d\d)(?!\d)/gu

const MAX_LENGTH = 500

/** A text in which dates are sought: ASCII digits, plain punctuation, no markup, at most 500 characters. */
export function normalizeDateText(text: string): string {
  const cut = text.length > MAX_LENGTH ? text.slice(0, MAX_LENGTH) : text
  let clean = cut.replace(YEAR_GLUED_TO_TIME, '$1$2 ').replace(IN_COLUMNS, '$1/$3/$4')
  if (clean.includes('&'))
    clean = clean.replace(/&(?:nbsp|ensp|emsp|thinsp|#160|#xa0);?/gi, ' ').replace(/&amp;/g, '&')
  if (clean.includes('<')) clean = clean.replace(/<[^<>]*>/g, ' ')
  if (/^[\x00-\x7f]*$/.test(clean)) return clean
  return clean
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c\u00ad]/g, '')
    .replace(/[^\x00-\x7f]/gu, (character) => (/\p{Nd}/u.test(character) ? asciiDigit(character) : character))
    .replace(/[〇零○一二三四五六七八九十廿卅]+(?=[年月日号號時时点點分])/g, hanNumber)
    .replace(/[‐‑‒–—―−－]/g, '-')
    .replace(/[：﹕∶]/g, ':')
    .replace(/[，،、]/g, ',')
    .replace(/[／∕]/g, '/')
    .replace(/[．。]/g, '.')
    .normalize('NFC')
}
