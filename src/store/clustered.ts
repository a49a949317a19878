import { type Queryable, rows, run, sql, type Tx } from '../adapters/sql.ts'
import { decideStory, STORY_POLICY, type StoryDecision } from '../core/clustering.ts'
import { type CopyCandidate, type CopyDecision, decideCopy } from '../core/copies.ts'
import { copyReasons } from '../core/copy-cut.ts'
import { type CopyFacts, originOf } from '../core/copy-origin.ts'
import { digestText } from '../core/fingerprint.ts'
import { COPY_POLICY, type ComparableText, comparable } from '../core/similarity.ts'
import { type Prepared, prepare } from '../core/story/features.ts'
import type { StoryKey } from '../core/story/keys.ts'
import { packProfile } from '../core/story/packed.ts'
import type { IdfOf, StoryProfile } from '../core/story/profile.ts'
import type { RoundUpSign } from '../core/story/round-up.ts'
import { blendedIdf, WINDOW_POLICY } from '../core/story/window.ts'
import {
  type CopyLink,
  type CopyRow,
  copyFacts,
  keepComparable,
  loadBodies,
  loadComparable,
  loadCopyStandings,
  saveCopyReasons,
} from './copy-texts.ts'
import { emitEvents } from './events.ts'
import { findCopyCandidates, saveKeys } from './fingerprints.ts'
import { refreshStories } from './stories.ts'
import { findStoryCandidates, loadProfiles, type StoredProfile } from './terms.ts'

export interface ClusterInput extends Omit<CopyRow, 'word_count'> {
  readonly version: number
  readonly parked_count: number
  readonly story_id: number | null
  readonly duplicate_of: number | null
  readonly body: string | null
  readonly language: string | null
  readonly kind: string | null
}

/** What an article is found and compared by; made outside the transaction. */
export interface ClusterKeys {
  readonly text: ComparableText
  readonly words: number
  readonly fingerprints: readonly bigint[]
  readonly profile: StoryProfile
  readonly keys: readonly StoryKey[]
  /** It tells of many events: it may join a story, and nothing finds it. */
  readonly roundUp: RoundUpSign | null
}

interface Item {
  readonly input: ClusterInput
  readonly value: ClusterKeys
}

export function loadForCluster(db: Queryable, ids: readonly number[]): Promise<ClusterInput[]> {
  return rows<ClusterInput & Record<string, unknown>>(
    db,
    sql`select a.id, a.outlet_id, a.version, a.parked_count, a.story_id, a.duplicate_of, a.title, a.body, a.language,
               a.kind, a.published_at, a.published_precision, a.agencies, a.dateline, a.syndicated_from, a.url_key,
               a.content_hash, o.name as outlet_name, o.slug as outlet_slug, o.domain as outlet_domain
        from articles a left join outlets o on o.id = a.outlet_id
        where a.id = any(${ids}::bigint[]) and a.stage = ${'extracted'} order by a.id`,
  )
}

/** Places articles one after the other; those of one batch see each other as if they had come in turn. */
export async function saveClustered(
  tx: Tx,
  items: readonly Item[],
): Promise<{ id: number; outcome: 'done' }[]> {
  await lockKeys(tx, items)
  await saveKeys(
    tx,
    items.map(({ input, value }) => ({
      id: input.id,
      day: dayOf(input.published_at),
      fingerprints: value.fingerprints,
      terms: value.roundUp ? [] : value.keys.map(({ hash }) => hash),
      words: value.words,
      language: value.profile.language,
      profile: { ...packProfile(value.profile), ...(value.roundUp ? { round_up: value.roundUp } : {}) },
    })),
  )
  const copies = await decideCopies(tx, items)
  const touched = await placeCopies(tx, copies)
  const originals = items.filter(({ input }) => !copies.isCopy(input.id))
  for (const id of await placeOriginals(tx, originals, copies.storyOfHeir)) touched.add(id)
  await placeCopiesInStories(tx, touched, items)
  await refreshStories(tx, [...touched])
  await emitEvents(
    tx,
    items
      .filter(({ input }) => input.story_id === null)
      .map(({ input }) => ({
        kind: 'article.new' as const,
        subjectId: input.id,
        dedupeKey: `article.new:${input.id}`,
        payload: { article_id: input.id },
      })),
  )
  return items.map(({ input }) => ({ id: input.id, outcome: 'done' }))
}

const LOCKED_PRINTS = 3
const LOCKED_TERMS = 3

/**
 * Two texts that could be copies, or tell of one event, mostly share one of their smallest fingerprints or weightiest
 * terms: who holds them decides first. The few that pass each other are put right by the repair pass.
 */
async function lockKeys(tx: Tx, items: readonly Item[]): Promise<void> {
  const keys = items.flatMap(({ value }) => [
    ...value.fingerprints.slice(0, LOCKED_PRINTS).map((hash) => `f${hash}`),
    ...value.keys.slice(0, LOCKED_TERMS).map(({ hash }) => `t${hash}`),
  ])
  await run(
    tx,
    sql`select pg_advisory_xact_lock(k) from (
          select distinct hashtextextended(key, 2) as k from unnest(${keys}::text[]) as key order by 1) as sorted`,
  )
}

function dayOf(at: Date | null): string | null {
  return at?.toISOString().slice(0, 10) ?? null
}

interface Copies {
  readonly decisions: ReadonlyMap<number, CopyDecision>
  readonly reasons: readonly CopyLink[]
  isCopy(id: number): boolean
  /** An original that took over from another one: the story of that one. */
  readonly storyOfHeir: ReadonlyMap<number, number>
}

/** Decides in order of ids, so that a batch comes to what its articles would have come to one by one. */
async function decideCopies(tx: Tx, items: readonly Item[]): Promise<Copies> {
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
    (await loadCopyStandings(tx, away)).filter(({ clustered }) => clustered).map((row) => [row.id, row]),
  )
  const texts = await loadComparable(tx, [...stored.values()])
  for (const { input, value } of items) {
    texts.set(input.id, value.text)
    keepComparable(input, value.text)
  }
  const roots = [...stored.values()].flatMap(({ duplicate_of: of }) =>
    of !== null && !stored.has(of) ? [of] : [],
  )
  for (const row of await loadCopyStandings(tx, [...new Set(roots)])) stored.set(row.id, row)

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
    const decision = candidates.length ? decideCopy({ ...facts, text: value.text }, candidates) : null
    if (!decision) continue
    decisions.set(input.id, decision)
    const members = [input.id, ...decision.groups]
    for (const [id, original] of originalOf) if (decision.groups.includes(original)) members.push(id)
    for (const id of members) {
      if (id === decision.originalId) originalOf.delete(id)
      else originalOf.set(id, decision.originalId)
    }
  }
  const storyOfHeir = new Map<number, number>()
  for (const [id, decision] of decisions) {
    const story = decision.groups
      .map((group) => stored.get(group)?.story_id ?? null)
      .find((of) => of !== null)
    if (decision.direction === 'original' && story !== undefined && story !== null) storyOfHeir.set(id, story)
  }
  const related = [...new Set([...decisions].flatMap(([id, { groups }]) => [id, ...groups]))].flatMap(
    (id): { its: CopyFacts; original: CopyFacts }[] => {
      const root = originalOf.get(id)
      const [its, original] = [factsOf(id), root === undefined ? null : factsOf(root)]
      return its && original ? [{ its, original }] : []
    },
  )
  const reasons = await reasonsOf(tx, related, texts, here)
  return { decisions, reasons, isCopy: (id) => originalOf.has(id), storyOfHeir }
}

/** Why each is a copy of its original: for this the texts themselves are read, of the few that are copies. */
async function reasonsOf(
  tx: Tx,
  related: readonly { readonly its: CopyFacts; readonly original: CopyFacts }[],
  texts: ReadonlyMap<number, ComparableText>,
  here: ReadonlyMap<number, Item>,
): Promise<CopyLink[]> {
  const ids = [...new Set(related.flatMap(({ its, original }) => [its.id, original.id]))]
  const bodies = await loadBodies(
    tx,
    ids.filter((id) => !here.has(id)),
  )
  const textOf = (id: number) => {
    const body = here.get(id)?.input.body ?? bodies.get(id) ?? ''
    return { body, text: texts.get(id) ?? comparable(digestText(body)) }
  }
  return related.map(({ its, original }) => {
    const why = originOf([original, its]).reasonOver(its)
    const reasons = copyReasons(textOf(its.id), { id: original.id, ...textOf(original.id) }, why)
    return { id: its.id, original: original.id, reasons }
  })
}

/** Links copies to their originals; where a group got a new original, all of it moves there. Gives the stories touched. */
async function placeCopies(tx: Tx, { decisions, reasons }: Copies): Promise<Set<number>> {
  const touched = new Set<number>()
  for (const [id, decision] of decisions) {
    const others = decision.groups.filter((group) => group !== decision.originalId)
    const moved = await rows<{ story_id: number | null }>(
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

interface Placed {
  readonly id: number
  readonly storyId: number
  readonly decision: StoryDecision | null
  readonly roundUp: RoundUpSign | null
}

/** A story that is yet to be opened goes by this and the id of its first article: behind all that there are. */
const YET_TO_OPEN = 2 ** 52

/** Finds each original its story, or opens one; gives the stories touched. */
async function placeOriginals(
  tx: Tx,
  items: readonly Item[],
  storyOfHeir: ReadonlyMap<number, number>,
): Promise<Set<number>> {
  const hits = await findStoryCandidates(
    tx,
    items.map(({ input, value }) => ({ id: input.id, day: dayOf(input.published_at), terms: value.keys })),
    WINDOW_POLICY.windowDays,
  )
  const profiles = new Map(
    (await loadProfiles(tx, [...new Set(hits.map(({ candidate }) => candidate))])).map((p) => [p.id, p]),
  )
  const placed: Placed[] = []
  for (const { input, value } of items) {
    const candidates = hits.flatMap((hit) => (hit.id === input.id ? (profiles.get(hit.candidate) ?? []) : []))
    const settled = input.story_id ?? storyOfHeir.get(input.id) ?? null
    const decision =
      settled === null ? decide(input, value, candidates, preparer(value.profile.language)) : null
    const storyId = settled ?? decision?.storyId ?? YET_TO_OPEN + input.id
    placed.push({ id: input.id, storyId, decision, roundUp: value.roundUp })
    profiles.set(input.id, {
      id: input.id,
      story_id: storyId,
      duplicate_of: null,
      published_at: input.published_at,
      profile: value.profile,
    })
  }
  const opened = await openStories(
    tx,
    placed.flatMap(({ storyId }) => (storyId > YET_TO_OPEN ? [storyId - YET_TO_OPEN] : [])),
  )
  const storyOf = (id: number) => opened.get(id - YET_TO_OPEN) ?? id
  await putInStories(
    tx,
    placed.map(({ id, storyId }) => ({ id, storyId: storyOf(storyId) })),
  )
  await saveLinks(tx, placed, storyOf)
  return new Set(placed.map(({ storyId }) => storyOf(storyId)))
}

async function putInStories(
  tx: Tx,
  articles: readonly { readonly id: number; readonly storyId: number }[],
): Promise<void> {
  if (!articles.length) return
  await run(
    tx,
    sql`update articles a set stage = 'clustered', reason = null, duplicate_of = null, similarity = null,
          copy_reasons = null, story_id = p.story_id, clustered_at = now(), updated_at = now(), ring_count = 0
        from unnest(${articles.map(({ id }) => id)}::bigint[], ${articles.map(({ storyId }) => storyId)}::bigint[])
          as p (id, story_id)
        where a.id = p.id`,
  )
}

type Prepare = (article: Pick<StoredProfile, 'profile' | 'published_at'>) => Prepared

interface Ready {
  readonly language: string
  readonly publishedMs: number | null
  readonly prepared: Prepared
}

/** What has been made ready for comparing, for as long as its profile is kept: a candidate of many is made ready once. */
const readied = new WeakMap<StoryProfile, Ready>()
const idfs = new Map<string, IdfOf>()

/** Profiles ready for comparing, under the rarity of terms in the language of who asks. */
function preparer(language: string): Prepare {
  let idf = idfs.get(language)
  if (!idf) idfs.set(language, (idf = blendedIdf(language, 0, () => 0)))
  return ({ profile, published_at }) => {
    const publishedMs = published_at?.getTime() ?? null
    const known = readied.get(profile)
    if (known?.language === language && known.publishedMs === publishedMs) return known.prepared
    const prepared = prepare(profile, publishedMs, idf)
    readied.set(profile, { language, publishedMs, prepared })
    return prepared
  }
}

function decide(
  input: ClusterInput,
  value: ClusterKeys,
  candidates: readonly StoredProfile[],
  prepared: Prepare,
): StoryDecision {
  return decideStory(
    prepared({ profile: value.profile, published_at: input.published_at }),
    candidates
      .filter(
        ({ id, story_id, duplicate_of }) => id !== input.id && story_id !== null && duplicate_of === null,
      )
      .map((row) => ({ id: row.id, storyId: row.story_id!, prepared: prepared(row) })),
    STORY_POLICY,
  )
}

async function saveLinks(tx: Tx, placed: readonly Placed[], storyOf: (id: number) => number): Promise<void> {
  const links = placed.flatMap(({ id, decision, roundUp }) =>
    decision ? [{ id, roundUp, ...decision }] : [],
  )
  if (!links.length) return
  const told = links.map(({ reasons, runnerUp, reason, roundUp }) =>
    JSON.stringify({
      why: reason,
      ...(roundUp ? { round_up: roundUp } : {}),
      ...reasons,
      runner_up: runnerUp && { ...runnerUp, storyId: storyOf(runnerUp.storyId) },
    }),
  )
  await run(
    tx,
    sql`insert into story_links (article_id, probability, reasons, decided_by)
        select id, probability, reasons, 'cluster'
        from unnest(${links.map(({ id }) => id)}::bigint[],
                    ${links.map(({ reasons }) => reasons?.probability ?? null)}::real[], ${told}::jsonb[])
          as l (id, probability, reasons)
        on conflict (article_id) do update
          set probability = excluded.probability, reasons = excluded.reasons, decided_by = excluded.decided_by, decided_at = now()`,
  )
}

/** A copy is in its original's story. */
async function placeCopiesInStories(tx: Tx, touched: Set<number>, items: readonly Item[]): Promise<void> {
  const ids = items.map(({ input }) => input.id)
  const moved = await rows<{ story_id: number; was: number | null }>(
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
          stage = case when c.stage = 'extracted' then 'clustered' else c.stage end, reason = null, ring_count = 0,
          clustered_at = case when c.stage = 'extracted' then now() else c.clustered_at end
        from copies, articles o, articles old
        where c.id = copies.id and o.id = c.duplicate_of and old.id = c.id and o.story_id is not null
          and (c.story_id is distinct from o.story_id or c.stage = 'extracted')
        returning c.story_id, old.story_id as was`,
  )
  for (const { story_id, was } of moved) {
    touched.add(story_id)
    if (was !== null) touched.add(was)
  }
}

/** Opens a story for each of `leads`; gives it by its lead. */
async function openStories(tx: Tx, leads: readonly number[]): Promise<Map<number, number>> {
  const distinct = [...new Set(leads)]
  if (!distinct.length) return new Map()
  const made = await rows<{ id: number; lead_article_id: number }>(
    tx,
    sql`insert into stories (lead_article_id) select unnest(${distinct}::bigint[]) returning id, lead_article_id`,
  )
  return new Map(made.map((row) => [row.lead_article_id, row.id]))
}
