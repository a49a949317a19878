import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { createPool } from '../../../src/adapters/postgres/db.ts'
import { migrate } from '../../../src/adapters/postgres/migrate.ts'
import { isTransactionPooled } from '../../../src/adapters/postgres/pooling.ts'
import { packageFile } from '../../../src/runtime/package-root.ts'
import { newsloom } from '../../support/cli.ts'
import { cloneDatabase, type TestDatabase } from '../../support/database.ts'
import { pgBouncerMissing, startPgBouncer } from '../../support/servers/pgbouncer.ts'

let database: TestDatabase
let endings: (() => unknown)[] = []
beforeEach(async () => {
  database = await cloneDatabase()
})
afterEach(async () => {
  for (const end of endings.reverse()) await end()
  endings = []
  await database.drop()
})

const admin = async (statement: string, url = database.url): Promise<void> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** A role of the test's own that may log in and nothing else; the address that it uses. */
async function roleOn(url: string, more = ''): Promise<{ role: string; url: string }> {
  const role = `test_${randomBytes(5).toString('hex')}`
  await admin(`create role ${role} login password 'hush' ${more}`)
  const address = new URL(url)
  address.username = role
  address.password = 'hush'
  endings.push(async () => {
    await admin(`drop owned by ${role}`).catch(() => {})
    await admin(`drop role ${role}`)
  })
  return { role, url: address.href }
}

async function emptyDatabase(options = ''): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await admin(`create database ${name} ${options}`)
  endings.push(() => admin(`drop database ${name} with (force)`))
  const url = new URL(database.url)
  url.pathname = `/${name}`
  return url.href
}

/** What a worker says when it cannot start, within the ten seconds that it may take. */
async function refusal(
  env: Record<string, string | undefined>,
  args = ['worker', 'extract'],
): Promise<string> {
  const started = performance.now()
  const { code, stderr } = await newsloom(args, { env })
  expect(code, stderr).toBeGreaterThan(0)
  const line = stderr.trim().split('\n').at(-1)!
  // The time of a busy machine is not the program's.
  expect(performance.now() - started).toBeLessThan(30_000)
  expect(line).not.toMatch(/hush|(?<!:) at .*\.ts/)
  return line
}

describe('a database that a worker cannot work on is refused at the start, in one sentence', () => {
  it('a role that may not make the tables is told each statement that its administrator runs, and nothing is changed', async () => {
    const url = await emptyDatabase()
    const name = new URL(url).pathname.slice(1)
    const { role, url: theirs } = await roleOn(url)
    expect(await refusal({ DATABASE_URL: theirs }, ['migrate'])).toContain(
      `grant create on database ${name} to ${role}; grant create on schema public to ${role}`,
    )
    await admin(`grant create on database ${name} to ${role}`, url)
    expect(await refusal({ DATABASE_URL: theirs }, ['migrate'])).toMatch(
      new RegExp(`in the database "${name}": grant create on schema public to ${role}`),
    )
    const pool = createPool(url)
    endings.push(() => pool.end())
    const { rows } = await pool.query(
      `select count(*) as n from pg_class where relnamespace = 'public'::regnamespace`,
    )
    expect(rows).toEqual([{ n: 0 }])
    await admin(`grant create on schema public to ${role}`, url)
    const { code, stderr } = await newsloom(['migrate'], { env: { DATABASE_URL: theirs } })
    expect([code, stderr]).toEqual([0, expect.any(String)])
    endings.push(() => admin(`drop owned by ${role} cascade`, url))
  })

  it('a schema of a newer program: workers refuse it, commands say it, and nothing is changed', async () => {
    await admin(`insert into newsloom_migrations (name, sha256) values ('9998_later', 'x')`)
    expect(await refusal({ DATABASE_URL: database.url })).toMatch(/newer version of Newsloom \(9998_later\)/)
    const { code, stderr } = await newsloom(['status'], { env: { DATABASE_URL: database.url } })
    expect(code).toBe(0)
    expect(stderr).toMatch(/newer than this program \(9998_later\)/)
  })
})

describe('a worker whose role does not own the tables', () => {
  it('works when they are up to date, and waits for their owner when they are not', async () => {
    const { url } = await roleOn(database.url, 'in role newsloom_worker')
    const missing = (await readLast()).name
    await admin(`delete from newsloom_migrations where name = '${missing}'`)
    const child = spawn(process.execPath, [packageFile('src', 'cli', 'launch.mjs'), 'worker', 'extract'], {
      env: { PATH: process.env.PATH ?? '', DATABASE_URL: url },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    endings.push(() => child.kill('SIGKILL'))
    let log = ''
    const says = (text: string) =>
      new Promise<void>((resolve, reject) => {
        child.stderr.on('data', (chunk) => {
          log += chunk
          if (log.includes(text)) resolve()
        })
        child.once('exit', (code) => reject(new Error(`ended with ${code}: ${log}`)))
      })
    await says('waiting until the tables are migrated')
    expect(log).toContain(`missing: ${missing}`)
    expect(await refusal({ DATABASE_URL: url }, ['seed'])).toMatch(/belong to the role "newsloom"/)
    // Their owner does it.
    await admin(`insert into newsloom_migrations (name, sha256) values ('${missing}', '${lastChecksum}')`)
    await says('"msg":"started"')
  })
})

let lastChecksum = ''
async function readLast(): Promise<{ name: string }> {
  const pool = createPool(database.url)
  try {
    const { rows } = await pool.query(
      `select name, sha256 from newsloom_migrations order by name desc limit 1`,
    )
    lastChecksum = rows[0].sha256
    return rows[0]
  } finally {
    await pool.end()
  }
}

describe('PGHOST', () => {
  it('names the database where DATABASE_URL does not, and that is said', async () => {
    const url = new URL(database.url)
    const { code, stderr } = await newsloom(['status'], {
      env: {
        PGHOST: url.hostname,
        PGPORT: url.port,
        PGUSER: url.username,
        PGPASSWORD: decodeURIComponent(url.password),
        PGDATABASE: url.pathname.slice(1),
      },
    })
    expect([code, stderr]).toEqual([
      0,
      expect.stringContaining(`PGHOST names the database: ${url.host}${url.pathname}`),
    ])
  })
})

async function through(mode: 'session' | 'transaction'): Promise<string> {
  const bouncer = await startPgBouncer(database.url, mode)
  endings.push(bouncer.stop)
  return bouncer.url
}

describe('a pooler', () => {
  it('of transactions is led past by DATABASE_DIRECT_URL, and one of sessions is worked through', async ({
    skip,
  }) => {
    skip(pgBouncerMissing(), 'no pgbouncer')
    const transactions = await through('transaction')
    const direct = await newsloom(['doctor'], {
      env: { DATABASE_URL: transactions, DATABASE_DIRECT_URL: database.url },
    })
    expect([direct.code, direct.stdout]).toEqual([0, expect.not.stringContaining('WRONG')])
    const sessions = await through('session')
    const { code, stdout, stderr } = await newsloom(
      ['load', packageFile('seeds', 'pages'), '--wait', '--json'],
      {
        env: { DATABASE_URL: sessions },
      },
    )
    expect([code, stderr]).toEqual([0, expect.any(String)])
    expect(JSON.parse(stdout)).toMatchObject({ refused: 0 })
    const doctor = await newsloom(['doctor'], { env: { DATABASE_URL: sessions } })
    expect(doctor.stdout).not.toContain('WRONG')
    expect(doctor.code).toBe(0)
  })

  it('is not suspected where there is none', async () => {
    const pool = createPool(inject('databaseUrl'), { max: 2 })
    endings.push(() => pool.end())
    expect(await isTransactionPooled(pool)).toBe(false)
  })

  it('migrating twice at once leaves one set of migrations', async () => {
    const url = await emptyDatabase()
    const pools = [createPool(url), createPool(url)]
    endings.push(...pools.map((pool) => () => pool.end()))
    const reports = await Promise.all(pools.map((pool) => migrate(pool, packageFile('migrations'))))
    expect(reports.map(({ applied }) => applied.length).sort()[0]).toBe(0)
  })
})
