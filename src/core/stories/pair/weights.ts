/** The learned tables, held against the features that the code computes. `training/stories.ts` makes them. */
import { type Forest, type ForestData, loadForest } from '../../body/forest.ts'
import contextTable from '../context-forest.json' with { type: 'json' }
import pairTable from '../join-weights.json' with { type: 'json' }
import { CONTEXT_FEATURES } from './context.ts'
import { PAIR_FEATURES } from './join.ts'

/** @throws where the table and the code do not name the same features in the same order */
function checkFeatures(file: string, table: readonly string[], code: readonly string[]): void {
  const at = code.findIndex((name, i) => table[i] !== name)
  if (at >= 0 || table.length !== code.length)
    throw new Error(
      `${file} does not fit the code, train again with training/stories.ts: feature ${at < 0 ? code.length : at} is ${table[at < 0 ? code.length : at] ?? 'none'} for ${code[at] ?? 'none'}`,
    )
}

export function pairWeights(table: Readonly<Record<string, number>>): readonly number[] {
  checkFeatures('join-weights.json', Object.keys(table), PAIR_FEATURES)
  return Object.values(table)
}

export interface ContextTable extends ForestData {
  readonly features: readonly string[]
}

export function contextForest(table: ContextTable): Forest {
  checkFeatures('context-forest.json', table.features, [...PAIR_FEATURES, ...CONTEXT_FEATURES])
  return loadForest(table)
}

/** The two models: weights of the first look, forest of the second. */
export interface Models {
  readonly pair: readonly number[]
  readonly context: Forest
}

let shipped: Models | undefined

/** The models of this version, loaded at their first use: training needs the code without them. */
export function shippedModels(): Models {
  shipped ??= { pair: pairWeights(pairTable), context: contextForest(contextTable) }
  return shipped
}
