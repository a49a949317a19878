/**
 * The second of the two learned models: how likely two articles report one event, compared with all others. Two with the same
 * neighbours belong together more than their words say; two that each have nearer ones belong together less (shared nearest
 * neighbours: Jarvis & Patrick 1973). This is known only when a whole window is compared.
 */
import { type Forest, predict } from '../../body/forest.ts'
import type { Edge } from '../window.ts'
import { COMPANY_FEATURES, type Companion, companies, MAX_COMPANY, tellApart } from './company.ts'
import { headlineOdds } from './headlines.ts'
import { PAIR_FEATURES, pairVector } from './join.ts'
import type { Prepared } from './prepared.ts'

export const CONTEXT_FEATURES = [
  'neighbours_cosine',
  'neighbours_share',
  'best_third',
  'likely_rel_worst',
  'likely_rel_best',
  'likely_rank_best',
  'likely_rank_worst',
  'mass_less',
  'through_others',
  'text_rel_worst',
  'text_rel_best',
  'text_rank_best',
  'text_rank_worst',
  'text_neighbours',
  'degree_less',
  'degree_more',
  ...COMPANY_FEATURES,
] as const

export const ROW_WIDTH: number = PAIR_FEATURES.length + CONTEXT_FEATURES.length

/** How many of the nearest neighbours by text count when two articles are tested for shared ones. */
const NEAREST = 10

const NO_EVIDENCE = new Float32Array(COMPANY_FEATURES.length)

interface Neighborhood {
  /** Probability by neighbour, the article itself among them with 1. */
  readonly likely: ReadonlyMap<number, number>
  readonly norm: number
  readonly sum: number
  readonly best: number
  readonly rank: ReadonlyMap<number, number>
  readonly textBest: number
  readonly textRank: ReadonlyMap<number, number>
  readonly nearest: readonly Companion[]
}

function neighborhoods(count: number, edges: readonly Edge[]): Neighborhood[] {
  const lists: { other: number; probability: number; text: number }[][] = Array.from(
    { length: count },
    () => [],
  )
  for (const { a, b, probability, facts } of edges) {
    lists[a]!.push({ other: b, probability, text: facts.text })
    lists[b]!.push({ other: a, probability, text: facts.text })
  }
  return lists.map((list, i) => {
    list.sort((x, y) => y.text - x.text || x.other - y.other)
    const textRank = new Map(list.map(({ other }, rank) => [other, rank]))
    const textBest = list[0]?.text ?? 0
    list.sort((x, y) => y.probability - x.probability || x.other - y.other)
    const likely = new Map([[i, 1]])
    let norm = 1
    let sum = 1
    for (const { other, probability } of list) {
      likely.set(other, probability)
      norm += probability * probability
      sum += probability
    }
    return {
      likely,
      norm: Math.sqrt(norm),
      sum,
      best: list[0]?.probability ?? 0,
      rank: new Map(list.map(({ other }, rank) => [other, rank])),
      textBest,
      textRank,
      nearest: list.slice(0, MAX_COMPANY),
    }
  })
}

/** Yields the model's input for each edge in turn; the row is only valid until the next. */
export function eachRow(
  prepared: readonly Prepared[],
  edges: readonly Edge[],
  visit: (row: Float32Array, edge: Edge) => void,
): void {
  const near = neighborhoods(prepared.length, edges)
  const company = companies(prepared, (i) => near[i]!.nearest)
  const row = new Float32Array(ROW_WIDTH)
  for (const edge of edges) {
    row.set(pairVector(edge.facts))
    const [x, y] = [near[edge.a]!, near[edge.b]!]
    const { probability: p, a, b, facts } = edge
    const [few, many] = x.likely.size <= y.likely.size ? [x.likely, y.likely] : [y.likely, x.likely]
    let dot = 0
    let least = 0
    let third = 0
    let through = 0
    for (const [other, one] of few) {
      const two = many.get(other)
      if (two === undefined) continue
      const lower = Math.min(one, two)
      dot += one * two
      least += lower
      if (other === a || other === b) continue
      through += one * two
      if (lower > third) third = lower
    }
    let shared = 0
    for (const [other, rank] of x.textRank) {
      if (rank >= NEAREST) break
      if ((y.textRank.get(other) ?? NEAREST) < NEAREST) shared++
    }
    const [relX, relY] = [p / x.best, p / y.best]
    const [rankX, rankY] = [x.rank.get(b)!, y.rank.get(a)!]
    const [textX, textY] = [facts.text / (x.textBest + 1e-6), facts.text / (y.textBest + 1e-6)]
    const [textRankX, textRankY] = [x.textRank.get(b)!, y.textRank.get(a)!]
    row.set(
      [
        dot / (x.norm * y.norm),
        least / (x.sum + y.sum - least),
        third,
        Math.min(relX, relY),
        Math.max(relX, relY),
        Math.log1p(Math.min(rankX, rankY)),
        Math.log1p(Math.max(rankX, rankY)),
        Math.log(Math.min(x.sum, y.sum)),
        Math.log(through + 0.01),
        Math.min(textX, textY),
        Math.max(textX, textY),
        Math.log1p(Math.min(textRankX, textRankY)),
        Math.log1p(Math.max(textRankX, textRankY)),
        shared / NEAREST,
        Math.log(Math.min(x.likely.size, y.likely.size)),
        Math.log(Math.max(x.likely.size, y.likely.size)),
      ],
      PAIR_FEATURES.length,
    )
    row.set(
      // That eight words leave a thing out says nothing.
      facts.titleOnly === 2 ? NO_EVIDENCE : tellApart(company[a]!, company[b]!),
      ROW_WIDTH - COMPANY_FEATURES.length,
    )
    visit(row, edge)
  }
}

/** Number of neighbours (of the one that has fewer) up to which company counts least, and from which it counts fully. */
const COMPANY_FROM = 2
const COMPANY_FULL = 8
const LEAST_SHARE = 0.3

/**
 * The edges with the probability that they have among each other. In a small window everybody has a nearest neighbour:
 * there the two articles alone count for most, and the forest comes in as company grows (mean of the log-odds).
 */
export function inContext(prepared: readonly Prepared[], edges: readonly Edge[], forest: Forest): Edge[] {
  const seen: Edge[] = []
  const degree = new Int32Array(prepared.length)
  for (const { a, b } of edges) {
    degree[a]!++
    degree[b]!++
  }
  eachRow(prepared, edges, (row, edge) => {
    const company = Math.min(degree[edge.a]!, degree[edge.b]!)
    const grown = Math.max(0, Math.min(1, (company - COMPANY_FROM) / (COMPANY_FULL - COMPANY_FROM)))
    const share = LEAST_SHARE + (1 - LEAST_SHARE) * grown
    const odds = share * logit(predict(forest, row, 0)) + (1 - share) * logit(edge.probability)
    const probability = logisticOf(odds + headlineOdds(prepared[edge.a]!, prepared[edge.b]!))
    seen.push({ ...edge, probability: Math.min(probability, edge.atMost) })
  })
  return seen
}

function logit(p: number): number {
  const bounded = Math.min(1 - 1e-4, Math.max(1e-4, p))
  return Math.log(bounded / (1 - bounded))
}

function logisticOf(odds: number): number {
  return 1 / (1 + Math.exp(-odds))
}
