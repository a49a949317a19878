import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadRows } from '../../../src/pipeline/load/load.ts'
import { rowOfLine } from '../../../src/pipeline/load/rows.ts'
import { repairRound } from '../../../src/pipeline/repair/round.ts'
import { retain } from '../../../src/pipeline/retention/retain.ts'
import { dispatchRound } from '../../../src/pipeline/schedule/dispatch.ts'
import { enqueueUrls } from '../../../src/pipeline/sources/enqueue.ts'
import { type OpenDeps, openDeps } from '../../../src/runtime/deps.ts'
import { runPipelineUntilIdle } from '../../../src/runtime/workers/until-idle.ts'
import { openNewsloom, type TestNewsloom } from '../../support/newsloom.ts'

// Everything that works runs with the rights of newsloom_worker: rows, and nothing beyond.
let owner: TestNewsloom
let worker: OpenDeps
const role = `worker_${process.pid}`

beforeAll(async () => {
  owner = await openNewsloom('postgres', {}, { workers: 0 })
  await owner.pool.query(`create role ${role} login password 'only-here' in role newsloom_worker`)
  const url = new URL(owner.databaseUrl)
  url.username = role
  url.password = 'only-here'
  worker = await openDeps({ ...owner.config, databaseUrl: url.href }, { workers: 8, migrate: true })
})
afterAll(async () => {
  await worker.close()
  await owner.pool.query(`drop role ${role}`)
  await owner.close()
})

describe('a login in the role newsloom_worker', () => {
  it('runs the scheduler, its retention and the repairer', async () => {
    await owner.pool.query(
      `create table documents_old partition of documents for values from ('2001-01-01') to ('2001-01-08')`,
    )
    await enqueueUrls(worker, ['https://a.example/1'])
    expect((await dispatchRound(worker, true)).fetches).toBe(1)
    expect((await retain(worker)).dropped).toEqual(['documents_old'])
    await repairRound(worker)
  })

  it('notes the bytes outside of the database that have no document any more', async () => {
    const object = 'ab'.repeat(32)
    await worker.pool.query(
      `insert into documents (article_id, fetched_at, kind, compression, object, byte_count, fingerprint)
       values (1, now(), 'html', 'none', $1, 1, 'x')`,
      [object],
    )
    await worker.pool.query('delete from documents where object = $1', [object])
    const { rows } = await worker.pool.query('select hash, keep_until > now() as kept from loose_objects')
    expect(rows).toEqual([{ hash: object, kept: true }])
  })

  it('makes partitions that all may use', async () => {
    await owner.pool.query(`select ensure_partitions('2040-01-02', 1)`)
    const { rows } = await worker.pool.query(
      `select has_table_privilege($1, child, 'insert') as may
       from unnest(array['documents_2040w01', 'feed_polls_2040w01']) child`,
      [role],
    )
    expect(rows).toEqual([{ may: true }, { may: true }])
  })

  it('takes an article from its file to its story, on the queue in the same database', async () => {
    const words = Array.from({ length: 80 }, (_, i) => `word${i}`).join(' ')
    await loadRows(worker, [
      rowOfLine(JSON.stringify({ url: 'https://b.example/1', title: 'A title', body: words }), 'f.jsonl', 1),
    ])
    const running = runPipelineUntilIdle(worker)
    // The address of a host that does not exist waits for a fetcher: it is not part of this.
    await owner.pool.query(`delete from articles where stage = 'discovered'`)
    expect(await running).toEqual({ clustered: 1 })
  })

  it.each([
    ['make a table', 'create table public.mine (x int)'],
    ['change one', 'alter table articles add column mine int'],
    ['drop one', 'drop table documents'],
    ['make a role', 'create role another'],
    ['drop what is not kept by the week', `select drop_old_partitions('articles', now())`],
  ])('cannot %s', async (_what, statement) => {
    await expect(worker.pool.query(statement)).rejects.toBeInstanceOf(pg.DatabaseError)
  })

  it('cannot drop this week, whatever time it believes it is', async () => {
    await worker.pool.query(`select drop_old_partitions('documents', 'infinity')`)
    const { rows } = await worker.pool.query(
      `select to_regclass('documents_' || to_char(now(), 'IYYY"w"IW')) is not null as kept`,
    )
    expect(rows).toEqual([{ kept: true }])
  })
})
