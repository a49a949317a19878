import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPool } from '../../../src/adapters/postgres/db.ts'
import { enableReaderLogin } from '../../../src/store/operations/reader.ts'
import { newsloom, temporaryFolder } from '../../support/cli.ts'
import {
  type SystemPostgres,
  startSystemPostgres,
  systemPostgresMissing,
} from '../../support/servers/system-postgres.ts'

// A server as a distribution brings it: no role of ours is there yet, and its messages are in German where they can be.
const folder = temporaryFolder()
const PASSWORD = 'a/b#c@d%e:f g'
let server: SystemPostgres
let german = false

/** Makes the locale of German for this server alone. @returns whether it could */
function makeGerman(): boolean {
  if (!existsSync('/usr/share/locale/de/LC_MESSAGES')) return false
  const made = spawnSync('localedef', ['-i', 'de_DE', '-f', 'UTF-8', join(folder.path, 'de_DE.UTF-8')])
  return made.status === 0
}

const address = (user: string, password: string, database: string): string =>
  Object.assign(new URL(server.url), {
    username: user,
    password: encodeURIComponent(password),
    pathname: database,
  }).href

async function asked(url: string, ...statements: string[]): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    let last: pg.QueryResult | undefined
    for (const statement of statements) last = await client.query(statement)
    return last!
  } finally {
    await client.end()
  }
}

describe.skipIf(systemPostgresMissing())('a Postgres of the operating system', () => {
  beforeAll(async () => {
    german = makeGerman()
    server = await startSystemPostgres(german ? { lc_messages: 'de_DE.UTF-8' } : {}, { LOCPATH: folder.path })
    await asked(
      server.url,
      `create role loom login password '${PASSWORD}'`,
      'create database news owner loom',
    )
    await asked(
      address('boss', 'hush', 'news'),
      'create extension pg_trgm',
      'grant create on schema public to loom',
    )
  })
  afterAll(async () => {
    await server?.stop()
    folder.remove()
  })

  it('is migrated by a role that may make no roles, which is told the statements for its administrator', async () => {
    const migrate = () => newsloom(['migrate'], { env: { DATABASE_URL: address('loom', PASSWORD, 'news') } })
    const refused = await migrate()
    expect(refused.code).toBe(1)
    const statements = /in the database "news": (.*)$/m.exec(refused.stderr)?.[1]
    expect(statements).toBe('create role news_reader nologin; create role newsloom_worker nologin')
    await asked(address('boss', 'hush', 'news'), statements!)
    const { code, stderr } = await migrate()
    expect([code, stderr]).toEqual([0, expect.any(String)])
  })

  it.each([
    ['PGPASSWORD', () => ({ PGPASSWORD: PASSWORD })],
    [
      'PGPASSFILE',
      () => {
        const file = join(folder.path, 'pgpass')
        // A colon and a backslash are escaped there.
        writeFileSync(file, `127.0.0.1:*:news:loom:${PASSWORD.replaceAll(':', '\\:')}\n`, { mode: 0o600 })
        return { PGPASSFILE: file }
      },
    ],
    [
      '.pgpass',
      () => {
        writeFileSync(join(folder.path, '.pgpass'), `*:*:*:loom:${PASSWORD.replaceAll(':', '\\:')}\n`, {
          mode: 0o600,
        })
        return { HOME: folder.path }
      },
    ],
  ])('its password is found in %s, with PG* variables and with an address that has none', async (_, env) => {
    const { port } = new URL(server.url)
    const by = { PGHOST: '127.0.0.1', PGPORT: port, PGUSER: 'loom', PGDATABASE: 'news', ...env() }
    const url = { DATABASE_URL: `postgres://loom@127.0.0.1:${port}/news`, ...env() }
    for (const given of [by, url]) {
      const { code, stderr } = await newsloom(['status'], { env: given })
      expect([code, stderr]).toEqual([0, expect.not.stringMatching(/wants a password|refuses/)])
    }
  })

  it('with messages in German a wrong password and a wrong database are explained, and pages are extracted', async (context) => {
    context.skip(!german, 'no German messages on this machine')
    await expect(asked(server.url, 'select nothing')).rejects.toThrow(/existiert nicht/)
    const wrong = await newsloom(['status'], { env: { DATABASE_URL: address('loom', 'x', 'news') } })
    expect(wrong.stderr).toMatch(/refuses the password of the user/)
    const none = await newsloom(['status'], { env: { DATABASE_URL: address('loom', PASSWORD, 'other') } })
    expect(none.stderr).toMatch(/no such database/)
    const page = join(folder.path, 'page.txt')
    writeFileSync(page, 'The ferry ran aground\n\nThe ferry ran aground at noon, said the harbor master.\n')
    const { code, stderr } = await newsloom(['load', page, '--wait', '--json'], {
      env: { DATABASE_URL: address('loom', PASSWORD, 'news') },
    })
    expect([code, stderr]).toEqual([0, expect.any(String)])
    const { rows } = await asked(
      address('loom', PASSWORD, 'news'),
      'select count(*) as n from articles where version > 0',
    )
    expect(rows).toEqual([{ n: '1' }])
  })

  it('is dumped by the owner, whatever the reader has tried and still holds', async () => {
    const admin = createPool(address('boss', 'hush', 'news'))
    const reader = new pg.Client({
      connectionString: address('news_reader', await enableReaderLogin(admin), 'news'),
    })
    reader.on('error', () => {})
    await reader.connect()
    try {
      const tries = [
        'set default_transaction_read_only = off',
        'select lo_create(0)',
        `select lo_from_bytea(0, 'x')`,
        'create temp table t (a int)',
        'create table news.t (a int)',
        `create function news.f() returns int language sql as 'select 1'`,
        'alter default privileges revoke all on tables from public',
        'select pg_advisory_lock(1)',
        'lock table news.articles in access exclusive mode',
      ]
      for (const statement of tries) await reader.query(statement).catch(() => {})
      // Locks of an open transaction are all that is left to it.
      await reader.query('begin isolation level repeatable read')
      for (const view of ['articles', 'stories', 'outlets', 'events'])
        await reader
          .query('savepoint s')
          .then(() =>
            reader.query(`select * from news.${view} limit 1`).catch(() => reader.query('rollback to s')),
          )
      const { code, out, err } = server.run(
        'pg_dump',
        '--lock-wait-timeout=60s',
        address('loom', PASSWORD, 'news'),
      )
      expect([code, err]).toEqual([0, ''])
      expect(out).toContain('CREATE VIEW news.stories')
      expect(out).toMatch(/COPY public\.articles \(/)
      expect(out).toContain('PostgreSQL database dump complete')
    } finally {
      await reader.end()
      await admin.end()
    }
  })
})
