import { rows, run, sql, type Tx } from '../../adapters/postgres/sql.ts'
import { copyReasons } from '../../core/copies/cut.ts'
import { type CopyCandidate, type CopyDecision, decideCopy } from '../../core/copies/decision.ts'
import { type CopyFacts, originOf } from '../../core/copies/origin.ts'
import { COPY_POLICY } from '../../core/copies/policy.ts'
import { type ComparableText, comparable } from '../../core/copies/similarity.ts'
import { digestText } from '../../core/text/digest.ts'
import type { NotNull, TableRow } from '../../schema/rows.ts'
import { findCopyCandidates } from '../../store/copies/fingerprints.ts'
import {
  type CopyLink,
  copyFacts,
  keepComparable,
  loadBodies,
  loadComparable,
  loadCopyStandings,
  saveCopyReasons,
} from '../../store/copies/texts.ts'
import { type ClusterItem, dayOf } from './item.ts'

/** Which of a batch are copies, and of what. */
export interface Copies {
  readonly decisions: ReadonlyMap<number, CopyDecision>
  readonly reasons: readonly CopyLink[]
  /** For each article, those that have the same words with other facts: two events reported in one form. */
  readonly templated: ReadonlyMap<number, readonly number[]>
  isCopy(id: number): boolean
  /** By new original: the story of the original that it replaced. */
  readonly storyOfNewOriginal: ReadonlyMap<number, number>
}

/** Decides in order of ids, so that a batch gives the same result as its articles one by one. */
export async function decideCopies(tx: Tx, items: readonly ClusterItem[]): Promise<Copies> {
  const hits = await findCopyCandidates(
    tx,
    items.map(({ input, value }) => ({
      id: input.id,
      day: dayOf(input.published_at),
      fingerprints: value.fingerprints,
      words: value.words,
    })),
    COPY_POLICY,
  )
  const here = new Map(items.map((item) => [item.input.id, item]))
  const away = [...new Set(hits.map(({ candidate }) => candidate))].filter((id) => !here.has(id))
  const stored = new Map(
    (await loadCopyStandings(tx, away)).filter(({ placed }) => placed).map((row) => [row.id, row]),
  )
  const roots = [...stored.values()].flatMap(({ duplicate_of: of }) =>
    of !== null && !stored.has(of) ? [of] : [],
  )
  for (const row of await loadCopyStandings(tx, [...new Set(roots)])) stored.set(row.id, row)
  // All articles that the decision may compare, by whichever lookup they were found.
  const texts = await loadComparable(
    tx,
    [...stored.values()].filter(({ id }) => !here.has(id)),
  )
  for (const { input, value } of items) {
    texts.set(input.id, value.text)
    keepComparable(input, value.text)
  }

  const originalOf = new Map<number, number>()
  for (const row of stored.values()) if (row.duplicate_of !== null) originalOf.set(row.id, row.duplicate_of)
  const known = new Map<number, CopyFacts | null>()
  const factsOf = (id: number): CopyFacts | null => {
    let facts = known.get(id)
    if (facts !== undefined) return facts
    const item = here.get(id)
    const row = item ? { ...item.input, word_count: item.value.words } : stored.get(id)
    facts = row ? copyFacts(row) : null
    known.set(id, facts)
    return facts
  }

  const decisions = new Map<number, CopyDecision>()
  const templated = new Map<number, readonly number[]>()
  const seen = new Set<number>()
  for (const { input, value } of items) {
    const facts = factsOf(input.id)!
    const candidates = hits
      .filter(
        (hit) =>
          hit.id === input.id &&
          (seen.has(hit.candidate) || (stored.has(hit.candidate) && !here.has(hit.candidate))),
      )
      .sort((a, b) => b.shared - a.shared || a.candidate - b.candidate)
      .flatMap(({ candidate }): CopyCandidate[] => {
        const its = factsOf(candidate)
        const original = factsOf(originalOf.get(candidate) ?? candidate)
        return its && original ? [{ ...its, original, text: texts.get(candidate)! }] : []
      })
    seen.add(input.id)
    if (!candidates.length) continue
    const { decision, templated: others } = decideCopy({ ...facts, text: value.text }, candidates)
    if (others.length) templated.set(input.id, others)
    if (!decision) continue
    decisions.set(input.id, decision)
    const members = [input.id, ...decision.groups]
    for (const [id, original] of originalOf) if (decision.groups.includes(original)) members.push(id)
    for (const id of members) {
      if (id === decision.originalId) originalOf.delete(id)
      else originalOf.set(id, decision.originalId)
    }
  }
  const storyOfNewOriginal = new Map<number, number>()
  for (const [id, decision] of decisions) {
    const story = decision.groups
      .map((group) => stored.get(group)?.story_id ?? null)
      .find((of) => of !== null)
    if (decision.direction === 'original' && story !== undefined && story !== null)
      storyOfNewOriginal.set(id, story)
  }
  const related = [...new Set([...decisions].flatMap(([id, { groups }]) => [id, ...groups]))].flatMap(
    (id): { its: CopyFacts; original: CopyFacts }[] => {
      const root = originalOf.get(id)
      const [its, original] = [factsOf(id), root === undefined ? null : factsOf(root)]
      return its && original ? [{ its, original }] : []
    },
  )
  const reasons = await reasonsOf(tx, related, texts, here)
  return { decisions, reasons, templated, isCopy: (id) => originalOf.has(id), storyOfNewOriginal }
}

/** Why each is a copy of its original. This reads the texts themselves, of the few articles that are copies. */
async function reasonsOf(
  tx: Tx,
  related: readonly { readonly its: CopyFacts; readonly original: CopyFacts }[],
  texts: ReadonlyMap<number, ComparableText>,
  here: ReadonlyMap<number, ClusterItem>,
): Promise<CopyLink[]> {
  const ids = [...new Set(related.flatMap(({ its, original }) => [its.id, original.id]))]
  const bodies = await loadBodies(
    tx,
    ids.filter((id) => !here.has(id)),
  )
  const textOf = (id: number) => {
    const body = here.get(id)?.input.body ?? bodies.get(id) ?? ''
    // The title makes no difference to what was cut.
    return { body, text: texts.get(id) ?? comparable(digestText(body), null) }
  }
  return related.map(({ its, original }) => {
    const why = originOf([original, its]).reasonOver(its)
    const reasons = copyReasons(textOf(its.id), { id: original.id, ...textOf(original.id) }, why)
    return { id: its.id, original: original.id, reasons }
  })
}

/** Links copies to their originals, and whole groups to a new original. @returns the stories that changed */
export async function placeCopies(tx: Tx, { decisions, reasons }: Copies): Promise<Set<number>> {
  const touched = new Set<number>()
  for (const [id, decision] of decisions) {
    const others = decision.groups.filter((group) => group !== decision.originalId)
    const moved = await rows<Pick<TableRow<'articles'>, 'story_id'>>(
      tx,
      sql`update articles a set duplicate_of = ${decision.originalId}, updated_at = now()
          where a.id <> ${decision.originalId}
            and (a.id = ${id} or a.id = any(${others}::bigint[]) or a.duplicate_of = any(${others}::bigint[]))
          returning a.story_id`,
    )
    await run(
      tx,
      sql`update articles set duplicate_of = null, similarity = null, copy_reasons = null, updated_at = now()
          where id = ${decision.originalId} and duplicate_of is not null`,
    )
    for (const { story_id } of moved) if (story_id !== null) touched.add(story_id)
  }
  await saveCopyReasons(tx, reasons)
  return touched
}

/** A copy is in its original's story. */
export async function placeCopiesInStories(
  tx: Tx,
  touched: Set<number>,
  items: readonly ClusterItem[],
): Promise<void> {
  const ids = items.map(({ input }) => input.id)
  const moved = await rows<
    NotNull<Pick<TableRow<'articles'>, 'story_id'>, 'story_id'> & {
      readonly was: TableRow<'articles'>['story_id']
    }
  >(
    tx,
    sql`with asked as materialized (select id, duplicate_of from articles where id = any(${ids}::bigint[])),
        -- By two indexes: asked in one condition with "or", every copy there is was looked at.
        copies as materialized (
          select id from asked where duplicate_of is not null
          union
          select id from articles
          where duplicate_of = any(array(
            select id from asked union select duplicate_of from asked where duplicate_of is not null)))
        update articles c set story_id = o.story_id, updated_at = now(),
          -- Only what this batch has looked at is placed; another copy that waits for its turn goes on waiting.
          stage = case when c.id = any(${ids}::bigint[]) then 'clustered' else c.stage end,
          reason = case when c.id = any(${ids}::bigint[]) then null else c.reason end,
          try_count = case when c.id = any(${ids}::bigint[]) then 0 else c.try_count end,
          clustered_revision = case when c.id = any(${ids}::bigint[]) then c.text_revision else c.clustered_revision end,
          clustered_at = case when c.id = any(${ids}::bigint[]) then now() else c.clustered_at end
        from copies, articles o, articles old
        where c.id = copies.id and o.id = c.duplicate_of and old.id = c.id and o.story_id is not null
          and (c.story_id is distinct from o.story_id or c.id = any(${ids}::bigint[]))
        returning c.story_id, old.story_id as was`,
  )
  for (const { story_id, was } of moved) {
    touched.add(story_id)
    if (was !== null) touched.add(was)
  }
}
