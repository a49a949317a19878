import { first, type Queryable, rows, run, sql, type Tx } from '../../adapters/postgres/sql.ts'
import type { HandEdits, RepairArticle } from '../../core/stories/group-window.ts'
import { type PackedProfile, unpackProfile } from '../../core/stories/profile/packed.ts'
import type { planRepair, RepairLink } from '../../core/stories/repair-plan.ts'
import type { RoundUpSign } from '../../core/stories/round-up.ts'
import type { NotNull, TableRow } from '../../schema/rows.ts'
import { emitEvents } from '../outbox/events.ts'
import { refreshStories } from './stories.ts'

/** Commits come out of order: articles clustered this long before the last round are examined again. */
export const OVERLAP_S = 300

export interface NewSinceRepair {
  readonly count: number
  readonly until: Date
  /** Days of publication of new articles; undated ones are counted apart. */
  readonly days: readonly string[]
  readonly undated: number
}

export async function newSinceRepair(db: Queryable): Promise<NewSinceRepair | null> {
  const row = await first<{ count: number; until: Date | null; days: string[]; undated: number }>(
    db,
    sql`select count(*)::int as count, max(clustered_at) as until,
               coalesce(array_agg(distinct (published_at at time zone 'UTC')::date::text) filter (where published_at is not null), '{}') as days,
               (count(*) filter (where published_at is null))::int as undated
        from articles, repair_state
        where stage = 'clustered' and clustered_at > repaired_until - make_interval(secs => ${OVERLAP_S})
          and exists (select 1 from articles b where b.stage = 'clustered' and b.clustered_at > repaired_until)`,
  )
  return row && row.count > 0 && row.until ? { ...row, until: row.until } : null
}

export function noteRepaired(tx: Tx, until: Date): Promise<number> {
  return run(tx, sql`update repair_state set repaired_until = greatest(repaired_until, ${until})`)
}

/** Originals published within the ranges of days, and undated ones first seen lately. */
export async function loadRepairWindow(
  db: Queryable,
  ranges: readonly { readonly from: string; readonly to: string }[],
  undatedDays: number,
  limit: number,
): Promise<RepairArticle[]> {
  const found = await rows<
    NotNull<Pick<TableRow<'articles'>, 'id' | 'story_id' | 'published_at'>, 'story_id'> & {
      readonly profile: PackedProfile & { readonly round_up?: RoundUpSign }
      readonly sort_key: string
      readonly templated_with: number[]
    }
  >(
    db,
    sql`select a.id, a.story_id, a.published_at, p.profile, 
               coalesce(to_jsonb(p.templated_with), '[]') as templated_with, coalesce(a.content_hash, md5(coalesce(a.title, ''))) as sort_key
        from article_profiles p join articles a on a.id = p.article_id
        where (exists (select 1 from unnest(${ranges.map((r) => r.from)}::date[], ${ranges.map((r) => r.to)}::date[]) as r (lo, hi)
                       where p.day between r.lo and r.hi)
               or (p.day is null and p.seen_on >= current_date - ${undatedDays}::int))
          and a.stage = 'clustered' and a.duplicate_of is null and a.story_id is not null
        order by coalesce(p.day, p.seen_on) desc, a.id desc limit ${limit}`,
  )
  return found.map((row) => ({
    id: row.id,
    storyId: row.story_id,
    publishedMs: row.published_at?.getTime() ?? null,
    profile: unpackProfile(row.profile),
    sortKey: row.sort_key,
    roundUp: row.profile.round_up ?? null,
    templatedWith: row.templated_with,
  }))
}

/**
 * What people have merged or split, and not undone: the repair pass must respect it. Originals that an edit pinned in one
 * story belong together; the two sides of a split do not.
 */
export async function handEdits(db: Queryable): Promise<HandEdits> {
  const pinned = await rows<{ ids: number[] }>(
    db,
    sql`select array_agg(id order by id) as ids from articles
        where story_pinned_by is not null and duplicate_of is null group by story_id`,
  )
  const parted = await rows<{ one: number; other: number }>(
    db,
    sql`select one, other from (
          select min(a.id) filter (where a.story_id = e.story_id) as one,
                 min(a.id) filter (where a.story_id = e.other_story_id) as other
          from story_edits e join articles a on a.story_pinned_by = e.id and a.duplicate_of is null
          where e.kind = 'split' and e.undone_at is null group by e.id) sides
        where one is not null and other is not null`,
  )
  const together = pinned.flatMap(({ ids }) => ids.slice(1).map((id): [number, number] => [ids[0]!, id]))
  return { together, apart: parted.map(({ one, other }): [number, number] => [one, other]) }
}

/** Carries out a plan. An article that another transaction has moved meanwhile stays where it was put. */
export async function applyRepair(
  tx: Tx,
  articles: readonly RepairArticle[],
  plan: ReturnType<typeof planRepair>,
): Promise<{ merged: number; split: number }> {
  const storyOf = new Map(articles.map(({ id, storyId }) => [id, storyId]))
  const heirOf = new Map(plan.merges.map(({ from, into }) => [from, into]))
  const touched = new Set<number>()
  let split = 0
  for (const move of plan.moves) {
    const to =
      move.to ??
      (await first<Pick<TableRow<'stories'>, 'id'>>(
        tx,
        sql`insert into stories (lead_article_id) values (${move.articles[0]}) returning id`,
      ))!.id
    touched.add(to)
    const bySource = Map.groupBy(move.articles, (id) => storyOf.get(id)!)
    for (const [from, ids] of bySource) {
      const moved = await rows<Pick<TableRow<'articles'>, 'id'>>(
        tx,
        sql`update articles set story_id = ${to}, updated_at = now()
            where (id = any(${ids}::bigint[]) or duplicate_of = any(${ids}::bigint[])) and story_id = ${from}
            returning id`,
      )
      if (!moved.length) continue
      touched.add(from)
      const merge = heirOf.get(from) === to
      if (!merge) split++
      await run(
        tx,
        sql`insert into story_edits (kind, story_id, other_story_id, before, made_by)
            values (${merge ? 'merge' : 'split'}, ${merge ? to : from}, ${merge ? from : to},
                    ${JSON.stringify(moved.map(({ id }) => ({ id, story_id: from, pinned_by: null })))}::jsonb, 'repair')`,
      )
    }
  }
  for (const { from, into } of plan.merges) {
    await run(
      tx,
      sql`update stories set merged_into_id = ${into}, updated_at = now()
          where (id = ${from} or merged_into_id = ${from}) and id <> ${into}
            and not exists (select 1 from articles where story_id = ${from})`,
    )
  }
  await saveLinks(tx, plan.links)
  await saveProbabilities(tx, plan.probabilities)
  await refreshStories(tx, [...touched])
  await emitEvents(
    tx,
    plan.merges.map(({ from, into }) => ({
      kind: 'story.merged' as const,
      subjectId: into,
      dedupeKey: `story.merged:${from}:${into}`,
      payload: { story_id: into, merged_story_id: from },
    })),
  )
  return { merged: plan.merges.length, split }
}

/** A difference too small to be visible. */
const SAME_PROBABILITY = 0.03

/**
 * The probabilities computed from the whole window, for articles that stay in their story: written only where they have
 * changed.
 */
async function saveProbabilities(tx: Tx, probabilities: ReadonlyMap<number, number>): Promise<void> {
  if (!probabilities.size) return
  await run(
    tx,
    sql`update story_links l set probability = p.probability
        from unnest(${[...probabilities.keys()]}::bigint[], ${[...probabilities.values()]}::real[]) as p (id, probability)
        where l.article_id = p.id and l.reasons ->> 'why' in ('joined', 'repaired')
          and abs(l.probability - p.probability) > ${SAME_PROBABILITY}`,
  )
}

async function saveLinks(tx: Tx, links: readonly RepairLink[]): Promise<void> {
  await run(
    tx,
    sql`insert into story_links (article_id, probability, reasons, decided_by)
        select id, probability, reasons || '{"why": "repaired"}', 'repair'
        from unnest(${links.map((l) => l.articleId)}::bigint[], ${links.map((l) => l.reasons.probability)}::real[],
                    ${links.map((l) => JSON.stringify({ ...l.reasons, runner_up: l.runnerUp }))}::jsonb[]) as l (id, probability, reasons)
        on conflict (article_id) do update
          set probability = excluded.probability,
              reasons = excluded.reasons || case when story_links.reasons ? 'round_up'
                then jsonb_build_object('round_up', story_links.reasons -> 'round_up') else '{}' end,
              decided_by = excluded.decided_by, decided_at = now()`,
  )
}
