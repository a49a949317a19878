import { type Queryable, rows, run, sql, type Tx } from '../../adapters/postgres/sql.ts'
import type { CopyPair } from '../../core/copies/parts.ts'
import { COPY_POLICY } from '../../core/copies/policy.ts'
import type { TableRow } from '../../schema/rows.ts'
import { seenWithin } from '../articles/seen-within.ts'
import { emitEvents } from '../outbox/events.ts'
import { forwardEmptied, refreshStories } from '../stories/stories.ts'
import { type CopyLink, saveCopyReasons } from './texts.ts'

/** One key never brings more than this many articles: a key that so many articles share is boilerplate. */
const MAX_PER_KEY = 40
/** An article's best pairs of equal rank are all taken, up to this many: their order of arrival must make no difference. */
const MAX_PAIRS = 32

/** The articles that share fingerprint keys with each of `ids`, older or newer. `days`: their days of publication. */
export async function loadCopyPairs(
  db: Queryable,
  ids: readonly number[],
  days: readonly string[],
): Promise<CopyPair[]> {
  const seen = seenWithin([...days, null], COPY_POLICY.windowDays)
  return rows<CopyPair>(
    db,
    sql`with wanted as materialized (
          select p.article_id as id, p.day, p.word_count, k.hash
          from article_profiles p cross join lateral unnest(p.fingerprints) as k (hash)
          where p.article_id = any(${ids}::bigint[])),
        hits as materialized (
          select w.id, f.article_id as other, count(*)::int as shared,
                 bool_or(w.word_count < ${COPY_POLICY.shortWords}::int)
                   or count(*) >= ${COPY_POLICY.minSharedKeys}::int as enough
          from wanted w
          cross join lateral (
            select article_id from article_fingerprints
            where hash = w.hash and seen_on between ${seen.from}::date and ${seen.to}::date
              and (day between w.day - ${COPY_POLICY.windowDays}::int and w.day + ${COPY_POLICY.windowDays}::int
                   or ((day is null or w.day is null) and seen_on >= ${seen.lately}::date))
            limit ${MAX_PER_KEY}) f
          where f.article_id <> w.id
          group by 1, 2),
        short as materialized (
          select article_id from article_profiles
          where article_id = any(array(select distinct other from hits where not enough))
            and word_count < ${COPY_POLICY.shortWords}::int),
        ranked as (
          select h.*, rank() over best as place, row_number() over best as number
          from hits h
          where h.enough or h.other in (select article_id from short)
          window best as (partition by h.id order by h.shared desc))
        select distinct least(id, other) as a, greatest(id, other) as b, shared from ranked
        where place <= ${COPY_POLICY.maxVerified}::int and number <= ${MAX_PAIRS}::int`,
  )
}

/** Originals and copies, clustered since the last repair. */
export async function clusteredSinceRepair(db: Queryable, overlapS: number): Promise<number[]> {
  const found = await rows<Pick<TableRow<'articles'>, 'id'>>(
    db,
    sql`select a.id from articles a, repair_state s
        where a.stage = 'clustered' and a.clustered_at > s.repaired_until - make_interval(secs => ${overlapS})
        order by a.id`,
  )
  return found.map(({ id }) => id)
}

export interface CopyMember extends Pick<TableRow<'articles'>, 'id'> {
  readonly root: number
}

/** All articles of the groups that contain any of `ids`, those included. */
export function copyMembers(db: Queryable, ids: readonly number[]): Promise<CopyMember[]> {
  return rows<CopyMember>(
    db,
    // It follows one link more than seems needed: two articles that missed each other may have made a copy of a copy.
    sql`with asked as (
          select a.id, coalesce(o.duplicate_of, o.id) as root
          from articles a join articles o on o.id = coalesce(a.duplicate_of, a.id)
          where a.id = any(${ids}::bigint[]) and a.stage = 'clustered'),
        roots as (select distinct root from asked)
        select id, root from asked
        union
        select root, root from roots
        union
        select a.id, r.root from roots r join articles a on a.duplicate_of = r.root`,
  )
}

/** A group as it should be. */
export interface WantedGroup {
  readonly original: number
  readonly copies: readonly number[]
}

/** A part of the articles with the groups in it; an article that is in no group is an original. */
export interface WantedPart {
  /** As the decision read it: the original of each. */
  readonly was: ReadonlyMap<number, number | null>
  readonly groups: readonly WantedGroup[]
  readonly links: readonly CopyLink[]
}

type Held = Pick<TableRow<'articles'>, 'id' | 'duplicate_of' | 'story_id' | 'story_pinned_by'>

/**
 * Links and unlinks copies. A part changed by another transaction meanwhile waits for the next round. @returns how many
 * articles changed
 */
export async function applyCopyRepair(tx: Tx, parts: readonly WantedPart[]): Promise<number> {
  const ids = parts.flatMap(({ was }) => [...was.keys()])
  const held = await rows<Held>(
    tx,
    sql`select id, duplicate_of, story_id, story_pinned_by from articles
        where id = any(${ids}::bigint[]) and stage = 'clustered' order by id for update`,
  )
  const now = new Map(held.map((row) => [row.id, row]))
  const touched = new Set<number>()
  let changed = 0
  for (const part of parts) {
    const isAsFound = [...part.was].every(([id, of]) => now.has(id) && now.get(id)!.duplicate_of === of)
    if (isAsFound) changed += await relink(tx, part, now, touched)
  }
  await refreshStories(tx, [...touched])
  return changed
}

async function relink(
  tx: Tx,
  { was, groups, links }: WantedPart,
  now: ReadonlyMap<number, Held>,
  touched: Set<number>,
): Promise<number> {
  const rootOf = new Map<number, number>()
  for (const { original, copies } of groups) {
    // Where people have put articles of one group into two stories, it has no single story: it stays as it is.
    const pins = new Set(
      [original, ...copies].flatMap((id) =>
        now.get(id)!.story_pinned_by === null ? [] : [now.get(id)!.story_id],
      ),
    )
    if (pins.size > 1) return 0
    for (const id of copies) rootOf.set(id, original)
  }
  const moves = [...was].flatMap(([id, of]) => {
    const to = rootOf.get(id) ?? null
    return of === to ? [] : [{ id, to }]
  })
  if (moves.length) {
    await run(
      tx,
      sql`update articles a set duplicate_of = m.root, similarity = null, copy_reasons = null, updated_at = now()
          from unnest(${moves.map(({ id }) => id)}::bigint[], ${moves.map(({ to }) => to)}::bigint[]) as m (id, root)
          where a.id = m.id`,
    )
    const freed = moves.flatMap(({ id, to }) => (to === null ? [id] : []))
    await run(
      tx,
      sql`insert into story_links (article_id, reasons, decided_by)
          select id, '{"why": "no_copy"}', 'repair' from unnest(${freed}::bigint[]) as id
          on conflict (article_id) do nothing`,
    )
  }
  await saveCopyReasons(tx, links)
  for (const group of groups) await gatherStory(tx, group, now, touched)
  for (const { id } of moves) {
    const story = now.get(id)!.story_id
    if (story !== null) touched.add(story)
  }
  await emitEvents(
    tx,
    moves.flatMap(({ id, to }) =>
      to === null
        ? []
        : [
            {
              kind: 'copy.found' as const,
              subjectId: id,
              dedupeKey: `copy.found:${id}:${to}`,
              payload: { article_id: id, original_id: to },
            },
          ],
    ),
  )
  return moves.length
}

/** A copy is in its original's story; where people have put one of the group into a story, the whole group is there. */
async function gatherStory(
  tx: Tx,
  { original, copies }: WantedGroup,
  now: ReadonlyMap<number, Held>,
  touched: Set<number>,
): Promise<void> {
  const all = [original, ...copies].map((id) => now.get(id)!)
  const pinned = all.find(({ story_pinned_by: by }) => by !== null)
  const to = pinned?.story_id ?? now.get(original)!.story_id
  if (to === null) return
  const from = [
    ...new Set(all.flatMap(({ story_id }) => (story_id === null || story_id === to ? [] : [story_id]))),
  ]
  if (!all.some(({ story_id }) => story_id !== to)) return
  const moved = await rows<Pick<TableRow<'articles'>, 'id' | 'story_id'>>(
    tx,
    sql`update articles a set story_id = ${to}, updated_at = now()
        from (select id, story_id from articles where id = any(${all.map(({ id }) => id)}::bigint[])) old
        where a.id = old.id and a.story_id is distinct from ${to} returning a.id, old.story_id`,
  )
  touched.add(to)
  for (const story of from) touched.add(story)
  await forwardEmptied(
    tx,
    from.map((story) => ({ from: story, into: to })),
    moved,
  )
}
