/**
 * The learned part of the story decision: how likely two articles tell of one event, and how likely two
 * groups of articles do. Two small logistic models; their weights lie in `join-weights.json`, made by
 * `bench/train-stories.ts`.
 */
import type { PairFacts } from './features.ts'
import weightsTable from './join-weights.json' with { type: 'json' }

export interface JoinWeights {
  readonly pair: readonly number[]
  readonly merge: readonly number[]
}

export const JOIN_WEIGHTS: JoinWeights = weightsTable

/** The pair model's input. Names in the order of the weights. */
export const PAIR_FEATURES = [
  'bias',
  'text',
  'text_root',
  'title',
  'lead',
  'phrase',
  'title_in_best',
  'title_in_worst',
  'names',
  'rare',
  'numbers',
  'shared_numbers',
  'quotes',
  'undated',
  'day',
  'days',
  'log_days',
  'text_by_days',
  'bare',
  'bare_text',
  'bare_text_root',
  'bare_phrase',
  'bare_title_in_best',
  'bare_title_in_worst',
  'bare_rare',
  'bare_names',
  'bare_log_days',
  'years_apart',
  'years_shared',
  'actions',
  'lead_actions',
  'names_and_actions',
  'less_of_names_and_actions',
  'undated_text_root',
  'undated_title',
  'undated_lead',
  'undated_names',
  'undated_rare',
  'undated_title_in_best',
  'undated_lead_actions',
] as const

export function pairVector(facts: PairFacts): number[] {
  const bare = facts.titleOnly / 2
  const days = facts.days ?? 0
  const undated = facts.days === null ? 1 : 0
  const log = Math.log1p(days)
  const root = Math.sqrt(facts.text)
  const rare = Math.min(facts.rare, 30) / 20
  return [
    1,
    facts.text,
    root,
    facts.title,
    facts.lead,
    facts.phrase,
    facts.titleInBest,
    facts.titleInWorst,
    facts.names,
    rare,
    facts.numbers,
    Math.min(facts.sharedNumbers, 4) / 4,
    Math.log1p(facts.quotes) / 3,
    undated,
    Math.min(days, 1),
    Math.min(Math.max(days - 1, 0), 2),
    log,
    facts.text * log,
    bare,
    bare * facts.text,
    bare * root,
    bare * facts.phrase,
    bare * facts.titleInBest,
    bare * facts.titleInWorst,
    bare * rare,
    bare * facts.names,
    bare * log,
    facts.yearsApart === 1 ? 1 : 0,
    facts.yearsApart === -1 ? 1 : 0,
    facts.actions,
    facts.leadActions,
    Math.sqrt(facts.names * facts.actions),
    Math.min(facts.names, facts.actions),
    undated * root,
    undated * facts.title,
    undated * facts.lead,
    undated * facts.names,
    undated * rare,
    undated * facts.titleInBest,
    undated * facts.leadActions,
  ]
}

/** What two groups have between them: sums over the pairs that were compared. */
export interface Between {
  readonly probability: number
  readonly logOdds: number
  readonly text: number
  readonly title: number
  readonly lead: number
  readonly compared: number
  readonly maxLogOdds: number
}

export interface GroupFacts {
  readonly size: number
  /** Sum of the pair probabilities within. */
  readonly probability: number
  /** Sum of the cosines over all ordered pairs within, each with itself included. */
  readonly text: number
  readonly title: number
  readonly lead: number
  readonly dated: number
  readonly sumDays: number
  readonly minDay: number
  readonly maxDay: number
  readonly titleOnly: number
}

/** How close a group's other neighbours are. */
export interface Rivals {
  readonly best: number
  /** log(1 + probable members elsewhere). */
  readonly mass: number
}

export const MERGE_FEATURES = [
  'bias',
  'mean',
  'mean_log_odds',
  'compared_log_odds',
  'max_log_odds',
  'uncompared',
  'text',
  'title',
  'lead',
  'rival_max',
  'rival_min',
  'margin',
  'mass',
  'undated',
  'log_gap',
  'log_span',
  'bare',
  'cohesion_min',
  'cohesion_max',
  'bare_mean',
  'bare_text',
  'bare_log_span',
  'text_squared',
  'bare_mass',
  'bare_compared',
] as const

export function mergeVector(
  a: GroupFacts,
  b: GroupFacts,
  between: Between,
  rivalsA: Rivals,
  rivalsB: Rivals,
): number[] {
  const pairs = a.size * b.size
  const mean = between.probability / pairs
  const compared = between.compared / pairs
  const text = between.text / Math.sqrt(a.text * b.text)
  const best = Math.max(rivalsA.best, rivalsB.best)
  const undated = a.dated > 0 && b.dated > 0 ? 0 : 1
  const gap = undated ? 0 : Math.abs(a.sumDays / a.dated - b.sumDays / b.dated)
  const span = undated ? 0 : Math.max(a.maxDay, b.maxDay) - Math.min(a.minDay, b.minDay)
  const bare = (a.titleOnly + b.titleOnly) / (a.size + b.size)
  const [x, y] = [cohesion(a), cohesion(b)]
  const logSpan = Math.log1p(span)
  const mass = rivalsA.mass + rivalsB.mass
  return [
    1,
    mean,
    Math.log((mean + 1e-3) / (1 - mean + 1e-3)),
    between.logOdds / between.compared,
    between.maxLogOdds,
    compared - 1,
    text,
    between.title / Math.sqrt(a.title * b.title),
    between.lead / Math.sqrt(a.lead * b.lead),
    best,
    Math.min(rivalsA.best, rivalsB.best),
    mean - best,
    mass,
    undated,
    Math.log1p(gap),
    logSpan,
    bare,
    x > 0 && y > 0 ? Math.min(x, y) : 0,
    Math.max(x, y),
    bare * mean,
    bare * text,
    bare * logSpan,
    text * text,
    bare * mass,
    bare * compared,
  ]
}

/** Mean probability of the pairs within; 0 for a single article. */
function cohesion(group: GroupFacts): number {
  return group.size > 1 ? group.probability / ((group.size * (group.size - 1)) / 2) : 0
}

export function logistic(weights: readonly number[], vector: readonly number[]): number {
  return 1 / (1 + Math.exp(-logOdds(weights, vector)))
}

export function logOdds(weights: readonly number[], vector: readonly number[]): number {
  let sum = 0
  for (let i = 0; i < vector.length; i++) sum += (weights[i] as number) * (vector[i] as number)
  return sum
}
