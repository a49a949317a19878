/**
 * Agglomerative grouping of a window's articles into stories: the two groups with the highest mean probability over all pairs
 * between them are joined first, until no two are likely enough to report one event. (This is average linkage: a chain of
 * articles that are each partly similar does not join two events.) The result depends only on the articles, not on their
 * order of arrival.
 */

/** The probability that two articles, by their index, report one event. Pairs without one were not compared. */
export interface Likeness {
  readonly a: number
  readonly b: number
  readonly probability: number
}

export interface GroupingOptions {
  /** Mean probability from which two groups are joined. */
  readonly threshold: number
  /** The same for two articles that are in no group yet; `threshold` where it is not given. */
  readonly pairThreshold?: number
  /** Pairs that a person has put together, and pairs that a person has parted. */
  readonly together?: readonly (readonly [number, number])[]
  readonly apart?: readonly (readonly [number, number])[]
}

/** The pairs between two groups that were compared. */
interface Link {
  readonly sum: number
  readonly compared: number
}

/**
 * Mean over all pairs between two groups. A pair that was not compared counts as the mean of those that were, times the share
 * of compared pairs. Each article is compared with a bounded number of others, so in a large story a missing pair says
 * little; but a single pair of a hundred does not join two groups.
 */
function meanOf({ sum, compared }: Link, pairs: number): number {
  return (sum / pairs) * (2 - compared / pairs)
}

interface Candidate {
  readonly score: number
  readonly a: number
  readonly b: number
  readonly versionA: number
  readonly versionB: number
}

/** For each of `count` items the index of its group's first item. */
export function groupItems(count: number, pairs: readonly Likeness[], options: GroupingOptions): Int32Array {
  const { threshold, pairThreshold = threshold } = options
  const size = new Int32Array(count).fill(1)
  const parent = Int32Array.from({ length: count }, (_, i) => i)
  const version = new Int32Array(count)
  const between: Map<number, Link>[] = Array.from({ length: count }, () => new Map())
  for (const { a, b, probability } of pairs) {
    const link = { sum: probability, compared: 1 }
    between[a]!.set(b, link)
    between[b]!.set(a, link)
  }
  const forbidden: Set<number>[] = Array.from({ length: count }, () => new Set())
  for (const [a, b] of options.apart ?? []) {
    forbidden[a]!.add(b)
    forbidden[b]!.add(a)
  }
  const heap = new Heap()
  const offer = (one: number, other: number, link: Link): void => {
    const pairs = size[one]! * size[other]!
    const score = meanOf(link, pairs)
    if (score < (pairs === 1 ? pairThreshold : threshold) || forbidden[one]!.has(other)) return
    const [a, b] = one < other ? [one, other] : [other, one]
    heap.push({ score, a, b, versionA: version[a]!, versionB: version[b]! })
  }
  /** Joins group `b` into group `a`. */
  const join = (a: number, b: number): void => {
    size[a]! += size[b]!
    parent[b] = a
    version[a]!++
    between[a]!.delete(b)
    for (const [other, link] of between[b]!) {
      if (other === a) continue
      between[other]!.delete(b)
      const known = between[a]!.get(other)
      const both = known ? { sum: known.sum + link.sum, compared: known.compared + link.compared } : link
      between[a]!.set(other, both)
      between[other]!.set(a, both)
    }
    between[b]!.clear()
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
  for (let a = 0; a < count; a++)
    if (parent[a] === a) for (const [b, link] of between[a]!) if (a < b) offer(a, b, link)
  for (let top = heap.pop(); top !== undefined; top = heap.pop()) {
    const { a, b, versionA, versionB } = top
    if (parent[a] !== a || parent[b] !== b || version[a] !== versionA || version[b] !== versionB) continue
    join(a, b)
    for (const [other, link] of between[a]!) offer(a, other, link)
  }
  return Int32Array.from({ length: count }, (_, i) => find(i))
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
