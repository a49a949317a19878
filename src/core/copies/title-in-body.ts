/**
 * Whether a text says anything of its title. A plea for subscriptions, a cookie banner or a login form does not. Where such a
 * text is the body of two articles whose titles have nothing in common, it is the text of neither. A published article is
 * different: its body has words of its title, and if another outlet changes the headline, of one of the two.
 */
import { digestText, type TextDigest } from '../text/digest.ts'
import { STOP_WORDS } from '../text/stop-words.ts'
import { COPY_POLICY } from './policy.ts'

/** Letters of a word by which it is compared, so that its ending does not matter. */
const STEM = 5
/** Shorter words are too often in two titles by chance. */
const LONGER_WORD = /^\p{L}[\p{L}\p{M}]{3,}$/u
/** With fewer longer words a title is too short to say that a body does not mention it. */
const MIN_WORDS = 3
/**
 * Scripts in which the first letters do not identify a word: it has a prefix (Arabic, Hebrew), or its stem is shorter than its
 * endings. Titles in them are not judged.
 */
const OTHER_SCRIPT =
  /[\p{sc=Arabic}\p{sc=Hebrew}\p{sc=Hangul}\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u

let functionWords: ReadonlySet<string> | undefined

/** Function words of all languages, because the language of the text is not known here. Made at its first use: it takes time. */
function isFunctionWord(word: string): boolean {
  functionWords ??= new Set(
    Object.values(STOP_WORDS).flatMap((words) => words.split(' ').filter((other) => LONGER_WORD.test(other))),
  )
  return functionWords.has(word)
}

/** What a text is judged by beside its own words. */
export interface TitleFacts {
  /** The first letters of the title's longer words; none where the title is missing, short or in a script that is not judged. */
  readonly titleStems: ReadonlySet<string>
  /** Share of them that are in the body. */
  readonly titleInBody: number
}

const UNJUDGED: TitleFacts = { titleStems: new Set(), titleInBody: 1 }

export function titleFacts(title: string | null, { words }: TextDigest): TitleFacts {
  if (title === null || OTHER_SCRIPT.test(title)) return UNJUDGED
  const stems = new Set<string>()
  for (const word of digestText(title).words)
    if (LONGER_WORD.test(word) && !isFunctionWord(word)) stems.add(word.slice(0, STEM))
  if (stems.size < MIN_WORDS) return UNJUDGED
  const found = new Set<string>()
  for (const word of words) {
    const stem = word.slice(0, STEM)
    if (stems.has(stem)) found.add(stem)
  }
  return { titleStems: stems, titleInBody: found.size / stems.size }
}

/**
 * How much two texts with different titles say of these: the larger of the two shares. Null where nothing follows from the
 * titles, because one is not judged, or because they have a longer word in common.
 */
export function saidOfTitles(a: TitleFacts, b: TitleFacts): number | null {
  if (a.titleStems.size === 0 || b.titleStems.size === 0) return null
  for (const stem of a.titleStems) if (b.titleStems.has(stem)) return null
  return Math.max(a.titleInBody, b.titleInBody)
}

/** Whether one text that an outlet has under two titles is the text of neither: then these are two articles without a text. */
export function saysNothingOf(title: string | null, otherTitle: string | null, body: string): boolean {
  const digest = digestText(body)
  const said = saidOfTitles(titleFacts(title, digest), titleFacts(otherTitle, digest))
  return said !== null && said <= COPY_POLICY.maxOfTitleSameOutlet
}
