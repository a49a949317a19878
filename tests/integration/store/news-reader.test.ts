import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPool } from '../../../src/adapters/postgres/db.ts'
import { enableReaderLogin } from '../../../src/store/operations/reader.ts'
import { cloneDatabase, type TestDatabase } from '../../support/database.ts'

let database: TestDatabase
let admin: pg.Pool
let reader: pg.Client
beforeAll(async () => {
  database = await cloneDatabase()
  admin = createPool(database.url)
  await admin.query(`insert into webhooks (url, secret) values ('https://hooks.example/', 'a secret')`)
  const password = await enableReaderLogin(admin)
  const url = new URL(database.url)
  url.username = 'news_reader'
  url.password = password
  reader = new pg.Client({ connectionString: url.href })
  await reader.connect()
})
afterAll(async () => {
  await reader.end()
  await admin.end()
  await database.drop()
})

describe('news_reader', () => {
  it('selects from every view and calls every function of news', async () => {
    const { rows } = await admin.query(`select viewname from pg_views where schemaname = 'news'`)
    expect(rows.length).toBeGreaterThan(10)
    for (const { viewname } of rows) await reader.query(`select * from news.${viewname} limit 1`)
    await reader.query(`select * from news.search('anything')`)
    await reader.query(`select * from news.similar_titles('anything')`)
    await reader.query(`select * from news.known_text('anything that nobody wrote before')`)
    await reader.query('select * from news.changes_since()')
    await reader.query(`select * from news.fate_of('https://nowhere.example/')`)
  })

  it('finds the views without their schema, and is stopped after 30 seconds', async () => {
    await reader.query('select * from stories limit 1')
    const { rows } = await reader.query('show statement_timeout')
    expect(rows).toEqual([{ statement_timeout: '30s' }])
  })

  const denied =
    /permission denied|must be|cannot execute|read-only|is not an? |does not exist|not permitted|only roles|cannot (?:delete|update|insert)/i
  it.each([
    ['reads a table', 'select * from public.articles'],
    ['reads the secrets of webhooks', 'select secret from public.webhooks'],
    ['reads the queue', 'select * from bullmq.job'],
    ['reads passwords', 'select * from pg_authid'],
    ['writes through a view', `update news.stories set title = 'x'`],
    ['deletes through a view', 'delete from news.articles'],
    ['inserts through a view', `insert into news.outlet_daily (outlet) values ('x')`],
    ['makes a table', 'create table t (a int)'],
    ['makes a table in public', 'create table public.t (a int)'],
    ['makes a table in news', 'create table news.t (a int)'],
    ['makes a temporary table', 'create temp table t (a int)'],
    ['makes a schema', 'create schema mine'],
    ['makes a function', `create function news.f() returns int language sql as 'select 1'`],
    ['makes a view', 'create view news.v as select 1'],
    ['makes a role', 'create role other'],
    ['makes a database', 'create database other'],
    ['makes an extension', 'create extension dblink'],
    ['reads a file', `select pg_read_file('/etc/passwd')`],
    ['reads a file by copy', `copy (select 1) to '/tmp/out'`],
    ['runs a program', `copy (select 1) to program 'id'`],
    ['lists a folder', `select pg_ls_dir('.')`],
    ['writes a large object', `select lo_from_bytea(0, 'x')`],
    ['makes a large object', 'select lo_create(0)'],
    ['takes the lock of the scheduler', 'select pg_advisory_lock(1)'],
    ['tries the lock of the scheduler', 'select pg_try_advisory_xact_lock(1)'],
    ['becomes another role', 'set role newsloom'],
    ['becomes another user', 'set session authorization newsloom'],
    ['calls a function of public', 'select public.refresh_outlet_days(1)'],
    ['calls what search calls', `select public.search_matches('x', null, null, null, null, 1)`],
    ['makes itself mightier', 'alter role news_reader superuser'],
    [
      'ends the sessions of others',
      `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'newsloom' limit 1`,
    ],
    ['changes a setting of the server', `alter system set log_statement = 'all'`],
    ['drops a view', 'drop view news.stories cascade'],
    ['reads the text of the statistics', 'select most_common_vals from pg_statistic'],
    ['truncates', 'truncate public.articles'],
    ['locks a table', 'do $$ begin lock table public.articles; end $$'],
    ['comments', `comment on view news.stories is 'mine'`],
  ])('cannot: %s', async (_what, statement) => {
    // Its session is read-only; that alone must not be what stops it.
    await reader.query('set default_transaction_read_only = off')
    await expect(reader.query(statement)).rejects.toThrow(denied)
  })
})
