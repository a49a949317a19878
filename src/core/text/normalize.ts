/**
 * The form in which a text is stored, shown and hashed: NFC, line ends as \n, each line trimmed (of no-break spaces too),
 * zero-width spaces removed, at most one empty line in a row, none at the ends. It keeps what readers see; `comparableForm`
 * (digest.ts) also removes differences of typesetting, and is never shown.
 */
export function storedForm(text: string): string {
  const plain = text
    .normalize('NFC')
    .replace(/\r\n?|\u2028|\u2029/g, '\n')
    .replace(/[\u200b\u2060\ufeff]/g, '')
    .trim()
  if (!plain.includes('\n')) return plain
  // A regular expression for blanks at the end of a line would take quadratic time on a long run of blanks.
  return plain
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

const OTHER = 0
const LETTER = 1
const DIGIT = 2
/** Joins letters: colon, middle dot. */
const MID_LETTER = 3
/** Joins digits: comma, semicolon. */
const MID_DIGIT = 4
/** Joins either: full stop, apostrophes. */
const MID_BOTH = 5
const LOW_LINE = 6
/** Belongs to the character before it: soft hyphen. */
const INVISIBLE = 7
/** Not ours to judge. */
const UNKNOWN = 8
/** Joins the characters right before and after it: the hyphen of a compound. */
const HYPHEN = 9

const TABLE_SIZE = 0x530

/** Word-break classes (UAX #29) of Latin, Greek and Cyrillic; combining marks and the like are left to ICU. */
const classes = new Uint8Array(TABLE_SIZE)
for (let code = 0; code < TABLE_SIZE; code++) {
  const character = String.fromCharCode(code)
  if (/\p{L}/u.test(character)) classes[code] = LETTER
  else if (code > 0x7f && /[\p{M}\p{Cn}\p{Lm}\p{Sk}]/u.test(character)) classes[code] = UNKNOWN
}
for (let code = 0x30; code <= 0x39; code++) classes[code] = DIGIT
for (const character of ':\u00b7\u0387') classes[character.charCodeAt(0)] = MID_LETTER
for (const character of ',;\u037e') classes[character.charCodeAt(0)] = MID_DIGIT
for (const character of ".'") classes[character.charCodeAt(0)] = MID_BOTH
classes[0x2d] = HYPHEN
classes[0x5f] = LOW_LINE
classes[0xad] = INVISIBLE

function classOf(code: number): number {
  if (code < TABLE_SIZE) return classes[code]!
  if (code === 0x2018 || code === 0x2019) return MID_BOTH
  if (code === 0x2010) return HYPHEN
  // dashes, quotation marks, bullet, ellipsis, narrow no-break space, euro sign
  if ((code >= 0x2010 && code <= 0x2023) || code === 0x2026 || code === 0x202f || code === 0x20ac)
    return OTHER
  return UNKNOWN
}

let segmenter: Intl.Segmenter | undefined

/**
 * Words by Unicode segmentation (UAX #29, as Intl.Segmenter counts them), tailored as that standard allows for
 * hyphens: `in-person` is one word. Latin, Greek and Cyrillic texts are counted by the same rules from a table,
 * some ten times faster.
 */
export function wordCount(text: string): number {
  const count = tableCount(text)
  if (count >= 0) return count
  // No word continues on the next line, so only lines with characters outside the table need ICU.
  if (text.includes('\n')) return text.split('\n').reduce((sum, line) => sum + wordCount(line), 0)
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'word' })
  let words = 0
  let before = ''
  let hyphen = false
  for (const { segment, isWordLike } of segmenter.segment(text)) {
    if (isWordLike && !hyphen) words++
    hyphen = (segment === '-' || segment === '\u2010') && before === 'word'
    before = isWordLike ? 'word' : ''
  }
  return words
}

/** −1 for a text with characters that the table does not know. */
function tableCount(text: string): number {
  let count = 0
  /** Class of the character before, OTHER at a word's end. */
  let before = OTHER
  /** The last letter or digit of the word so far. */
  let last = OTHER
  let pending = OTHER
  for (let i = 0; i < text.length; i++) {
    const kind = classOf(text.charCodeAt(i))
    if (kind === UNKNOWN) return -1
    if (kind === INVISIBLE) continue
    if (kind === LETTER || kind === DIGIT) {
      const joined =
        before === LETTER ||
        before === DIGIT ||
        before === LOW_LINE ||
        (pending !== OTHER &&
          (pending === HYPHEN ||
            (last === kind &&
              (pending === MID_BOTH || pending === (kind === LETTER ? MID_LETTER : MID_DIGIT)))))
      if (!joined || last === OTHER) count++
      last = kind
      before = kind
      pending = OTHER
    } else if (kind === LOW_LINE) {
      if (before === LOW_LINE) return -1
      if (before === OTHER) last = OTHER
      before = LOW_LINE
      pending = OTHER
    } else {
      pending = (before === LETTER || before === DIGIT) && kind !== OTHER ? kind : OTHER
      if (pending === OTHER) last = OTHER
      before = OTHER
    }
  }
  return count
}
