import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadRows } from '../../../src/pipeline/load/load.ts'
import { rowOfLine } from '../../../src/pipeline/load/rows.ts'
import { openNewsloom, type TestNewsloom } from '../../support/newsloom.ts'
import { commandRunner } from '../../support/processes/command-process.ts'
import { bucketStore, type TestStore } from '../../support/stores.ts'

const COUNT = 150
const line = (i: number) =>
  JSON.stringify({
    url: `https://a.example/2026/03/01/${i}`,
    html: `<h1>About ${i}</h1>${`<p>${i} </p>`.repeat(200)}`,
  })

/** These tests wait for processes: long enough for a machine that does much else. */
describe('documents move', { timeout: 400_000 }, () => {
  let store: TestStore
  let deps: TestNewsloom
  let runner: ReturnType<typeof commandRunner>
  let unpacked: unknown
  beforeAll(async () => {
    store = await bucketStore()
    deps = await openNewsloom('postgres', {}, { workers: 2, migrate: true })
    runner = commandRunner({ ...deps.env, ...store.env })
    await loadRows(
      deps,
      Array.from({ length: COUNT }, (_, i) => rowOfLine(line(i), 'f.jsonl', i + 1)),
    )
    unpacked = await packedBytes()
  })
  afterAll(async () => {
    runner?.close()
    await deps?.close()
    await store?.close()
  })

  const packedBytes = async () =>
    (
      await deps.pool.query(
        'select article_id, bytes, object, compression from documents order by article_id',
      )
    ).rows
  const placesOf = async () =>
    (
      await deps.pool.query(
        'select count(bytes)::int as postgres, count(object)::int as elsewhere from documents',
      )
    ).rows[0]
  const documents = async (...args: string[]) => {
    const { code, stdout, stderr } = await runner.start(['documents', 'move', '--json', ...args]).ended
    return { code, answer: stdout && JSON.parse(stdout), stderr }
  }

  it('counts first', async () => {
    const { code, answer } = await documents('--dry-run')
    expect([code, answer]).toEqual([
      0,
      { documents: COUNT, bytes: expect.any(Number), to: 'elsewhere', dry_run: true },
    ])
    expect(store.names()).toEqual([])
  })

  it('is taken up where it was killed', async () => {
    const killed = runner.start(['documents', 'move'])
    // Its first rows are moved, its last wait for this lock.
    const client = await deps.pool.connect()
    try {
      await client.query('begin')
      await client.query('select 1 from documents order by article_id desc limit 10 for update')
      await expect.poll(async () => (await placesOf()).elsewhere, { timeout: 180_000 }).toBeGreaterThan(0)
      killed.child.kill('SIGKILL')
      await killed.ended
    } finally {
      await client.query('rollback')
      client.release()
    }
    const left = (await placesOf()).postgres
    expect(left).toBeGreaterThanOrEqual(10)
    const { code, answer } = await documents()
    expect([code, answer]).toEqual([
      0,
      { documents: left, bytes: expect.any(Number), missing: 0, to: 'elsewhere', dry_run: false },
    ])
    expect(await placesOf()).toEqual({ postgres: 0, elsewhere: COUNT })
    expect(store.names()).toHaveLength(COUNT)
    expect((await documents()).answer).toMatchObject({ documents: 0 })
  })

  it('goes back with write=false only, byte for byte', async () => {
    const refused = await documents('--back')
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('write=false')])
    const url = store.env.NEWSLOOM_DOCUMENTS_URL!
    const env = { NEWSLOOM_DOCUMENTS_URL: `${url}&write=false` }
    const back = await runner.start(['documents', 'move', '--back'], { env }).ended
    expect([back.code, back.stdout]).toEqual([
      0,
      expect.stringMatching(/^150 documents .* went back into Postgres/),
    ])
    expect(await packedBytes()).toEqual(unpacked)
    // Its objects are loose now.
    const { rows } = await deps.pool.query('select count(*)::int as n from loose_objects')
    expect(rows).toEqual([{ n: COUNT }])
  })

  it('without a place it says what to set, and workers refuse while documents are elsewhere', async () => {
    const bare = { NEWSLOOM_DOCUMENTS_URL: '' }
    const unset = await runner.start(['documents', 'move'], { env: bare }).ended
    expect([unset.code, unset.stderr]).toEqual([2, expect.stringContaining('NEWSLOOM_DOCUMENTS_URL')])
    expect((await documents()).code).toBe(0)
    const worker = await runner.start(['worker', 'extract'], { env: bare }).ended
    expect([worker.code, worker.stderr]).toEqual([
      2,
      expect.stringContaining('documents of this database are kept outside of it'),
    ])
  })
})
