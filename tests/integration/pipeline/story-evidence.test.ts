import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PROFILE_VERSION } from '../../../src/core/stories/profile/story-profile.ts'
import { loadRows } from '../../../src/pipeline/load/load.ts'
import { rowOfLine } from '../../../src/pipeline/load/rows.ts'
import { repairRound } from '../../../src/pipeline/repair/round.ts'
import { replayProfiles } from '../../../src/pipeline/replay/profiles.ts'
import { uncertainJoins } from '../../../src/queries/uncertain.ts'
import { runPipelineUntilIdle } from '../../../src/runtime/workers/until-idle.ts'
import { loadHistory, publishedHistory } from '../../../src/store/stories/document-frequencies.ts'
import { openNewsloom, type TestNewsloom } from '../../support/newsloom.ts'

const FIRE = (day: string, place: string, extra = '') =>
  `A fire broke out in a boat shed in ${place} on ${day}. Crews from ${place} and Sund put it out within two hours. Nobody was hurt, fire chief Aud Lien said, but eleven boats were lost. The shed belonged to the sailing club, which was to open its season at Easter. The police think that a heater had been left on by somebody who painted a mast there in the evening. ${extra}`

interface Row {
  readonly key: string
  readonly title: string
  readonly body?: string
  readonly language?: null
  readonly outlet?: string
  readonly publishedAt: string
}

/** Loads rows and lets the pipeline run; gives the ids of the articles in their order. */
async function placeArticles(rows: readonly Row[]): Promise<number[]> {
  const lines = rows.map(({ key, publishedAt, language = 'en', outlet = 'post', ...row }) =>
    JSON.stringify({
      id: key,
      ...row,
      published_at: publishedAt,
      outlet,
      ...(language ? { language } : {}),
    }),
  )
  await loadRows(
    deps,
    lines.map((line, i) => rowOfLine(line, 'rows.jsonl', i + 1)),
  )
  await runPipelineUntilIdle(deps)
  const { rows: found } = await deps.pool.query(
    'select external_id, article_id from article_external_ids where external_id = any($1)',
    [rows.map(({ key }) => key)],
  )
  const ids = new Map(found.map((row) => [row.external_id, row.article_id as number]))
  return rows.map(({ key }) => ids.get(key)!)
}

let deps: TestNewsloom
beforeAll(async () => {
  deps = await openNewsloom()
})
afterAll(() => deps.close())

describe('what the stream says is rare', () => {
  it('is counted by language and day, the same whatever the order, and given to all workers', async () => {
    await placeArticles([
      {
        key: 'a',
        title: 'Boat shed burns in Hamre',
        body: FIRE('Monday', 'Hamre'),
        publishedAt: '2024-03-04T08:00:00Z',
      },
      {
        key: 'b',
        title: 'Hamre boat shed fire: eleven boats gone',
        body: 'Eleven boats are lost after the shed of the sailing club in Hamre caught fire on Monday. Chief Aud Lien of the fire brigade said that nobody was in the shed. Members had painted a mast with a heater beside it the evening before, and the police want to speak with them. The club will open its Easter season from a hall in Sund.',
        publishedAt: '2024-03-04T10:00:00Z',
      },
      {
        key: 'c',
        title: 'Council of Odda buys a plough',
        body: 'The council of Odda bought a plough for the winter. It cost two million and comes by ship from Bremen in May.',
        publishedAt: '2024-04-20T10:00:00Z',
      },
    ])
    await repairRound(deps)
    const history = await loadHistory(deps.pool)
    const days = history.get('en')!
    expect(days.size).toBe(2)
    const day = Date.UTC(2024, 2, 4) / 86_400_000
    expect(days.get(day)!.df.get('hamr') ?? days.get(day)!.df.get('hamre')).toBe(days.get(day)!.articles)
    expect([...(await publishedHistory(deps.pool)).keys()]).toEqual(['en'])
  })
})

describe('a text that ran before', () => {
  it('is known months later, and not as a copy', async () => {
    const [first, again, other] = await placeArticles([
      {
        key: 'r1',
        title: 'How to oil a deck',
        body: FIRE('Friday', 'Lofthus', 'It was the third fire there.'),
        publishedAt: '2023-01-10T08:00:00Z',
      },
      {
        key: 'r2',
        title: 'A deck, oiled',
        body: FIRE('Friday', 'Lofthus', 'It was the third fire there.'),
        publishedAt: '2023-09-10T08:00:00Z',
      },
      {
        key: 'r3',
        title: 'Something else',
        body: 'A herd of goats came over the pass on Sunday, led by a boy of nine from Eidfjord. They ate the roses in front of the town hall, and the mayor had them counted: there were sixty-four. The owner will pay for the roses and has asked for the manure. A fence is to be built before the summer, the council said, and a dog will be bought in Voss for the boy.',
        publishedAt: '2023-09-10T08:00:00Z',
      },
    ])
    const { rows } = await deps.pool.query(
      'select article_id, ran_before, duplicate_of from news.articles where article_id = any($1) order by 1',
      [[first, again, other]],
    )
    expect(rows.map((row) => row.ran_before)).toEqual([null, first, null])
    expect(rows.map((row) => row.duplicate_of)).toEqual([null, null, null])
  })
})

describe('a headline without a language', () => {
  it('joins the reports that have one, and takes theirs', async () => {
    const [, bare] = await placeArticles([
      {
        key: 'l1',
        title: 'Freighter Tavira aground off Kestrel Point',
        body: 'The freighter Tavira ran aground off Kestrel Point on Monday and lost its rudder, the coast guard said.',
        publishedAt: '2024-06-03T08:00:00Z',
      },
      {
        key: 'l2',
        title: 'Tavira: freighter aground, Kestrel Point',
        publishedAt: '2024-06-03T09:00:00Z',
        language: null,
      },
    ])
    const { rows } = await deps.pool.query(
      `select language, (select count(*)::int from articles b where b.story_id = a.story_id) as together
       from articles a where id = $1`,
      [bare],
    )
    expect(rows).toEqual([{ language: 'en', together: 2 }])
  })
})

describe('joins', () => {
  it('have a probability in the view, and the least certain come first', async () => {
    const { rows } = await deps.pool.query(
      `select probability, why from news.story_articles where probability is not null`,
    )
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.every(({ probability }) => probability > 0 && probability <= 1)).toBe(true)
    await deps.pool.query(
      `update story_links set probability = 0.5 where reasons ->> 'why' in ('joined', 'repaired')`,
    )
    const joins = await uncertainJoins(deps.pool, { since: null, minOutlets: 1, limit: 5 })
    expect(joins.length).toBeGreaterThan(0)
    expect(joins[0]!.probability).toBe(0.5)
  })
})

describe('profiles of an older form', () => {
  it('are made again, and the repair looks at their stories', async () => {
    await deps.pool.query(
      `update article_profiles set profile = profile - 'version' - 'parts' - 'form' - 'followed'`,
    )
    const { rows: before } = await deps.pool.query('select id, story_id from articles order by id')
    const steps: number[] = []
    const dry = await replayProfiles(deps, { outlet: null, since: null }, true)
    expect(dry.made).toBe(0)
    const done = await replayProfiles(deps, { outlet: null, since: null }, false, (made) => steps.push(made))
    expect(done).toEqual({ old: dry.old, made: dry.old })
    expect(steps.at(-1)).toBe(done.old)
    const { rows } = await deps.pool.query(
      `select count(*)::int as old from article_profiles where coalesce((profile ->> 'version')::int, 1) < $1`,
      [PROFILE_VERSION],
    )
    expect(rows[0].old).toBe(0)
    await repairRound(deps)
    expect((await deps.pool.query('select id, story_id from articles order by id')).rows).toEqual(before)
    expect(await replayProfiles(deps, { outlet: null, since: null }, false)).toEqual({ old: 0, made: 0 })
  })
})

describe('the words of one report with the facts of another', () => {
  const market = (city: string, name: string, first: string, second: string, rise: string) =>
    `The ${city} exchange closed ${rise} on Tuesday after a day without surprises. The main index ended at ${first} points, while the index of small companies came to ${second}. Trade was thin because many had stayed at home before the holiday. ${name} led the list, as it had the day before. Brokers of ${city} said that nobody expects much of the rest of the week. Bonds hardly moved and the currency stayed where it was in the morning.`
  it('are noted by both looks, and keep the two apart', async () => {
    const [one, other] = await placeArticles([
      {
        key: 'm1',
        title: 'Lisund exchange at close',
        body: market('Lisund', 'Tolmar Steel', '4,117', '812', 'up'),
        publishedAt: '2024-08-06T16:00:00Z',
      },
      {
        key: 'm2',
        title: 'Varde exchange at close',
        outlet: 'echo',
        body: market('Varde', 'Kveite Shipping', '9,350', '2,604', 'down'),
        publishedAt: '2024-08-06T16:30:00Z',
      },
    ])
    const noted = async () =>
      (
        await deps.pool.query(
          `select article_id, coalesce(to_jsonb(templated_with), '[]') as templated_with
           from article_profiles where article_id = any($1) order by 1`,
          [[one, other]],
        )
      ).rows.flatMap((row) => row.templated_with.map((id: number) => [row.article_id, id]))
    // Either look notes the pair with the article that it looks at.
    await repairRound(deps)
    const pairs = await noted()
    expect(pairs.length).toBeGreaterThan(0)
    for (const pair of pairs) expect(new Set(pair)).toEqual(new Set([one, other]))
    const { rows } = await deps.pool.query('select distinct story_id from articles where id = any($1)', [
      [one, other],
    ])
    expect(rows).toHaveLength(2)
  })
})

describe('a plea for subscriptions in the place of two articles', () => {
  const PLEA =
    'This page is for members of the Sund Courier. You have read five free pages since the first of the month, which is all we can give away. Pick a plan from two euros a week and read everything on your phone, tablet or laptop. Members also get our Friday letter, the crossword archive and tickets to Courier evenings. Stop paying whenever you like with two clicks in your account. Forgotten your password? Write to Aud Lien at the members’ desk, who answers between nine and four.'
  it('is no copy in either look, and no text that ran before', async () => {
    const row = { outlet: 'courier', body: PLEA }
    const ids = await placeArticles([
      { ...row, key: 'p1', title: 'Sawmill shuts after ninety years', publishedAt: '2024-10-01T08:00:00Z' },
      { ...row, key: 'p2', title: 'Orchestra picks female conductor', publishedAt: '2024-10-02T08:00:00Z' },
      { ...row, key: 'p3', title: 'Tram collides with milk float', publishedAt: '2024-12-20T08:00:00Z' },
    ])
    const found = async () =>
      (
        await deps.pool.query(
          'select story_id, duplicate_of, ran_before from articles where id = any($1) order by id',
          [ids],
        )
      ).rows
    const placed = await found()
    await repairRound(deps)
    for (const rows of [placed, await found()]) {
      expect(rows.map(({ duplicate_of, ran_before }) => duplicate_of ?? ran_before)).toEqual([
        null,
        null,
        null,
      ])
      expect(new Set(rows.map(({ story_id }) => story_id)).size).toBe(3)
    }
  })
})
