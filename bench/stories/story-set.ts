/** A labelled set after the copy stage: originals with their profiles, and the pairs worth comparing. */

import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { RepairArticle } from '../../src/core/stories/group-window.ts'
import { idfOf } from '../../src/core/stories/idf.ts'
import type { PairFacts } from '../../src/core/stories/pair/facts.ts'
import type { Prepared } from '../../src/core/stories/pair/prepared.ts'
import { hash32 } from '../../src/core/stories/profile/hash.ts'
import { profileOf } from '../../src/core/stories/profile/profile.ts'
import { boundHistory, countDays, type History } from '../../src/core/stories/rarity.ts'
import { roundUpSign } from '../../src/core/stories/round-up.ts'
import { eachPair, prepareWindow } from '../../src/core/stories/window.ts'
import { detectLanguage } from '../../src/core/text/language.ts'
import { type FoundCopies, findCopies } from './copy-stream.ts'
import { type LabelledArticle, readJsonl } from './sets.ts'

export interface Pair {
  readonly a: number
  readonly b: number
  readonly facts: PairFacts
}

export interface StorySet {
  readonly name: string
  readonly rows: readonly LabelledArticle[]
  /** For each row, the index of its original. */
  readonly originalOf: Int32Array
  /** Rows that are originals, in the order of `articles`. */
  readonly originals: readonly number[]
  readonly articles: readonly RepairArticle[]
  /** Rarity of terms, computed from the other days of the set. */
  readonly history: History
  readonly prepared: readonly Prepared[]
  readonly pairs: readonly Pair[]
  /** Gold story of each of `articles`, null where not labelled. */
  readonly storyOf: readonly (string | null)[]
  readonly variant: Variant
}

/**
 * `full`: unchanged. `titles`: the titles alone. `one_week`: all dates within a few days, so that similar events look like news
 * of the same people in the same week.
 */
export type Variant = 'full' | 'titles' | 'one_week'

const background = idfOf(new Map())
const MONDAY = Date.UTC(2020, 0, 6)
const DAY_MS = 86_400_000

export function readStorySet(data: string, name: string, variant: Variant): LabelledArticle[] {
  const read = readJsonl<LabelledArticle>(join(data, `${name}.jsonl.gz`))
  if (variant === 'titles') return read.filter((row) => row.title).map((row) => ({ ...row, body: '' }))
  if (variant === 'full') return read
  return read.map((row) => ({
    ...row,
    published: new Date(
      MONDAY + (hash32(`${row.story}`) & 1) * DAY_MS + (hash32(row.id) & 1) * DAY_MS,
    ).toISOString(),
  }))
}

/** @param cache folder in which the results of the copy stage, which takes longest, are kept; null for none */
export function storySet(
  name: string,
  rows: readonly LabelledArticle[],
  variant: Variant,
  cache: string | null,
  withHistory = true,
): StorySet {
  const { originalOf, templated } = cached(cache, rows, () => findCopies(rows))
  const templatedWith = Map.groupBy(
    templated.flatMap(([a, b]) => [[a, b] as const, [b, a] as const]),
    ([a]) => a,
  )
  const originals = rows
    .map((_, i) => i)
    .filter((i) => originalOf[i] === i)
    .sort(
      (x, y) =>
        (Date.parse(rows[x]!.published ?? '') || 0) - (Date.parse(rows[y]!.published ?? '') || 0) ||
        (rows[x]!.id < rows[y]!.id ? -1 : 1),
    )
  const articles = originals.map((i): RepairArticle => {
    const row = rows[i]!
    const text = { title: row.title || null, body: row.body || null }
    // As in the pipeline: a language that is not given is detected from the text, and may stay unknown.
    const language = row.lang ?? detectLanguage(`${row.title ?? ''}\n${row.body ?? ''}`)
    return {
      id: i,
      storyId: i,
      sortKey: row.id,
      publishedMs: row.published ? Date.parse(row.published) : null,
      profile: profileOf(
        { ...text, language, isLanguageStated: row.lang !== undefined, outlet: row.outlet ?? null },
        background,
      ),
      roundUp: roundUpSign(text),
      templatedWith: templatedWith.get(i)?.map(([, other]) => other) ?? [],
    }
  })
  const pairs: Pair[] = []
  const history: History = withHistory ? boundHistory(countDays(articles)) : new Map()
  const prepared = prepareWindow(articles, history)
  eachPair(articles, prepared, (a, b, facts) => pairs.push({ a, b, facts }))
  const storyOf = originals.map((i) => rows[i]!.story ?? null)
  return {
    name: basename(name),
    rows,
    originalOf,
    originals,
    articles,
    history,
    prepared,
    pairs,
    storyOf,
    variant,
  }
}

function cached(
  cache: string | null,
  rows: readonly LabelledArticle[],
  make: () => FoundCopies,
): FoundCopies {
  if (cache === null) return make()
  const hash = createHash('sha1')
  for (const row of rows) hash.update(`${row.id} ${row.published} ${row.outlet} ${row.body?.length}\n`)
  const file = join(cache, `copies-5-${hash.digest('hex').slice(0, 16)}.json`)
  if (existsSync(file)) {
    const { originalOf, templated } = JSON.parse(readFileSync(file, 'utf8')) as {
      originalOf: number[]
      templated: [number, number][]
    }
    return { originalOf: Int32Array.from(originalOf), templated }
  }
  const { originalOf, templated } = make()
  writeFileSync(file, JSON.stringify({ originalOf: [...originalOf], templated }))
  return { originalOf, templated }
}
