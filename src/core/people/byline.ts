import { isPlace } from '../places/places.ts'
import { findAgencies, isAgency, withoutAgencies } from './agency.ts'
import { cleanByline, GLUE } from './clean.ts'
import { eastAsianNames, isEastAsian } from './east-asian.ts'
import { isAcronym, isRole, nameIn, splitNames } from './names.ts'
import { BY_AT_START_ONLY, BY_PHRASES, OTHER_ROLES } from './words.ts'

export interface BylineOptions {
  /** BCP 47. */
  readonly language?: string | undefined
}

export interface Byline {
  /** Names of people who wrote or reported, in the byline's order and spelling. */
  readonly authors: string[]
  /** Names of agencies, as `agency.ts` gives them. */
  readonly agencies: string[]
}

const escaped = (phrase: string) => phrase.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replaceAll(' ', '\\s+')
const longestFirst = (a: string, b: string) => b.length - a.length
/** A space must separate the phrase from the name, unless the phrase ends with a colon. */
const BY_START = new RegExp(
  `^(?:${[...BY_PHRASES]
    .sort(longestFirst)
    .map((phrase) =>
      phrase.endsWith(':') ? `${escaped(phrase.slice(0, -1))}\\s*[:：]` : `${escaped(phrase)}(?=[\\s:：])`,
    )
    .join('|')})[\\s:：]*`,
  'iu',
)
const BY_INSIDE = new RegExp(
  `^(?<before>.{1,60}?)\\s(?<by>${BY_PHRASES.filter(
    (phrase) => !BY_AT_START_ONLY.has(phrase) && !phrase.endsWith(':'),
  )
    .sort(longestFirst)
    .map(escaped)
    .join('|')})\\s+`,
  'iu',
)
const OTHER_ROLE = new RegExp(
  `^(?:additional\\s+)?(?:${[...OTHER_ROLES]
    .sort(longestFirst)
    .map((word) => escaped(word.replace(/:$/, '')))
    .join('|')})(?![\\p{L}\\p{M}])`,
  'iu',
)
/** A label in the middle of a line begins a new clause: Text: A, Fotos: B. */
const ROLE_LABEL = new RegExp(
  `[,\\s]+(?:and\\s+|und\\s+)?(?=(?:${[...OTHER_ROLES]
    .sort(longestFirst)
    .map((word) => escaped(word.replace(/:$/, '')))
    .join('|')})(?:\\s+(?:by|von|par|por|di|door|av|af)\\s|\\s*[:：]))`,
  'giu',
)
const JOINT = '(?:^|[,;]|\\s(?:und|and|et|y|e|och|og|en|&)\\s)'
/** Hans Meier und Anna Müller (Fotos): the bracket refers to the last name before it. */
const OTHER_ROLE_IN_BRACKETS = new RegExp(
  `${JOINT}(?:(?!${JOINT})[^()])*\\(\\s*(?:${OTHER_ROLES.map((word) => escaped(word.replace(/:$/, ''))).join('|')})[^()]{0,20}\\)`,
  'giu',
)
/** Berlin. Von Hans Meier; Aus Berlin von Hans Meier */
const PLACE_BEFORE_BY =
  /^(?:[^.]{3,25}\.\s+|(?:aus|from|in|nach)\s+\p{L}+\s+)(?=(?:von|by|par|por|door|av|af)\s)/iu
/** A word for the genre before the preposition that introduces the writer: Kolumne von, Una columna de. */
const GENRE_BY =
  /^(?:\p{L}+[\s-]+){0,3}?(?:kommentar|kolumne|analyse|interview|reportage|gastbeitrag|leitartikel|glosse|rezension|bericht|essay|porträt|protokoll|beitrag|artikel|text|texte?|chronique|tribune|columna|artículo|crónica|entrevista|reportaje|opinión|artigo|coluna|crônica|articolo|commento|analisi|intervista|krönika|ledare|kommentti|felieton|komentarz|komentář|analýza)\s+(?:von|vom|de|di|par|por|door|van|av|af|od|przez)\s+/iu

/** Interview Hans Meier: the genre and a full name, with nothing between them. */
const GENRE_ALONE =
  /^(?:kommentar|kolumne|analyse|interview|reportage|gastbeitrag|essay|protokoll|entrevista|intervista)\s+(?=\p{Lu}\p{L}+\s+\p{Lu}\p{L}+$)/iu

/**
 * Divides a byline into people and agencies. Roles, social handles, mail addresses, dates, places and the names
 * of outlets are removed; photographers, editors and translators are not returned as authors.
 */
export function parseByline(text: string, options: BylineOptions = {}): Byline {
  const language = options.language?.split(/[-_]/)[0]?.toLowerCase()
  const clean = cleanByline(text)
  if (isEastAsian(clean))
    return {
      authors: eastAsianNames(withoutAgencies(clean.replace(/^by\s+/i, ''), ' '), language),
      agencies: agenciesIn(clean, []),
    }
  const authors: string[] = []
  const aside: string[] = []
  const parted = clean.replace(ROLE_LABEL, ' ; ').replace(/,\s*(?=\p{L}+\s+by[\s:])/giu, ' ; ')
  for (const clause of parted.split(/\s*(?:[;|•·‖∙●]|(?=␟)|\s\/\s)\s*/u)) {
    // what was joined to the text before it without a space is more often a role or an outlet than another name
    const glued = clause.startsWith(GLUE)
    const { names, other } = clauseNames(
      clause.replace(GLUE, '').trimStart(),
      language,
      glued || authors.length > 0,
    )
    for (const name of names) {
      const into = other ? aside : authors
      if (!into.some((known) => known.toLowerCase() === name.toLowerCase())) into.push(name)
    }
  }
  const lowerCase = clean.replace(BY_START, '')
  if (authors.length === 0 && isLowerCaseName(lowerCase)) authors.push(lowerCase)
  return { authors, agencies: agenciesIn(clean, authors) }
}

/** Agencies named beside the people. Names of people are removed first: Michael Bloomberg is not an agency. */
function agenciesIn(text: string, authors: readonly string[]): string[] {
  const rest = authors.reduce((left, name) => left.replace(name, ' '), text)
  return findAgencies(rest, 'text').map(({ name }) => name)
}

/** A name on a site that writes everything in lower case: "by jane doe". */
function isLowerCaseName(text: string): boolean {
  return /^\p{Ll}+(?:\s\p{Ll}+){1,2}$/u.test(text) && !text.split(' ').some(isRole) && !isAgency(text)
}

interface Clause {
  readonly names: readonly string[]
  /** The people of this clause took the pictures, edited or translated. */
  readonly other: boolean
}

function clauseNames(clause: string, language: string | undefined, following: boolean): Clause {
  let rest = clause
    .replace(OTHER_ROLE_IN_BRACKETS, ' ')
    .replace(/\([^()]*\)|\[[^[\]]*\]/g, ' , ')
    .trim()
    .replace(PLACE_BEFORE_BY, '')
  let said = false
  let other = false
  for (let i = 0; i < 3; i++) {
    const start = BY_START.exec(rest)
    if (start && startsByline(start[0], rest, language)) {
      rest = rest.slice(start[0].length)
      said = true
      continue
    }
    const genre = GENRE_BY.exec(rest)
    if (genre) {
      rest = rest.slice(genre[0].length)
      said = true
      continue
    }
    if (said) break
    const inside = BY_INSIDE.exec(rest)
    if (!inside?.groups) break
    if (OTHER_ROLE.test(inside.groups.before!)) other = true
    // "Jane Doe, as told to" and "Jane Doe By": the text before the phrase may be the name itself
    rest = rest.slice(inside[0].length)
    said = true
  }
  if (!said && OTHER_ROLE.test(rest)) other = true
  rest = said || other ? rest : rest.replace(GENRE_ALONE, '')
  // Protokoll: Hans Meier
  if (!said && !other) rest = rest.replace(/^\p{L}+\s*[:：]\s*/u, '')
  if (other) rest = rest.replace(OTHER_ROLE, '').replace(/^[\s:：]+/, '')
  // After a dash comes the outlet, the place or a role, unless there is nothing before the dash.
  for (const side of rest.split(/\s+[-–—―]+\s+|\s*[–—―]\s*/)) {
    const names = namesOf(side, language, following, said)
    if (names.length > 0) return { names, other }
  }
  return { names: [], other }
}

/** A preposition that is also part of names means "by" only before a full name: "di Luca Monaco", not "Di Maria". */
function startsByline(phrase: string, rest: string, language: string | undefined): boolean {
  const word = phrase.replace(/[\s:：]+$/, '').toLowerCase()
  if (word === 'per' && language !== 'ca' && language !== 'it') return false
  if ((word === 'na' || word === 'ni') && language !== 'sw' && language !== 'fil' && language !== 'tl')
    return false
  if (!BY_AT_START_ONLY.has(word) || phrase.includes(':')) return true
  return (
    /^von$|^von\s/.test(word) ||
    /\s/.test(rest.slice(phrase.length).trim()) ||
    isAgency(rest.slice(phrase.length))
  )
}

function namesOf(text: string, language: string | undefined, following: boolean, said: boolean): string[] {
  const pieces = splitNames(text.replace(/\s*\/\s*/g, ' , '), language).map(withoutTrailingAgency)
  const mixedCase = pieces.some((piece) => /\p{Lu}\p{Ll}/u.test(piece) && !isAgency(piece))
  const agencyBeside = findAgencies(text).length > 0
  const names: string[] = []
  let full = following
  let filed = false
  for (const piece of pieces) {
    if (isAgency(piece) || WITH.test(piece)) continue
    // "Ines Okafor in Town, Traffic": the single words after "in" are sections
    if (filed && !/\s/.test(piece)) continue
    if (/(?:^|\s)in\s\p{Lu}/u.test(piece)) filed = true
    if (isAcronym(piece) && (mixedCase || following)) continue
    const name = nameIn(piece, language)
    if (!name || isAgency(name)) continue
    const single = !/\s/.test(name)
    // After a full name, a single word or a known place says where the author was.
    if ((full || names.length > 0) && isPlace(name)) continue
    if (single && full) continue
    if (pieces.length === 1 && !said && isPlace(name)) continue
    // an acronym, or an outlet: "Euronews with AP"
    if (single && (/^\p{Lu}{2,4}$/u.test(name) || agencyBeside)) continue
    if (!single) full = true
    names.push(name)
  }
  return names
}

const WITH = /^(?:with|avec|mit|con|com|med|theo|nach)\s/i

/** "Jane Doe Associated Press": an agency after two words of a name. */
function withoutTrailingAgency(piece: string): string {
  const [before] = withoutAgencies(piece, '\u0000').split('\u0000')
  return before !== undefined && before !== piece && before.trim().split(/\s+/).length > 1
    ? before.trim()
    : piece
}
