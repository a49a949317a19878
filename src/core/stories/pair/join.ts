/**
 * The first of the two learned models: how likely two articles report one event, from the two alone. It is a logistic model,
 * cheap enough for each candidate of each article; its weights are in `join-weights.json`, made by `training/stories.ts`.
 */
import type { PairFacts } from './facts.ts'

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
  'months_shared',
  'months_apart',
  'weekdays_shared',
  'weekdays_apart',
  'top_names_best',
  'top_names_worst',
  'first_names_best',
  'first_names_worst',
  'name_missing_most',
  'name_missing_least',
  'counted_same',
  'counted_apart',
  'log_shorter',
  'log_longer',
  'title_actions_best',
  'title_actions_worst',
  'no_shared_name',
  'rarest_shared_name',
  'nothing_shared_by_name_or_number',
  'names_of_poorer',
  'lead_name_missing_most',
  'lead_name_missing_least',
  'lead_numbers_apart',
  'rarest_shared_number',
  'lead_numbers_shared',
  'title_numbers_apart',
  'same_form',
  'bare_no_shared_name',
  'bare_rarest_shared_name',
  'bare_lead_name_missing_most',
  'bare_same_form',
] as const

export function pairVector(facts: PairFacts): number[] {
  const bare = facts.titleOnly / 2
  const days = facts.days ?? 0
  const undated = facts.days === null ? 1 : 0
  const log = Math.log1p(days)
  const root = Math.sqrt(facts.text)
  const rare = Math.min(facts.rare, 30) / 20
  // That an article without any name shares none says nothing.
  const noSharedName = facts.sharedNames === 0 && facts.fewerNames > 0 ? 1 : 0
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
    facts.monthsApart === -1 ? 1 : 0,
    facts.monthsApart === 1 ? 1 : 0,
    facts.weekdaysApart === -1 ? 1 : 0,
    facts.weekdaysApart === 1 ? 1 : 0,
    facts.topNamesBest,
    facts.topNamesWorst,
    facts.firstNamesBest,
    facts.firstNamesWorst,
    facts.nameMissingMost / 8,
    facts.nameMissingLeast / 8,
    Math.min(facts.countedSame, 3) / 3,
    Math.min(facts.countedApart, 3) / 3,
    Math.log(10 + facts.shorter) / 5,
    Math.log(10 + facts.longer) / 5,
    facts.titleActionsBest,
    facts.titleActionsWorst,
    noSharedName,
    facts.rarestName / 8,
    facts.sharedNames === 0 && facts.sharedNumbers === 0 ? 1 : 0,
    Math.log1p(facts.fewerNames) / 3,
    facts.leadNameMissingMost / 8,
    facts.leadNameMissingLeast / 8,
    facts.leadNumbersApart,
    facts.rarestNumber / 8,
    facts.leadNumbersShared,
    facts.titleNumbersApart,
    facts.sameForm,
    bare * noSharedName,
    (bare * facts.rarestName) / 8,
    (bare * facts.leadNameMissingMost) / 8,
    bare * facts.sameForm,
  ]
}

/** How likely two articles report one event, from the two alone. */
export function pairProbability(weights: readonly number[], facts: PairFacts): number {
  return logistic(weights, pairVector(facts))
}

function logistic(weights: readonly number[], vector: readonly number[]): number {
  return 1 / (1 + Math.exp(-logOdds(weights, vector)))
}

function logOdds(weights: readonly number[], vector: readonly number[]): number {
  let sum = 0
  for (let i = 0; i < vector.length; i++) sum += (weights[i] as number) * (vector[i] as number)
  return sum
}
