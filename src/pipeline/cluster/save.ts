import { type Queryable, rows, run, sql, type Tx } from '../../adapters/postgres/sql.ts'
import { packProfile } from '../../core/stories/profile/packed.ts'
import { saveKeys } from '../../store/copies/fingerprints.ts'
import { saveTemplated } from '../../store/copies/templated.ts'
import { emitEvents } from '../../store/outbox/events.ts'
import { refreshStories } from '../../store/stories/stories.ts'
import { decideCopies, placeCopies, placeCopiesInStories } from './copies.ts'
import { type ClusterInput, type ClusterItem, dayOf } from './item.ts'
import { noteRanBefore } from './ran-before.ts'
import { placeOriginals } from './stories.ts'

export function loadForCluster(db: Queryable, ids: readonly number[]): Promise<ClusterInput[]> {
  return rows<ClusterInput>(
    db,
    sql`select a.id, a.stage, a.document_at, a.text_revision, date_trunc('milliseconds', a.refetch_at) as refetch_at,
               a.outlet_id, a.version, a.parked_count, a.story_id, a.duplicate_of, a.title, a.body, a.language,
               a.provenance ->> 'language' is distinct from 'text' as language_is_stated,
               a.kind, a.published_at, a.published_precision, a.agencies, a.dateline, a.syndicated_from, a.url_key,
               a.content_hash, o.name as outlet_name, o.slug as outlet_slug, o.domain as outlet_domain
        from articles a left join outlets o on o.id = a.outlet_id
        where a.id = any(${ids}::bigint[]) and a.stage = ${'extracted'} order by a.id`,
  )
}

/** Places articles one after the other; the articles of one batch see each other as if they had come one by one. */
export async function saveClustered(
  tx: Tx,
  items: readonly ClusterItem[],
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
  for (const id of await placeOriginals(tx, originals, copies)) touched.add(id)
  await saveTemplated(
    tx,
    [...copies.templated].map(([id, others]) => ({ id, others, judged: [] })),
  )
  await placeCopiesInStories(tx, touched, items)
  await noteRanBefore(tx, items)
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
 * Two texts that could be copies, or report one event, mostly share one of their smallest fingerprints or weightiest terms:
 * the transaction that holds the lock on it decides first. The repair pass corrects the few pairs that miss each other.
 */
async function lockKeys(tx: Tx, items: readonly ClusterItem[]): Promise<void> {
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
