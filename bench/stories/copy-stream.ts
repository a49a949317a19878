/** The copy stage over a stream held in memory: same functions and same bounded look-ups as the pipeline. */
import { type CopyCandidate, type CopyFacts, decideCopy } from '../../src/core/copies.ts'
import { digestText, type Fingerprint, fingerprint } from '../../src/core/fingerprint.ts'
import { COPY_POLICY, type ComparableText, comparable } from '../../src/core/similarity.ts'
import type { LabelledArticle } from './sets.ts'

const DAY_MS = 86_400_000

interface Held extends CopyFacts {
  readonly text: ComparableText
  readonly keys: readonly bigint[]
}

/** Index of the original of each article, by position in `rows`. */
export function findCopies(rows: readonly LabelledArticle[]): Int32Array {
  const originalOf = Int32Array.from(rows, (_, i) => i)
  const members = new Map<number, number[]>()
  const byKey = new Map<bigint, number[]>()
  const held: (Held | null)[] = []
  for (const [id, row] of rows.entries()) {
    const digest = row.body ? digestText(row.body) : null
    const print: Fingerprint | null = digest ? fingerprint(digest) : null
    if (digest === null || print === null) {
      held.push(null)
      continue
    }
    const article: Held = {
      id,
      outlet: row.outlet ?? null,
      publishedMs: row.published ? Date.parse(row.published) : null,
      words: digest.words.length,
      isAgency: false,
      text: comparable(digest),
      keys: [...new Set([...print.hashes, ...print.leadHashes])],
    }
    const hits = new Map<number, number>()
    for (const key of article.keys)
      for (const other of byKey.get(key) ?? []) {
        const its = (held[other] as Held).publishedMs
        if (
          its !== null &&
          article.publishedMs !== null &&
          Math.abs(its - article.publishedMs) > COPY_POLICY.windowDays * DAY_MS
        )
          continue
        hits.set(other, (hits.get(other) ?? 0) + 1)
      }
    const ranked = [...hits]
      .filter(
        ([other, n]) =>
          n >=
          (Math.min(article.words, (held[other] as Held).words) < COPY_POLICY.shortWords
            ? 1
            : COPY_POLICY.minSharedKeys),
      )
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])
      .slice(0, COPY_POLICY.maxVerified)
    const candidates: CopyCandidate[] = ranked.map(([other]) => {
      const it = held[other] as Held
      const original = held[originalOf[other] as number] as Held
      return { ...it, original }
    })
    const decision = decideCopy(article, candidates)
    held.push(article)
    for (const key of article.keys) {
      const list = byKey.get(key)
      if (list) list.push(id)
      else byKey.set(key, [id])
    }
    if (decision === null) continue
    const all = [id, ...decision.groups.flatMap((group) => members.get(group) ?? [group])]
    for (const group of decision.groups) members.delete(group)
    members.set(decision.originalId, all)
    for (const member of all) originalOf[member] = decision.originalId
  }
  return originalOf
}
