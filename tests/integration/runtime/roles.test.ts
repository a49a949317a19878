import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { diagnose } from '../../../src/runtime/health/doctor.ts'
import { packageFile } from '../../../src/runtime/package-root.ts'
import { startScheduler } from '../../../src/runtime/workers/scheduler.ts'
import { enableReaderLogin, endLongReads } from '../../../src/store/operations/reader.ts'
import { openNewsloom, type TestNewsloom } from '../../support/newsloom.ts'

const who = ['owner', 'worker', 'reader', 'analyst'] as const
type Who = (typeof who)[number]
const worker = `worker_${process.pid}`
const analyst = `analyst_${process.pid}`
let deps: TestNewsloom
const addresses = {} as Record<Who, string>

beforeAll(async () => {
  deps = await openNewsloom('postgres', { readerLimitS: 1 })
  await deps.pool.query(`create role ${worker} login password 'only-here' in role newsloom_worker`)
  await deps.pool.query(`create role ${analyst} login password 'only-here' in role news_reader`)
  // A right on the database, given by the migrations: a clone of the template lacks it.
  const name = new URL(deps.databaseUrl).pathname.slice(1)
  await deps.pool.query(`grant temporary on database ${name} to newsloom_worker`)
  const as = (name: string, password: string) =>
    Object.assign(new URL(deps.databaseUrl), { username: name, password }).href
  addresses.owner = deps.databaseUrl
  addresses.worker = as(worker, 'only-here')
  addresses.analyst = as(analyst, 'only-here')
  addresses.reader = as('news_reader', await enableReaderLogin(deps.pool))
})
afterAll(async () => {
  await deps.pool.query(`drop role ${worker}; drop role ${analyst}`)
  await deps.close()
})

async function connected<T>(role: Who, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: addresses[role] })
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end().catch(() => {})
  }
}

/** The table of docs/reference/roles.md. */
const rows = readFileSync(packageFile('docs', 'reference', 'roles.md'), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const cells = line.split(/(?<!\|)\|(?!\|)/).map((cell) => cell.trim())
    const statement = /^`(.+)`$/.exec(cells[2] ?? '')?.[1]
    return statement ? [{ what: cells[1]!, statement, cells: cells.slice(3, 7) }] : []
  })

describe('the table of docs/reference/roles.md', () => {
  it('is there', () => {
    expect(rows.length).toBeGreaterThan(20)
    expect(new Set(rows.flatMap(({ cells }) => cells))).toEqual(new Set(['yes', 'no']))
  })

  describe.each(who.map((role, i) => [role, i] as const))('%s', (role, i) => {
    it.each(rows.map(({ what, statement, cells }) => [what, cells[i]!, statement] as const))(
      '%s: %s',
      async (_, may, statement) => {
        const done = await connected(role, async (client) => {
          await client.query(role === 'owner' || role === 'worker' ? 'begin' : 'begin read write')
          try {
            await client.query(statement)
            return 'yes'
          } catch (error) {
            expect(error).toBeInstanceOf(pg.DatabaseError)
            return 'no'
          } finally {
            await client.query('rollback')
          }
        })
        expect(done).toBe(may)
      },
    )
  })
})

describe('limits of readers', () => {
  it('the reader has a bound on temporary files that it cannot lift', async () => {
    await connected('reader', async (client) => {
      const { rows: shown } = await client.query(`select current_setting('temp_file_limit') as files`)
      expect(shown[0].files).toBe('1GB')
      await expect(client.query('set temp_file_limit = -1')).rejects.toThrow(/permission denied/)
    })
  })

  it.each(['reader', 'analyst'] as const)(
    'a statement of the %s is ended, whatever it has set',
    async (role) => {
      const scheduler = startScheduler(deps, 30)
      try {
        await connected(role, async (client) => {
          await client.query('set default_transaction_read_only = off')
          await client.query('set statement_timeout = 0')
          await expect(client.query('select pg_sleep(600)')).rejects.toThrow(/terminat/)
        })
      } finally {
        await scheduler.close(5_000)
      }
    },
  )

  it('what a reader set for its later connections is taken back when its password is made anew', async () => {
    await connected('reader', async (client) => {
      await client.query('set default_transaction_read_only = off')
      await client.query('alter role news_reader set statement_timeout = 0')
    })
    const password = await enableReaderLogin(deps.pool)
    addresses.reader = Object.assign(new URL(addresses.reader), { password }).href
    await connected('reader', async (client) => {
      const { rows: shown } = await client.query(`select current_setting('statement_timeout') as limit`)
      expect(shown[0].limit).toBe('30s')
    })
  })

  it('nobody else is ended: neither workers nor the owner', async () => {
    for (const role of ['owner', 'worker'] as const)
      await connected(role, async (client) => {
        const sleeping = client.query('select pg_sleep(2.5)')
        await sleep(1_500)
        expect(await endLongReads(deps.pool, 1)).toBe(0)
        await expect(sleeping).resolves.toBeDefined()
      })
  })

  it('the doctor names a role without limits, and what sets them', async () => {
    const finding = (await diagnose(deps)).find(({ check }) => check === 'readers')
    expect(finding?.ok).toBe(false)
    expect(finding?.message).toContain(`alter role "${analyst}" set statement_timeout = '30s'`)
    await deps.pool.query(`alter role "${analyst}" set statement_timeout = '30s'`)
    expect((await diagnose(deps)).find(({ check }) => check === 'readers')?.ok).toBe(true)
  })
})
