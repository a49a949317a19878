import { AGENCIES, type AgencyEntry, GENERIC_AGENCIES } from './agencies-table.ts'
import type { Agency, AgencyRole } from './record.ts'

interface Found {
  readonly entry: AgencyEntry | null
  readonly start: number
  readonly end: number
}

const WITHOUT_SPACES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u
const byAlias = new Map<string, AgencyEntry | null>()
for (const entry of AGENCIES)
  for (const alias of [entry.name, ...entry.aliases]) if (!byAlias.has(alias)) byAlias.set(alias, entry)
for (const alias of GENERIC_AGENCIES) byAlias.set(alias, null)

const escaped = (alias: string) => alias.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replace(/\s+/g, '\\s+')
const alternatives = (glued: boolean) =>
  [...byAlias.keys()]
    .filter((alias) => WITHOUT_SPACES.test(alias) === glued)
    .sort((a, b) => b.length - a.length)
    .map(escaped)
    .join('|')
const MENTION = new RegExp(
  `(?<![\\p{L}\\p{N}_@.])(?:${alternatives(false)})(?![\\p{L}\\p{N}_@])|${alternatives(true)}`,
  'gu',
)

function mentions(text: string): Found[] {
  const found: Found[] = []
  for (const match of text.matchAll(MENTION)) {
    const entry = byAlias.get(match[0].replace(/\s+/g, ' '))
    if (entry !== undefined) found.push({ entry, start: match.index, end: match.index + match[0].length })
  }
  return found
}

/** Words by which a credit says that it is about the picture. */
const PHOTO_CREDIT =
  /(?:\b(?:photos?|photographs?|photographed|photograph by|pictures?|images?|fotos?|bilde?r?|bildquelle|cr[ée]dits? photos?|fotograf[ií]as?|foto[sx]?|kuva|fotografie|zdj[ęe]cie|illustration|file photo|handout|via)\b|[©📷📸]|фото|снимок|عکس|صورة|تصوير|צילום|写真|撮影|사진|图\/|图片|摄|φωτογραφία|ภาพ)/iu

/**
 * The agencies that a credit line, byline, dateline or photo credit names, each once, in their order. It is
 * meant for such short texts: in running text an acronym may be anything.
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

/** The text with every agency, and words like "agencies", replaced. */
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
