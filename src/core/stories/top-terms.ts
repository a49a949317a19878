/** The words that distinguish a story, for people: the weightiest terms of its articles as written in the text. */
import type { IdfOf } from './profile/lexicon.ts'
import { IN_TITLE, IS_NAME, IS_NUMBER, type StoryProfile } from './profile/story-profile.ts'
import { stem } from './profile/words/stem.ts'
import { words } from './profile/words/words.ts'

export interface TermSource {
  readonly profile: StoryProfile
  readonly title: string | null
  /** The first lines of the text. */
  readonly lead: string | null
}

const MAX_TERMS = 8
const TITLE_BONUS = 1.5
const MIN_LETTERS = 3

/** At most eight, the weightiest first; of a story of three articles and more, words that two of them have. */
export function topTerms(articles: readonly TermSource[], idf: IdfOf): string[] {
  const scores = new Map<string, { value: number; articles: number; names: number }>()
  for (const { profile } of articles)
    for (const { key, weight, flags } of profile.terms) {
      if (flags & IS_NUMBER) continue
      const score = scores.get(key) ?? { value: 0, articles: 0, names: 0 }
      score.value += weight * idf(key, profile.language) * (flags & IN_TITLE ? TITLE_BONUS : 1)
      score.articles++
      if (flags & IS_NAME) score.names++
      scores.set(key, score)
    }
  const needed = articles.length >= 3 ? 2 : 1
  const forms = surfaceForms(articles, scores)
  const terms: string[] = []
  for (const [key, { names, articles: n }] of [...scores]
    .filter(([, score]) => score.articles >= needed)
    .sort(([a, x], [b, y]) => y.value - x.value || (a < b ? -1 : 1))) {
    const form = mostCommon(forms.get(key), names * 2 > n)
    if (form !== null && !terms.includes(form)) terms.push(form)
    if (terms.length === MAX_TERMS) break
  }
  return terms
}

function surfaceForms(
  articles: readonly TermSource[],
  wanted: ReadonlyMap<string, unknown>,
): Map<string, Map<string, number>> {
  const forms = new Map<string, Map<string, number>>()
  for (const { profile, title, lead } of articles)
    for (const word of words(`${title ?? ''}\n${lead ?? ''}`)) {
      if (word.kind !== 'word') continue
      const key = stem(word.key, profile.language)
      if (!wanted.has(key)) continue
      const counts = forms.get(key) ?? new Map<string, number>()
      counts.set(word.raw, (counts.get(word.raw) ?? 0) + 1)
      forms.set(key, counts)
    }
  return forms
}

/** The form that occurs there most often; a capital letter counts only in a name. */
function mostCommon(forms: ReadonlyMap<string, number> | undefined, isName: boolean): string | null {
  if (!forms) return null
  const counts = new Map<string, number>()
  for (const [raw, n] of forms) {
    const form = isName ? raw : raw.toLowerCase()
    if ([...form].length >= MIN_LETTERS || /\p{sc=Han}{2}|\p{sc=Hang}{2}/u.test(form))
      counts.set(form, (counts.get(form) ?? 0) + n)
  }
  const [best] = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
  return best?.[0] ?? null
}
