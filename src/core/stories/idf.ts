/**
 * Inverse document frequency from two sources: a shipped background table (warm from the first
 * article) and the articles of the sliding window. A language without background starts neutral.
 */
import backgroundTable from './background-df.json' with { type: 'json' }
import type { IdfOf } from './profile/lexicon.ts'

export interface DfTable {
  /** Articles counted. */
  readonly articles: number
  readonly df: ReadonlyMap<string, number>
}

interface PackedDf {
  readonly articles: number
  /** Document frequency → the terms that have it, parted by spaces. */
  readonly df: Readonly<Record<string, string>>
}

let unpacked: Map<string, DfTable> | undefined

export function backgroundDf(language: string): DfTable | undefined {
  if (unpacked === undefined) {
    unpacked = new Map()
    for (const [name, packed] of Object.entries(backgroundTable as unknown as Record<string, PackedDf>)) {
      const df = new Map<string, number>()
      for (const [count, terms] of Object.entries(packed.df))
        for (const term of terms.split(' ')) df.set(term, Number(count))
      unpacked.set(name, { articles: packed.articles, df })
    }
  }
  return unpacked.get(language)
}

/** The background counts as this many articles at most, so that a busy window outweighs it. */
const BACKGROUND_ARTICLES = 3000
/** Used for a window that is still empty: a term that was never counted is fairly rare, not infinitely. */
const PRIOR_ARTICLES = 300

/** `windows`: document frequencies of the sliding window by language. */
export function idfOf(windows: ReadonlyMap<string, DfTable>): IdfOf {
  const tables = new Map<string, (key: string) => number>()
  let last = ''
  let table: ((key: string) => number) | undefined
  return (key, language) => {
    if (table === undefined || language !== last) {
      table = tables.get(language)
      if (table === undefined) tables.set(language, (table = rarity(language, windows.get(language))))
      last = language
    }
    return table(key)
  }
}

function rarity(language: string, window: DfTable | undefined): (key: string) => number {
  const background = backgroundDf(language)
  const scale = background ? Math.min(1, BACKGROUND_ARTICLES / background.articles) : 0
  const articles = PRIOR_ARTICLES + (background ? background.articles * scale : 0) + (window?.articles ?? 0)
  return (key) => {
    const df = (background?.df.get(key) ?? 0) * scale + (window?.df.get(key) ?? 0)
    return Math.log((articles + 1) / (df + 1))
  }
}
