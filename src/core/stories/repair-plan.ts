/** Decides again on a window of stories: what must change for the stories to be the groups that the whole window shows. */
import {
  explain,
  round,
  STORY_POLICY,
  type StoryDecision,
  type StoryPolicy,
  type StoryReasons,
} from './decision.ts'
import { groupWindow, type HandEdits, type RepairArticle } from './group-window.ts'
import type { History } from './rarity.ts'
import type { Edge } from './window.ts'

export interface RepairPlan {
  /** Articles that change their story, by the story they go to; null keys a new story, one entry for each. */
  readonly moves: readonly { readonly to: number | null; readonly articles: readonly number[] }[]
  /** Stories that lost all their articles to another. `into` is an existing story. */
  readonly merges: readonly { readonly from: number; readonly into: number }[]
}

/** Why an article is where the repair put it. */
export interface RepairLink {
  readonly articleId: number
  readonly reasons: StoryReasons
  /** The story of another group that comes next. */
  readonly runnerUp: StoryDecision['runnerUp']
}

/** Groups a window again with everything now known, and returns what must change for the stories to be those groups. */
export function planRepair(
  articles: readonly RepairArticle[],
  hand: HandEdits,
  history: History = new Map(),
  policy: StoryPolicy = STORY_POLICY,
): RepairPlan & {
  readonly links: readonly RepairLink[]
  readonly probabilities: ReadonlyMap<number, number>
} {
  const sorted = [...articles].sort(
    (a, b) =>
      (a.publishedMs ?? 0) - (b.publishedMs ?? 0) ||
      (a.sortKey < b.sortKey ? -1 : a.sortKey > b.sortKey ? 1 : a.id - b.id),
  )
  const { group, prepared, edges } = groupWindow(sorted, { hand, history, policy })
  const groups = new Map<number, RepairArticle[]>()
  for (const [i, article] of sorted.entries()) {
    const list = groups.get(group[i]!)
    if (list) list.push(article)
    else groups.set(group[i]!, [article])
  }
  const plan = planChanges([...groups.values()])
  const moved = new Set(plan.moves.flatMap(({ articles: ids }) => ids))
  const storyNow = new Map(sorted.map(({ id, storyId }) => [id, storyId as number | null]))
  for (const { to, articles: ids } of plan.moves) for (const id of ids) storyNow.set(id, to)
  const best = new Map<number, Edge>()
  const next = new Map<number, Edge>()
  for (const edge of edges) {
    const nearest = group[edge.a] === group[edge.b] ? best : next
    for (const end of [edge.a, edge.b])
      if (moved.has(sorted[end]!.id) && edge.probability > (nearest.get(end)?.probability ?? -1))
        nearest.set(end, edge)
  }
  const probabilities = belonging(sorted, group, edges)
  const otherEnd = (edge: Edge, end: number): number => (edge.a === end ? edge.b : edge.a)
  const links = [...best].map(([end, edge]): RepairLink => {
    const other = otherEnd(edge, end)
    const like = { id: sorted[other]!.id, prepared: prepared[other]! }
    const rival = next.get(end)
    const storyId = rival ? storyNow.get(sorted[otherEnd(rival, end)]!.id) : undefined
    return {
      articleId: sorted[end]!.id,
      reasons: explain(
        prepared[end]!,
        like,
        edge.facts,
        probabilities.get(sorted[end]!.id) ?? edge.probability,
      ),
      runnerUp: rival && storyId ? { storyId, probability: round(rival.probability) } : null,
    }
  })
  return { ...plan, links, probabilities }
}

/**
 * How likely each article reports the same event as the others of its group: the mean over those with which it was compared.
 * Articles without others in their group have none.
 */
function belonging(
  articles: readonly RepairArticle[],
  group: Int32Array,
  edges: readonly Edge[],
): Map<number, number> {
  const sums = new Map<number, { sum: number; count: number }>()
  for (const { a, b, probability } of edges) {
    if (group[a] !== group[b]) continue
    for (const end of [a, b]) {
      const known = sums.get(end) ?? { sum: 0, count: 0 }
      sums.set(end, { sum: known.sum + probability, count: known.count + 1 })
    }
  }
  return new Map([...sums].map(([end, { sum, count }]) => [articles[end]!.id, round(sum / count)]))
}

/** Each group keeps the story that most of it comes from; of two groups of one story the larger keeps it; the older id wins ties. */
export function planChanges(
  groups: readonly (readonly { readonly id: number; readonly storyId: number }[])[],
): RepairPlan {
  const claims: { group: number; storyId: number; count: number }[] = []
  for (const [group, members] of groups.entries()) {
    const counts = new Map<number, number>()
    for (const { storyId } of members) counts.set(storyId, (counts.get(storyId) ?? 0) + 1)
    for (const [storyId, count] of counts) claims.push({ group, storyId, count })
  }
  claims.sort((a, b) => b.count - a.count || a.storyId - b.storyId || a.group - b.group)
  const storyOf = new Map<number, number>()
  const taken = new Set<number>()
  for (const { group, storyId } of claims)
    if (!storyOf.has(group) && !taken.has(storyId)) {
      storyOf.set(group, storyId)
      taken.add(storyId)
    }
  // The older id is kept where whole stories became one.
  for (const [group, members] of groups.entries()) {
    const kept = storyOf.get(group)
    if (kept === undefined) continue
    const free = members.map(({ storyId }) => storyId).filter((storyId) => !taken.has(storyId))
    const oldest = Math.min(kept, ...free)
    if (oldest !== kept) {
      storyOf.set(group, oldest)
      taken.delete(kept)
      taken.add(oldest)
    }
  }
  const moves: { to: number | null; articles: number[] }[] = []
  const heirs = new Map<number, Map<number, number>>()
  for (const [group, members] of groups.entries()) {
    const to = storyOf.get(group) ?? null
    const moved = members.filter(({ storyId }) => storyId !== to)
    if (moved.length > 0) moves.push({ to, articles: moved.map(({ id }) => id) })
    if (to !== null)
      for (const { storyId } of moved)
        if (!taken.has(storyId)) {
          const counts = heirs.get(storyId) ?? new Map<number, number>()
          counts.set(to, (counts.get(to) ?? 0) + 1)
          heirs.set(storyId, counts)
        }
  }
  const merges = [...heirs].map(([from, counts]) => ({
    from,
    into: [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]![0],
  }))
  return { moves, merges }
}
