import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { joinEmbedded } from '../../src/adapters/embedded/join.ts'
import { createPool } from '../../src/adapters/postgres/db.ts'
import { newsloom, temporaryFolder } from '../support/cli.ts'

const folder = temporaryFolder()
const home = join(folder.path, 'home')
const env = { NEWSLOOM_HOME: home }
let server: Awaited<ReturnType<typeof joinEmbedded>>
let pool: ReturnType<typeof createPool>

beforeAll(async () => {
  server = await joinEmbedded(home)
  pool = createPool(server.url)
})
afterAll(async () => {
  await pool.end()
  await server.leave()
  folder.remove()
})

const run = (...args: string[]) => newsloom(args, { env })

it('what was added wrongly is put right by command, and said in a sentence', async () => {
  const list = join(folder.path, 'feeds.opml')
  writeFileSync(
    list,
    `<opml version="2.0"><body>${['a', 'b'].map((n) => `<outline type="rss" xmlUrl="https://${n}.example/rss"/>`).join('')}</body></opml>`,
  )
  expect(await run('feed', 'import', list, '--paused')).toMatchObject({ code: 0 })
  expect(await run('outlet', 'add', 'Quay Post', '--country', 'AT')).toMatchObject({
    stdout: 'outlet quay-post\n',
  })

  const typo = await run('feed', 'add', 'https://a.example/rss', '--outlet', 'quay-pots')
  expect(typo).toMatchObject({ code: 1, stdout: '' })
  expect(typo.stderr).toMatch(/there is no outlet "quay-pots"; did you mean "quay-post"\?.*--yes/)

  const set = await run('feed', 'set', 'https://a.example/rss', '--outlet', 'Quay Post', '--interval', '6h')
  expect(set).toMatchObject({ code: 0 })
  expect(set.stdout).toMatch(/^feed \d+: outlet a-example → quay-post, polled every 6 h$/m)
  expect(await run('feed', 'set', '1', '--interval', 'often')).toMatchObject({ code: 2 })

  expect(await run('feed', 'resume')).toMatchObject({ code: 2 })
  expect(await run('feed', 'resume', '--country', 'AT')).toMatchObject({ stdout: '1 feed resumed\n' })
  expect(await run('feed', 'resume', '--all')).toMatchObject({ stdout: '2 feeds resumed\n' })
  expect(await run('feed', 'pause', '--language', 'xx')).toMatchObject({ code: 1 })
  expect((await run('status')).stdout).toContain('2 active feeds')

  expect(await run('outlet', 'set', 'quay-post', '--language', 'de')).toMatchObject({
    stdout: 'outlet quay-post: language none → de\n',
  })
  expect(await run('outlet', 'merge', 'b-example', 'quay-post')).toMatchObject({
    stdout: 'outlet b-example is quay-post now: 0 articles and 1 feed moved\n',
  })
  const rules = join(folder.path, 'rules.json')
  writeFileSync(rules, '{"valid_until": "2030-01-01", "title": "h1.head"}')
  expect((await run('outlet', 'rules', 'quay-post', rules)).stdout).toMatch(
    /has these rules until 2030-01-01/,
  )
  expect(JSON.parse((await run('outlet', 'rules', 'quay-post')).stdout)).toMatchObject({ title: 'h1.head' })
  writeFileSync(rules, '{"titel": "h1"}')
  expect((await run('outlet', 'rules', 'quay-post', rules)).stderr).toMatch(/rules\.json: /)

  expect((await run('feed', 'remove', 'https://b.example/rss')).stdout).toMatch(
    /^removed: feed \d+ .*its articles stay$/m,
  )
  expect((await run('status')).stdout).toContain('1 active feed,')

  const { rows } = await pool.query('select made_by, action, subject from operator_actions order by id')
  expect(rows.map(({ action }) => action)).toEqual([
    'feed.import',
    'outlet.add',
    'feed.set',
    'feed.resumed',
    'feed.resumed',
    'outlet.set',
    'outlet.merged',
    'outlet.rules',
    'feed.removed',
  ])
  for (const row of rows) expect(row.made_by).toMatch(/^cli:./)
  expect(rows[1].subject).toBe('outlet quay-post')
})

it('who adds a webhook is recorded, with its host alone: an address may hold a key', async () => {
  await run('webhook', 'add', 'https://hooks.example/services/a-key-of-the-receiver')
  await run('webhook', 'remove', 'https://hooks.example/services/a-key-of-the-receiver')
  const { rows } = await pool.query(
    `select action, subject, details from operator_actions where action like 'webhook.%' order by id`,
  )
  expect(rows).toEqual([
    { action: 'webhook.add', subject: 'webhook 1', details: { host: 'hooks.example' } },
    { action: 'webhook.remove', subject: 'webhook hooks.example', details: {} },
  ])
})
