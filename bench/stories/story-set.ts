/** A labelled set after the copy stage: originals with their profiles, and the pairs worth comparing. */

import type { GroupItem } from '../../src/core/story/groups.ts'
import { idfOf } from '../../src/core/story/idf.ts'
import { profileOf } from '../../src/core/story/profile.ts'
import {
  groupItemOf,
  prepareWindow,
  type WindowArticle,
  type WindowPair,
  windowPairs,
} from '../../src/core/story/window.ts'
import { findCopies } from './copy-stream.ts'
import { type LabelledArticle, readJsonl } from './sets.ts'

export interface StorySet {
  readonly rows: readonly LabelledArticle[]
  /** For each row the index of its original. */
  readonly originalOf: Int32Array
  /** Rows that are originals, in the order of `articles`. */
  readonly originals: readonly number[]
  readonly articles: readonly WindowArticle[]
  readonly items: readonly GroupItem[]
  readonly pairs: readonly WindowPair[]
  /** Gold story of each of `articles`, null where not labelled. */
  readonly storyOf: readonly (string | null)[]
  readonly titlesOnly: boolean
  /** Gold stories of some of `articles`. */
  labels(indexes: readonly number[]): string[]
}

const background = idfOf(new Map())

export function loadStorySet(file: string, titlesOnly: boolean): StorySet {
  const read = readJsonl<LabelledArticle>(file)
  return storySet(
    titlesOnly ? read.filter((row) => row.title).map((row) => ({ ...row, body: '' })) : read,
    titlesOnly,
  )
}

export function storySet(rows: readonly LabelledArticle[], titlesOnly: boolean): StorySet {
  const originalOf = findCopies(rows)
  const originals = rows
    .map((_, i) => i)
    .filter((i) => originalOf[i] === i)
    .sort(
      (x, y) =>
        (Date.parse(rows[x]!.published ?? '') || 0) - (Date.parse(rows[y]!.published ?? '') || 0) ||
        (rows[x]!.id < rows[y]!.id ? -1 : 1),
    )
  const articles = originals.map((i): WindowArticle => {
    const row = rows[i]!
    const profile = profileOf(
      { title: row.title || null, body: row.body || null, language: row.lang ?? null },
      background,
    )
    return { profile, publishedMs: row.published ? Date.parse(row.published) : null }
  })
  const pairs = windowPairs(articles, prepareWindow(articles))
  const storyOf = originals.map((i) => rows[i]!.story ?? null)
  return {
    rows,
    originalOf,
    originals,
    articles,
    items: articles.map(groupItemOf),
    pairs,
    storyOf,
    titlesOnly,
    labels: (indexes) => indexes.flatMap((i) => storyOf[i] ?? []),
  }
}
