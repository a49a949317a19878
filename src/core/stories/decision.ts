/**
 * Which story an article belongs to when it arrives, from the best candidates. Pure: the articles come in as values,
 * the decision goes out with its reasons. The second look, over a whole window, is in repair-plan.ts.
 */
import { mostLikely } from './pair/apart.ts'
import type { PairFacts } from './pair/facts.ts'
import { compare } from './pair/features.ts'
import { pairProbability } from './pair/join.ts'
import type { Prepared } from './pair/prepared.ts'
import { shippedModels } from './pair/weights.ts'
import { IS_NAME, IS_NUMBER } from './profile/story-profile.ts'

export interface StoryPolicy {
  /** Mean probability from which the repair, which sees the whole window, makes two groups one story. */
  readonly threshold: number
  /** The same for two articles that nothing else belongs to: one pair alone has to be surer than one among many. */
  readonly pairThreshold: number
  /** The same for joining a story online, from few candidates: only what is sure, the repair does the rest. */
  readonly joinThreshold: number
  /** How much likelier than the second-best story the best must be. */
  readonly margin: number
}

export const STORY_POLICY: StoryPolicy = {
  threshold: 0.45,
  pairThreshold: 0.55,
  joinThreshold: 0.5,
  margin: 0,
}

/** A candidate article of a story, prepared under the same IDF as the article in question. */
export interface StoryCandidate {
  readonly id: number
  readonly storyId: number
  readonly prepared: Prepared
  /** The copy look-up found the words of the one in the other, with other facts. */
  readonly isTemplated?: boolean
}

export interface StoryReasons {
  readonly probability: number
  readonly scores: Readonly<Record<string, number>>
  readonly terms: readonly string[]
  readonly names: readonly string[]
  readonly numbers: readonly string[]
  readonly quotes: number
  readonly against: Against
  /** The article that is most alike in the story. */
  readonly like: number
}

/** The evidence against one event, as far as there is any. */
export interface Against {
  /** Names of title or lead that only one of the two has. */
  readonly names?: readonly string[]
  /** Both have names, and none is the same. */
  readonly no_shared_name?: true
  /** Both give numbers in title or lead, and none is the same. */
  readonly numbers?: true
  /** Both count the same thing, with another number. */
  readonly counts?: true
  /** Both name years, or months, or weekdays, and none is the same. */
  readonly dates?: true
  /** Both have the form in which their outlet writes such things: what the form brings along says nothing. */
  readonly same_form?: true
  /** The copy look-up found the words of the one in the other, with other facts. */
  readonly templated?: true
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
        pairProbability(shippedModels().pair, facts),
        mostLikely(article, candidate.prepared, candidate.isTemplated === true),
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
  other: Pick<StoryCandidate, 'id' | 'prepared' | 'isTemplated'>,
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
    against: {
      ...against(article, other.prepared, facts),
      ...(other.isTemplated ? { templated: true } : {}),
    },
    like: other.id,
  }
}

function against(a: Prepared, b: Prepared, facts: PairFacts): Against {
  const missing = [...onlyIn(a, b), ...onlyIn(b, a)]
    .sort(([, x], [, y]) => y - x)
    .slice(0, MAX_SHOWN)
    .map(([name]) => name)
  const areDatesApart = facts.yearsApart === 1 || facts.monthsApart === 1 || facts.weekdaysApart === 1
  return {
    ...(missing.length > 0 ? { names: missing } : {}),
    ...(facts.sharedNames === 0 && facts.fewerNames > 0 ? { no_shared_name: true } : {}),
    ...(facts.leadNumbersApart === 1 ? { numbers: true } : {}),
    ...(facts.countedApart > 0 ? { counts: true } : {}),
    ...(areDatesApart ? { dates: true } : {}),
    ...(facts.sameForm === 1 ? { same_form: true } : {}),
  }
}

function onlyIn(a: Prepared, b: Prepared): (readonly [string, number])[] {
  return a.leadNames.filter(([name]) => {
    const sound = a.soundsOfNames.get(name)
    return !b.terms.has(name) && (sound === undefined || !b.sounds.has(sound))
  })
}

export function round(x: number): number {
  return Math.round(x * 1000) / 1000
}
