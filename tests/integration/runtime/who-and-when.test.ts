import { writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import type { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Web } from '../../../src/web/context.ts'
import { createApp } from '../../../src/web/server.ts'
import { newsloom, temporaryFolder } from '../../support/cli.ts'
import { openNewsloom, type TestNewsloom } from '../../support/newsloom.ts'
import { loadExpectedSample } from '../../support/sample-corpus.ts'

const TOKEN = 'an-operator-secret-of-these-tests'
const folder = temporaryFolder()
let deps: TestNewsloom
let app: Hono
let web: Web
let articles: number[]
let stories: { id: number; articles: number[] }[]
let token: string

beforeAll(async () => {
  deps = await openNewsloom('postgres', { operatorToken: TOKEN })
  await loadExpectedSample(deps.pool)
  ;({ app, web } = createApp(deps))
  const found = await deps.pool.query('select id from articles where version > 0 order by id')
  articles = found.rows.map(({ id }) => id)
  const big = await deps.pool.query(
    `select story_id as id, array_agg(article_id order by article_id) as articles
     from news.story_articles where duplicate_of is null group by 1 having count(*) >= 3 order by 1 limit 3`,
  )
  stories = big.rows
  const added = await newsloom(['operator', 'add', 'ann', '--json'], { env: deps.env })
  token = JSON.parse(added.stdout).token
})
afterAll(async () => {
  web.hub.close()
  await deps.close()
  folder.remove()
})

interface Action {
  readonly action: string
  readonly made_by: string
  readonly subject: string | null
}

/** What `work` left in the database, each with a time within the test. */
async function actionsOf(work: () => Promise<unknown>): Promise<Action[]> {
  const { rows: before } = await deps.pool.query(
    'select now() as began, coalesce(max(id), 0) as last from operator_actions',
  )
  await work()
  const { rows } = await deps.pool.query(
    `select action, made_by, subject, made_at between $1 and now() as now from operator_actions
     where id > $2 order by id`,
    [before[0].began, before[0].last],
  )
  return rows.map(({ now, ...action }) => {
    expect(now).toBe(true)
    return action
  })
}

const byCommand = `cli:${userInfo().username}`

describe('what is changed by command leaves who, what and when', () => {
  const rules = join(folder.path, 'rules.json')
  const file = join(folder.path, 'feeds.opml')
  writeFileSync(rules, '{"valid_until": "2030-01-01", "title": "h1.head"}')
  writeFileSync(
    file,
    '<opml version="2.0"><body><outline type="rss" xmlUrl="https://a.example/rss"/><outline type="rss" xmlUrl="https://b.example/rss"/></body></opml>',
  )
  it.each<[string, string, () => readonly string[]]>([
    [
      'a correction',
      'article.correct',
      () => ['article', 'correct', `${articles[0]}`, '--title', 'Put right'],
    ],
    ['a replay', 'article.replay', () => ['replay', '--stage', 'extract']],
    ['a takedown', 'article.remove', () => ['article', 'remove', `${articles[1]}`, '--reason', 'asked']],
    ['a merge', 'story.merged', () => ['story', 'merge', `${stories[0]!.id}`, `${stories[1]!.id}`]],
    ['an outlet', 'outlet.add', () => ['outlet', 'add', 'Quay Post', '--country', 'AT']],
    ['a setting of an outlet', 'outlet.set', () => ['outlet', 'set', 'quay-post', '--language', 'de']],
    ['rules of an outlet', 'outlet.rules', () => ['outlet', 'rules', 'quay-post', rules]],
    ['a list of feeds', 'feed.import', () => ['feed', 'import', file, '--paused']],
    ['a setting of a feed', 'feed.set', () => ['feed', 'set', 'https://a.example/rss', '--interval', '6h']],
    ['a feed that is polled again', 'feed.resumed', () => ['feed', 'resume', '--all']],
    ['a feed that is not polled', 'feed.paused', () => ['feed', 'pause', '--all']],
    ['a feed that is removed', 'feed.removed', () => ['feed', 'remove', 'https://a.example/rss']],
    ['a webhook', 'webhook.add', () => ['webhook', 'add', 'https://hooks.example/']],
    ['an operator', 'operator.add', () => ['operator', 'add', 'bob']],
    ['an operator who is removed', 'operator.remove', () => ['operator', 'remove', 'bob']],
    ['a password of the reader', 'reader.login', () => ['reader']],
    ['the end of that password', 'reader.off', () => ['reader', '--off']],
  ])('%s: %s', async (_, action, args) => {
    const left = await actionsOf(async () => {
      const { code, stderr } = await newsloom(args(), { env: deps.env })
      expect(code, stderr).toBe(0)
    })
    expect(left).toEqual([{ action, made_by: byCommand, subject: left[0]?.subject }])
    // Of one thing, it is named.
    if (/^(article\.(correct|remove)|story|outlet|operator)/.test(action))
      expect(left[0]!.subject).toMatch(/\w/)
  })
})

describe('what is changed on the pages leaves the operator who did it, whom the operator page names', () => {
  const feed = async () => (await deps.pool.query('select id from feeds order by id limit 1')).rows[0].id
  it.each<[string, string, () => Promise<[string, string]>]>([
    [
      'a split',
      'story.split',
      async () => [`/story/${stories[2]!.id}/split`, `article=${stories[2]!.articles[0]}`],
    ],
    [
      'an undone edit',
      'story.undone',
      async () => {
        const { rows } = await deps.pool.query('select max(id) as id from story_edits')
        return ['/story/undo', `edit=${rows[0].id}`]
      },
    ],
    ['a replay', 'article.replay', async () => ['/replay', `article=${articles[3]}`]],
    ['a feed that is not polled', 'feed.pause', async () => [`/sources/${await feed()}/pause`, '']],
    ['a feed that is polled again', 'feed.resume', async () => [`/sources/${await feed()}/resume`, '']],
  ])('%s: %s', async (_, action, form) => {
    const headers = { authorization: `Bearer ${token}` }
    const left = await actionsOf(async () => {
      const [path, body] = await form()
      const answer = await app.request(`http://localhost${path}`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
        body,
      })
      expect(answer.status, await answer.text()).toBe(303)
    })
    expect(left).toEqual([{ action, made_by: 'web:ann', subject: left[0]?.subject }])
    const page = await (await app.request('http://localhost/operator', { headers })).text()
    const [latest] = /<ul class="actions"><li>.*?<\/li>/.exec(page) ?? []
    expect(latest).toMatch(/<time [^>]*datetime="20[^"]+"/)
    expect(latest).toContain('web:ann')
    expect(latest).toContain(action)
  })
})
