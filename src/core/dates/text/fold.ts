const ASCII_ONLY = /^[\x20-\x7e]*$/
const LATIN_GREEK_CYRILLIC = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u
const LETTERS_WITHOUT_DECOMPOSITION: Readonly<Record<string, string>> = {
  ı: 'i',
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ß: 'ss',
  ς: 'σ',
}

/**
 * The form in which date words are compared: lower case, no dots, no accents in Latin, Greek and Cyrillic (which are often
 * left out there), no vowel signs and one form per letter in Arabic script. Marks of other scripts are vowels and stay: in
 * Thai only they distinguish มี.ค. (March) from ม.ค. (January).
 */
export function foldWord(word: string): string {
  if (ASCII_ONLY.test(word)) return word.replaceAll('.', '').toLowerCase()
  let folded = word.toLowerCase().replace(/\u200c|\u200d|[.׳’'॰]/g, '')
  if (LATIN_GREEK_CYRILLIC.test(folded))
    folded = folded
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .replace(/[ıłøđßς]/g, (letter) => LETTERS_WITHOUT_DECOMPOSITION[letter]!)
  else if (/[\u0600-\u06ff]/.test(folded))
    folded = folded
      .normalize('NFC')
      .replace(/[\u0640\u064b-\u065f\u0670]/g, '')
      .replace(/[أإآٱ]/g, 'ا')
      .replace(/[یى]/g, 'ي')
      .replace(/ک/g, 'ك')
      .replace(/ۀ/g, 'ه')
  else folded = folded.normalize('NFC')
  return folded
}
