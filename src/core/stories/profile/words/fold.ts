const ASCII = /^[\x20-\x7e]*$/

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

/**
 * Letters that a language's alphabet lists as letters of their own, so that a word with the mark and one without are
 * two words (Spanish `año` and `ano`). In Vietnamese every mark is part of the letter or of the tone. A language that
 * is not named here uses marks for pronunciation, and readers find a word without them as well.
 */
export const OWN_LETTERS: Readonly<Record<string, RegExp>> = {
  vi: /\p{L}/u,
  es: /ñ/iu,
  gl: /ñ/iu,
  sv: /[åäö]/iu,
  fi: /[åäö]/iu,
  da: /[åæø]/iu,
  no: /[åæø]/iu,
  is: /[áæðéíóöúýþ]/iu,
  tr: /[çğıöşü]/iu,
  az: /[çğıəöşü]/iu,
  hu: /[öüőű]/iu,
  et: /[äõöüšž]/iu,
  hr: /[čćđšž]/iu,
  sl: /[čšž]/iu,
}

/** `fold` but for the letters that `own` names. */
export function foldKeeping(word: string, own: RegExp): string {
  if (ASCII.test(word)) return word.toLowerCase()
  let key = ''
  for (const letter of word.normalize('NFC')) key += own.test(letter) ? letter.toLowerCase() : fold(letter)
  return key.normalize('NFC')
}
