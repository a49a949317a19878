/**
 * Words of a text in any script: a fast scan for scripts that put spaces between words, ICU's
 * dictionaries (Unicode segmentation) for those that do not.
 */

export interface Word {
  /** As it stands in the text. */
  readonly raw: string
  /** Case and accents folded; numbers without thousands separators. */
  readonly key: string
  readonly kind: 'word' | 'number'
  /** The first letter is upper case. */
  readonly capital: boolean
  /** First word of a sentence, a line or a quotation, where a capital says nothing. */
  readonly opens: boolean
  /** Two words with this true in between stand side by side: only spaces or a hyphen part them. */
  readonly joined: boolean
}

const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u
const WORD = /\d+(?:[.,]\d+)*|(?:\p{Lu}\.){2,}|[\p{L}\p{N}\p{M}]+(?:['’ʼ][\p{L}\p{M}]+)*/gu
const OPENING = /[.!?…:;\n\r"“”„«»|•]|(?:^|\s)[-–—]\s/
const PLAIN_GAP = /^(?: |-|\u00a0)$/
const ASCII = /^[\x20-\x7e]*$/
const LATIN_ELISION =
  /^(?:[a-zà-ÿ]{1,2}|qu|jusqu|lorsqu|puisqu|[dns]?ell|all|dall|sull|coll|un|quest|quell|com|sant)['’ʼ](?=\p{L}{2})/iu

/** Lower case without accents (Latin, Greek, Arabic marks), so that spelling variants meet. */
export function fold(word: string): string {
  if (ASCII.test(word)) return word.toLowerCase()
  let key = word.normalize('NFKD').toLowerCase()
  // Cyrillic й and ё, and Indic vowel signs, are letters of their own: only take off what decorates.
  key = key.replace(
    /(?<![\p{sc=Cyrl}\p{sc=Deva}\p{sc=Beng}\p{sc=Thai}])[\u0300-\u036f]+|[\u064b-\u065f\u0670\u0640]/gu,
    '',
  )
  return key
    .normalize('NFC')
    .replace(/ß/g, 'ss')
    .replace(/ł/g, 'l')
    .replace(/ø/g, 'o')
    .replace(/đ/g, 'd')
    .replace(/ı/g, 'i')
    .replace(/ё/g, 'е')
    .replace(/[أإآٱ]/g, 'ا')
    .replace(/ى/g, 'ي')
    .replace(/ة/g, 'ه')
}

const UPPER = /^\p{Lu}/u
const DIGIT = /^\p{N}/u

/** Words of `text`, in order. `limit` bounds how many (news says what happened first). */
export function words(text: string, limit = Number.POSITIVE_INFINITY): Word[] {
  return UNSPACED.test(text) ? segmented(text, limit) : scanned(text, limit)
}

function scanned(text: string, limit: number): Word[] {
  const found: Word[] = []
  let end = -1
  WORD.lastIndex = 0
  for (let match = WORD.exec(text); match !== null; match = WORD.exec(text)) {
    const raw = match[0]
    const gap = end < 0 ? '\n' : text.slice(end, match.index)
    found.push(word(raw, end < 0 || OPENING.test(gap), PLAIN_GAP.test(gap)))
    end = match.index + raw.length
    if (found.length >= limit) break
  }
  WORD.lastIndex = 0
  return found
}

const segmenter = new Intl.Segmenter('und', { granularity: 'word' })

function segmented(text: string, limit: number): Word[] {
  const found: Word[] = []
  let gap = '\n'
  for (const part of segmenter.segment(text)) {
    if (!part.isWordLike) {
      gap += part.segment
      continue
    }
    found.push(word(part.segment, OPENING.test(gap), gap === '' || PLAIN_GAP.test(gap)))
    gap = ''
    if (found.length >= limit) break
  }
  return found
}

function word(raw: string, opens: boolean, joined: boolean): Word {
  if (DIGIT.test(raw)) {
    const key = /^\d/.test(raw) ? numberKey(raw) : fold(raw)
    return { raw, key, kind: /^[\d.]+$/.test(key) ? 'number' : 'word', capital: false, opens, joined }
  }
  const capital = UPPER.test(raw)
  let bare = raw
  if (raw.includes('.')) bare = raw.replaceAll('.', '')
  else if (/['’ʼ]/.test(raw))
    bare = raw
      .replace(LATIN_ELISION, '')
      .replace(/['’ʼ]s?$|['’ʼ]s(?=$)/, '')
      .replace(/['’ʼ]/g, '')
  // "US" and "IT" are not "us" and "it".
  const acronym = bare.length >= 2 && bare.length <= 3 && bare === bare.toUpperCase() && capital
  return { raw, key: acronym ? `${fold(bare)}.` : fold(bare), kind: 'word', capital, opens, joined }
}

/** `1,200` and `1.200` are 1200; `1,5` and `1.50` are 1.5. */
export function numberKey(raw: string): string {
  const grouped = /^\d{1,3}(?:[.,]\d{3})+$/.test(raw)
  if (grouped) return raw.replace(/[.,]/g, '')
  const [whole = '', ...rest] = raw.replace(/(?<=\d)[.,](?=\d{3}(?:\D|$))/g, '').split(/[.,]/)
  const fraction = rest.join('').replace(/0+$/, '')
  const digits = whole.replace(/^0+(?=\d)/, '')
  return fraction ? `${digits}.${fraction}` : digits
}
