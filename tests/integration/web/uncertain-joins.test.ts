import type { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadRows } from '../../../src/pipeline/load/load.ts'
import { rowOfLine } from '../../../src/pipeline/load/rows.ts'
import { repairRound } from '../../../src/pipeline/repair/round.ts'
import { runPipelineUntilIdle } from '../../../src/runtime/workers/until-idle.ts'
import type { Web } from '../../../src/web/context.ts'
import { createApp } from '../../../src/web/server.ts'
import { newsloom } from '../../support/cli.ts'
import { openNewsloom, type TestNewsloom } from '../../support/newsloom.ts'

const TOKEN = 'an-operator-token-of-this-test'
const articles = [
  {
    id: 'one',
    outlet: 'post',
    title: 'Freighter Tavira aground off Kestrel Point',
    body: 'The freighter Tavira ran aground off Kestrel Point on Monday and lost its rudder. Nine sailors were brought ashore by the lifeboat of Hamre. Captain Aud Lien said that a rope had caught in the screw. The coast guard will try to pull the ship free at high water.',
    published_at: '2024-06-03T08:00:00Z',
  },
  {
    id: 'two',
    outlet: 'echo',
    title: 'Tavira aground: nine sailors brought ashore at Kestrel Point',
    body: 'Nine sailors of the freighter Tavira were brought ashore by the lifeboat of Hamre on Monday. The ship had run aground off Kestrel Point and lost its rudder, the coast guard said. Captain Aud Lien blamed a rope in the screw. Tugs from Sund are expected at high water, harbor master Gro Moen added.',
    published_at: '2024-06-03T10:00:00Z',
  },
]

let deps: TestNewsloom
let app: Hono
let web: Web
/** Ids of the two articles and of the story that they are in. */
let one: number
let two: number
let story: number

const storyOf = async (id: number): Promise<number> =>
  (await deps.pool.query('select story_id from articles where id = $1', [id])).rows[0].story_id

const run = async (...args: string[]) => {
  const ran = await newsloom(args, { env: deps.env })
  expect(ran.stderr.split('\n').filter((line) => /error/i.test(line))).toEqual([])
  expect(ran.code, ran.stderr).toBe(0)
  return ran.stdout
}

const page = async (path: string, init: RequestInit = {}): Promise<Response> =>
  app.request(`http://127.0.0.1${path}`, {
    redirect: 'manual',
    ...init,
    headers: { host: '127.0.0.1', ...(init.headers as Record<string, string> | undefined) },
  })
const operator = { authorization: `Bearer ${TOKEN}`, 'sec-fetch-site': 'same-origin' }

beforeAll(async () => {
  deps = await openNewsloom('postgres', { operatorToken: TOKEN })
  ;({ app, web } = createApp(deps))
  await loadRows(
    deps,
    articles.map((row, i) => rowOfLine(JSON.stringify({ ...row, language: 'en' }), 'rows.jsonl', i + 1)),
  )
  await runPipelineUntilIdle(deps)
  await repairRound(deps)
  const { rows } = await deps.pool.query('select article_id from article_external_ids order by external_id')
  ;[one, two] = rows.map((row) => row.article_id as number) as [number, number]
  story = await storyOf(one)
  // How sure the models are of this pair is theirs to say; here it is to be uncertain.
  await deps.pool.query(
    `update story_links set probability = 0.51, reasons = reasons || '{"probability": 0.51}'
     where reasons ->> 'why' in ('joined', 'repaired')`,
  )
})
afterAll(async () => {
  web.hub.close()
  await deps.close()
})

describe('newsloom stories --uncertain', () => {
  it('names what may not belong, why it is there, what speaks against it, and how to take it out', async () => {
    expect(await storyOf(two)).toBe(story)
    const lines = (await run('stories', '--uncertain')).trimEnd().split('\n')
    expect(lines[0]).toMatch(
      /^51 % {2}echo {2}2024-06-03.*Tavira aground: nine sailors brought ashore at Kestrel Point$/,
    )
    expect(lines[1]).toBe(`    in story #${story} of 2 articles: Freighter Tavira aground off Kestrel Point`)
    expect(lines.some((line) => /51 % certain that it tells of the same event/.test(line))).toBe(true)
    expect(lines.some((line) => /Names in common: .*tavira/.test(line))).toBe(true)
    expect(lines.some((line) => /Against it: only one of them has .*\.$/.test(line))).toBe(true)
    expect(lines.at(-1)).toBe(`    another event? newsloom story split ${story} ${two}`)
  })

  it('--json prints one object a join, with the reasons for and against as they are stored', async () => {
    const lines = (await run('stories', '--uncertain', '--json')).trimEnd().split('\n')
    expect(lines).toHaveLength(1)
    const join = JSON.parse(lines[0]!)
    expect(join).toMatchObject({
      story_id: story,
      article_id: two,
      article_count: 2,
      outlet: 'echo',
      probability: 0.51,
      reasons: { like: one },
    })
    expect(join.reasons.names).toContain('tavira')
    expect(join.reasons.against.names.length).toBeGreaterThan(0)
  })

  it('heeds --since and --min-outlets', async () => {
    expect(await run('stories', '--uncertain', '--since', '2024-06-04')).toBe('no join is uncertain\n')
    expect(await run('stories', '--uncertain', '--min-outlets', '3', '--json')).toBe('')
  })
})

describe('the page of uncertain joins', () => {
  it('shows readers the same, and gives the split to operators only', async () => {
    const [read, operate] = await Promise.all([
      page('/uncertain').then((answer) => answer.text()),
      page('/uncertain', { headers: operator }).then((answer) => answer.text()),
    ])
    for (const html of [read, operate]) {
      expect(html).toContain('51 % certain')
      expect(html).toContain(`href="/article/${two}"`)
      expect(html).toContain('Against it: only one of them has')
    }
    expect(read).not.toContain('Split off</button>')
    expect(operate).toContain(`action="/story/${story}/split"`)
    const refused = await page(`/story/${story}/split`, {
      method: 'POST',
      body: new URLSearchParams({ article: String(two) }),
      headers: { 'sec-fetch-site': 'same-origin' },
    })
    expect(refused.status).toBeGreaterThanOrEqual(300)
    expect(await storyOf(two)).toBe(story)
  })

  it('a split takes the article out of its story and of the list; undone, it is back in both', async () => {
    const split = await page(`/story/${story}/split`, {
      method: 'POST',
      body: new URLSearchParams({ article: String(two) }),
      headers: operator,
    })
    expect(split.status).toBe(303)
    expect(await storyOf(two)).not.toBe(story)
    expect(await (await page('/uncertain')).text()).toContain('No join is uncertain.')
    // The second look keeps to what a person decided.
    await deps.pool.query(`update repair_state set repaired_until = '-infinity'`)
    await repairRound(deps)
    expect(await storyOf(two)).not.toBe(story)
    const { rows } = await deps.pool.query(`select id from story_edits where kind = 'split' order by id desc`)
    await run('story', 'undo', String(rows[0].id))
    expect(await storyOf(two)).toBe(story)
  })
})
