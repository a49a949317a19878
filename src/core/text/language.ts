import { STOP_WORDS } from './stop-words.ts'

/** Scripts that only one language uses, or that count as their most common language. */
const BY_SCRIPT: readonly (readonly [RegExp, string])[] = [
  [/[\u0e00-\u0e7f]/g, 'th'],
  [/[\u0e80-\u0eff]/g, 'lo'],
  [/[\u1780-\u17ff]/g, 'km'],
  [/[\u1000-\u109f]/g, 'my'],
  [/[\u0980-\u09ff]/g, 'bn'],
  [/[\u0a00-\u0a7f]/g, 'pa'],
  [/[\u0a80-\u0aff]/g, 'gu'],
  [/[\u0b00-\u0b7f]/g, 'or'],
  [/[\u0b80-\u0bff]/g, 'ta'],
  [/[\u0c00-\u0c7f]/g, 'te'],
  [/[\u0c80-\u0cff]/g, 'kn'],
  [/[\u0d00-\u0d7f]/g, 'ml'],
  [/[\u0d80-\u0dff]/g, 'si'],
  [/[\u0530-\u058f]/g, 'hy'],
  [/[\u10a0-\u10ff]/g, 'ka'],
  [/[\u1200-\u137f]/g, 'am'],
  [/[\u0f00-\u0fff]/g, 'bo'],
  [/[\uac00-\ud7af\u1100-\u11ff]/g, 'ko'],
  [/[\u0370-\u03ff\u1f00-\u1fff]/g, 'el'],
]

/** Enough of a text to detect its language; more would only cost time. */
const SAMPLE = 6000
const HAN = /[\u3400-\u9fff]/g
const KANA = /[\u3040-\u30ff]/g
const SCRIPTS_OF_MANY: readonly (readonly [RegExp, readonly string[]])[] = [
  [/[\u0041-\u024f\u1e00-\u1eff]/g, []],
  [/[\u0400-\u052f]/g, ['ru', 'uk', 'be', 'bg', 'mk', 'sr-Cyrl', 'kk', 'ky', 'mn', 'tg']],
  [/[\u0600-\u06ff]/g, ['ar', 'fa', 'ur', 'ps', 'ckb']],
  [/[\u0590-\u05ff]/g, ['he', 'yi']],
  [/[\u0900-\u097f]/g, ['hi', 'mr', 'ne']],
]
/** Letters of other scripts; dashes and quotation marks are everybody's. */
const BEYOND_LATIN = /[^\0-\u024f\u1e00-\u1eff\u2000-\u206f]/
const BEYOND_ASCII = /[^\0-\x7f\u2000-\u206f]/
const OTHER_SCRIPTS = new Set(SCRIPTS_OF_MANY.flatMap(([, languages]) => languages))
const LATIN = Object.keys(STOP_WORDS).filter((language) => !OTHER_SCRIPTS.has(language))

/** Letters that few languages write: each found one speaks for these. */
const TELLING: readonly (readonly [RegExp, readonly string[], number])[] = [
  [/[ßäöü]/gi, ['de'], 0.4],
  [/ß/g, ['de'], 2],
  [/[ñ¿¡]/gi, ['es', 'gl'], 1.5],
  [/[ãõ]/gi, ['pt'], 2],
  [/[ąęłńśźż]/gi, ['pl'], 1],
  [/[ěřů]/gi, ['cs'], 1.5],
  [/[ĺŕľôä]/gi, ['sk'], 0.6],
  [/[șțăşţ]/gi, ['ro'], 0.7],
  [/[őű]/gi, ['hu'], 2],
  [/[ğışİ]/g, ['tr'], 0.7],
  [/ə/gi, ['az'], 2],
  [/[øæ]/gi, ['da', 'nb'], 1],
  [/[ðþ]/gi, ['is'], 2],
  [/[ėįųū]/gi, ['lt'], 1],
  [/[āēīģķļņ]/gi, ['lv'], 1],
  [/õ/gi, ['et'], 1],
  [/ć|đ/gi, ['hr', 'bs', 'sr'], 0.7],
  [/[ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđư]/gi, ['vi'], 1],
  [/ŭ|ĉ|ĝ|ĥ|ĵ|ŝ/gi, ['eo'], 1.5],
  [/[ġħ]/gi, ['mt'], 1.5],
  [/[іїєґ]/gi, ['uk'], 0.5],
  [/ї|є|ґ/gi, ['uk'], 1],
  [/[ыэё]/gi, ['ru', 'be', 'kk', 'ky', 'mn'], 0.3],
  [/ў/gi, ['be'], 1.5],
  [/[ќѓѕ]/gi, ['mk'], 2],
  [/[ћђ]/gi, ['sr-Cyrl'], 1.5],
  [/ъ/gi, ['bg'], 0.6],
  [/[әұқғһ]/gi, ['kk'], 1],
  [/[ҳҷӣӯ]/gi, ['tg'], 1],
  [/[پچژگ]/g, ['fa', 'ur', 'ckb'], 0.3],
  [/[ٹڈڑںےہ]/g, ['ur'], 0.6],
  [/[ۍېښځڅڼ]/g, ['ps'], 1],
  [/[ڕڵێۆ]/g, ['ckb'], 1],
  [/[ةىأإ]/g, ['ar'], 0.4],
  [/ळ/g, ['mr'], 1],
]

/** What a word says for each language that has it. */
let weights: Map<string, readonly (readonly [string, number])[]> | undefined

/** A word counts more the fewer languages have it and the earlier it comes in its list. */
function wordWeights(): Map<string, readonly (readonly [string, number])[]> {
  const spread = new Map<string, number>()
  for (const words of Object.values(STOP_WORDS))
    for (const word of new Set(words.split(' '))) spread.set(word, (spread.get(word) ?? 0) + 1)
  const out = new Map<string, [string, number][]>()
  for (const [name, words] of Object.entries(STOP_WORDS)) {
    const list = words.split(' ')
    for (const [rank, word] of list.entries()) {
      const known = out.get(word) ?? []
      if (known.some(([language]) => language === name)) continue
      known.push([name, (1.4 - rank / list.length) / Math.sqrt(spread.get(word)!)])
      out.set(word, known)
    }
  }
  return out
}

/**
 * The language a text is written in (BCP 47, the language subtag alone), by its script and, where many languages share one,
 * by the function words and letters that distinguish them (like Cavnar and Trenkle 1994, with words instead of trigrams).
 * Null for too little text.
 */
export function detectLanguage(text: string): string | null {
  const found = languagesOfScript(text.slice(0, SAMPLE))
  if (found === null) return null
  const language = typeof found === 'string' ? found : byWords(text.slice(0, SAMPLE), found)
  return language === 'sr-Cyrl' ? 'sr' : language
}

/** By how much the words of a headline must favour one language before all others are excluded. */
const BEYOND_DOUBT = 2

/**
 * The languages that a short text could be in, the likeliest first and at most `limit`: one where its words are clear, else
 * all languages of its script that have any of them; the result of `detectLanguage` comes first. English is always among
 * those of Latin script, because a headline of names and numbers has no function word at all.
 */
export function possibleLanguages(text: string, limit = 4): string[] {
  const sample = text.slice(0, SAMPLE)
  const found = languagesOfScript(sample)
  if (found === null) return []
  if (typeof found === 'string') return [found]
  const { ranked, total } = scoresOf(sample, found)
  const detected = detectLanguage(sample)
  const [first, second] = ranked
  if (detected !== null && first && (total > SHORT || first[1] >= (second?.[1] ?? 0) * BEYOND_DOUBT))
    return [detected]
  const enough = detected === null ? 0 : (first?.[1] ?? 0) / BEYOND_DOUBT
  const likely = ranked.flatMap(([language, score]) => (score > enough ? [language] : [])).slice(0, limit)
  if (found === LATIN && !likely.includes('en')) likely.splice(limit - 1, 1, 'en')
  return likely.map((language) => (language === 'sr-Cyrl' ? 'sr' : language))
}

/** Words of a text that may be a headline alone. */
const SHORT = 30

/** The one language that a script belongs to, or all that share it; null where there are too few letters. */
function languagesOfScript(sample: string): string | readonly string[] | null {
  const letters = sample.match(/\p{L}/gu)?.length ?? 0
  if (letters < 2) return null
  const share = (pattern: RegExp) => (sample.match(pattern)?.length ?? 0) / letters
  const kana = share(KANA)
  const han = share(HAN)
  if (kana + han > 0.3) return kana > 0.04 ? 'ja' : share(/[\uac00-\ud7af]/g) > 0.2 ? 'ko' : 'zh'
  const latin = !BEYOND_LATIN.test(sample)
  for (const [pattern, language] of latin ? [] : BY_SCRIPT) if (share(pattern) > 0.3) return language
  let best: readonly string[] = LATIN
  let most = 0
  for (const [pattern, languages] of latin ? SCRIPTS_OF_MANY.slice(0, 1) : SCRIPTS_OF_MANY) {
    const part = share(pattern)
    if (part > most) {
      most = part
      best = languages.length > 0 ? languages : LATIN
    }
  }
  return most > 0.3 ? best : null
}

interface WordScores {
  /** Languages that have any of the words or telling letters, the best first. */
  readonly ranked: readonly (readonly [string, number])[]
  /** Words of the sample. */
  readonly total: number
}

function scoresOf(sample: string, languages: readonly string[]): WordScores {
  const counts = new Map<string, number>()
  let total = 0
  for (const [word] of sample.toLowerCase().matchAll(/[\p{L}\p{M}]+(?:[’'-](?=\s))?/gu)) {
    counts.set(word, (counts.get(word) ?? 0) + 1)
    total++
  }
  weights ??= wordWeights()
  const byName = new Map(languages.map((language) => [language, 0]))
  for (const [word, count] of counts)
    for (const [language, weight] of weights.get(word) ?? []) {
      const score = byName.get(language)
      if (score !== undefined) byName.set(language, score + weight * count)
    }
  for (const [pattern, speakers, weight] of BEYOND_ASCII.test(sample) ? TELLING : []) {
    const found = languages.some((language) => speakers.includes(language))
      ? (sample.match(pattern)?.length ?? 0)
      : 0
    for (const language of found > 0 ? speakers : [])
      if (byName.has(language)) byName.set(language, byName.get(language)! + found * weight)
  }
  return { ranked: [...byName].filter(([, score]) => score > 0).sort((a, b) => b[1] - a[1]), total }
}

function byWords(sample: string, languages: readonly string[]): string | null {
  const { ranked, total } = scoresOf(sample, languages)
  const [first, second] = ranked
  if (!first) return null
  // A few words are no evidence unless only one language has them.
  const telling = first[1] >= Math.max(0.7, total * 0.06) && first[1] > (second?.[1] ?? 0) * 1.05
  return telling || (total > 60 && first[1] > (second?.[1] ?? 0)) ? first[0] : null
}
