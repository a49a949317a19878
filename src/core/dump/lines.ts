import { creditLine } from '../article/finish.ts'
import { fits, patternMask } from '../body/patterns.ts'
import { type TextShape, textShape } from '../body/text-shape.ts'
import { findAgencies, isAgency } from '../people/agency.ts'
import { parseByline } from '../people/byline.ts'
import { parseCredit } from '../people/photo-credit.ts'
import type { OutletFacts } from '../record/record.ts'

export type LineKind =
  | 'blank'
  | 'masthead'
  | 'navigation'
  | 'breadcrumb'
  | 'date'
  | 'byline'
  | 'agency'
  | 'caption'
  | 'widget'
  | 'legal'
  | 'repeated'
  | 'prose'
  | 'short'

export interface Line {
  readonly number: number
  readonly text: string
  readonly shape: TextShape
  readonly pattern: number
  kind: LineKind
}

const MAX_LINES = 20_000
/** A paragraph, unless something says otherwise. */
const PROSE_SIZE = 75

/** The lines of a dump, each with the properties that follow from its shape alone. */
export function readLines(text: string, outlet: OutletFacts | null): Line[] {
  const mastheads = (outlet?.mastheads ?? []).filter((m) => m.length >= 4)
  return text.split(/\r\n|[\n\r\u2028]/, MAX_LINES).map((raw, i) => {
    const line = raw
      .replace(/[\u00a0\u2007\u202f\ufeff]/g, ' ')
      .trim()
      .normalize('NFC')
    const shape = textShape(line)
    const pattern = patternMask(line)
    return { number: i + 1, text: line, shape, pattern, kind: kindOf(line, shape, pattern, mastheads) }
  })
}

function kindOf(text: string, shape: TextShape, pattern: number, mastheads: readonly string[]): LineKind {
  if (!/[\p{L}\p{N}]/u.test(text)) return 'blank'
  if (creditLine(text)) return 'agency'
  if (fits(pattern, 'legal') && (shape.size < 900 || /^(?:©|\(c\)|copyright)/i.test(text))) return 'legal'
  if (isLegal(text)) return 'legal'
  if (isBreadcrumb(text)) return 'breadcrumb'
  if (text.length < 120 && isDateLine(text)) return 'date'
  if (text.length < 160 && mastheads.some((m) => text.includes(m) && m.length * 3 > text.length))
    return 'masthead'
  if (isCredited(text)) return 'caption'
  if (
    text.length < 120 &&
    !shape.endsSentence &&
    fits(pattern, 'byline') &&
    parseByline(text).authors.length > 0
  )
    return 'byline'
  if (
    text.length < 90 &&
    (fits(pattern, 'share') ||
      fits(pattern, 'comment') ||
      fits(pattern, 'listing') ||
      fits(pattern, 'ad') ||
      fits(pattern, 'readMore') ||
      fits(pattern, 'tags')) &&
    !shape.endsSentence
  )
    return 'widget'
  if (text.length < 90 && fits(pattern, 'subscribe') && !shape.endsSentence) return 'widget'
  if (isNavigation(text, shape)) return 'navigation'
  if (shape.size >= PROSE_SIZE && (shape.terminators > 0 || shape.endsColon)) return 'prose'
  return 'short'
}

const legalLine =
  /^(?:licen[cs]e|registration|registered|copyright|all rights|terms (?:of|and)|privacy|cookie|imprint|impressum|issn|icp|京icp|disclaimer)\b.{0,120}$|\b(?:icp|registration|licen[cs]e)\s*(?:number|no\.?|备|許可)?\s*[:：]?\s*\d{4,}/iu

function isLegal(text: string): boolean {
  return text.length < 200 && legalLine.test(text)
}

/** `Home > World > Europe`, `China Daily Global / 2021-05 / 21 / Page006`. */
function isBreadcrumb(text: string): boolean {
  if (text.length > 160 || /[.!?]$/.test(text)) return false
  const steps = text.split(/\s+[/>›»→|]\s+/)
  return steps.length >= 3 && steps.every((step) => step.length <= 45) && !/\d{1,2}[:.]\d{2}/.test(text)
}

const dayInText =
  /\b(?:19|20)\d{2}\b|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}年|\b\d{1,2}[:.]\d{2}\s*(?:am|pm|uhr|h|gmt|utc|est|cet)\b/iu

/** A line that is little else than a date, a source and a label. */
function isDateLine(text: string): boolean {
  if (!dayInText.test(text)) return false
  const rest = text
    .replace(
      /\b(?:19|20)\d{2}\b|\d{1,2}(?:st|nd|rd|th)?\b|[:.,/|年月日时分-]|\b(?:am|pm|uhr|gmt|utc|est|edt|cet|cest|bst)\b/giu,
      ' ',
    )
    .replace(
      /\b(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so)\p{L}*\b|\b(?:jan|feb|mar|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])\p{L}*\b/giu,
      ' ',
    )
    .replace(
      /\b(?:updated?|published|posted|modified|first|last|on|at|by|stand|aktualisiert|veröffentlicht)\b/giu,
      ' ',
    )
  return rest.replace(/[^\p{L}]/gu, '').length <= Math.max(24, text.length * 0.4)
}

/** A text that ends in a picture's credit. */
function isCredited(text: string): boolean {
  if (text.length > 700) return false
  const { credit, agency } = parseCredit(text)
  return credit !== null || agency !== null
}

/** Words of a menu, run together or apart: no sentence, glued capitals, several scripts in one short line. */
function isNavigation(text: string, shape: TextShape): boolean {
  if (text.length > 300 || shape.terminators > 0) return false
  const glued = text.match(/\p{Ll}\p{Lu}/gu)?.length ?? 0
  if (glued >= 2 && shape.words <= 30) return true
  const scripts = [
    /\p{Script=Latin}/u,
    /\p{Script=Han}/u,
    /\p{Script=Arabic}/u,
    /\p{Script=Cyrillic}/u,
  ].filter((s) => s.test(text))
  return (
    (scripts.length >= 2 && shape.words < 20 && glued > 0) ||
    /^(?:home|menu|search|login|top|back to (?:the )?top|english|deutsch|français|español|follow us|skip to (?:main )?content|advertisement)$/iu.test(
      text,
    )
  )
}

export { findAgencies, isAgency }
