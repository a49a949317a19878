/**
 * Which story an article belongs to when it arrives, from the best candidates. Pure: the articles come in as values,
 * the decision goes out with its reasons. The second look, over a whole window, is in repair-plan.ts.
 */
import { mostLikely } from './pair/apart.ts'
import { compare, type PairFacts, type Prepared } from './pair/features.ts'
import { logistic, pairVector } from './pair/join.ts'
import { PAIR_WEIGHTS } from './pair/weights.ts'
import { IS_NAME, IS_NUMBER } from './profile/profile.ts'

export interface StoryPolicy {
  /** Mean probability from which the repair, which sees the whole window, makes two groups one story. */
  readonly threshold: number
  /** The same for joining a story online, from few candidates: only what is sure, the repair does the rest. */
  readonly joinThreshold: number
  /** How much likelier than the second-best story the best must be. */
  readonly margin: number
}

export const STORY_POLICY: StoryPolicy = { threshold: 0.45, joinThreshold: 0.5, margin: 0 }

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
    const entry = {
      candidate,
      facts,
      probability: Math.min(
        logistic(PAIR_WEIGHTS, pairVector(facts)),
        mostLikely(article, candidate.prepared),
      ),
    }
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

export function round(x: number): number {
  return Math.round(x * 1000) / 1000
}
