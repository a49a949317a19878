import type { Agency, AgencyRole } from '../record/record.ts'
import { AGENCIES, type AgencyEntry, GENERIC_AGENCIES } from './agencies-table.ts'

interface Found {
  readonly entry: AgencyEntry | null
  readonly start: number
  readonly end: number
}

interface Alias {
  readonly text: string
  readonly entry: AgencyEntry | null
}

const WITHOUT_SPACES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u
const FIRST_WORD = /^[\p{L}\p{N}]+/u

/** Spellings by their first word, the longest first. */
const byFirstWord = new Map<string, Alias[]>()
/** Spellings in scripts that are written without spaces between words. */
const glued = new Map<string, AgencyEntry | null>()

function addAlias(text: string, entry: AgencyEntry | null): void {
  if (WITHOUT_SPACES.test(text)) {
    if (!glued.has(text)) glued.set(text, entry)
    return
  }
  const first = FIRST_WORD.exec(text)?.[0]
  if (!first) return
  const list = byFirstWord.get(first) ?? []
  if (!list.some((alias) => alias.text === text)) list.push({ text, entry })
  byFirstWord.set(first, list)
}

for (const entry of AGENCIES) for (const alias of [entry.name, ...entry.aliases]) addAlias(alias, entry)
for (const alias of GENERIC_AGENCIES) addAlias(alias, null)
for (const list of byFirstWord.values()) list.sort((a, b) => b.text.length - a.text.length)
const GLUED = new RegExp([...glued.keys()].sort((a, b) => b.length - a.length).join('|'), 'gu')

/** Looks each word up in a map: a single regular expression of all spellings took ten times as long. */
function mentions(text: string): Found[] {
  const found: Found[] = []
  let end = 0
  for (const { 0: word, index: start } of text.matchAll(/[\p{L}\p{N}]+/gu)) {
    if (start < end || /[_@.]/.test(text[start - 1] ?? '')) continue
    const alias = byFirstWord.get(word)?.find((candidate) => standsAt(text, start, candidate.text))
    if (!alias) continue
    end = start + alias.text.length
    found.push({ entry: alias.entry, start, end })
  }
  if (!WITHOUT_SPACES.test(text)) return found
  for (const match of text.matchAll(GLUED))
    found.push({ entry: glued.get(match[0]) ?? null, start: match.index, end: match.index + match[0].length })
  return found.sort((a, b) => a.start - b.start)
}

function standsAt(text: string, start: number, alias: string): boolean {
  if (!text.startsWith(alias, start)) return false
  return !/[\p{L}\p{N}_@]/u.test(text[start + alias.length] ?? '')
}

/** Words that show that a credit is about a picture. */
const PHOTO_CREDIT =
  /(?:\b(?:photos?|photographs?|photographed|photograph by|pictures?|images?|fotos?|bilde?r?|bildquelle|cr[ée]dits? photos?|fotograf[ií]as?|foto[sx]?|kuva|fotografie|zdj[ęe]cie|illustration|file photo|handout|via)\b|[©📷📸]|фото|снимок|عکس|صورة|تصوير|צילום|写真|撮影|사진|图\/|图片|摄|φωτογραφία|ภาพ)/iu

/**
 * The agencies that a credit line, byline, dateline or photo credit names, each once, in their order. It is
 * meant for such short texts: in running text an acronym can mean anything.
 * The role is photo when the text speaks of a picture or the agency sells pictures only.
 */
export function findAgencies(text: string, role?: AgencyRole): Agency[] {
  const photo = PHOTO_CREDIT.test(text)
  const seen = new Set<string>()
  const agencies: Agency[] = []
  for (const { entry } of mentions(text)) {
    if (!entry || seen.has(entry.name)) continue
    seen.add(entry.name)
    agencies.push({ name: entry.name, role: role ?? (photo || entry.photo ? 'photo' : 'text') })
  }
  return agencies
}

/** The text in which every agency, and every word like "agencies", is replaced by `by`. */
export function withoutAgencies(text: string, by = ' '): string {
  let rest = ''
  let from = 0
  for (const { start, end } of mentions(text)) {
    rest += text.slice(from, start) + by
    from = end
  }
  return rest + text.slice(from)
}

const JOINERS = /(?:^|\s)(?:and|und|et|y|e|with|mit|avec|con|the)(?=\s|$)/giu

/** Whether the whole text is an agency's name, or several, or a word for agencies. */
export function isAgency(text: string): boolean {
  const trimmed = text.trim()
  if (trimmed === '') return false
  return (
    withoutAgencies(trimmed)
      .replace(JOINERS, ' ')
      .replace(/[\s.,/|()[\]&+-]+/g, '') === ''
  )
}
