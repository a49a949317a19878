/** Groups the articles of a window so that each group reports one event, from all pairs among them. */
import { STORY_POLICY, type StoryPolicy } from './decision.ts'
import { groupItems } from './groups.ts'
import { inContext } from './pair/context.ts'
import type { Prepared } from './pair/prepared.ts'
import { type Models, shippedModels } from './pair/weights.ts'
import type { StoryProfile } from './profile/story-profile.ts'
import type { History } from './rarity.ts'
import type { RoundUpSign } from './round-up.ts'
import { type Edge, prepareWindow, windowEdges } from './window.ts'

export interface RepairArticle {
  readonly id: number
  readonly storyId: number
  readonly profile: StoryProfile
  readonly publishedMs: number | null
  /** The same for equal articles whatever their ids: makes the result independent of the order of arrival. */
  readonly sortKey: string
  /** It reports many events: it never connects other articles, and only a live blog of one event joins a story. */
  readonly roundUp?: RoundUpSign | null
  readonly templatedWith?: readonly number[]
}

export interface HandEdits {
  /** Pairs of article ids. */
  readonly together: readonly (readonly [number, number])[]
  readonly apart: readonly (readonly [number, number])[]
}

export interface GroupOptions {
  readonly hand?: HandEdits
  readonly history?: History
  readonly policy?: StoryPolicy
  readonly models?: Models
}

const NO_EDITS: HandEdits = { together: [], apart: [] }

export interface GroupedWindow {
  /** For each article the index of its group's first. */
  readonly group: Int32Array
  readonly prepared: readonly Prepared[]
  readonly edges: readonly Edge[]
}

/** Groups the articles of a window, given in an order that depends only on the articles. */
export function groupWindow(
  sorted: readonly RepairArticle[],
  {
    hand = NO_EDITS,
    history = new Map(),
    policy = STORY_POLICY,
    models = shippedModels(),
  }: GroupOptions = {},
): GroupedWindow {
  const prepared = prepareWindow(sorted, history)
  return groupEdges(sorted, prepared, windowEdges(sorted, prepared, models.pair), { hand, policy, models })
}

/** The same from pairs that the first look has judged. */
export function groupEdges(
  sorted: readonly RepairArticle[],
  prepared: readonly Prepared[],
  firstLook: readonly Edge[],
  {
    hand = NO_EDITS,
    policy = STORY_POLICY,
    models = shippedModels(),
  }: {
    readonly hand?: HandEdits
    readonly policy?: StoryPolicy
    readonly models?: Pick<Models, 'context'>
  } = {},
): GroupedWindow {
  const isRoundUp = sorted.map(({ roundUp }) => roundUp != null)
  // An article that reports many events says nothing about the event of its neighbours.
  const [ofMany, ofOne] = partition(firstLook, ({ a, b }) => isRoundUp[a]! || isRoundUp[b]!)
  const likely = inContext(prepared, ofOne, models.context)
  const edges = [...likely, ...ofMany]
  const index = new Map(sorted.map(({ id }, i) => [id, i]))
  const pairsOf = (list: HandEdits['together']): [number, number][] =>
    list.flatMap(([a, b]) => {
      const [x, y] = [index.get(a), index.get(b)]
      return x === undefined || y === undefined ? [] : [[x, y]]
    })
  const group = groupItems(sorted.length, likely, {
    threshold: policy.threshold,
    pairThreshold: policy.pairThreshold,
    together: pairsOf(hand.together),
    apart: pairsOf(hand.apart),
  })
  const placedByHand = new Set([...pairsOf(hand.together), ...pairsOf(hand.apart)].flat())
  attachLiveBlogs(group, edges, sorted, (i) => !placedByHand.has(i), policy.threshold)
  return { group, prepared, edges }
}

function partition<T>(list: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  return [list.filter(test), list.filter((item) => !test(item))]
}

/** A live blog joins a story only with evidence from this many of its articles. */
const ATTACHED_BY = 3
/** A live blog that is this much as likely with another story follows the news in general, and stays alone. */
const RIVAL = 0.5

/**
 * Puts each live blog into the group that it is most like, if it is like only one. Briefings, digests and other articles that
 * report several events stay alone.
 */
function attachLiveBlogs(
  group: Int32Array,
  edges: readonly Edge[],
  articles: readonly RepairArticle[],
  isFree: (i: number) => boolean,
  threshold: number,
): void {
  const isRoundUp = (i: number): boolean => articles[i]!.roundUp != null
  const evidence = new Map<number, Map<number, number[]>>()
  for (const { a, b, probability } of edges) {
    if (isRoundUp(a) === isRoundUp(b)) continue
    const [one, other] = isRoundUp(a) ? [a, b] : [b, a]
    if (articles[one]!.roundUp !== 'live_blog' || !isFree(one)) continue
    const groups = evidence.get(one) ?? new Map<number, number[]>()
    evidence.set(one, groups)
    const list = groups.get(group[other]!)
    if (list) list.push(probability)
    else groups.set(group[other]!, [probability])
  }
  for (const [i, groups] of evidence) {
    const [best, rival] = [...groups]
      .map(([of, list]) => {
        const top = list.sort((x, y) => y - x).slice(0, ATTACHED_BY)
        return { of, mean: top.reduce((sum, p) => sum + p, 0) / top.length }
      })
      .sort((x, y) => y.mean - x.mean || x.of - y.of)
    if (best && best.mean >= threshold && (rival?.mean ?? 0) < best.mean * RIVAL) group[i] = best.of
  }
}
