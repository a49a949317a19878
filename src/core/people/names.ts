import {
  ARTICLES,
  DEGREES,
  GENERATION,
  INSTITUTION_WORDS,
  JOINERS,
  NAME_ENDS,
  NAME_PARTICLES,
  ROLE_WORDS,
  SHORT_JOINERS,
  TITLES,
} from './words.ts'

const LOWER = /^\p{Ll}/u
/** Words that may precede a role: De notre correspondante, Von unserem Korrespondenten. */
const OPENERS = new Set(['de', 'von', 'dal', 'dalla', 'door', 'van', 'our', 'notre', 'da', 'by'])
const CASED = /[\p{Lu}\p{Ll}]/u
const bare = (word: string) => word.toLowerCase().replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')
/** German compounds and feminine forms: Moskau-Korrespondent, Online-Redakteurin. */
const ROLE_ENDING =
  /(?:redaktion|ressort|redakteur|korrespondent|reporter|journalist|volontär|chef|kolumnist|redaktør|redaktör|correspondent|editor|vorsitzende[rn]?|präsident|sprecher|leiter|direktor|minister|beauftragte[rn]?)(?:in|innen|en|a)?$/

export function isRole(word: string): boolean {
  const plain = bare(word)
  return ROLE_WORDS.has(plain) || ROLE_ENDING.test(plain)
}

const joinerCache = new Map<string, RegExp>()

function joinerOf(language: string | undefined): RegExp {
  const key = language ?? ''
  const known = joinerCache.get(key)
  if (known) return known
  const words = [...JOINERS, ...(SHORT_JOINERS['*'] ?? []), ...(SHORT_JOINERS[key] ?? [])]
  const escaped = words.map((word) => word.replace(/[+/]/g, '\\$&'))
  const made = new RegExp(`\\s+(?:${escaped.join('|')})\\s+`, 'iu')
  joinerCache.set(key, made)
  return made
}

/** The Arabic "and" is one letter written before the name; first names that begin with this letter are not split. */
const ARABIC_AND =
  /\s+و\s*(?!(?:ليد|ائل|فاء|جدي|سام|داد|سيم|جيه|حيد|لاء|هيب|اصف|ئام|سن)(?:\s|$))(?=\p{Script=Arabic}{2,}\s+\p{Script=Arabic})/u

/** Splits "Ana Ruiz y Juan Sol" into two names, and keeps "José Ortega y Gasset" as one. */
export function splitNames(text: string, language: string | undefined): string[] {
  // Only in lower case: "Dan" is a name, "dan" is the Indonesian word for "and".
  const leading = new RegExp(`^${joinerOf(language).source.slice('\\s+'.length)}`, 'iu')
  const parts = text
    .split(/\s*[,،、;]\s*/)
    .map((part) => (LOWER.test(part) || part === part.toUpperCase() ? part.replace(leading, '') : part))
    .flatMap((part) => (isPost(part) ? [part] : splitJoined(part, language)))
  const names: string[] = []
  for (const part of parts.map((name) => name.trim()).filter(Boolean)) {
    if (GENERATION.test(part) && names.length > 0) names.push(`${names.pop()} ${part}`)
    else names.push(part)
  }
  return names
}

/** `Head of Marketing and Community Development`: the "and" within a job title does not join two names. */
const isPost = (text: string): boolean => {
  const [first, second] = text.trim().split(/\s+/)
  return first !== undefined && isRole(first) && /^(?:of|for|at|de|du|für|di|van)$/i.test(second ?? '')
}

function splitJoined(text: string, language: string | undefined): string[] {
  const match = joinerOf(language).exec(text) ?? ARABIC_AND.exec(text)
  if (!match) return [text]
  const left = text.slice(0, match.index)
  const right = text.slice(match.index + match[0].length)
  const joiner = match[0].trim()
  const insideName =
    /^[yei]$/i.test(joiner) && !/\s/.test(right.trim()) && /\s/.test(left.trim()) && !isRole(right)
  if (insideName) return [text]
  return [left, ...splitJoined(right, language)]
}

const NAME_WORD = /^[\p{L}\p{M}][\p{L}\p{M}'’ʼ`´.·-]*$/u

/**
 * A person's name from one piece of a byline, or null when the piece is a role, a place in a sentence or an
 * institution. Titles, degrees and everything after the name are removed.
 */
export function nameIn(piece: string, language: string | undefined): string | null {
  const words = piece
    .replace(/[*†‡#]+/g, ' ')
    .split(/\s+/)
    .map((word) => word.replace(/^[^\p{L}\p{N}'’]+|[^\p{L}\p{M}\p{N}.'’]+$/gu, ''))
    .filter(Boolean)
  while (words.length > 0 && TITLES.has(words[0]!.toLowerCase())) words.shift()
  if (words.some((word) => INSTITUTION_WORDS.has(bare(word)))) return null
  const role = words.findIndex(isRole)
  // "unserem Korrespondenten Hans Meier", "Staff Reporter Jane Doe"
  if (
    role >= 0 &&
    role < 4 &&
    words.slice(0, role).every((word) => LOWER.test(word) || OPENERS.has(bare(word)))
  ) {
    let after = role
    while (after < words.length && isRole(words[after]!)) after++
    words.splice(0, after)
    if (words.length < 2 || LOWER.test(words[0]!)) return null
  }
  if (words.length === 0 || /^(?:aus|from|via|for|für|at)$/i.test(words[0]!)) return null
  if (startsLikeOutlet(words, language)) return null
  const name: string[] = []
  for (const [i, word] of words.entries()) {
    const plain = bare(word)
    if (DEGREES.test(word) && (i > 0 || words.length === 1)) break
    if (!NAME_WORD.test(word)) break
    // Henry A. Quillon, Tom W. Oakley: a letter with a full stop is an initial, not a word.
    const initial = name.length > 0 && i < words.length - 1 && /^\p{Lu}\.$/u.test(word)
    if (
      !initial &&
      name.length > 0 &&
      NAME_ENDS.has(plain) &&
      !(NAME_PARTICLES.has(plain) && i < words.length - 1)
    )
      break
    // John Roe BBC News
    if (name.length > 1 && /^\p{Lu}{2,4}$/u.test(word) && isRole(words[i + 1] ?? '')) break
    if (isRole(word)) {
      if (name.length < 2) return null
      break
    }
    // "Mobasir hassan": a surname in lower case is accepted when these two words are the whole piece
    const careless = words.length === 2 && i === 1 && /^\p{Ll}{3,}$/u.test(word)
    if (LOWER.test(word) && !careless && !NAME_PARTICLES.has(plain) && !/^[dl]['’]\p{Lu}/u.test(word)) break
    name.push(word)
  }
  while (name.length > 2 && LOWER.test(name.at(-1)!)) name.pop()
  if (name.length === 2 && NAME_PARTICLES.has(name[1]!)) name.pop()
  const last = name.at(-1) ?? ''
  // an initial and "Jr." keep their full stop
  const keepsStop = GENERATION.test(last) || /^\p{Lu}\.$/u.test(last)
  const result = keepsStop ? name.join(' ') : name.join(' ').replace(/[.]+$/, '')
  if (!/\p{L}/u.test(result) || LOWER.test(result.replace(/^(?:\p{Ll}+\s+)+/u, ''))) return null
  return [...result].length < 2 || name.length > 7 ? null : result
}

function startsLikeOutlet(words: readonly string[], language: string | undefined): boolean {
  const first = bare(words[0]!)
  if (!CASED.test(words[0]!)) return false
  if (language === 'fr' && /^l['’]\p{Lu}/iu.test(words[0]!)) return true
  return (
    (ARTICLES['*']!.includes(first) || (ARTICLES[language ?? '']?.includes(first) ?? false)) &&
    words.length > 1
  )
}

/** MDR, BBC News, ZDF: the first word is all capitals. */
export function isAcronym(piece: string): boolean {
  return /^\p{Lu}{3,5}(?:[\s-]|$)|^\p{Lu}{2}(?:-|$)/u.test(piece) || /^\p{Lu}+\.(?:\p{Lu}\.?)+$/u.test(piece)
}
