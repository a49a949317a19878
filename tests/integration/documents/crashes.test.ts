import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nameOfHash } from '../../../src/adapters/objects/names.ts'
import { transaction } from '../../../src/adapters/postgres/db.ts'
import { sweepObjects } from '../../../src/pipeline/documents/sweep.ts'
import { loadRows } from '../../../src/pipeline/load/load.ts'
import { rowOfLine } from '../../../src/pipeline/load/rows.ts'
import { replay } from '../../../src/pipeline/replay/replay.ts'
import { diagnoseDocuments } from '../../../src/runtime/health/documents.ts'
import { insertDocuments, packDocument } from '../../../src/store/documents/documents.ts'
import { forgetObjects, takeUnreferred } from '../../../src/store/documents/objects.ts'
import { temporaryFolder } from '../../support/cli.ts'
import { openNewsloom, type TestNewsloom } from '../../support/newsloom.ts'
import { commandRunner } from '../../support/processes/command-process.ts'
import { startWorker } from '../../support/processes/worker-process.ts'
import { type TestStore, testStores } from '../../support/stores.ts'

/** For what a busy machine does in seconds: a hang, not a limit. */
const PATIENCE = { timeout: 180_000, interval: 100 }

const page = (id: string) =>
  `<html lang="en"><head><title>About ${id}</title></head><body><article><h1>About ${id}</h1><p>${`The council said of ${id} what it had said before. `.repeat(20)}</p></article></body></html>`
const line = (id: string) => JSON.stringify({ id, url: `https://a.example/2026/03/01/${id}`, html: page(id) })

/** Of tests that wait for processes: long enough for a machine that does much else. */
const TEST_MS = 400_000

describe.each(testStores)('documents in %s', { timeout: TEST_MS }, (_, open) => {
  const folder = temporaryFolder()
  let store: TestStore
  let deps: TestNewsloom
  let runner: ReturnType<typeof commandRunner>
  beforeAll(async () => {
    store = await open()
    deps = await openNewsloom('postgres', store.settings, { workers: 2, migrate: true })
    runner = commandRunner({ ...deps.env, ...store.env })
  })
  afterAll(async () => {
    runner?.close()
    await deps?.close()
    await store?.close()
    folder.remove()
  })

  const referred = async () =>
    (await deps.pool.query('select distinct object from documents order by object')).rows.map(({ object }) =>
      nameOfHash(object),
    )
  const makeDue = () => deps.pool.query(`update loose_objects set keep_until = now() - interval '1 second'`)
  const sweep = async () => {
    await makeDue()
    return sweepObjects(deps, deps.documents.elsewhere!, 60_000)
  }
  const load = (id: string) => loadRows(deps, [rowOfLine(line(id), 'f.jsonl', 1)])

  it('a load that is killed between storing bytes and their rows loses nothing, and leaves nothing', async () => {
    const file = join(folder.path, 'rows.jsonl')
    writeFileSync(file, Array.from({ length: 120 }, (_, i) => `${line(`killed-${i}`)}\n`).join(''))
    const client = await deps.pool.connect()
    try {
      // Bytes can be stored, rows cannot.
      await client.query('begin')
      await client.query('lock table documents in exclusive mode')
      const killed = runner.start(['load', file])
      await expect.poll(() => store.names().length, PATIENCE).toBe(100)
      killed.child.kill('SIGKILL')
      await killed.ended
    } finally {
      await client.query('rollback')
      client.release()
    }
    expect(await referred()).toEqual([])
    const again = await runner.start(['load', file]).ended
    expect([again.code, again.stderr]).toEqual([0, expect.any(String)])
    expect((await referred()).length).toBe(120)
    expect(store.names()).toEqual(await referred())
    // What another load had stored and never came to need.
    const [orphan] = await deps.documents.keep([
      await packDocument({
        kind: 'html',
        url: null,
        status: null,
        headers: null,
        given: null,
        bytes: Buffer.from(page('orphan')),
      }),
    ])
    expect(store.names()).toContain(nameOfHash(orphan!.object!))
    expect(await sweep()).toBe(1)
    expect(store.names()).toEqual(await referred())
    expect(await diagnoseDocuments(deps)).toMatchObject({ ok: true })
  })

  it('bytes that are being deleted are stored again by those who come meanwhile', async () => {
    const document = await packDocument({
      ...{
        kind: 'html' as const,
        url: 'https://a.example/2026/03/01/meanwhile',
        status: null,
        headers: null,
      },
      ...{ given: null, bytes: Buffer.from(page('meanwhile')) },
    })
    const [kept] = await deps.documents.keep([document])
    await makeDue()
    // A sweep has taken it, and has not deleted it yet.
    expect(await takeUnreferred(deps.pool, 10)).toEqual([kept!.object])
    const loading = load('meanwhile')
    store.remove(nameOfHash(kept!.object!))
    await forgetObjects(deps.pool, [kept!.object!])
    expect((await loading).new).toBe(1)
    expect(store.names()).toContain(nameOfHash(kept!.object!))
    expect(store.names()).toEqual(await referred())
  })

  it('a sweep that was killed is taken up, and takes nothing from those who come in between', async () => {
    await load('killed-sweep')
    const taken = async () => {
      await makeDue()
      const hashes = await takeUnreferred(deps.pool, 10)
      await deps.pool.query(
        `update loose_objects set deleting_at = now() - interval '3 minutes' where deleting_at is not null`,
      )
      return hashes
    }
    const [first] = await deps.documents.keep([await packed('one')])
    const [second] = await deps.documents.keep([await packed('two')])
    expect((await taken()).sort()).toEqual([first!.object, second!.object].sort())
    // It had deleted the second, and died.
    store.remove(nameOfHash(second!.object!))
    const [again] = await deps.documents.keep([await packed('two')])
    await forgetObjects(deps.pool, [again!.object!])
    await insert(again!)
    expect(await sweep()).toBe(1)
    expect(store.names()).toEqual(await referred())
  })

  it('a worker that stood still for too long stores anew', async () => {
    const [kept] = await deps.documents.keep([await packed('frozen')])
    await sweep()
    await expect(insert(kept!)).rejects.toThrow('stored too long ago')
    const [again] = await deps.documents.keep([await packed('frozen')])
    await insert(again!)
    expect(store.names()).toEqual(await referred())
  })

  it('a worker whose store is away says so once and waits, and no article fails', async () => {
    const { rows: before } = await deps.pool.query('select count(*)::int as n from articles')
    const count = before[0].n
    const inStage = async (stage: string) =>
      (await deps.pool.query('select count(*)::int as n from articles where stage = $1', [stage])).rows[0].n
    const worker = await startWorker(['extract', 'cluster'], {
      ...deps.env,
      ...store.env,
      NEWSLOOM_LOG: 'info',
    })
    try {
      await replay(deps, { stage: 'extract', reason: null, outlet: null, since: null })
      await expect.poll(() => inStage('clustered'), PATIENCE).toBe(count)
      store.goAway()
      await replay(deps, { stage: 'extract', reason: null, outlet: null, since: null })
      const away = () => worker.warnings.filter((text) => text.includes('what needs it waits'))
      await expect.poll(() => away().length, PATIENCE).toBe(1)
      expect(await inStage('fetched')).toBe(count)
      store.comeBack()
      await expect.poll(() => inStage('clustered'), PATIENCE).toBe(count)
      expect(away().length).toBe(1)
      expect(worker.warnings.length).toBeLessThanOrEqual(20)
      expect(await worker.stop()).toBe(0)
    } finally {
      worker.kill()
    }
  })

  const packed = (id: string) =>
    packDocument({
      kind: 'html',
      url: null,
      status: null,
      headers: null,
      given: null,
      bytes: Buffer.from(page(id)),
    })
  /** As a revision of some article. */
  const insert = async (document: Awaited<ReturnType<typeof packed>>) => {
    const { rows } = await deps.pool.query('select id from articles order by id limit 1')
    await transaction(deps.pool, (tx) =>
      insertDocuments(tx, [{ articleId: rows[0].id, at: new Date(), document }]),
    )
  }
})
