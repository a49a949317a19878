/**
 * Which story an article belongs to: online against the best candidates, and over a whole window when the
 * stories are repaired. Pure: the articles come in as values, the decision goes out with its reasons.
 */

import { inContext } from './context.ts'
import { compare, type PairFacts, type Prepared } from './features.ts'
import { groupItems } from './groups.ts'
import { logistic, pairVector } from './join.ts'
import { IS_NAME, IS_NUMBER, type StoryProfile } from './profile.ts'
import { CONTEXT_FOREST, PAIR_WEIGHTS } from './weights.ts'
import { type Edge, prepareWindow, windowEdges } from './window.ts'

export interface StoryPolicy {
  /** Mean probability from which the repair, which sees the whole window, makes two groups one story. */
  readonly threshold: number
  /** The same for joining a story online, from few candidates: only what is sure, the repair does the rest. */
  readonly joinThreshold: number
  /** How much likelier than the second-best story the best must be. */
  readonly margin: number
}

export const STORY_POLICY: StoryPolicy = { threshold: 0.4, joinThreshold: 0.5, margin: 0 }

/** A candidate article of a story, prepared under the same IDF as the article in question. */
export interface StoryCandidate {
  readonly id: number
  readonly storyId: number
  readonly prepared: Prepared
}

export interface StoryReasons {
  readonly probability: number
  readonly scores: Readonly<Record<string, number>>
  readonly terms: readonly string[]
  readonly names: readonly string[]
  readonly numbers: readonly string[]
  readonly quotes: number
  /** The article that is most alike in the story. */
  readonly like: number
}

export interface StoryDecision {
  /** The story to join; null for a new one. */
  readonly storyId: number | null
  readonly reasons: StoryReasons | null
  readonly runnerUp: { readonly storyId: number; readonly probability: number } | null
  readonly reason: 'joined' | 'no_candidates' | 'too_unlike' | 'too_close_to_call'
}

/** Decides the story of one article from the candidates that share its key terms. */
export function decideStory(
  article: Prepared,
  candidates: readonly StoryCandidate[],
  policy: StoryPolicy = STORY_POLICY,
): StoryDecision {
  if (candidates.length === 0)
    return { storyId: null, reasons: null, runnerUp: null, reason: 'no_candidates' }
  const stories = new Map<number, Scored[]>()
  for (const candidate of candidates) {
    const facts = compare(article, candidate.prepared)
    const entry = { candidate, facts, probability: logistic(PAIR_WEIGHTS, pairVector(facts)) }
    const list = stories.get(candidate.storyId)
    if (list) list.push(entry)
    else stories.set(candidate.storyId, [entry])
  }
  const ranked = [...stories]
    .map(([storyId, list]) => ({
      storyId,
      list,
      probability: list.reduce((sum, { probability }) => sum + probability, 0) / list.length,
    }))
    .sort((a, b) => b.probability - a.probability || a.storyId - b.storyId)
  const [best, second] = ranked
  const runnerUp = second ? { storyId: second.storyId, probability: round(second.probability) } : null
  const top = best!.list.reduce((x, y) => (y.probability > x.probability ? y : x))
  const reasons = explain(article, top.candidate, top.facts, best!.probability)
  if (best!.probability < policy.joinThreshold)
    return { storyId: null, reasons, runnerUp, reason: 'too_unlike' }
  if (second && best!.probability - second.probability < policy.margin)
    return { storyId: null, reasons, runnerUp, reason: 'too_close_to_call' }
  return { storyId: best!.storyId, reasons, runnerUp, reason: 'joined' }
}

interface Scored {
  readonly candidate: StoryCandidate
  readonly facts: PairFacts
  readonly probability: number
}

const MAX_SHOWN = 8

/** What the two have in common, for people. */
export function explain(
  article: Prepared,
  other: { readonly id: number; readonly prepared: Prepared },
  facts: PairFacts,
  probability: number,
): StoryReasons {
  const shared = [...article.terms]
    .filter(([key]) => other.prepared.terms.has(key))
    .sort(([, a], [, b]) => b.value - a.value)
  const named = (flag: number, not = 0): string[] =>
    shared
      .filter(([, { flags }]) => (flag === 0 || (flags & flag) !== 0) && (flags & not) === 0)
      .slice(0, MAX_SHOWN)
      .map(([key]) => key.replace(/^#/, ''))
  return {
    probability: round(probability),
    scores: {
      text: round(facts.text),
      title: round(facts.title),
      lead: round(facts.lead),
      names: round(facts.names),
      numbers: round(facts.numbers),
      ...(facts.days === null ? {} : { days: round(facts.days) }),
    },
    terms: named(0, IS_NAME | IS_NUMBER),
    names: named(IS_NAME, IS_NUMBER),
    numbers: named(IS_NUMBER),
    quotes: facts.quotes,
    like: other.id,
  }
}

function round(x: number): number {
  return Math.round(x * 1000) / 1000
}

export interface RepairArticle {
  readonly id: number
  readonly storyId: number
  readonly profile: StoryProfile
  readonly publishedMs: number | null
  /** Equal for equal articles whatever their ids: makes the result independent of the order of arrival. */
  readonly sortKey: string
  /** It tells of many events: it joins a story and brings none together. */
  readonly joinsOnly?: boolean
}

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

export interface HandEdits {
  /** Pairs of article ids. */
  readonly together: readonly (readonly [number, number])[]
  readonly apart: readonly (readonly [number, number])[]
}

/** Groups a window anew from the whole picture, and says what must change for the stories to be those groups. */
export function planRepair(
  articles: readonly RepairArticle[],
  hand: HandEdits,
  policy: StoryPolicy = STORY_POLICY,
): RepairPlan & { readonly links: readonly RepairLink[] } {
  const sorted = [...articles].sort(
    (a, b) =>
      (a.publishedMs ?? 0) - (b.publishedMs ?? 0) ||
      (a.sortKey < b.sortKey ? -1 : a.sortKey > b.sortKey ? 1 : a.id - b.id),
  )
  const { group, prepared, edges } = groupWindow(sorted, hand, policy)
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
  const otherEnd = (edge: Edge, end: number): number => (edge.a === end ? edge.b : edge.a)
  const links = [...best].map(([end, edge]): RepairLink => {
    const other = otherEnd(edge, end)
    const like = { id: sorted[other]!.id, prepared: prepared[other]! }
    const rival = next.get(end)
    const storyId = rival ? storyNow.get(sorted[otherEnd(rival, end)]!.id) : undefined
    return {
      articleId: sorted[end]!.id,
      reasons: explain(prepared[end]!, like, edge.facts, edge.probability),
      runnerUp: rival && storyId ? { storyId, probability: round(rival.probability) } : null,
    }
  })
  return { ...plan, links }
}

function groupWindow(sorted: readonly RepairArticle[], hand: HandEdits, policy: StoryPolicy) {
  const prepared = prepareWindow(sorted)
  const joinsOnly = sorted.map((article) => article.joinsOnly === true)
  // What tells of many events is no company to know an article by.
  const [ofMany, ofOne] = partition(
    windowEdges(sorted, prepared, PAIR_WEIGHTS),
    ({ a, b }) => joinsOnly[a]! || joinsOnly[b]!,
  )
  const likely = inContext(prepared, ofOne, CONTEXT_FOREST)
  const edges = [...likely, ...ofMany]
  const index = new Map(sorted.map(({ id }, i) => [id, i]))
  const pairsOf = (list: HandEdits['together']): [number, number][] =>
    list.flatMap(([a, b]) => {
      const [x, y] = [index.get(a), index.get(b)]
      return x === undefined || y === undefined ? [] : [[x, y]]
    })
  const group = groupItems(sorted.length, likely, {
    threshold: policy.threshold,
    together: pairsOf(hand.together),
    apart: pairsOf(hand.apart),
  })
  const placedByHand = new Set([...pairsOf(hand.together), ...pairsOf(hand.apart)].flat())
  attachRoundUps(group, edges, (i) => joinsOnly[i]! && !placedByHand.has(i), policy.threshold)
  return { group, prepared, edges }
}

function partition<T>(list: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  return [list.filter(test), list.filter((item) => !test(item))]
}

/** Evidence of so many of a story's articles is asked for before what tells of many events joins it. */
const ATTACHED_BY = 3

/** Puts each round-up into the group that it is most like, where it is like one. */
function attachRoundUps(
  group: Int32Array,
  edges: readonly Edge[],
  isRoundUp: (i: number) => boolean,
  threshold: number,
): void {
  const evidence = new Map<number, Map<number, number[]>>()
  for (const { a, b, probability } of edges) {
    if (isRoundUp(a) === isRoundUp(b)) continue
    const [one, other] = isRoundUp(a) ? [a, b] : [b, a]
    const groups = evidence.get(one) ?? new Map<number, number[]>()
    evidence.set(one, groups)
    const list = groups.get(group[other]!)
    if (list) list.push(probability)
    else groups.set(group[other]!, [probability])
  }
  for (const [i, groups] of evidence) {
    const best = [...groups]
      .map(([of, list]) => {
        const top = list.sort((x, y) => y - x).slice(0, ATTACHED_BY)
        return { of, mean: top.reduce((sum, p) => sum + p, 0) / top.length }
      })
      .sort((x, y) => y.mean - x.mean || x.of - y.of)[0]
    if (best && best.mean >= threshold) group[i] = best.of
  }
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
  // The older id lives on where whole stories became one.
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
