import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { transaction } from '../../../src/adapters/postgres/db.ts'
import { sweepObjects } from '../../../src/pipeline/documents/sweep.ts'
import { loadRows } from '../../../src/pipeline/load/load.ts'
import { rowOfLine } from '../../../src/pipeline/load/rows.ts'
import { replay } from '../../../src/pipeline/replay/replay.ts'
import { retain } from '../../../src/pipeline/retention/retain.ts'
import { runStep } from '../../../src/pipeline/run-step.ts'
import { enqueueUrls } from '../../../src/pipeline/sources/enqueue.ts'
import { stages } from '../../../src/pipeline/stages.ts'
import { diagnoseDocuments, repairDocuments } from '../../../src/runtime/health/documents.ts'
import { runPipelineUntilIdle } from '../../../src/runtime/workers/until-idle.ts'
import { removeArticle } from '../../../src/store/articles/removals.ts'
import { createApp } from '../../../src/web/server.ts'
import { openNewsloom, type TestNewsloom } from '../../support/newsloom.ts'
import { type ScriptedServer, startScriptedServer } from '../../support/servers/scripted-server.ts'
import { type TestStore, testStores } from '../../support/stores.ts'

const words = (seed: string) => Array.from({ length: 90 }, (_, i) => `${seed}${i} of the council`).join(' ')
const line = (id: string, seed = id, outlet = 'Saltmere Post') =>
  JSON.stringify({
    id,
    url: `https://a.example/2026/03/01/${id}`,
    outlet,
    html: `<html lang="en"><head><title>About ${seed}</title></head><body><article><h1>About ${seed}</h1><p>${words(seed)}</p></article></body></html>`,
  })

describe.each(testStores)('documents in %s', (_, open) => {
  let store: TestStore
  let server: ScriptedServer
  let deps: TestNewsloom
  beforeAll(async () => {
    store = await open()
    server = await startScriptedServer()
    deps = await openNewsloom(
      'postgres',
      { ...store.settings, allowPrivate: true, allowPorts: [server.port], minDelayMs: 0 },
      { workers: 8, migrate: true },
    )
  })
  afterAll(async () => {
    await deps?.close()
    await server?.close()
    await store?.close()
  })

  const load = async (...lines: string[]) => {
    const report = await loadRows(
      deps,
      lines.map((text, i) => rowOfLine(text, 'f.jsonl', i + 1)),
    )
    await runPipelineUntilIdle(deps)
    return report.articleIds
  }
  const objectOf = async (id: number) => {
    const { rows } = await deps.pool.query('select object, bytes from documents where article_id = $1', [id])
    expect(rows).toEqual([{ object: expect.stringMatching(/^[0-9a-f]{64}$/), bytes: null }])
    const { object } = rows[0]
    return `${object.slice(0, 2)}/${object.slice(2, 4)}/${object}`
  }
  const stateOf = async (id: number) =>
    (await deps.pool.query('select stage, reason, title from articles where id = $1', [id])).rows[0]
  /** As if all that is loose had been so for long. */
  const sweep = async () => {
    await deps.pool.query(`update loose_objects set keep_until = now() - interval '1 second'`)
    return sweepObjects(deps, deps.documents.elsewhere!, 60_000)
  }
  const raw = async (id: number) => {
    const { rows } = await deps.pool.query('select document_at from articles where id = $1', [id])
    const { app } = createApp({
      ...deps,
      config: { ...deps.config, operatorToken: 'operator-token-of-a-test' },
    })
    return app.request(`/article/${id}/raw?at=${rows[0].document_at.toISOString()}`, {
      headers: { authorization: 'Bearer operator-token-of-a-test', host: '127.0.0.1' },
    })
  }

  it('are stored there and nowhere else, read again, and shown as fetched', async () => {
    const [id] = await load(line('one'))
    expect(store.names()).toEqual([await objectOf(id!)])
    expect(await stateOf(id!)).toMatchObject({ stage: 'clustered', title: 'About one' })
    await deps.pool.query('update articles set title = null where id = $1', [id])
    expect((await replay(deps, { stage: 'extract', reason: null, outlet: null, since: null })).count).toBe(1)
    await runPipelineUntilIdle(deps)
    expect(await stateOf(id!)).toMatchObject({ stage: 'clustered', title: 'About one' })
    const page = await raw(id!)
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<h1>About one</h1>')])
    expect(await diagnoseDocuments(deps)).toMatchObject({ ok: true, message: /^all 1 object of/ })
  })

  it('that are fetched are stored page by page, and once however often the page is looked at', async () => {
    const page = (from: number, links: string) =>
      `<html lang="en"><head><title>The ferry sails</title></head><body><article><h1>The ferry sails</h1>${Array.from({ length: 6 }, (_, i) => `<p>Paragraph ${from + i} tells of the ferry, of its crew and of the winter in the dry dock.</p>`).join('')}<ul class="pagination">${links}</ul></article></body></html>`
    const link = (n: number) => `<li><a href="/ferry?page=${n}">${n}</a></li>`
    server.set('/ferry', { body: page(1, link(2)) })
    server.set('/ferry?page=2', { body: page(7, link(1)) })
    const before = store.names().length
    const { articleIds } = await enqueueUrls(deps, [`${server.url}/ferry`])
    const signal = new AbortController().signal
    await runStep(deps, stages.fetch, articleIds, signal)
    await runPipelineUntilIdle(deps)
    expect(store.names().length).toBe(before + 2)
    const [id] = articleIds
    expect(await stateOf(id!)).toMatchObject({ stage: 'clustered', title: 'The ferry sails' })
    await deps.pool.query('update hosts set backoff_until = null, next_allowed_at = now()')
    await deps.pool.query('update articles set refetch_at = now() where id = $1', [id])
    expect((await runStep(deps, stages.fetch, articleIds, signal)).again).toEqual([])
    expect(server.asked.filter(({ path }) => path === '/ferry')).toHaveLength(2)
    expect(store.names().length).toBe(before + 2)
  })

  it('go with the article that is taken down, unless another has the same bytes', async () => {
    const [first] = await load(line('two', 'twin'))
    const [second] = await load(line('three', 'twin', 'Tideway Times'))
    const name = await objectOf(first!)
    expect(await objectOf(second!)).toBe(name)
    const down = (id: number) => transaction(deps.pool, (tx) => removeArticle(tx, id, 'by order of a court'))
    await down(first!)
    expect(await sweep()).toBe(0)
    expect(store.names()).toContain(name)
    await down(second!)
    // What was stored a moment ago is kept for its while: another document with these bytes may be on its way.
    expect(await sweepObjects(deps, deps.documents.elsewhere!, 60_000)).toBe(0)
    expect(await sweep()).toBe(1)
    expect(store.names()).not.toContain(name)
    // The same bytes come again, under another address.
    const [third] = await load(line('four', 'twin'))
    expect(await stateOf(third!)).toMatchObject({ reason: 'removed' })
    await sweep()
    expect(store.names()).not.toContain(name)
  })

  it('go when their week is over', async () => {
    const [old, other] = await load(line('five'), line('six'))
    const name = await objectOf(old!)
    await deps.pool.query(
      `create table documents_old partition of documents for values from ('2001-01-01') to ('2001-01-08')`,
    )
    await deps.pool.query(`update documents set fetched_at = '2001-01-03' where article_id = $1`, [old])
    expect((await retain(deps)).dropped).toEqual(['documents_old'])
    expect(await sweep()).toBe(1)
    expect(store.names()).not.toContain(name)
    expect(store.names()).toContain(await objectOf(other!))
  })

  it('that are missing or damaged are a dead letter with a reason, and the text stays', async () => {
    const [gone, damaged] = await load(line('seven'), line('eight'))
    const names = [await objectOf(gone!), await objectOf(damaged!)]
    store.remove(names[0]!)
    store.put(names[1]!, 'other bytes')
    for (const id of [gone!, damaged!]) {
      const page = await raw(id)
      expect([page.status, await page.text()]).toEqual([
        404,
        expect.stringMatching(/is not in|is damaged in/),
      ])
    }
    await replay(deps, { stage: 'extract', reason: null, outlet: null, since: null })
    await runPipelineUntilIdle(deps)
    for (const id of [gone!, damaged!]) expect((await stateOf(id)).title).toMatch(/^About/)
    const { rows } = await deps.pool.query(
      `select id from articles where document_reason = 'no_document' order by id`,
    )
    expect(rows.map((row) => row.id)).toEqual([gone, damaged].sort())
    const finding = await diagnoseDocuments(deps)
    expect(finding).toMatchObject({
      ok: false,
      message: expect.stringContaining('of 1 document is not there'),
    })
    await deps.pool.query('delete from documents where article_id = any($1)', [[gone, damaged]])
  })

  it('that no row knows are found and deleted by the doctor, and only those', async () => {
    await sweep()
    const before = store.names()
    const stray = 'ab'.repeat(32)
    store.put(`ab/ab/${stray}`, 'left by a program that died')
    store.put('ab/ab/somebody-elses-file', 'not ours')
    expect(await diagnoseDocuments(deps)).toMatchObject({
      ok: false,
      message: expect.stringContaining('1 object belongs to no document'),
    })
    expect(await repairDocuments(deps, () => {})).toMatchObject([{ ok: true }])
    expect(store.names()).toEqual([...before, 'ab/ab/somebody-elses-file'].sort())
    expect(await diagnoseDocuments(deps)).toMatchObject({ ok: true })
  })
})
