import { Parser } from 'htmlparser2'
import { codeTags, fragmentText } from '../page/fragment.ts'

/** Decodes character references. Names that HTML does not define are left unchanged: no entity declaration is expanded. */
export function decodeReferences(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#(\d{1,8}|x[0-9a-f]{1,7});?|([a-z][a-z0-9]{0,31});?)/gi, decodeOne).toWellFormed()
}

/** The same for addresses, in which `&copy=2` is a parameter: a named reference must end with a semicolon. */
export function decodeAddress(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#(\d{1,8}|x[0-9a-f]{1,7})|([a-z][a-z0-9]{0,31}));/gi, decodeOne).toWellFormed()
}

/**
 * HTML as one line of text: tags removed, references decoded. Done twice, for feeds that escape twice; the second time only
 * where the text is certainly markup, since a headline may be about the tag `<b>`.
 */
export function plainText(html: string): string {
  let text = html
  for (let round = 0; round < 2; round++) {
    const marked = text.includes('<') && (round === 0 ? knownTag : surelyMarkup).test(text)
    if (!marked && !text.includes('&')) break
    if (marked) text = fragmentText(text, { gap: ' ', omit: codeTags, isTag: isHtmlTag })
    text = decodeReferences(text)
  }
  return foldBlanks(text)
}

/** Removes control characters, and replaces each run of white space by one space. */
export function foldBlanks(text: string): string {
  if (!oddBlanks.test(text)) return text
  return text.replace(controls, '').replace(/\s+/g, ' ').trim()
}

/** Cuts the text to at most `length` UTF-16 code units, never within a surrogate pair. */
export function cutText(text: string, length: number): string {
  return text.length <= length
    ? text
    : text
        .slice(0, length)
        .replace(/[\ud800-\udbff]$/, '')
        .trimEnd()
}

/** Removes the control characters that XML forbids and Postgres refuses. */
export function withoutControls(text: string): string {
  return text.replace(controls, '')
}

const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g
const oddBlanks = /[\u0000-\u001f\u007f-\u00a0\u2000-\u200a\u2028-\u202f\u3000\ufeff]| {2}|^ | $/

// only tags that HTML knows, so that "Vec<T>" and "x <3 y" stay readable
const names =
  'a|abbr|acronym|address|article|aside|audio|b|bdi|bdo|big|blockquote|body|br|button|caption|center|cite|code|col|dd|del|details|dfn|div|dl|dt|em|embed|figcaption|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|label|li|link|main|map|mark|meta|nav|nobr|noscript|object|ol|option|p|param|picture|pre|q|s|samp|script|section|select|small|source|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|textarea|tfoot|th|thead|time|title|tr|tt|u|ul|var|video|wbr'
const knownTag = new RegExp(`<(?:/?(?:${names})(?=[\\s/>])|!--)`, 'i')
/** A close tag, a tag with attributes, a void tag, or a block tag at the beginning of the text. A bare `<b>` may be part of the text. */
const surelyMarkup = new RegExp(
  `</(?:${names})\\s*>|<(?:${names})\\s+[a-z-]+\\s*=|<(?:br|hr|img|wbr)\\s*/?>|^\\s*<(?:p|div|h[1-6]|ul|ol|table|blockquote)>|<!--`,
  'i',
)
const htmlTag = new RegExp(`^(?:${names})$`)
const isHtmlTag = (name: string): boolean => htmlTag.test(name)

/** HTML reads references to the code points 128–159 as bytes of windows-1252. */
const windows1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

function decodeOne(whole: string, number: string | undefined): string {
  if (number !== undefined) {
    const code = /^x/i.test(number) ? Number.parseInt(number.slice(1), 16) : Number.parseInt(number, 10)
    if (code === 0 || code > 0x10ffff) return ''
    if (code >= 0x80 && code <= 0x9f) return windows1252[code - 0x80]!
    // a surrogate pair that was written as two references becomes one character here
    return code < 0x10000 ? String.fromCharCode(code) : String.fromCodePoint(code)
  }
  return named.get(whole) ?? lookUp(whole)
}

/** References seen so far. `lang` and `rang` have the meaning of XHTML 1.0, not that of HTML 5 (mathematical signs). */
const named = new Map<string, string>([
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&apos;', "'"],
  ['&nbsp;', '\u00a0'],
  ['&lang;', '\u2329'],
  ['&rang;', '\u232a'],
])

/** Looks the name up in htmlparser2's table. Only known names are stored, so the map is bounded by HTML's 2,231 names. */
function lookUp(whole: string): string {
  let text = ''
  const parser = new Parser({
    ontext: (part) => {
      text += part
    },
  })
  parser.end(whole)
  // HTML reads `&notit;` as `¬it;`: here the whole name must be a reference
  const half = whole.endsWith(';') ? text.length > 1 && text.endsWith(';') : text.length > 1
  if (half) return whole
  named.set(whole, text)
  return text
}
