import { afterEach, beforeEach, expect, test } from 'vitest'
import { runStep } from '../../../../src/pipeline/run-step.ts'
import { enqueueUrls } from '../../../../src/pipeline/sources/enqueue.ts'
import { stages } from '../../../../src/pipeline/stages.ts'
import { openNewsloom, type TestNewsloom } from '../../../support/newsloom.ts'
import { type ScriptedServer, startScriptedServer } from '../../../support/servers/scripted-server.ts'

let site: ScriptedServer
let service: ScriptedServer
let deps: TestNewsloom
const signal = new AbortController().signal

beforeEach(async () => {
  site = await startScriptedServer()
  service = await startScriptedServer()
  deps = await openNewsloom('postgres', {
    allowPrivate: true,
    allowPorts: [site.port],
    minDelayMs: 0,
    renderUrl: `${service.url}/render`,
  })
})
afterEach(async () => {
  await deps.close()
  await site.close()
  await service.close()
})

const shell = '<!doctype html><html><body><div id="app"></div></body></html>'
const html =
  '<!doctype html><html><body><article>The ferry is late again, the harbour master said.</article></body></html>'
const answer = (change: object = {}) => ({
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    url: `${site.url}/story`,
    status: 200,
    headers: {},
    redirects: [],
    html,
    ...change,
  }),
})

async function fetched(rules: object | null): Promise<Record<string, unknown>> {
  await deps.pool.query(
    `insert into outlets (slug, name, extract_rules) values ('quay', 'Quay News', $1::jsonb)
     on conflict (slug) do update set extract_rules = excluded.extract_rules`,
    [rules && JSON.stringify(rules)],
  )
  const { articleIds } = await enqueueUrls(deps, [`${site.url}/story`], { outlet: 'quay' })
  await runStep(deps, stages.fetch, articleIds, signal)
  return (
    await deps.pool.query(
      `select a.stage, a.reason, d.byte_count from articles a left join documents d on d.article_id = a.id where a.id = $1`,
      [articleIds[0]],
    )
  ).rows[0]
}
const pages = () => site.asked.filter(({ path }) => path === '/story')

test('a page of an outlet whose rules say so is stored as it was rendered', async () => {
  site.set('/story', { body: shell })
  service.set('/render', answer())
  expect(await fetched({ valid_until: '2030-01-01', render: true })).toEqual({
    stage: 'fetched',
    reason: null,
    byte_count: html.length,
  })
  expect(pages()).toEqual([])
  // its robots.txt was asked first
  expect(site.asked.map(({ path }) => path)).toEqual(['/robots.txt'])
})

test('other outlets are fetched plainly', async () => {
  site.set('/story', { body: shell })
  expect(await fetched(null)).toMatchObject({ stage: 'fetched', byte_count: shell.length })
  expect(service.asked).toEqual([])
})

test('what robots.txt forbids is not rendered, and where a page leads is asked about before it is stored', async () => {
  service.set('/render', answer({ url: `${site.url}/private/story` }))
  site.set('/robots.txt', { body: 'User-agent: *\nDisallow: /private' })
  const rules = { valid_until: '2030-01-01', render: true }
  expect(await fetched(rules)).toMatchObject({
    stage: 'dropped',
    reason: 'robots_disallowed',
    byte_count: null,
  })
  expect(service.asked).toHaveLength(1)
})

test.each([
  [
    'says that the guard refused the page',
    { status: 422, body: '{"error":{"code":"blocked_address","message":"private"}}' },
    { stage: 'failed', reason: 'blocked_address' },
  ],
  ['is busy', { status: 503, body: '{}' }, { stage: 'discovered', reason: 'host_busy' }],
  ['answers nonsense', { body: 'hello' }, { stage: 'discovered', reason: 'host_busy' }],
])('a service that %s', async (_what, reply, outcome) => {
  service.set('/render', reply)
  expect(await fetched({ valid_until: '2030-01-01', render: true })).toMatchObject(outcome)
  expect(pages()).toEqual([])
})
