/** BCubed F1 (Bagga & Baldwin 1998) of predicted groups, and F1 over labelled pairs. */

export interface Score {
  readonly precision: number
  readonly recall: number
  readonly f1: number
}

export function scoreOf(precision: number, recall: number): Score {
  return {
    precision,
    recall,
    f1: precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0,
  }
}

export interface BcubedParts {
  /** Sums over the items that are scored. */
  readonly precision: number
  readonly recall: number
  readonly count: number
}

/** Sums of precision and recall over the items for which `counts` is true; other items only belong to the groups. */
export function bcubedParts(
  gold: readonly string[],
  predicted: readonly string[],
  counts: readonly boolean[],
): BcubedParts {
  const sizes = {
    gold: new Map<string, number>(),
    predicted: new Map<string, number>(),
    both: new Map<string, number>(),
  }
  const count = (map: Map<string, number>, key: string): void => void map.set(key, (map.get(key) ?? 0) + 1)
  const both = gold.map((g, i) => JSON.stringify([g, predicted[i]]))
  for (const [i, g] of gold.entries()) {
    count(sizes.gold, g)
    count(sizes.predicted, predicted[i]!)
    count(sizes.both, both[i]!)
  }
  let [precision, recall, counted] = [0, 0, 0]
  for (const [i, g] of gold.entries()) {
    if (!counts[i]) continue
    const shared = sizes.both.get(both[i]!)!
    precision += shared / sizes.predicted.get(predicted[i]!)!
    recall += shared / sizes.gold.get(g)!
    counted++
  }
  return { precision, recall, count: counted }
}

export function bcubed(gold: readonly string[], predicted: readonly string[]): Score {
  const parts = bcubedParts(
    gold,
    predicted,
    gold.map(() => true),
  )
  return scoreOf(parts.precision / parts.count, parts.recall / parts.count)
}

/** Pairwise F1 of two groupings of the same items: the agreement of two runs. */
export function pairwise(gold: readonly string[], predicted: readonly string[]): Score {
  const pairs = (keys: readonly string[]): number => {
    const sizes = new Map<string, number>()
    for (const key of keys) sizes.set(key, (sizes.get(key) ?? 0) + 1)
    let n = 0
    for (const size of sizes.values()) n += (size * (size - 1)) / 2
    return n
  }
  const [a, b, shared] = [
    pairs(gold),
    pairs(predicted),
    pairs(gold.map((g, i) => JSON.stringify([g, predicted[i]]))),
  ]
  return scoreOf(b ? shared / b : 1, a ? shared / a : 1)
}

export function pairScore(pairs: readonly { readonly label: boolean; readonly same: boolean }[]): Score {
  const hits = pairs.filter(({ label, same }) => label && same).length
  const said = pairs.filter(({ same }) => same).length
  const true_ = pairs.filter(({ label }) => label).length
  return scoreOf(said ? hits / said : 1, true_ ? hits / true_ : 1)
}
