import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPool } from '../../../src/adapters/postgres/db.ts'
import { loadRows } from '../../../src/pipeline/load/load.ts'
import { rowOfLine } from '../../../src/pipeline/load/rows.ts'
import { type OpenDeps, openDeps } from '../../../src/runtime/deps.ts'
import { runPipelineUntilIdle } from '../../../src/runtime/workers/until-idle.ts'
import { openNewsloom, type TestNewsloom } from '../../support/newsloom.ts'

// A server whose administrator prefers other forms: no statement of ours may depend on them.
const foreign: readonly (readonly [string, string])[] = [
  ['DateStyle', `'SQL, DMY'`],
  ['IntervalStyle', `'sql_standard'`],
  ['TimeZone', `'Pacific/Auckland'`],
  ['client_encoding', `'LATIN1'`],
  ['search_path', 'pg_catalog'],
  ['bytea_output', `'escape'`],
]
let newsloom: TestNewsloom
/** Connected after the database got its settings. */
let deps: OpenDeps

beforeAll(async () => {
  newsloom = await openNewsloom('postgres', {}, { workers: 0 })
  const { rows } = await newsloom.pool.query('select current_database() as name')
  for (const [name, value] of foreign)
    await newsloom.pool.query(`alter database ${rows[0].name} set ${name} = ${value}`)
  deps = await openDeps(newsloom.config, { workers: 4 })
})
afterAll(async () => {
  await deps.close()
  await newsloom.close()
})

describe('a database with settings of its own', () => {
  it.each([
    ['DateStyle', 'ISO, YMD'],
    ['IntervalStyle', 'postgres'],
    ['TimeZone', 'UTC'],
    ['client_encoding', 'UTF8'],
    ['search_path', 'public'],
    ['bytea_output', 'hex'],
  ])('%s is what the statements rely on', async (name, value) => {
    const pool = createPool(`${newsloom.databaseUrl}?options=-c%20DateStyle%3DGerman`)
    try {
      const { rows } = await pool.query('select current_setting($1) as value', [name])
      expect(rows[0].value).toBe(value)
    } finally {
      await pool.end()
    }
  })

  it('extracts and clusters what is loaded', async () => {
    const report = await loadRows(deps, [
      rowOfLine(
        JSON.stringify({
          id: 'a',
          title: 'Ferry aground at Sampleford',
          body: 'The ferry ran aground at noon.',
        }),
        'rows.jsonl',
        1,
      ),
    ])
    expect(report.new).toBe(1)
    const fates = await runPipelineUntilIdle(deps)
    expect(fates).toEqual({ clustered: 1 })
  })
})
