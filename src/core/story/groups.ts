/**
 * Agglomerative grouping of a window's articles into stories: the two groups that belong together most
 * are joined first, until no two do. What decides is the learned merge model over all the evidence
 * between two groups. The result depends on the articles only, not on the order they came in.
 */
import { type Between, type GroupFacts, JOIN_WEIGHTS, logistic, mergeVector, type Rivals } from './join.ts'

export interface GroupItem {
  /** Days since the epoch, with fractions; null where not known. */
  readonly day: number | null
  readonly titleOnly: boolean
}

/** Evidence between two articles, by their index. */
export interface Edge {
  readonly a: number
  readonly b: number
  readonly probability: number
  readonly logOdds: number
  readonly text: number
  readonly title: number
  readonly lead: number
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

export type MergeScore = (
  a: GroupFacts,
  b: GroupFacts,
  between: Between,
  rivalsA: Rivals,
  rivalsB: Rivals,
) => number

/**
 * Two single articles found a story only when they are this likely to tell of one event (titles alone, half of it):
 * where nothing else is near, the merge model sees no rivals and would take little for much.
 */
const MIN_TO_FOUND = 0.4
/** A single article joins a group only when it is this likely with its members, on average. */
const MIN_TO_JOIN = 0.25

export function mergeProbabilityBy(weights: readonly number[]): MergeScore {
  return (a, b, between, rivalsA, rivalsB) => {
    const bare = (a.titleOnly + b.titleOnly) / (a.size + b.size)
    const needed =
      a.size === 1 && b.size === 1 ? MIN_TO_FOUND : a.size === 1 || b.size === 1 ? MIN_TO_JOIN : 0
    if (between.probability / (a.size * b.size) < needed * (1 - bare / 2)) return 0
    return logistic(weights, mergeVector(a, b, between, rivalsA, rivalsB))
  }
}

export const mergeProbability: MergeScore = mergeProbabilityBy(JOIN_WEIGHTS.merge)

export interface GroupingOptions {
  /** Probability from which two groups are joined. */
  readonly threshold: number
  /** The same for articles that are a title alone, which can never be as sure; the share of titles lies in between. */
  readonly titleThreshold?: number
  readonly score?: MergeScore
  /** Pairs that a person has put together, and pairs that a person has parted. */
  readonly together?: readonly (readonly [number, number])[]
  readonly apart?: readonly (readonly [number, number])[]
  /** Sees every candidate that came up, with the members of both groups, before the decision: for training. */
  readonly onCandidate?: (a: readonly number[], b: readonly number[], facts: Parameters<MergeScore>) => void
  /** Candidates are offered from this probability on (for training; the threshold where not given). */
  readonly floor?: number
}

interface Candidate {
  readonly score: number
  readonly a: number
  readonly b: number
  readonly versionA: number
  readonly versionB: number
}

/** For each item the index of its group's first item. */
export function groupItems(
  items: readonly GroupItem[],
  edges: readonly Edge[],
  options: GroupingOptions,
): Int32Array {
  const { threshold, score = mergeProbability } = options
  const titleThreshold = options.titleThreshold ?? threshold
  const floor = options.floor ?? Math.min(threshold, titleThreshold)
  const groups: Mutable<GroupFacts>[] = items.map(({ day, titleOnly }) => ({
    size: 1,
    probability: 0,
    text: 1,
    title: 1,
    lead: 1,
    dated: day === null ? 0 : 1,
    sumDays: day ?? 0,
    minDay: day ?? Number.POSITIVE_INFINITY,
    maxDay: day ?? Number.NEGATIVE_INFINITY,
    titleOnly: titleOnly ? 1 : 0,
  }))
  const members: number[][] = items.map((_, i) => [i])
  const parent = Int32Array.from(items, (_, i) => i)
  const version = new Int32Array(items.length)
  const neighbours: Map<number, Mutable<Between>>[] = items.map(() => new Map())
  for (const edge of edges) {
    const between: Mutable<Between> = {
      probability: edge.probability,
      logOdds: Math.max(-5, Math.min(5, edge.logOdds)),
      text: edge.text,
      title: edge.title,
      lead: edge.lead,
      compared: 1,
      maxLogOdds: Math.max(-5, Math.min(5, edge.logOdds)),
    }
    neighbours[edge.a]!.set(edge.b, between)
    neighbours[edge.b]!.set(edge.a, between)
  }
  const forbidden: Set<number>[] = items.map(() => new Set())
  for (const [a, b] of options.apart ?? []) {
    forbidden[a]!.add(b)
    forbidden[b]!.add(a)
  }

  const rivals = (group: number, except: number): Rivals => {
    let best = 0
    let sum = 0
    for (const [other, between] of neighbours[group]!) {
      if (other === except) continue
      const mean = between.probability / (groups[group]!.size * groups[other]!.size)
      sum += mean * groups[other]!.size
      if (mean > best) best = mean
    }
    return { best, mass: Math.log1p(sum) }
  }
  const heap = new Heap()
  const offer = (a: number, b: number, between: Between): void => {
    if (forbidden[a]!.has(b)) return
    const p = score(groups[a]!, groups[b]!, between, rivals(a, b), rivals(b, a))
    if (p >= floor)
      heap.push({
        score: p,
        a: Math.min(a, b),
        b: Math.max(a, b),
        versionA: version[Math.min(a, b)]!,
        versionB: version[Math.max(a, b)]!,
      })
  }

  /** Joins group `b` into group `a`. */
  const join = (a: number, b: number): void => {
    const [x, y] = [groups[a]!, groups[b]!]
    const between = neighbours[a]!.get(b)
    x.probability += y.probability + (between?.probability ?? 0)
    x.text += y.text + 2 * (between?.text ?? 0)
    x.title += y.title + 2 * (between?.title ?? 0)
    x.lead += y.lead + 2 * (between?.lead ?? 0)
    x.size += y.size
    x.dated += y.dated
    x.sumDays += y.sumDays
    x.minDay = Math.min(x.minDay, y.minDay)
    x.maxDay = Math.max(x.maxDay, y.maxDay)
    x.titleOnly += y.titleOnly
    parent[b] = a
    version[a]!++
    members[a]!.push(...members[b]!)
    neighbours[a]!.delete(b)
    for (const [other, evidence] of neighbours[b]!) {
      if (other === a) continue
      neighbours[other]!.delete(b)
      const known = neighbours[a]!.get(other)
      if (known === undefined) {
        neighbours[a]!.set(other, evidence)
        neighbours[other]!.set(a, evidence)
      } else {
        known.probability += evidence.probability
        known.logOdds += evidence.logOdds
        known.text += evidence.text
        known.title += evidence.title
        known.lead += evidence.lead
        known.compared += evidence.compared
        known.maxLogOdds = Math.max(known.maxLogOdds, evidence.maxLogOdds)
      }
    }
    neighbours[b]!.clear()
    for (const other of forbidden[b]!) {
      forbidden[a]!.add(other)
      forbidden[other]!.add(a)
    }
  }
  const find = (i: number): number => {
    let root = i
    while (parent[root] !== root) root = parent[root]!
    return root
  }

  for (const [i, j] of options.together ?? []) {
    const [a, b] = [find(i), find(j)]
    if (a !== b) join(Math.min(a, b), Math.max(a, b))
  }
  for (let a = 0; a < items.length; a++)
    if (parent[a] === a) for (const [b, between] of neighbours[a]!) if (a < b) offer(a, b, between)
  for (let top = heap.pop(); top !== undefined; top = heap.pop()) {
    const { a, b, versionA, versionB } = top
    if (parent[a] !== a || parent[b] !== b || version[a] !== versionA || version[b] !== versionB) continue
    options.onCandidate?.(members[a]!, members[b]!, [
      groups[a]!,
      groups[b]!,
      neighbours[a]!.get(b)!,
      rivals(a, b),
      rivals(b, a),
    ])
    const bare = (groups[a]!.titleOnly + groups[b]!.titleOnly) / (groups[a]!.size + groups[b]!.size)
    if (top.score < threshold + bare * (titleThreshold - threshold)) continue
    join(a, b)
    for (const [other, between] of neighbours[a]!) offer(a, other, between)
  }
  return Int32Array.from(items, (_, i) => find(i))
}

/** Highest score first; ties by the groups' positions, so that equal input gives equal output. */
class Heap {
  readonly #items: Candidate[] = []

  push(item: Candidate): void {
    const items = this.#items
    let i = items.push(item) - 1
    while (i > 0) {
      const up = (i - 1) >> 1
      if (!before(items[i]!, items[up]!)) break
      ;[items[i], items[up]] = [items[up]!, items[i]!]
      i = up
    }
  }

  pop(): Candidate | undefined {
    const items = this.#items
    const top = items[0]
    const last = items.pop()
    if (top === undefined || last === undefined || items.length === 0) return top
    items[0] = last
    let i = 0
    for (;;) {
      let down = 2 * i + 1
      if (down >= items.length) break
      if (down + 1 < items.length && before(items[down + 1]!, items[down]!)) down++
      if (!before(items[down]!, items[i]!)) break
      ;[items[i], items[down]] = [items[down]!, items[i]!]
      i = down
    }
    return top
  }
}

function before(x: Candidate, y: Candidate): boolean {
  return x.score > y.score || (x.score === y.score && (x.a < y.a || (x.a === y.a && x.b < y.b)))
}
