/**
 * Words that a recurring form brings along: forecasts, bulletins, results, the furniture around a column. The form of an outlet
 * is not listed but learned: the outlet has several articles of one shape in the window (form.ts), whose own facts have little
 * in common. What nearly all of them say beside names and numbers then belongs to the form, and says nothing about the event.
 */
import { WHOLE_TITLE } from '../profile/form.ts'
import { IS_NAME, IS_NUMBER, type StoryProfile } from '../profile/story-profile.ts'
import { countUnrelated } from './unrelated.ts'

/** Articles that make a form, and that must have a word before it can belong to the form. */
const MADE_BY = 3
/** More names that most of them have are an event: reports under the label `Storm Hedwig`. A form has its town. */
const MAX_NAMES = 2
/** Share of a form's articles that must have the word. */
const MOST = 0.6

interface Holder {
  readonly profile: StoryProfile
}

/** The words of each recurring form, by its hash. */
export type FormWords = ReadonlyMap<number, ReadonlySet<string>>

export function recurringForms(articles: readonly Holder[]): FormWords {
  const holders = new Map<number, StoryProfile[]>()
  for (const { profile } of articles)
    for (const hash of formsOf(profile)) {
      const list = holders.get(hash)
      if (list === undefined) holders.set(hash, [profile])
      else list.push(profile)
    }
  const found = new Map<number, ReadonlySet<string>>()
  for (const [hash, list] of holders) {
    if (list.length < MADE_BY) continue
    const common = commonTerms(list)
    if (countNames(list, common) > MAX_NAMES) continue
    const facts = list.map((profile) => ownFacts(profile, common))
    // An article with nothing of its own is no other event than the rest.
    const withFacts = [...facts.keys()].filter((i) => facts[i]!.size > 0)
    if (countUnrelated(withFacts, (i) => facts[i]!) < MADE_BY) continue
    found.set(hash, common)
  }
  return found
}

/** The hashes that say how the title and the first line are made; the whole title says which issue it is. */
function formsOf({ form }: StoryProfile): ReadonlySet<number> {
  return new Set(form.slice(0, WHOLE_TITLE).filter((hash) => hash !== 0))
}

function commonTerms(profiles: readonly StoryProfile[]): Set<string> {
  const counts = new Map<string, number>()
  for (const { terms } of profiles) for (const { key } of terms) counts.set(key, (counts.get(key) ?? 0) + 1)
  const needed = Math.max(MADE_BY, profiles.length * MOST)
  return new Set([...counts].flatMap(([key, count]) => (count >= needed ? [key] : [])))
}

/** Words of the title, names and numbers that the form does not bring along. */
function ownFacts({ title, terms }: StoryProfile, common: ReadonlySet<string>): Set<string> {
  const facts = new Set(title)
  for (const { key, flags } of terms) if (flags & (IS_NAME | IS_NUMBER)) facts.add(key)
  for (const key of common) facts.delete(key)
  return facts
}

/** How many of these terms are names in most articles that have them. */
function countNames(profiles: readonly StoryProfile[], among: ReadonlySet<string>): number {
  const votes = new Map<string, number>()
  for (const { terms } of profiles)
    for (const { key, flags } of terms)
      if (among.has(key)) votes.set(key, (votes.get(key) ?? 0) + (flags & IS_NAME ? 1 : -1))
  return [...votes.values()].filter((vote) => vote > 0).length
}

/**
 * Positions of the profile's terms that its forms bring along. Names and numbers never count as such: they can be just what
 * several reports of one event have in common.
 */
export function formTerms(profile: StoryProfile, forms: FormWords): ReadonlySet<number> {
  let places: Set<number> | undefined
  for (const hash of formsOf(profile)) {
    const words = forms.get(hash)
    if (words === undefined) continue
    places ??= new Set()
    for (const [place, { key, flags }] of profile.terms.entries())
      if ((flags & (IS_NAME | IS_NUMBER)) === 0 && words.has(key)) places.add(place)
  }
  return places ?? NO_PLACES
}

const NO_PLACES: ReadonlySet<number> = new Set()
