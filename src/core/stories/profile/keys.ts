/** Terms under which an article can be found by others on the same event: its weightiest, and those of its title. */
import { hash32 } from './hash.ts'
import type { IdfOf } from './lexicon.ts'
import { IN_TITLE, IS_NUMBER, type StoryProfile } from './story-profile.ts'

const MAX_KEYS = 24
/** Beyond those, further terms of the title. */
const MAX_TITLE_KEYS = 6

export interface StoryKey {
  /** 32-bit hash of language and term. */
  readonly hash: number
  readonly term: string
  /** weight × IDF. */
  readonly value: number
}

export function storyKeys(profile: StoryProfile, idf: IdfOf): StoryKey[] {
  const ranked = profile.terms
    .filter(({ flags }) => (flags & IS_NUMBER) === 0)
    .map(({ key, weight, flags }) => ({ term: key, value: weight * idf(key, profile.language), flags }))
    .sort((a, b) => b.value - a.value || (a.term < b.term ? -1 : 1))
  const rest = ranked
    .slice(MAX_KEYS)
    .filter(({ flags }) => (flags & IN_TITLE) !== 0)
    .slice(0, MAX_TITLE_KEYS)
  return [...ranked.slice(0, MAX_KEYS), ...rest].map(({ term, value }) => ({
    hash: hash32(`${profile.language} ${term}`),
    term,
    value,
  }))
}

/** The same in each language that the article could be in. */
export function profileKeys(profile: StoryProfile, idf: IdfOf): StoryKey[] {
  return [profile, ...profile.alternatives].flatMap((read) => storyKeys(read, idf))
}
