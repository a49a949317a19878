import { afterEach, expect, test } from 'vitest'
import { latestActions } from '../../../src/store/operations/operators.ts'
import { startWeb, type WebServer } from '../../../src/web/server.ts'
import { openNewsloom, type TestNewsloom } from '../../support/newsloom.ts'

const TOKEN = 'a-long-operator-secret'
let deps: TestNewsloom
let web: WebServer

async function start(operatorToken?: string): Promise<void> {
  deps = await openNewsloom('postgres', { port: 0, ...(operatorToken ? { operatorToken } : {}) })
  web = await startWeb(deps)
}
afterEach(async () => {
  await web.close()
  await deps.close()
})

const front = async () => (await fetch(web.url)).text()
const send = (fields: Record<string, string>) =>
  fetch(new URL('/sources/starter', web.url), {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: new URL(web.url).origin },
    body: new URLSearchParams(fields),
  })
const feeds = async () =>
  (
    await deps.pool.query(
      'select f.active, o.country, count(*)::int as n from feeds f join outlets o on o.id = f.outlet_id group by 1, 2',
    )
  ).rows

test('the first page of an empty Newsloom offers the starter list, and a token with a choice adds it', async () => {
  await start(TOKEN)
  const page = await front()
  expect(page).toMatch(/<form method="post" action="\/sources\/starter"/)
  expect(page).toMatch(/<input name="token" type="password" required/)
  expect(page).toMatch(/<option value="AT">Austria \(\d+\)<\/option>/)

  const answer = await send({ country: 'AT', language: '', token: TOKEN })
  expect(answer.status).toBe(303)
  expect(answer.headers.get('location')).toMatch(/^\/sources\?done=started&n=\d+&m=\d+$/)
  expect(answer.headers.get('set-cookie')).toMatch(/HttpOnly.*SameSite=Strict/)
  const added = await feeds()
  expect(added).toEqual([{ active: true, country: 'AT', n: expect.any(Number) }])
  expect((await latestActions(deps.pool, 1))[0]).toMatchObject({
    made_by: 'web:operator',
    action: 'feed.starter',
  })
  // with feeds there, it is offered no more
  expect(await front()).not.toContain('/sources/starter')
})

test('without the right token, or without a choice of the list, nothing is added', async () => {
  await start(TOKEN)
  expect((await send({ country: 'AT', token: 'a-guess-at-the-secret' })).status).toBe(403)
  expect((await send({ country: 'AT' })).status).toBe(403)
  expect((await send({ country: '', language: '', token: TOKEN })).status).toBe(422)
  expect((await send({ country: 'Atlantis', token: TOKEN })).status).toBe(422)
  expect(await feeds()).toEqual([])
})

test('where there is no operator the page shows the command, and the form is refused', async () => {
  await start()
  const page = await front()
  expect(page).toContain('newsloom seed --starter --country DE --active')
  expect(page).not.toContain('<form method="post" action="/sources/starter"')
  expect((await send({ country: 'AT', token: 'anything-at-all-will-do' })).status).toBe(403)
  expect(await feeds()).toEqual([])
})
