import { describe, expect, it } from 'vitest'
import { decideStory, explain, type StoryCandidate } from '../../../src/core/stories/decision.ts'
import { idfOf } from '../../../src/core/stories/idf.ts'
import type { PairFacts } from '../../../src/core/stories/pair/facts.ts'
import { compare } from '../../../src/core/stories/pair/features.ts'
import { type Prepared, prepare } from '../../../src/core/stories/pair/prepared.ts'
import { profileOf } from '../../../src/core/stories/profile/profile.ts'
import { IN_LEAD, IN_TITLE, IS_NAME, IS_NUMBER } from '../../../src/core/stories/profile/story-profile.ts'
import { blendedIdf } from '../../../src/core/stories/rarity.ts'

const MONDAY = Date.UTC(2024, 2, 4)
const prepared = (title: string, body: string): Prepared =>
  prepare(profileOf({ title, body, language: 'en' }, idfOf(new Map())), MONDAY, blendedIdf('en'))

const fire = prepared(
  'Blaze destroys Calder textile mill in Oldbury, two firefighters hurt',
  'Firefighters fought through the night to contain a blaze that destroyed the Calder textile mill in Oldbury. Fire chief Rosa Lindgren said that 120 workers were sent home when the roof collapsed.',
)
const fireAgain = prepared(
  'Oldbury mill fire: roof of the Calder textile mill collapses, two firefighters injured',
  'The roof of the Calder textile mill in Oldbury collapsed early as fire tore through it, injuring two firefighters. Chief Rosa Lindgren said that all 120 workers were told to stay home.',
)
const budget = prepared(
  'Council of Brookhaven approves budget after eleven hours',
  'Councillors in Brookhaven approved a budget of 48 million. Council leader Henrik Vass said nurses would earn three percent more.',
)
const of = (id: number, storyId: number, its: Prepared): StoryCandidate => ({ id, storyId, prepared: its })

describe('the story that an article joins', () => {
  it('is the one that is likelier on average over its candidates', () => {
    const decision = decideStory(fireAgain, [of(1, 10, fire), of(2, 10, budget), of(3, 20, fire)])
    expect(decision).toMatchObject({ storyId: 20, reason: 'joined' })
    expect(decision.runnerUp?.storyId).toBe(10)
    const whole = decision.reasons!.probability
    expect(decision.runnerUp!.probability).toBeLessThan(whole)
    expect(decision.runnerUp!.probability).toBeGreaterThan(whole / 2 - 0.01)
  })

  it('is the older of two that are equally likely', () => {
    for (const ids of [
      [30, 20],
      [20, 30],
    ] as const) {
      const decision = decideStory(fireAgain, [of(1, ids[0], fire), of(2, ids[1], fire)])
      expect(decision).toMatchObject({ storyId: 20, runnerUp: { storyId: 30 } })
      expect(decision.runnerUp?.probability).toBe(decision.reasons?.probability)
    }
  })

  it('is explained by its likeliest article, the first of equals', () => {
    expect(decideStory(fireAgain, [of(5, 10, budget), of(6, 10, fire), of(7, 10, fire)]).reasons?.like).toBe(
      6,
    )
  })

  it('has no runner-up where there is only one', () => {
    expect(decideStory(fireAgain, [of(1, 10, fire)]).runnerUp).toBeNull()
  })

  it('is none without candidates, and there is nothing to explain', () => {
    expect(decideStory(fire, [])).toEqual({
      storyId: null,
      reasons: null,
      runnerUp: null,
      reason: 'no_candidates',
    })
  })

  it('is none below the threshold, but at it', () => {
    const candidates = [of(1, 10, fire)]
    const policy = { threshold: 0, pairThreshold: 0, joinThreshold: 0, margin: 0 }
    expect(decideStory(budget, candidates).reason).toBe('too_unlike')
    expect(decideStory(budget, candidates).storyId).toBeNull()
    expect(decideStory(budget, candidates).reasons?.like).toBe(1)
    expect(decideStory(budget, candidates, policy)).toMatchObject({ storyId: 10, reason: 'joined' })
    expect(decideStory(fireAgain, candidates, { ...policy, joinThreshold: 1.01 }).reason).toBe('too_unlike')
  })

  it('is none where the second is within the margin', () => {
    const policy = { threshold: 0.45, pairThreshold: 0.55, joinThreshold: 0.5, margin: 0.1 }
    const close = decideStory(fireAgain, [of(1, 10, fire), of(2, 20, fire)], policy)
    expect(close).toMatchObject({ storyId: null, reason: 'too_close_to_call', runnerUp: { storyId: 20 } })
    expect(close.reasons?.like).toBe(1)
    expect(decideStory(fireAgain, [of(1, 10, fire), of(2, 20, budget)], policy).storyId).toBe(10)
    expect(decideStory(fireAgain, [of(1, 10, fire)], policy).storyId).toBe(10)
    const equal = decideStory(fireAgain, [of(1, 10, fire), of(2, 20, fire)], { ...policy, margin: 0 })
    expect(equal.storyId).toBe(10)
  })
})

/** An article of these terms: weight, and what they are. */
function articleOf(
  terms: Readonly<Record<string, readonly [number, number]>>,
  over: Partial<Prepared> = {},
): Prepared {
  return {
    ...budget,
    terms: new Map(
      Object.entries(terms).map(([key, [value, flags]]) => [key, { value, idf: value, flags, rank: 0 }]),
    ),
    leadNames: [],
    sounds: new Map(),
    soundsOfNames: new Map(),
    ...over,
  }
}
const nothing: PairFacts = {
  ...compare(budget, budget),
  sharedNames: 0,
  fewerNames: 0,
  leadNumbersApart: 0,
  countedApart: 0,
  yearsApart: 0,
  monthsApart: 0,
  weekdaysApart: 0,
  sameForm: 0,
}

describe('what two articles have in common', () => {
  const word = IN_LEAD
  const name = IN_TITLE | IS_NAME
  const number = IN_LEAD | IS_NUMBER
  const one = articleOf({
    mill: [2, word],
    'c#': [1, word],
    fire: [5, word],
    rosa: [4, name],
    calder: [9, name],
    '#120': [3, number],
    '#7': [6, number],
    'u.2': [8, IS_NAME | IS_NUMBER],
    only: [9, word],
  })
  const other = articleOf(
    Object.fromEntries(
      [...one.terms].filter(([key]) => key !== 'only').map(([key, term]) => [key, [1, term.flags]]),
    ),
  )

  it('is listed by kind, the weightiest of the article first', () => {
    expect(explain(one, { id: 3, prepared: other }, nothing, 0.12345)).toMatchObject({
      probability: 0.123,
      terms: ['fire', 'mill', 'c#'],
      names: ['calder', 'rosa'],
      numbers: ['u.2', '7', '120'],
      like: 3,
    })
  })

  it('is listed up to eight of a kind', () => {
    const many = Object.fromEntries(
      Array.from({ length: 12 }, (_, i) => [`w${i}`, [20 - i, IN_LEAD] as const]),
    )
    const article = articleOf(many)
    expect(explain(article, { id: 1, prepared: article }, nothing, 0).terms).toEqual([
      'w0',
      'w1',
      'w2',
      'w3',
      'w4',
      'w5',
      'w6',
      'w7',
    ])
  })

  it('is scored to three digits, the days only where both are known', () => {
    const facts = { ...nothing, text: 0.98765, title: 0.5, lead: 0.25, names: 0.1, numbers: 0.2, quotes: 2 }
    const days = explain(one, { id: 1, prepared: other }, { ...facts, days: 1.23456 }, 0.5)
    expect(days.scores).toEqual({
      text: 0.988,
      title: 0.5,
      lead: 0.25,
      names: 0.1,
      numbers: 0.2,
      days: 1.235,
    })
    expect(days.quotes).toBe(2)
    expect(explain(one, { id: 1, prepared: other }, { ...facts, days: null }, 0.5).scores).not.toHaveProperty(
      'days',
    )
  })
})

describe('what speaks against one event', () => {
  const against = (facts: Partial<PairFacts>, a = articleOf({}), b = articleOf({})) =>
    explain(a, { id: 1, prepared: b }, { ...nothing, ...facts }, 0.5).against

  it.each([
    ['nothing', {}, {}],
    ['both have names and share none', { fewerNames: 2 }, { no_shared_name: true }],
    ['not where one has no name', { fewerNames: 0 }, {}],
    ['not where they share one', { fewerNames: 2, sharedNames: 1 }, {}],
    ['other numbers', { leadNumbersApart: 1 }, { numbers: true }],
    ['another count of the same', { countedApart: 0.1 }, { counts: true }],
    ['other years', { yearsApart: 1 }, { dates: true }],
    ['other months', { monthsApart: 1 }, { dates: true }],
    ['other weekdays', { weekdaysApart: 1 }, { dates: true }],
    ['the form of their outlet', { sameForm: 1 }, { same_form: true }],
  ] as const)('%s', (_, facts, expected) => {
    expect(against(facts as Partial<PairFacts>)).toEqual(expected)
  })

  it('names that only one of them has, the rarest first and at most eight', () => {
    const names = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, i) => [`name${from + i}`, from + i] as const)
    const a = articleOf({ name3: [1, IS_NAME] }, { leadNames: names(0, 6) })
    const b = articleOf({ name0: [1, IS_NAME] }, { leadNames: names(3, 10) })
    expect(against({}, a, b).names).toEqual([
      'name9',
      'name8',
      'name7',
      'name6',
      'name5',
      'name5',
      'name4',
      'name4',
    ])
  })

  it('no name that the other has in another spelling', () => {
    const a = articleOf(
      {},
      {
        leadNames: [
          ['kharlamov', 3],
          ['lee', 2],
        ],
        soundsOfNames: new Map([['kharlamov', 'hrlmv']]),
      },
    )
    expect(against({}, a, articleOf({}, { sounds: new Map([['hrlmv', 'harlamov']]) })).names).toEqual(['lee'])
    expect(against({}, a, articleOf({}, { sounds: new Map([['other', 'x']]) })).names).toEqual([
      'kharlamov',
      'lee',
    ])
  })
})
