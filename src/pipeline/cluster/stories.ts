import { rows, run, sql, type Tx } from '../../adapters/postgres/sql.ts'
import { decideStory, STORY_POLICY, type StoryDecision } from '../../core/stories/decision.ts'
import type { Prepared } from '../../core/stories/pair/prepared.ts'
import type { StoryProfile } from '../../core/stories/profile/story-profile.ts'
import type { History } from '../../core/stories/rarity.ts'
import type { RoundUpSign } from '../../core/stories/round-up.ts'
import { createRarity, type Rarity, WINDOW_POLICY } from '../../core/stories/window.ts'
import type { NotNull, TableRow } from '../../schema/rows.ts'
import { publishedHistory } from '../../store/stories/document-frequencies.ts'
import { findStoryCandidates, loadProfiles, type StoredProfile } from '../../store/stories/terms.ts'
import type { Copies } from './copies.ts'
import { type ClusterInput, type ClusterItem, type ClusterKeys, dayOf } from './item.ts'

interface Placed {
  readonly id: number
  readonly textKey: bigint | null
  readonly storyId: number
  readonly decision: StoryDecision | null
  readonly roundUp: RoundUpSign | null
}

/** The temporary id of a story before it is opened: this plus the id of its first article, above every existing id. */
const YET_TO_OPEN = 2 ** 52

/** Finds the story of each original, or opens one. @returns the stories that changed */
export async function placeOriginals(
  tx: Tx,
  items: readonly ClusterItem[],
  { storyOfNewOriginal, templated }: Pick<Copies, 'storyOfNewOriginal' | 'templated'>,
): Promise<Set<number>> {
  const hits = await findStoryCandidates(
    tx,
    items.map(({ input, value }) => ({ id: input.id, day: dayOf(input.published_at), terms: value.keys })),
    WINDOW_POLICY.windowDays,
  )
  const profiles = new Map(
    (await loadProfiles(tx, [...new Set(hits.map(({ candidate }) => candidate))])).map((p) => [p.id, p]),
  )
  const prepared = preparer(await publishedHistory(tx))
  const placed: Placed[] = []
  for (const { input, value } of items) {
    const candidates = hits.flatMap((hit) => (hit.id === input.id ? (profiles.get(hit.candidate) ?? []) : []))
    const settled = input.story_id ?? storyOfNewOriginal.get(input.id) ?? null
    const decision =
      settled === null ? decide(input, value, candidates, prepared, new Set(templated.get(input.id))) : null
    const storyId = settled ?? decision?.storyId ?? YET_TO_OPEN + input.id
    placed.push({ id: input.id, textKey: value.textKey, storyId, decision, roundUp: value.roundUp })
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
    placed.map(({ id, textKey, storyId }) => ({ id, textKey, storyId: storyOf(storyId) })),
  )
  await saveLinks(tx, placed, storyOf)
  return new Set(placed.map(({ storyId }) => storyOf(storyId)))
}

/** Notes the key of the text (`noteRanBefore`) with it: each change of an article's row costs an entry in every index. */
async function putInStories(
  tx: Tx,
  articles: readonly { readonly id: number; readonly textKey: bigint | null; readonly storyId: number }[],
): Promise<void> {
  if (!articles.length) return
  await run(
    tx,
    sql`update articles a set stage = 'clustered', clustered_revision = a.text_revision, reason = null, duplicate_of = null, similarity = null,
          copy_reasons = null, story_id = p.story_id, clustered_at = now(), updated_at = now(), try_count = 0,
          text_key = coalesce(p.text_key, a.text_key),
          ran_before = case when a.text_key is distinct from coalesce(p.text_key, a.text_key) then null else a.ran_before end
        from unnest(${articles.map(({ id }) => id)}::bigint[], ${articles.map(({ storyId }) => storyId)}::bigint[],
                    ${articles.map(({ textKey }) => (textKey === null ? null : String(textKey)))}::bigint[])
          as p (id, story_id, text_key)
        where a.id = p.id`,
  )
}

type Prepare = (article: Pick<StoredProfile, 'profile' | 'published_at'>) => Prepared

interface Ready {
  readonly history: History
  readonly publishedMs: number | null
  readonly prepared: Prepared
}

/** Profiles prepared for comparison, as long as the profile is cached: a candidate of many is prepared once. */
const readied = new WeakMap<StoryProfile, Ready>()
/** Rarity under one history, for as long as that is kept. */
const rarities = new WeakMap<History, Rarity>()

/** Profiles prepared for comparison, each with the rarity of terms on its own day. */
export function preparer(history: History): Prepare {
  let rarity = rarities.get(history)
  if (rarity === undefined) rarities.set(history, (rarity = createRarity(history)))
  const { prepare } = rarity
  return ({ profile, published_at }) => {
    const publishedMs = published_at?.getTime() ?? null
    const known = readied.get(profile)
    if (known?.history === history && known.publishedMs === publishedMs) return known.prepared
    const prepared = prepare(profile, publishedMs)
    readied.set(profile, { history, publishedMs, prepared })
    return prepared
  }
}

function decide(
  input: ClusterInput,
  value: ClusterKeys,
  candidates: readonly StoredProfile[],
  prepared: Prepare,
  templated: ReadonlySet<number>,
): StoryDecision {
  return decideStory(
    prepared({ profile: value.profile, published_at: input.published_at }),
    candidates
      .filter(
        ({ id, story_id, duplicate_of }) => id !== input.id && story_id !== null && duplicate_of === null,
      )
      .map((row) => ({
        id: row.id,
        storyId: row.story_id!,
        prepared: prepared(row),
        isTemplated: templated.has(row.id),
      })),
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

/** Opens a story for each of `leads`. @returns the story by its lead */
async function openStories(tx: Tx, leads: readonly number[]): Promise<Map<number, number>> {
  const distinct = [...new Set(leads)]
  if (!distinct.length) return new Map()
  const made = await rows<NotNull<Pick<TableRow<'stories'>, 'id' | 'lead_article_id'>, 'lead_article_id'>>(
    tx,
    sql`insert into stories (lead_article_id) select unnest(${distinct}::bigint[]) returning id, lead_article_id`,
  )
  return new Map(made.map((row) => [row.lead_article_id, row.id]))
}
