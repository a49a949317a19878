/**
 * Articles that report many events: live blogs, briefings, digests, reviews of the week. Such an article may join a story,
 * but it never connects other articles: it mentions everything and would join separate stories.
 */

import { words } from './profile/words/words.ts'
import { LIVE_TITLES, ROUND_UP_TITLES } from './round-up-titles.ts'

/** By which sign: the page says so, the headline does, or its sections have nothing to do with each other. */
export type RoundUpSign = 'live_blog' | 'headline' | 'sections'

const MIN_SECTIONS = 4
const MIN_HEADINGS = 3
const MIN_SECTION_WORDS = 20
const MIN_NAMES = 3
/** At most this share of all pairs of sections has something in common; in a text on one event it is far more. */
const MAX_LINKED = 0.25
const SHARED_WORDS = 4
const LONG_WORD = 5
/** Length from which a text with the headline of a live blog may report more than that headline. */
const MIN_LIVE_WORDS = 60

export function roundUpSign(article: {
  readonly kind?: string | null
  readonly title: string | null
  readonly body: string | null
}): RoundUpSign | null {
  if (article.kind === 'live_blog') return 'live_blog'
  const title = article.title?.toLowerCase().replaceAll('’', "'").trim() ?? ''
  if (ROUND_UP_TITLES.some((shape) => shape.test(title))) return 'headline'
  const body = article.body ?? ''
  if (LIVE_TITLES.some((shape) => shape.test(title)) && words(body, MIN_LIVE_WORDS).length >= MIN_LIVE_WORDS)
    return 'live_blog'
  return hasUnrelatedSections(body) ? 'sections' : null
}

interface Section {
  readonly names: Set<string>
  readonly words: Set<string>
  count: number
}

/** Several sections under headings of their own, each with its names, and hardly two with one in common. */
function hasUnrelatedSections(body: string): boolean {
  const lines = body
    .slice(0, MAX_LETTERS)
    .split(/\n+/)
    .filter((line) => line.trim() !== '')
  const headings = lines.map((line, i) => isHeading(line) && (lines[i + 1]?.length ?? 0) >= MIN_PARAGRAPH)
  if (headings.filter(Boolean).length < MIN_HEADINGS) return false
  const sections: Section[] = []
  for (const [i, line] of lines.entries()) {
    if (headings[i] || sections.length === 0) sections.push({ names: new Set(), words: new Set(), count: 0 })
    if (headings[i]) continue
    const section = sections.at(-1)!
    for (const { 0: raw, index } of line.matchAll(WORD)) {
      section.count++
      const lower = raw.toLowerCase()
      if (raw !== lower && raw.length > 2 && index > 1 && MID_SENTENCE.test(line[index - 2]!))
        section.names.add(lower)
      else if (lower.length >= LONG_WORD) section.words.add(lower)
    }
  }
  const full = sections.filter(({ count }) => count >= MIN_SECTION_WORDS)
  const named = full.filter(({ names }) => names.size >= MIN_NAMES).length
  if (full.length < MIN_SECTIONS || named < full.length * MOSTLY) return false
  let pairs = 0
  let linked = 0
  for (const [i, one] of full.entries())
    for (const other of full.slice(0, i)) {
      pairs++
      if (shared(one.names, other.names) > 0 || shared(one.words, other.words) >= SHARED_WORDS) linked++
    }
  return linked < pairs * MAX_LINKED
}

const MOSTLY = 0.75
const WORD = /[\p{L}\p{M}]+/gu
const MID_SENTENCE = /[\p{Ll},]/u
/** Enough of a text to tell. */
const MAX_LETTERS = 12_000
/** The least length, in letters, of a paragraph below a heading. */
const MIN_PARAGRAPH = 100
const MAX_HEADING = 80

/** A short line that ends like no sentence. */
function isHeading(line: string): boolean {
  const text = line.trim()
  return text.length >= 3 && text.length <= MAX_HEADING && !/[.?!。？！…:,;"”’')\]]$/u.test(text)
}

function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let n = 0
  for (const x of a) if (b.has(x)) n++
  return n
}
