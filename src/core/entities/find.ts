/**
 * Finds the people, places and organisations that headline, standfirst and lead name, by plain rules: adjacent capitalized
 * words, a table of places, first names and titles of people, words and endings of organisations. There is no model: the
 * result of a rule can be explained to a reader, and an article costs a tenth of a millisecond.
 *
 * Scripts without capitals (Chinese, Arabic …) give places only.
 */

import { type Word, words } from '../stories/profile/words/words.ts'
import { placeName } from './place-names.ts'
import {
  DOUBTFUL_PLACES,
  GIVEN_NAMES,
  INNER_PARTICLES,
  NAME_CUES,
  NO_ACRONYMS,
  NO_NAMES,
  ORGANIZATION_ENDING,
  ORGANIZATION_WORDS,
  PERSON_PARTICLES,
} from './words-table.ts'

export type EntityKind = 'person' | 'place' | 'organisation'

export interface Entity {
  readonly kind: EntityKind
  /** Places by their usual English name, others as written in the text. */
  readonly name: string
  readonly inTitle: boolean
  readonly mentions: number
}

export interface EntityText {
  readonly title: string | null
  readonly dek: string | null
  readonly body: string | null
  readonly language: string | null
}

const LEAD_WORDS = 80
const TITLE_WORDS = 40
const MAX_ENTITIES = 24
const MAX_NAME_CHARS = 80

/** The entities of an article, at most 24, the most mentioned first. */
export function findEntities(text: EntityText): Entity[] {
  const german = /^de\b/i.test(text.language ?? '')
  const title = wordsOf(text.title ?? '', TITLE_WORDS)
  const lead = [...wordsOf(text.dek ?? '', TITLE_WORDS), ...wordsOf(text.body ?? '', LEAD_WORDS)]
  const found = new Map<string, { kind: EntityKind; name: string; inTitle: boolean; mentions: number }>()
  const add = (kind: EntityKind, name: string, inTitle: boolean) => {
    const key = `${kind} ${name}`
    const known = found.get(key)
    if (known) {
      known.mentions++
      known.inTitle ||= inTitle
    } else if ([...name].length <= MAX_NAME_CHARS) found.set(key, { kind, name, inTitle, mentions: 1 })
  }
  for (const mention of mentionsIn(lead, german)) add(mention.kind, mention.name, false)
  // Where Every Word Has a Capital, capitals say nothing: then only places, and names that the lead contains too, count.
  const telling = !capitalsEverywhere(title)
  for (const mention of mentionsIn(title, german))
    if (telling || mention.kind === 'place') add(mention.kind, mention.name, true)
  nameAgain(found, title, lead, telling)
  return [...found.values()].sort((a, b) => b.mentions - a.mentions).slice(0, MAX_ENTITIES)
}

interface Mention {
  readonly kind: EntityKind
  readonly name: string
}

function wordsOf(text: string, limit: number): Word[] {
  return words(text.length > 2_000 ? text.slice(0, 2_000) : text, limit)
}

function mentionsIn(list: readonly Word[], german: boolean): Mention[] {
  const found: Mention[] = []
  for (let i = 0; i < list.length; ) {
    if (!list[i]!.capital) {
      const place = CASELESS.test(list[i]!.raw) ? placeAt(list, i) : undefined
      if (place) found.push({ kind: 'place', name: place.name })
      i += place?.length ?? 1
      continue
    }
    const end = runEnd(list, i)
    found.push(...mentionsOfRun(list.slice(i, end), german))
    i = end
  }
  return found
}

const CASELESS = /^\p{Lo}/u

/** The end of a run of adjacent capitalized words; small particles inside are part of it. */
function runEnd(list: readonly Word[], start: number): number {
  let end = start + 1
  for (let i = start + 1; i < list.length && i < start + 9; i++) {
    const word = list[i]!
    if (!word.joined || word.opens) break
    if (word.capital) end = i + 1
    else if (!INNER_PARTICLES.has(word.raw)) break
  }
  return end
}

function mentionsOfRun(run: readonly Word[], german: boolean): Mention[] {
  const organisation = organizationIn(run)
  if (organisation)
    return [
      ...mentionsOfRun(run.slice(0, organisation.start), german),
      { kind: 'organisation', name: organisation.name },
      ...mentionsOfRun(run.slice(organisation.end), german),
    ]
  const found: Mention[] = []
  let rest: Word[] = []
  const flush = () => {
    const person = personIn(rest, german)
    if (person) found.push({ kind: 'person', name: person })
    else
      for (const word of rest)
        if (isAcronym(word.raw)) found.push({ kind: 'organisation', name: nominative(word.raw) })
    rest = []
  }
  for (let i = 0; i < run.length; ) {
    // "Paris Hilton" is not a place: a place inside a run counts only if it contains no first name and none comes before it.
    const place = GIVEN_NAMES.has(run[i]!.raw.toLowerCase()) ? undefined : placeAt(run, i)
    const afterGiven = rest.length > 0 && GIVEN_NAMES.has(rest.at(-1)!.raw.toLowerCase())
    if (place && !afterGiven) {
      flush()
      found.push({ kind: 'place', name: place.name })
      i += place.length
    } else rest.push(run[i++]!)
  }
  flush()
  return found
}

/** A stretch of the run that is an organisation by a word of it. */
function organizationIn(run: readonly Word[]): { start: number; end: number; name: string } | undefined {
  const at = run.findIndex(
    (word) => word.capital && ORGANIZATION_WORDS.has(nominative(word.raw).toLowerCase()),
  )
  if (at < 0) {
    const whole = run.findIndex((word) => ORGANIZATION_ENDING.test(word.raw))
    return whole < 0 ? undefined : { start: whole, end: whole + 1, name: run[whole]!.raw }
  }
  let start = at
  while (start > 0 && run[start - 1]!.capital && canJoin(run[start - 1]!)) start--
  if (start < at && run[start]!.opens && NO_NAMES.has(run[start]!.raw.toLowerCase())) start++
  let end = at + 1
  while (end < run.length && (INNER_PARTICLES.has(run[end]!.raw) || canJoin(run[end]!))) end++
  while (end > at + 1 && !run[end - 1]!.capital) end--
  if (end - start < 2) return undefined
  return { start, end, name: nominative(nameOf(run.slice(start, end))) }
}

function canJoin(word: Word): boolean {
  const plain = word.raw.toLowerCase()
  return !NAME_CUES.has(plain) && (!word.opens || !NO_NAMES.has(plain))
}

/** The person of a run, or undefined: a first name or a title tells, and outside German two capitals do. */
function personIn(run: readonly Word[], german: boolean): string | undefined {
  let start = 0
  let cued = false
  while (start < run.length && (isCue(run[start]!) || !run[start]!.capital)) {
    cued ||= isCue(run[start]!)
    start++
  }
  const given = run.findIndex((word, i) => i >= start && GIVEN_NAMES.has(word.raw.toLowerCase()))
  if (given >= 0) {
    cued = true
    start = given
  }
  while (start < run.length && !cued && NO_NAMES.has(run[start]!.raw.toLowerCase())) start++
  const name: Word[] = []
  for (const word of run.slice(start)) {
    const plain = word.raw.toLowerCase()
    if (
      word.capital ? NO_NAMES.has(plain) || isAcronym(word.raw) || isCue(word) : !PERSON_PARTICLES.has(plain)
    )
      break
    name.push(word)
  }
  while (name.length && !name.at(-1)!.capital) name.pop()
  const capitals = name.filter((word) => word.capital).length
  if (capitals > 4 || capitals < 2) return undefined
  if (!cued && (german || name[0]!.opens || run.length > name.length + 1)) return undefined
  return nominative(nameOf(name))
}

const isCue = (word: Word): boolean =>
  word.capital && NAME_CUES.has(word.raw.toLowerCase().replace(/\.$/, ''))

/** NATO, UNHCR: capitals only, beside words that are not. */
function isAcronym(raw: string): boolean {
  const plain = nominative(raw)
  return /^\p{Lu}{2,6}$/u.test(plain) && !NO_ACRONYMS.has(plain.toLowerCase())
}

const nameOf = (list: readonly Word[]): string => list.map((word) => word.raw).join(' ')
const nominative = (name: string): string => name.replace(/['’ʼ]s?$/u, '')

/** The place whose name begins at `at`, of up to three words. */
function placeAt(list: readonly Word[], at: number): { name: string; length: number } | undefined {
  for (let length = Math.min(3, list.length - at); length > 0; length--) {
    const part = list.slice(at, at + length)
    if (length > 1 && part.slice(1).some((word) => !word.joined)) continue
    const name = nominative(nameOf(part))
    if (name.length < 2 || (length === 1 && part[0]!.opens && DOUBTFUL_PLACES.has(name.toLowerCase())))
      continue
    const known = placeName(name)
    if (known) return { name: known, length }
  }
  return undefined
}

function capitalsEverywhere(list: readonly Word[]): boolean {
  const long = list.filter((word) => !word.opens && word.kind === 'word' && word.raw.length > 3)
  return long.length > 1 && long.filter((word) => word.capital).length / long.length > 0.6
}

/** A surname alone also means the person named in full; in a headline of capitals, names from the lead are accepted. */
function nameAgain(
  found: Map<string, { kind: EntityKind; name: string; inTitle: boolean; mentions: number }>,
  title: readonly Word[],
  lead: readonly Word[],
  telling: boolean,
): void {
  const titleText = ` ${nameOf(title)} `
  for (const entity of found.values()) {
    if (!telling && !entity.inTitle && titleText.includes(` ${entity.name} `)) {
      entity.inTitle = true
      entity.mentions++
    }
    if (entity.kind !== 'person') continue
    const surname = entity.name.split(' ').at(-1)!
    const alone = (list: readonly Word[]) =>
      list.filter(
        (word, i) =>
          nominative(word.raw) === surname &&
          !(i > 0 && list[i - 1]!.capital && word.joined && !isCue(list[i - 1]!)),
      ).length
    const inTitle = alone(title)
    entity.mentions += inTitle + alone(lead)
    entity.inTitle ||= inTitle > 0
  }
}
