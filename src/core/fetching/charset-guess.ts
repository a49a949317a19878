/**
 * Guesses the charset of bytes without a label. Not a language model: each candidate is decoded from a sample, and its score
 * is how much of the result looks like words of its script.
 */

const SAMPLE_BYTES = 32 * 1024

/** The decoder and what its plain running text consists of. */
interface Candidate {
  readonly name: string
  /** Characters that abound in texts of this encoding. */
  readonly common: RegExp
  /** Characters that do not occur in its texts, or hardly. */
  readonly odd: RegExp
  /** What a common character counts for; more where they are a small part of any text. Default 1. */
  readonly weight?: number
}

const cjk: readonly Candidate[] = [
  { name: 'shift_jis', common: /[\u3041-\u30fe]/gu, odd: /[\uff61-\uff9f\ufffd]/gu, weight: 2 },
  { name: 'euc-jp', common: /[\u3041-\u30fe]/gu, odd: /[\uff61-\uff9f\ufffd]/gu, weight: 2 },
  // the syllables of everyday Korean lie in KS X 1001; the extended ones are rare
  {
    name: 'euc-kr',
    common: /[가나다라로리는은이을를의에서고하한지도기사인자대]/gu,
    odd: /[\u4e00-\u9fff\ufffd]/gu,
    weight: 6,
  },
  {
    name: 'gb18030',
    common: /[的一是不了在有人我他这中大来上国和年会为新个]/gu,
    odd: /[\ufffd\ue000-\uf8ff]/gu,
    weight: 6,
  },
  {
    name: 'big5',
    common: /[的一是不了在有人我他這中大來上國和年會為新個]/gu,
    odd: /[\ufffd\ue000-\uf8ff]/gu,
    weight: 6,
  },
]

const otherScripts: readonly Candidate[] = [
  // before windows-1251, where the same bytes are small letters: Russian also has bytes that Hebrew has not
  { name: 'windows-1255', common: /[א-ת]/gu, odd: /[^\u0000-\u007fא-ת“”‘’–—…\u00a0₪]/gu },
  {
    name: 'windows-1251',
    common: /[а-яіїєґў]/gu,
    odd: /[^\u0000-\u007fа-яА-ЯёЁіїєґўІЇЄҐЎ«»“”„–—…’№\u00a0©]/gu,
  },
  { name: 'koi8-r', common: /[а-я]/gu, odd: /[^\u0000-\u007fа-яА-ЯёЁ\u00a0©]/gu },
  { name: 'iso-8859-5', common: /[а-я]/gu, odd: /[^\u0000-\u007fа-яА-ЯёЁ№\u00a0]/gu },
  { name: 'ibm866', common: /[а-я]/gu, odd: /[^\u0000-\u007fа-яА-ЯёЁ№\u00a0]/gu },
  {
    name: 'windows-1253',
    common: /[α-ωάέήίόύώ]/gu,
    odd: /[^\u0000-\u007fα-ωΑ-Ωά-ώΆΈΉΊΌΎΏ«»“”‘’–—…\u00a0©€·΄]/gu,
  },
  {
    name: 'windows-1256',
    common: /[ابتجحدرسعفقكلمنهوي]/gu,
    odd: /[^\u0000-\u007f\u0621-\u0652،؛؟«»“”–—\u00a0]/gu,
  },
  { name: 'windows-874', common: /[านรกองเมลสวยทดตป่้ัิี]/gu, odd: /[^\u0000-\u007fก-๛“”‘’–—\u00a0]/gu },
]

/** In the order in which a tie is decided. */
const latin: readonly Candidate[] = [
  {
    name: 'windows-1252',
    common: /[àâäåæçèéêëìíîïñòóôõöøùúûüßœ’“”]/gu,
    odd: /[^\u0000-\u007fàâäåæçèéêëìíîïñòóôõöøùúûüßœÀÂÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜŒ’‘“”„–—…\u00a0€«»°§ºª¿¡©®£·]/gu,
  },
  {
    name: 'windows-1250',
    common: /[ąćęłńśźżěščřžýůďťňáéíóúőű]/gu,
    odd: /[^\u0000-\u007fąćęłńóśźżĄĆĘŁŃÓŚŹŻěščřžýáíéúůďťňĚŠČŘŽÝÁÍÉÚŮĎŤŇöüőűÖÜŐŰäôľĺŕđĐßâîășțşţ„”“’–—…\u00a0»«§€]/gu,
  },
  { name: 'windows-1254', common: /[çğışöüİŞĞ]/gu, odd: /[^\u0000-\u007fçğışöüÇĞİŞÖÜâîû“”‘’–—…\u00a0€«»]/gu },
]

/** The likeliest legacy encoding of bytes that are not UTF-8; `windows-1252` where nothing speaks for another. */
export function guessLegacyCharset(bytes: Uint8Array): string {
  const sample = nonAsciiSample(bytes)
  let best = { name: 'windows-1252', score: 0 }
  for (const candidate of isSpeckled(sample) ? latin : [...cjk, ...otherScripts, ...latin]) {
    const text = new TextDecoder(candidate.name).decode(sample)
    const foreign = text.replace(/[\u0000-\u007f]/g, '').length
    if (foreign === 0) continue
    const common = text.match(candidate.common)?.length ?? 0
    const odd = text.match(candidate.odd)?.length ?? 0
    const weight = candidate.weight ?? 1
    const score = (Math.min(common * weight, foreign) - 3 * odd) / foreign
    if (score > best.score + 1e-9 || (best.score === 0 && score > 0)) best = { name: candidate.name, score }
  }
  return best.name
}

/** Whether a text read as a Latin encoding is made of accents where words should be: another script, misread. */
export function looksMisread(text: string, charset: string): boolean {
  if (!/^(?:windows-125[024]|iso-8859-(?:1|2|15)|macintosh)$/.test(charset)) return false
  const accented = text.match(/[\u0080-\u024f]/gu)?.length ?? 0
  // runs of accents without a plain letter between: no Latin orthography writes words of four
  const runs = text.match(/[\u00c0-\u024f]{4,}/gu)?.length ?? 0
  return accented > 8 && runs * 12 > accented
}

/** Whether the bytes above ASCII are single or in pairs, as accents are: other scripts fill whole words with them. */
function isSpeckled(sample: Uint8Array): boolean {
  let high = 0
  let runs = 0
  for (const [i, byte] of sample.entries()) {
    if (byte < 0x80) continue
    high++
    if (i === 0 || sample[i - 1]! < 0x80) runs++
  }
  return high < runs * 2.2
}

/** The stretches around non-ASCII bytes; markup and scripts would only dilute the count. */
function nonAsciiSample(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(Math.min(bytes.length, SAMPLE_BYTES))
  let length = 0
  let inMarkup = false
  for (const byte of bytes) {
    if (length === out.length) break
    if (byte === 0x3c) inMarkup = true
    if (!inMarkup) out[length++] = byte
    if (byte === 0x3e) inMarkup = false
  }
  return out.subarray(0, length)
}
