/**
 * Which language a profile's terms are read in. Tags name one written language in several ways, and articles under
 * different tags of it must meet.
 */

/** Tags whose texts are read in the same way, by the tag that represents them all (ISO 639-1 where there is one). */
const SAME_LANGUAGE: Readonly<Record<string, string>> = {
  // Norwegian: the macrolanguage and its two written forms.
  nb: 'no',
  nn: 'no',
  nob: 'no',
  nno: 'no',
  nor: 'no',
  // Serbo-Croatian standards in Latin script differ less than the outlets of one of them do.
  bs: 'hr',
  sh: 'hr',
  hbs: 'hr',
  bos: 'hr',
  hrv: 'hr',
  cnr: 'hr',
  // Tags that ISO 639 has replaced, and macrolanguage members that news is tagged with.
  iw: 'he',
  heb: 'he',
  in: 'id',
  ind: 'id',
  ji: 'yi',
  mo: 'ro',
  tl: 'fil',
  tgl: 'fil',
  cmn: 'zh',
  yue: 'zh',
  zho: 'zh',
  chi: 'zh',
  arb: 'ar',
  ara: 'ar',
  pes: 'fa',
  prs: 'fa',
  fas: 'fa',
  zsm: 'ms',
  eng: 'en',
  deu: 'de',
  ger: 'de',
  fra: 'fr',
  fre: 'fr',
  spa: 'es',
  por: 'pt',
  ita: 'it',
  nld: 'nl',
  dut: 'nl',
  rus: 'ru',
  ukr: 'uk',
  pol: 'pl',
  tur: 'tr',
  vie: 'vi',
  jpn: 'ja',
  kor: 'ko',
}

/** The language of the terms for a BCP 47 tag; null where the tag says that it is not known. */
export function storyLanguage(tag: string | null): string | null {
  const primary = tag?.split(/[-_]/)[0]?.toLowerCase() ?? ''
  if (primary === '' || primary === 'und' || primary === 'mul' || primary === 'zxx') return null
  return SAME_LANGUAGE[primary] ?? primary
}
