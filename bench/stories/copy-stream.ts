/** Runs the copy stage over a stream in memory, with the functions and limits of the pipeline. */
import { type Fingerprint, fingerprint } from '../../src/core/copies/fingerprint.ts'
import { groupCopies } from '../../src/core/copies/groups.ts'
import type { CopyFacts } from '../../src/core/copies/origin.ts'
import { repeatedShingles } from '../../src/core/copies/outlet-shingles.ts'
import { COPY_POLICY } from '../../src/core/copies/policy.ts'
import { type ComparableText, comparable } from '../../src/core/copies/similarity.ts'
import { digestText } from '../../src/core/text/digest.ts'
import type { LabelledArticle } from './sets.ts'

const DAY_MS = 86_400_000

interface Held extends CopyFacts {
  readonly text: ComparableText
  readonly keys: readonly bigint[]
}

function hold(row: LabelledArticle, id: number): Held | null {
  const digest = row.body ? digestText(row.body) : null
  const print: Fingerprint | null = digest ? fingerprint(digest) : null
  if (digest === null || print === null) return null
  return {
    id,
    outlet: row.outlet ?? null,
    publishedMs: row.published ? Date.parse(row.published) : null,
    isBareDay: row.published?.length === 10,
    words: digest.words.length,
    isAgency: false,
    names: [],
    credits: [],
    hasDateline: false,
    titleKey: null,
    sortKey: row.id,
    text: comparable(digest, row.title || null),
    keys: [...new Set([...print.hashes, ...print.leadHashes])],
  }
}

/** For each article, the few other articles with most keys in common. */
function* lookUps(held: readonly (Held | null)[]): Generator<[Held, Held[]]> {
  const byKey = new Map<bigint, Held[]>()
  for (const it of held)
    for (const key of it?.keys ?? []) {
      const list = byKey.get(key)
      if (list) list.push(it!)
      else byKey.set(key, [it!])
    }
  for (const article of held) {
    if (!article) continue
    const hits = new Map<Held, number>()
    for (const key of article.keys)
      for (const other of byKey.get(key) ?? [])
        if (other !== article && isNear(article, other)) hits.set(other, (hits.get(other) ?? 0) + 1)
    const isShort = (other: Held): boolean => Math.min(article.words, other.words) < COPY_POLICY.shortWords
    yield [
      article,
      [...hits]
        .filter(([other, n]) => n >= (isShort(other) ? 1 : COPY_POLICY.minSharedKeys))
        .sort(([x, n], [y, m]) => m - n || (x.sortKey < y.sortKey ? -1 : 1))
        .slice(0, COPY_POLICY.maxVerified)
        .map(([other]) => other),
    ]
  }
}

function isNear(a: Held, b: Held): boolean {
  if (a.publishedMs === null || b.publishedMs === null) return true
  return Math.abs(a.publishedMs - b.publishedMs) <= COPY_POLICY.windowDays * DAY_MS
}

/** The copies in a stream. */
export interface FoundCopies {
  /** Index of the original of each article. */
  readonly originalOf: Int32Array
  /** Pairs of articles whose words are the same with other facts. */
  readonly templated: readonly (readonly [number, number])[]
}

/** Finds the copies among all articles of a stream, as the repair pass does. */
export function findCopies(rows: readonly LabelledArticle[]): FoundCopies {
  const held = rows.map(hold)
  const articles = held.flatMap((it) => it ?? [])
  const indexOf = new Map(articles.map(({ id }, i) => [id, i]))
  const pairs: [number, number][] = []
  for (const [article, near] of lookUps(held))
    for (const other of near) pairs.push([indexOf.get(article.id)!, indexOf.get(other.id)!])
  const originalOf = Int32Array.from(rows, (_, i) => i)
  const repeated = new Map(
    [...repeatedShingles(articles, pairs)].map(([outlet, counts]) => [outlet, new Set(counts.keys())]),
  )
  const { groups, templated } = groupCopies(articles, pairs, [], repeated)
  for (const { original, members } of groups)
    for (const member of members) originalOf[member.id] = original.id
  return { originalOf, templated }
}
