/** Counts over one text that need a single pass over its characters. */
export interface TextShape {
  /** Characters, where one of a script without word spaces counts as 2.5 (a Chinese word is 1–2 characters). */
  readonly size: number
  readonly words: number
  readonly upper: number
  readonly digits: number
  readonly commas: number
  /** Sentence ends: `. ! ?` before a space or the end, and those of other scripts anywhere. */
  readonly terminators: number
  readonly quotes: number
  readonly bars: number
  readonly dense: number
  readonly endsSentence: boolean
  readonly endsColon: boolean
  readonly startsLower: boolean
}

const DENSE_WEIGHT = 2.5

export function textShape(text: string): TextShape {
  let words = 0
  let upper = 0
  let digits = 0
  let commas = 0
  let terminators = 0
  let quotes = 0
  let bars = 0
  let dense = 0
  let inWord = false
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c < 128) {
      if ((c >= 97 && c <= 122) || c === 39) {
        if (!inWord) {
          words++
          inWord = true
        }
        continue
      }
      if (c >= 65 && c <= 90) {
        upper++
        if (!inWord) {
          words++
          inWord = true
        }
        continue
      }
      if (c >= 48 && c <= 57) {
        digits++
        if (!inWord) {
          words++
          inWord = true
        }
        continue
      }
      inWord = false
      if (c === 44 || c === 59) commas++
      else if (c === 46 || c === 33 || c === 63) {
        const next = text.charCodeAt(i + 1)
        if (Number.isNaN(next) || next <= 34 || next === 39 || next === 41 || next > 127) terminators++
      } else if (c === 34) quotes++
      else if (c === 124) bars++
      continue
    }
    if (c === 0x3001 || c === 0xff0c || c === 0xff1b || c === 0x060c || c === 0x061b) {
      commas++
      inWord = false
    } else if (
      c === 0x3002 ||
      c === 0xff01 ||
      c === 0xff1f ||
      c === 0x061f ||
      c === 0x06d4 ||
      c === 0x0964 ||
      c === 0x2026
    ) {
      terminators++
      inWord = false
    } else if ((c >= 0x2018 && c <= 0x201f) || c === 0xab || c === 0xbb || (c >= 0x300c && c <= 0x300f)) {
      if (c !== 0x2019) {
        quotes++
        inWord = false
      }
    } else if (
      (c >= 0x3040 && c <= 0x30ff) ||
      (c >= 0x3400 && c <= 0x9fff) ||
      (c >= 0x0e00 && c <= 0x0e7f) ||
      (c >= 0xf900 && c <= 0xfaff)
    ) {
      dense++
      inWord = false
    } else if (c === 0xa0 || (c >= 0x2000 && c <= 0x200f) || c === 0x2028 || c === 0x3000) inWord = false
    else if (c >= 0x2010 && c <= 0x206f) inWord = false
    else {
      if (!inWord) {
        words++
        inWord = true
      }
      if ((c >= 0x0410 && c <= 0x042f) || (c >= 0x0391 && c <= 0x03a9) || (c >= 0xc0 && c <= 0xde)) upper++
    }
  }
  const end = lastMark(text)
  const unmarked = end >= 0x0e00 && end <= 0x0e7f && dense >= THAI_SENTENCE
  return {
    size: text.length + dense * (DENSE_WEIGHT - 1),
    words: words + Math.round(dense / 1.7),
    upper,
    digits,
    commas,
    terminators: unmarked && terminators === 0 ? 1 : terminators,
    quotes,
    bars,
    dense,
    endsSentence: unmarked || sentenceEnds.has(end),
    endsColon: end === 58 || end === 0xff1a,
    startsLower: startsLower(text),
  }
}

/** Thai ends a sentence with nothing: letters from which on a text is one, and no headline. */
const THAI_SENTENCE = 60

const sentenceEnds = new Set([46, 33, 63, 0x3002, 0xff01, 0xff1f, 0x061f, 0x06d4, 0x0964, 0x2026, 0x037e])

/** The last character that is not a closing quote, bracket or space. */
function lastMark(text: string): number {
  for (let i = text.length - 1; i >= 0 && i > text.length - 6; i--) {
    const c = text.charCodeAt(i)
    if (c === 34 || c === 39 || c === 41 || c === 93 || c <= 32 || (c >= 0x2018 && c <= 0x201f)) continue
    if (c === 0xbb || c === 0xab || c === 0x300d || c === 0x300f || c === 0xa0 || c === 0xff09) continue
    return c
  }
  return 0
}

function startsLower(text: string): boolean {
  const first = text.charAt(0)
  return first !== first.toUpperCase() && first === first.toLowerCase()
}
