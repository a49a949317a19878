import { describe, expect, test } from 'vitest'
import { decideStory } from '../../../src/core/stories/decision.ts'
import type { RepairArticle } from '../../../src/core/stories/group-window.ts'
import { groupItems } from '../../../src/core/stories/groups.ts'
import { idfOf } from '../../../src/core/stories/idf.ts'
import { companies, tellApart } from '../../../src/core/stories/pair/company.ts'
import { compare } from '../../../src/core/stories/pair/features.ts'
import { prepare } from '../../../src/core/stories/pair/prepared.ts'
import { contextForest, pairWeights, shippedModels } from '../../../src/core/stories/pair/weights.ts'
import { headline } from '../../../src/core/stories/profile/headline.ts'
import { packProfile, unpackProfile } from '../../../src/core/stories/profile/packed.ts'
import { printedDate } from '../../../src/core/stories/profile/printed-date.ts'
import { profileOf } from '../../../src/core/stories/profile/profile.ts'
import { stem } from '../../../src/core/stories/profile/words/stem.ts'
import { words } from '../../../src/core/stories/profile/words/words.ts'
import { blendedIdf } from '../../../src/core/stories/rarity.ts'
import { planChanges, planRepair } from '../../../src/core/stories/repair-plan.ts'
import { roundUpSign } from '../../../src/core/stories/round-up.ts'
import { topTerms } from '../../../src/core/stories/top-terms.ts'

const background = idfOf(new Map())
const idf = blendedIdf('en')
const DAY_MS = 86_400_000
const MONDAY = Date.UTC(2024, 2, 4)

const FIRE = [
  'Blaze destroys Calder textile mill, two firefighters hurt',
  'Firefighters fought through the night to contain a blaze that destroyed the Calder textile mill in Oldbury on Monday. Two firefighters were treated for burns, fire chief Rosa Lindgren said. The roof of the four-storey mill collapsed at about 3 a.m. and 120 workers were sent home. Investigators are looking into whether a boiler in the dye house started the fire.',
]
const FIRE_TOO = [
  'Oldbury mill fire: roof collapses, two crew injured',
  'The roof of the historic Calder mill collapsed early on Monday as fire tore through the textile works in Oldbury, injuring two firefighters. Chief Rosa Lindgren said the flames had probably begun at a boiler in the dye house. All 120 workers of the mill were told to stay home, and roads around Oldbury stayed closed.',
]
const BUDGET = [
  'Firefighters win pay rise in council budget',
  'Councillors in Brookhaven approved a budget of 48 million for the coming year after a session that lasted eleven hours. Council leader Henrik Vass said firefighters and nurses would earn three percent more and that taxes would rise to pay for it. The opposition walked out before the vote and called the budget reckless.',
]

const profile = ([title, body]: readonly string[], language = 'en') =>
  profileOf({ title: title ?? null, body: body ?? null, language }, background)
const repairArticle = (id: number, storyId: number, text: readonly string[], day = 0): RepairArticle => ({
  id,
  storyId,
  profile: profile(text),
  publishedMs: MONDAY + day * DAY_MS,
  sortKey: text[0]!,
})

describe('the online decision', () => {
  const of = (text: readonly string[]) => prepare(profile(text), MONDAY, idf)
  test('joins the story of the same event and says why', () => {
    const decision = decideStory(of(FIRE_TOO), [
      { id: 1, storyId: 10, prepared: of(FIRE) },
      { id: 2, storyId: 20, prepared: of(BUDGET) },
    ])
    expect(decision.storyId).toBe(10)
    expect(decision.runnerUp?.storyId).toBe(20)
    expect(decision.reasons?.numbers).toContain('120')
    expect(decision.reasons?.like).toBe(1)
  })

  test('another event in the same town is another story', () => {
    const decision = decideStory(of(BUDGET), [{ id: 1, storyId: 10, prepared: of(FIRE) }])
    expect(decision.storyId).toBeNull()
    expect(decision.reason).toBe('too_unlike')
  })

  test('no candidates, a new story', () => {
    expect(decideStory(of(FIRE), [])).toMatchObject({ storyId: null, reason: 'no_candidates' })
  })
})

describe('the repair', () => {
  const none = { together: [], apart: [] }
  test('merges two stories of one event into the older id', () => {
    const plan = planRepair(
      [repairArticle(1, 10, FIRE), repairArticle(2, 11, FIRE_TOO), repairArticle(3, 12, BUDGET)],
      none,
    )
    expect(plan.merges).toEqual([{ from: 11, into: 10 }])
    expect(plan.moves).toEqual([{ to: 10, articles: [2] }])
    expect(plan.links[0]?.articleId).toBe(2)
  })

  test('splits what does not belong together', () => {
    const plan = planRepair(
      [repairArticle(1, 10, FIRE), repairArticle(2, 10, FIRE_TOO), repairArticle(3, 10, BUDGET)],
      none,
    )
    expect(plan.moves).toEqual([{ to: null, articles: [3] }])
    expect(plan.merges).toEqual([])
  })

  test('keeps to what people decided', () => {
    const articles = [
      repairArticle(1, 10, FIRE),
      repairArticle(2, 11, FIRE_TOO),
      repairArticle(3, 10, BUDGET),
    ]
    const plan = planRepair(articles, { together: [[1, 3]], apart: [[1, 2]] })
    expect(plan.moves).toEqual([])
  })

  test('comes to the same whatever the order', () => {
    const articles = [
      repairArticle(1, 10, FIRE),
      repairArticle(2, 11, FIRE_TOO),
      repairArticle(3, 12, BUDGET),
    ]
    expect(planRepair(articles.toReversed(), none)).toEqual(planRepair(articles, none))
  })

  test('the same words a month later are another event', () => {
    const plan = planRepair([repairArticle(1, 10, FIRE), repairArticle(2, 11, FIRE_TOO, 30)], none)
    expect(plan.moves).toEqual([])
  })

  test('of two halves of a story the larger keeps the id', () => {
    const plan = planChanges([
      [{ id: 1, storyId: 5 }],
      [
        { id: 2, storyId: 5 },
        { id: 3, storyId: 5 },
      ],
    ])
    expect(plan.moves).toEqual([{ to: null, articles: [1] }])
  })
})

describe('the words that set a story apart', () => {
  const source = ([title, body]: readonly string[]) => ({
    profile: profile([title!, body!]),
    title: title!,
    lead: body!,
  })
  test('are whole words, names with their capital', () => {
    const terms = topTerms([source(FIRE), source(FIRE_TOO)], idf)
    expect(terms).toContain('Oldbury')
    expect(terms).toContain('mill')
    expect(terms.length).toBeLessThanOrEqual(8)
    expect(topTerms([source(FIRE), source(FIRE_TOO), source(BUDGET)], idf)).not.toContain('Brookhaven')
  })
})

describe('what tells of many events', () => {
  const paragraph = (name: string, other: string) =>
    `Officials in ${name} said on Monday that the ${other} had been closed for the week after talks with ${name} Tramways and ${other} Holding broke down again late at night.`
  const sections = (heads: readonly string[], body: (i: number) => string) =>
    heads.map((head, i) => `${head}\n\n${body(i)}`).join('\n\n')
  const HEADS = ['Harbour closed', 'A vote in the north', 'Trams stand still', 'Rain and more rain']
  const DIGEST = sections(
    HEADS,
    (i) =>
      [
        'Dockers in Ferrol walked out on Monday; the Port Authority and Stevedores United will meet again today at the customs house by the old quay.',
        'Voters in Norvale chose Henrik Vass, of the Green Alliance, as their mayor by four hundred ballots after a recount that took all night.',
        'No tram left the depot in Tarnow, where Quist Holding and drivers argue about the Sunday rota since the depot burned last March.',
        'Forecasters at Lindau Observatory expect storms over the Vassby Hills until Thursday, with gusts, some hail and high water along the coast.',
      ][i]!,
  )
  const REPORT = sections(HEADS, () => paragraph('Oldbury', 'Calder'))

  test.each([
    ['Morning Briefing: strikes, storms and a vote', '', 'headline'],
    ['Your Thursday briefing', '', 'headline'],
    ['The week in review', '', 'headline'],
    ['What to know this week', '', 'headline'],
    ['News in brief', '', 'headline'],
    ['Das Wichtigste am Morgen', '', 'headline'],
    ['Revue de presse : la semaine en bref', '', 'headline'],
    ['Resumen de la semana', '', 'headline'],
    ['Rassegna stampa del 4 marzo', '', 'headline'],
    ['Nieuwsoverzicht: storm en staking', '', 'headline'],
    ['Главное за день', '', 'headline'],
    ['一周要闻回顾', '', 'headline'],
    ['Ferry aground', DIGEST, 'sections'],
    ['Ferry aground', REPORT, null],
    ['Live updates: ferry aground', `${REPORT}`, 'live_blog'],
    ['Live updates: ferry aground', '', null],
    ['What to know about the ferry aground off Lindau', REPORT, null],
    ['Five things to know about the verdict', '', null],
    ['The president’s daily brief, explained', '', null],
    ['Police brief council on the fire', '', null],
    ['Newsletter firm goes bankrupt', '', null],
  ])('%s', (title, body, sign) => {
    expect(roundUpSign({ title, body })).toBe(sign)
  })

  test('a digest of two events stands alone and brings no two together', () => {
    const digest: RepairArticle = {
      ...repairArticle(4, 13, ['Mill fire in Oldbury, pay rise in Brookhaven', `${FIRE[1]} ${BUDGET[1]}`]),
      roundUp: 'headline' as const,
    }
    const articles = [
      repairArticle(1, 10, FIRE),
      repairArticle(2, 10, FIRE_TOO),
      repairArticle(3, 12, BUDGET),
      digest,
    ]
    const noEdits = { together: [], apart: [] }
    expect(planRepair(articles, noEdits).moves).toEqual([])
    const two = planRepair([digest, { ...digest, id: 5, storyId: 14 }], noEdits)
    expect(two.moves).toEqual([])
  })
  test('a live blog of one event joins its story, one of several stands alone', () => {
    const noEdits = { together: [], apart: [] }
    const stories = [
      repairArticle(1, 10, FIRE),
      repairArticle(2, 10, FIRE_TOO),
      repairArticle(3, 12, BUDGET),
      repairArticle(4, 12, [`${BUDGET[0]} after long debate`, BUDGET[1]!]),
    ]
    const ofOne = {
      ...repairArticle(5, 13, [`Live: ${FIRE[0]}`, FIRE_TOO[1]!]),
      roundUp: 'live_blog' as const,
    }
    const [move] = planRepair([...stories, ofOne], noEdits).moves
    expect(move).toEqual({ to: 10, articles: [5] })
    const ofTwo = {
      ...repairArticle(5, 13, ['Live: the news of the day', `${FIRE[1]} ${BUDGET[1]}`]),
      roundUp: 'live_blog' as const,
    }
    expect(planRepair([...stories, ofTwo], noEdits).moves).toEqual([])
  })
})

describe('grouping', () => {
  const pair = (a: number, b: number, probability: number) => ({ a, b, probability })
  test('a halfway article glues no two events together', () => {
    const pairs = [pair(0, 1, 0.9), pair(2, 3, 0.9), pair(1, 2, 0.8)]
    expect([...groupItems(4, pairs, { threshold: 0.5 })]).toEqual([0, 0, 2, 2])
  })
  test('two halves of one event meet when most of their pairs are likely', () => {
    const pairs = [0, 1].flatMap((a) => [2, 3].map((b) => pair(a, b, 0.6)))
    expect([...groupItems(4, [...pairs, pair(0, 1, 0.9), pair(2, 3, 0.9)], { threshold: 0.5 })]).toEqual([
      0, 0, 0, 0,
    ])
  })
  test('a pair that was not compared is no refusal, where most of the others were', () => {
    const three = [pair(0, 2, 0.6), pair(0, 3, 0.6), pair(1, 2, 0.6)]
    const groups = groupItems(4, [...three, pair(0, 1, 0.9), pair(2, 3, 0.9)], { threshold: 0.5 })
    expect([...groups]).toEqual([0, 0, 0, 0])
  })
  test('one likely pair of many brings no two groups together', () => {
    const event = [0, 1, 2, 3, 4, 5].flatMap((a) =>
      [1, 2, 3, 4, 5].filter((b) => b > a).map((b) => pair(a, b, 1)),
    )
    expect([...groupItems(7, [...event, pair(0, 6, 0.99)], { threshold: 0.4 })]).toEqual([
      0, 0, 0, 0, 0, 0, 6,
    ])
  })
  test('what people decided stands', () => {
    expect([...groupItems(2, [pair(0, 1, 0.9)], { threshold: 0.5, apart: [[0, 1]] })]).toEqual([0, 1])
    expect([...groupItems(2, [], { threshold: 0.5, together: [[0, 1]] })]).toEqual([0, 0])
  })
})

describe('the company of an article', () => {
  const of = (title: string) => prepare(profile([title]), MONDAY, idf)
  const articles = [
    of('Navy seizes 23 pirates, officers of the Sukanya say'),
    of('Navy seizes pirates in the gulf, 23 arrested'),
    of('Pirates seized in the gulf by the navy'),
    of('Pirates seized in the gulf by the navy again'),
    of('Navy seizes 26 pirates in the gulf'),
    of('Twenty-six: navy seizes 26 pirates'),
  ]
  const near = [
    [1, 2],
    [0, 2],
    [0, 1],
    [4, 5],
    [3, 5],
    [3, 4],
  ].map((list) => list.map((other) => ({ other, probability: 0.9 })))
  const [NUMBER_MOST, NUMBER_LEAST] = [2, 3]
  const told = (a: number, b: number, asked = near): number[] => {
    const all = companies(articles, (i) => asked[i] ?? [])
    return tellApart(all[a]!, all[b]!)
  }
  test('tells two apart that leave out what tells the events apart', () => {
    expect(told(2, 3, [])[NUMBER_MOST]).toBe(0)
    expect(told(2, 3)[NUMBER_MOST]).toBeGreaterThan(1)
    expect(told(2, 3)[NUMBER_LEAST]).toBeGreaterThan(1)
  })
  test('of one event has next to nothing to tell against its own', () => {
    expect(told(1, 2)[NUMBER_MOST]).toBeLessThan(0.5)
  })
  test('does not ask those that are hardly likely', () => {
    const hardly = near.map((list) => list.map(({ other }) => ({ other, probability: 0.1 })))
    expect(told(2, 3, hardly)).toEqual(told(2, 3, []))
  })
})

describe('the learned tables', () => {
  test('a table that names other features is refused in one sentence', () => {
    expect(() => pairWeights({ bias: 1, text: 2 })).toThrow(
      /join-weights.json does not fit the code, train again/,
    )
    expect(() =>
      contextForest({ features: ['bias'], bias: 0, bags: 1, roots: [], feature: [], value: [], left: [] }),
    ).toThrow(/context-forest.json does not fit the code/)
    expect(shippedModels().pair.every(Number.isFinite)).toBe(true)
  })
})

describe('what two texts say of time and number', () => {
  const of = (body: string) =>
    prepare(profileOf({ title: null, body, language: 'en' }, background), null, idf)
  const facts = (one: string, other: string) => compare(of(one), of(other))
  test.each([
    [
      'Two boats sank on Tuesday off Marrow Bay.',
      'On Friday two boats sank off Marrow Bay.',
      { weekdaysApart: 1 },
    ],
    ['Two boats sank on Tuesday off Marrow Bay.', 'Boats lost Tuesday in Marrow Bay.', { weekdaysApart: -1 }],
    ['The vote of 4 June was close.', 'Voters went to the polls on June 4.', { monthsApart: -1 }],
    ['The vote of 4 June was close.', 'The vote of October 9 was close.', { monthsApart: 1 }],
    ['The coast guard held 23 smugglers.', 'Held: 26 smugglers.', { countedSame: 0, countedApart: 1 }],
    [
      'The coast guard held 23 smugglers.',
      'All 23 smugglers were held.',
      { countedSame: 1, countedApart: 0 },
    ],
    ['Nothing was said of when.', 'On Friday it was said.', { weekdaysApart: 0, monthsApart: 0 }],
  ])('%s / %s', (one, other, expected) => {
    expect(facts(one, other)).toMatchObject(expected)
  })
  test('a name that only one title has is told', () => {
    const title = (text: string) => prepare(profile([text, `${text}. Nobody else was hurt.`]), null, idf)
    const same = compare(title('Injury ends the season of Corvin'), title('The season is over for Corvin'))
    const other = compare(
      title('Injury ends the season of Corvin'),
      title('Injury ends the season of Hadley'),
    )
    expect(other.nameMissingLeast).toBeGreaterThan(same.nameMissingLeast)
    expect(other.topNamesBest).toBeLessThan(same.topNamesBest)
  })
})

describe('the profile', () => {
  test('comes back from the database as it went in', () => {
    expect(unpackProfile(packProfile(profile(FIRE)))).toEqual(profile(FIRE))
    expect(JSON.stringify(packProfile(profile(FIRE))).length).toBeLessThan(2048)
  })

  test('of before months, weekdays and counts were kept is read as having none', () => {
    const { months: _m, weekdays: _w, counted: _c, ...old } = packProfile(profile(FIRE))
    expect(unpackProfile(old)).toMatchObject({ months: 0, weekdays: 0, counted: [] })
  })

  test.each([
    ['Mill burns down in Oldbury | The Daily Herald', 'Mill burns down in Oldbury'],
    ['Incendie à Oldbury : deux blessés graves - Radio Nord', 'Incendie à Oldbury : deux blessés graves'],
    ['Council votes - and the mayor resigns', 'Council votes – and the mayor resigns'],
    ['Posted: Nov 27, 2005 8:20 AM ET', ''],
    ['DECEMBER 16, 2008', ''],
    ['May 4 budget', 'May 4 budget'],
    ['Mill &amp; market burn in Oldbury&#039;s centre', "Mill & market burn in Oldbury's centre"],
  ])('headline of %s', (title, expected) => {
    expect(headline(title)).toBe(expected)
  })

  test.each([
    ['Posted March 4, 2024 at noon', '2024-03-04'],
    ['4. März 2024, Oldbury', '2024-03-04'],
    ['Oldbury, 4 de marzo de 2024', '2024-03-04'],
    ['2024-03-04 10:11', '2024-03-04'],
    ['In March the mill burned', null],
  ])('date printed in %s', (text, expected) => {
    const ms = printedDate(text)
    expect(ms === null ? null : new Date(ms).toISOString().slice(0, 10)).toBe(expected)
  })

  test.each([
    ['fires', 'fire', 'en'],
    ['collapsed', 'collapsing', 'en'],
    ['negociaciones', 'negociación', 'es'],
    ['пожара', 'пожару', 'ru'],
  ])('%s and %s meet', (a, b, language) => {
    const key = (word: string) => stem(words(word)[0]!.key, language)
    expect(key(a)).toBe(key(b))
  })

  test('words of a text without spaces, numbers and acronyms', () => {
    expect(words('北京市长周一宣布').length).toBeGreaterThan(2)
    expect(words('1,200 of 1.5').map((w) => w.key)).toEqual(['1200', 'of', '1.5'])
    expect(words('The US and us').map((w) => w.key)).toEqual(['the', 'us.', 'and', 'us'])
  })
})
