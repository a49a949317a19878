import { Parser } from 'htmlparser2'
import { codeTags, fragmentText } from '../page/fragment.ts'

/** Undoes character references. Names that HTML does not know stay as they are: no declaration is ever expanded. */
export function decodeReferences(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#(\d{1,8}|x[0-9a-f]{1,7});?|([a-z][a-z0-9]{0,31});?)/gi, decodeOne).toWellFormed()
}

/** The same for addresses, where `&copy=2` is a parameter: names need their semicolon. */
export function decodeAddress(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#(\d{1,8}|x[0-9a-f]{1,7})|([a-z][a-z0-9]{0,31}));/gi, decodeOne).toWellFormed()
}

/**
 * HTML to one line of text: tags removed, references decoded. For feeds that escape twice it is done twice, the second time
 * only for what is surely markup: a headline may write about `<b>`.
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

/** Control characters out, blanks folded. */
export function foldBlanks(text: string): string {
  if (!oddBlanks.test(text)) return text
  return text.replace(controls, '').replace(/\s+/g, ' ').trim()
}

/** At most `length` code units, never half a character. */
export function cutText(text: string, length: number): string {
  return text.length <= length
    ? text
    : text
        .slice(0, length)
        .replace(/[\ud800-\udbff]$/, '')
        .trimEnd()
}

/** Without the control characters that XML forbids and Postgres refuses. */
export function withoutControls(text: string): string {
  return text.replace(controls, '')
}

const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g
const oddBlanks = /[\u0000-\u001f\u007f-\u00a0\u2000-\u200a\u2028-\u202f\u3000\ufeff]| {2}|^ | $/

// only tags that HTML knows, so that "Vec<T>" and "x <3 y" stay readable
const names =
  'a|abbr|acronym|address|article|aside|audio|b|bdi|bdo|big|blockquote|body|br|button|caption|center|cite|code|col|dd|del|details|dfn|div|dl|dt|em|embed|figcaption|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|label|li|link|main|map|mark|meta|nav|nobr|noscript|object|ol|option|p|param|picture|pre|q|s|samp|script|section|select|small|source|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|textarea|tfoot|th|thead|time|title|tr|tt|u|ul|var|video|wbr'
const knownTag = new RegExp(`<(?:/?(?:${names})(?=[\\s/>])|!--)`, 'i')
/** A tag that closes, has attributes, needs no end or begins a block at the start of the text. A bare `<b>` may be a word. */
const surelyMarkup = new RegExp(
  `</(?:${names})\\s*>|<(?:${names})\\s+[a-z-]+\\s*=|<(?:br|hr|img|wbr)\\s*/?>|^\\s*<(?:p|div|h[1-6]|ul|ol|table|blockquote)>|<!--`,
  'i',
)
const htmlTag = new RegExp(`^(?:${names})$`)
const isHtmlTag = (name: string): boolean => htmlTag.test(name)

/** What HTML makes of the code points that windows-1252 fills and Unicode does not (128–159). */
const windows1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

function decodeOne(whole: string, number: string | undefined): string {
  if (number !== undefined) {
    const code = /^x/i.test(number) ? Number.parseInt(number.slice(1), 16) : Number.parseInt(number, 10)
    if (code === 0 || code > 0x10ffff) return ''
    if (code >= 0x80 && code <= 0x9f) return windows1252[code - 0x80]!
    // halves of a pair written one by one find together here
    return code < 0x10000 ? String.fromCharCode(code) : String.fromCodePoint(code)
  }
  return named.get(whole) ?? lookUp(whole)
}

/** References seen so far. In XML, `lang` and `rang` are what XHTML 1.0 declares, not HTML 5's mathematical signs. */
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

/** Asks htmlparser2's table; only what it knows is remembered, so the map is bounded by HTML's 2,231 names. */
function lookUp(whole: string): string {
  let text = ''
  const parser = new Parser({
    ontext: (part) => {
      text += part
    },
  })
  parser.end(whole)
  // HTML reads `&notit;` as `¬it;`: half a name is no reference here
  const half = whole.endsWith(';') ? text.length > 1 && text.endsWith(';') : text.length > 1
  if (half) return whole
  named.set(whole, text)
  return text
}
