import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPool } from '../../../src/adapters/postgres/db.ts'
import { dropOldPartitions, ensurePartitions } from '../../../src/store/operations/partitions.ts'
import { cloneDatabase, type TestDatabase } from '../../support/database.ts'

let database: TestDatabase
let pool: pg.Pool
beforeAll(async () => {
  database = await cloneDatabase()
  pool = createPool(database.url, { max: 4 })
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

const jobs = {
  'a new partition': () => ensurePartitions(pool, new Date('2040-01-02'), 1),
  'an old one that goes': () => dropOldPartitions(pool, 'feed_polls', new Date('2020-02-01')),
}

describe.each(Object.keys(jobs) as (keyof typeof jobs)[])('%s', (name) => {
  it('lets writers pass while somebody reads for long, and comes when the reader is gone', async () => {
    await pool.query(`select ensure_partitions('2020-01-06', 1)`)
    const reader = await pool.connect()
    try {
      await reader.query('begin')
      await reader.query('select count(*) from feed_polls')
      const job = jobs[name]()
      // Time for the job to stand in line: without its patience the writer would now wait for the reader, for ever.
      await new Promise((resolve) => setTimeout(resolve, 100))
      await pool.query(
        `set statement_timeout = '20s'; insert into feed_polls (feed_id, polled_at) select null, now() where false`,
      )
      await reader.query('commit')
      expect(await job).toSatisfy((done: number | string[]) =>
        typeof done === 'number' ? done > 0 : done.includes('feed_polls_2020w02'),
      )
    } finally {
      reader.release()
    }
  })
})
