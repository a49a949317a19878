/** Divides pairs into parts that can be processed one by one. */

export interface CopyPair {
  readonly a: number
  readonly b: number
  /** Fingerprint keys in common. */
  readonly shared: number
}

export interface CopyPart {
  readonly ids: readonly number[]
  readonly pairs: readonly CopyPair[]
}

/**
 * Articles in a part. A text that thousands of articles share is a template, so the weakest pairs of a larger part are left
 * out.
 */
const MAX_PART = 400

/**
 * The connected parts of two or more articles. `links` (existing groups) are never divided; pairs are added in the order of how
 * much they share, so that a part that would become too large loses its weakest pairs.
 */
export function connectedParts(
  pairs: readonly CopyPair[],
  links: readonly (readonly [number, number])[],
  most: number = MAX_PART,
): CopyPart[] {
  const parent = new Map<number, number>()
  const size = new Map<number, number>()
  const find = (id: number): number => {
    let root = id
    for (let up = parent.get(root); up !== undefined && up !== root; up = parent.get(root)) root = up
    for (let at = id; at !== root; ) {
      const next = parent.get(at) ?? root
      parent.set(at, root)
      at = next
    }
    return root
  }
  const join = (a: number, b: number, limit: number): boolean => {
    const [x, y] = [find(a), find(b)]
    if (x === y) return true
    const together = (size.get(x) ?? 1) + (size.get(y) ?? 1)
    if (together > limit) return false
    parent.set(y, x)
    parent.set(x, x)
    size.set(x, together)
    return true
  }
  for (const [a, b] of links) join(a, b, Number.POSITIVE_INFINITY)
  const kept = [...pairs]
    .sort((x, y) => y.shared - x.shared || x.a - y.a || x.b - y.b)
    .filter(({ a, b }) => join(a, b, most))
  const parts = new Map<number, { ids: Set<number>; pairs: CopyPair[] }>()
  const partOf = (id: number) => {
    const root = find(id)
    const part = parts.get(root) ?? { ids: new Set<number>(), pairs: [] }
    parts.set(root, part)
    return part
  }
  for (const [a, b] of links) partOf(a).ids.add(a).add(b)
  for (const pair of kept) {
    const part = partOf(pair.a)
    part.ids.add(pair.a).add(pair.b)
    part.pairs.push(pair)
  }
  return [...parts.values()].map(({ ids, pairs: own }) => ({ ids: [...ids], pairs: own }))
}
