/**
 * Measures what Postgres does for an article, statement by statement: the functions of the store run on one connection, in
 * batches as the workers send them, on pages that were extracted beforehand. Only the CPU time of the backend is measured: it
 * is the same on a busy machine, and in end-to-end runs the waiting times hide it. `--perf FILE` records the backend with
 * linux-perf.
 */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { deserialize, serialize } from 'node:v8'
import type pg from 'pg'
import { createPool, transaction } from '../src/adapters/postgres/db.ts'
import type { Queryable, Tx } from '../src/adapters/postgres/sql.ts'
import { clusterStep } from '../src/pipeline/cluster/step.ts'
import { extractDocument } from '../src/pipeline/extract/document.ts'
import type { ExtractedNow } from '../src/pipeline/extract/step.ts'
import type { Step, StepInput } from '../src/pipeline/step.ts'
import { findOrCreateByUrl } from '../src/store/articles/articles.ts'
import { type ExtractInput, learnBlocks, loadForExtract } from '../src/store/articles/extract-input.ts'
import { saveExtracted } from '../src/store/articles/extracted.ts'
import { type Fetched, type FetchInput, loadForFetch, saveFetched } from '../src/store/articles/fetched.ts'
import { lockUnchanged } from '../src/store/articles/transitions.ts'
import { packDocument } from '../src/store/documents/documents.ts'
import { countOutcomes } from '../src/store/operations/outcomes.ts'
import { insertEntries, knownEntries } from '../src/store/sources/entries.ts'
import { openPostgres } from './chaos/servers.ts'
import { articleOf, outletName, pageOf } from './generated/web-corpus.ts'
import { cpuMs } from './stand/proc.ts'

const { values } = parseArgs({
  options: {
    articles: { type: 'string', default: '960' },
    hosts: { type: 'string', default: '200' },
    batch: { type: 'string', default: '16' },
    statements: { type: 'boolean', default: false },
    top: { type: 'string', default: '30' },
    perf: { type: 'string' },
    after: { type: 'string' },
    kept: { type: 'string' },
  },
})
const count = Number(values.articles)
const hosts = Number(values.hosts)
const batchSize = Number(values.batch)
/** The first part is not measured: plans are made, code is compiled, and the planner gets statistics. */
const WARM = Math.floor(count / 3 / batchSize) * batchSize

const web = { hosts, articles: count }
const kept = new Map<string, unknown>(
  values.kept && existsSync(values.kept) ? deserialize(readFileSync(values.kept)) : [],
)
async function memo<T>(name: string, make: () => T | Promise<T>): Promise<T> {
  if (kept.has(name)) return kept.get(name) as T
  const made = await make()
  if (values.kept) kept.set(name, made)
  return made
}
const postgres = await openPostgres()
try {
  if (values.statements) {
    const setup = createPool(await postgres.freshDatabase(), { max: 1, onError: () => {} })
    await setup.query(`alter system set shared_preload_libraries = 'pg_stat_statements'`)
    await setup.query('alter system set pg_stat_statements.track_planning = on')
    await setup.query(`alter system set pg_stat_statements.track = 'all'`)
    await setup.end()
    await postgres.restart('fast')
  }
  const pool = createPool(await postgres.freshDatabase(), { max: 1, planOnce: true, idleTimeoutMs: 600_000 })
  try {
    await measure(pool)
  } finally {
    await pool.end()
  }
} finally {
  await postgres.close()
}
if (values.kept && !existsSync(values.kept)) writeFileSync(values.kept, serialize(kept))

async function measure(pool: pg.Pool): Promise<void> {
  if (values.statements) await pool.query('create extension pg_stat_statements')
  await pool.query(
    `insert into outlets (slug, name, language, timezone) select 'bench-' || i, name, 'en', 'UTC'
     from unnest($1::int[], $2::text[]) as o (i, name)`,
    [range(0, hosts), range(0, hosts).map(outletName)],
  )
  await pool.query(
    `insert into feeds (outlet_id, url, url_key, host) select id, 'https://h' || id || '.example/feed', 'h' || id, 'h' || id || '.example' from outlets`,
  )
  const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid')
  const backend = rows[0]!.pid
  const costs = new Map<string, number>()
  let counting = false
  const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const before = cpuMs(backend)
    const result = await work()
    if (counting) costs.set(name, (costs.get(name) ?? 0) + cpuMs(backend) - before)
    return result
  }
  let perf: ReturnType<typeof spawn> | undefined
  for (let from = 0; from < count; from += batchSize) {
    if (!counting && from >= WARM) {
      counting = true
      await pool.query('select pg_stat_force_next_flush()')
      if (values.statements) await pool.query('select pg_stat_statements_reset()')
      if (values.perf)
        perf = spawn('perf', ['record', '-F', '2000', '-g', '-p', `${backend}`, '-o', values.perf], {
          stdio: 'ignore',
        })
    }
    await batch(pool, range(from, Math.min(count, from + batchSize)), timed)
  }
  perf?.kill('SIGINT')
  const measured = count - WARM
  for (const [name, ms] of costs)
    console.log(`${name.padEnd(10)} ${(ms / measured).toFixed(2)} ms CPU of Postgres an article`)
  const total = [...costs.values()].reduce((sum, ms) => sum + ms, 0)
  console.log(`together   ${(total / measured).toFixed(2)}`)
  const { rows: sizes } = await pool.query<{ bytes: number }>(
    'select pg_database_size(current_database())::bigint as bytes',
  )
  console.log(
    `database   ${Math.round((sizes[0]!.bytes ?? 0) / count)} bytes an article, empty database included`,
  )
  if (values.statements) await printStatements(pool, measured)
  if (values.after)
    for (const statement of readFileSync(values.after, 'utf8').split(/;;\n/)) {
      const answer = statement.trim() ? await pool.query(statement) : undefined
      for (const row of answer?.rows ?? []) console.log(Object.values(row).join(' | '))
    }
}

type Timed = <T>(name: string, work: () => Promise<T>) => Promise<T>

async function batch(pool: pg.Pool, indexes: readonly number[], timed: Timed): Promise<void> {
  const articles = indexes.map((index) => {
    const article = articleOf(index, web)
    const host = `h${article.host + 1}.example`
    return {
      ...article,
      hostName: host,
      url: `https://${host}${article.path}`,
      key: `${host}${article.path}`,
    }
  })
  // A few new entries at a time, as polls of feeds find them.
  const ids: number[] = []
  for (let i = 0; i < articles.length; i += 3) {
    const some = articles.slice(i, i + 3)
    await timed('poll', () =>
      transaction(pool, async (tx) => {
        const feed = some[0]!.host + 1
        await knownEntries(
          tx,
          feed,
          some.map(({ url }) => url),
        )
        const made = await findOrCreateByUrl(
          tx,
          some.map((a) => ({
            url: a.url,
            urlKey: a.key,
            host: a.hostName,
            outletId: a.host + 1,
            lane: 'live' as const,
            feedTitle: a.title,
            feedPublishedAt: a.publishedAt,
          })),
        )
        ids.push(...made.map((one) => one!.id))
        await insertEntries(
          tx,
          feed,
          some.map((a, k) => ({
            guid: a.url,
            url: a.url,
            title: a.title,
            publishedAt: a.publishedAt,
            articleId: made[k]!.id,
            refused: null,
          })),
        )
      }),
    )
  }
  const packed = new Map(
    await Promise.all(
      articles.map(async (article, i) => {
        const document = await memo(`document ${article.index}`, () =>
          packDocument({
            kind: 'html',
            url: article.url,
            status: 200,
            headers: { 'content-type': 'text/html; charset=utf-8' },
            given: null,
            bytes: Buffer.from(pageOf(article, 'https://h.example')),
          }),
        )
        return [ids[i]!, { document, url: article.url }] as const
      }),
    ),
  )
  await step<FetchInput, Fetched>(pool, timed, 'fetch', ids, loadForFetch, saveFetched, ({ id }) => ({
    at: new Date(),
    finalUrl: packed.get(id)!.url,
    etag: null,
    lastModified: null,
    document: packed.get(id)!.document,
    refetchAfterS: [3600, 86_400, 604_800],
    confirmGoneAfterS: 600,
    tookMs: 20,
  }))
  const read = await step<ExtractInput, ExtractedNow>(
    pool,
    timed,
    'extract',
    ids,
    loadForExtract,
    saveExtracted,
    (input) =>
      memo(`record ${input.id}`, () => {
        const document = input.document!
        const before = { kind: 'none' as const }
        return {
          before,
          ...extractDocument({
            kind: document.kind,
            compression: document.compression,
            packed: document.packed!,
            byteCount: document.byteCount,
            url: document.url,
            headers: document.headers,
            given: document.given,
            fetchedAt: document.fetchedAt.toISOString(),
            outlet: input.outlet,
            registry: [],
            boilerplate: input.boilerplate,
          }),
        }
      }),
  )
  await timed('learn', () => learnBlocks(pool, read))
  const cluster = clusterStep as Step<StepInput, unknown>
  const inputs = await timed('cluster', () => cluster.load(pool, ids))
  const decided = await Promise.all(
    inputs.map(async (input) => {
      const outcome = await cluster.decide({} as never, input, AbortSignal.timeout(60_000))
      return { input, value: (outcome as { value: unknown }).value }
    }),
  )
  await timed('cluster', () => store(pool, 'cluster', decided, cluster.write))
}

type Item<Input, Value> = { input: Input; value: Value }

async function step<Input extends StepInput, Value>(
  pool: pg.Pool,
  timed: Timed,
  name: string,
  ids: readonly number[],
  load: (db: Queryable, ids: readonly number[]) => Promise<Input[]>,
  write: (tx: Tx, items: readonly Item<Input, Value>[]) => Promise<unknown>,
  decide: (input: Input) => Value | Promise<Value>,
): Promise<Item<Input, Value>[]> {
  const inputs = await timed(name, () => load(pool, ids))
  const items = await Promise.all(inputs.map(async (input) => ({ input, value: await decide(input) })))
  await timed(name, () => store(pool, name, items, write))
  return items
}

/** As in `runStep`: rows are locked, written and counted in one transaction. */
async function store<Input extends StepInput, Value>(
  pool: pg.Pool,
  name: string,
  items: readonly Item<Input, Value>[],
  write: (tx: Tx, items: readonly Item<Input, Value>[]) => Promise<unknown>,
): Promise<void> {
  await transaction(pool, async (tx) => {
    await lockUnchanged(
      tx,
      items.map(({ input }) => input),
    )
    await write(tx, items)
    await countOutcomes(
      tx,
      items.map(({ input }) => ({
        stage: name,
        outcome: 'done',
        reason: '',
        outletId: input.outlet_id,
        ms: 5,
      })),
    )
  })
}

async function printStatements(pool: pg.Pool, articles: number): Promise<void> {
  const { rows } = await pool.query<{
    calls: number
    exec: number
    plan: number
    hits: number
    wal: number
    top: boolean
    query: string
  }>(
    `select calls::bigint, total_exec_time as exec, total_plan_time as plan, shared_blks_hit::bigint as hits,
            wal_bytes::bigint as wal, toplevel as top, regexp_replace(left(query, 400), '\\s+', ' ', 'g') as query
     from pg_stat_statements where dbid = (select oid from pg_database where datname = current_database())
     order by total_exec_time + total_plan_time desc limit $1`,
    [Number(values.top)],
  )
  console.log('us an article: run + planned, pages, bytes of WAL, calls')
  for (const { calls, exec, plan, hits, wal, top, query } of rows)
    console.log(
      `${top ? ' ' : '>'} ${us(exec / articles)} + ${us(plan / articles)} ${String(Math.round(hits / articles)).padStart(6)} ${String(Math.round(wal / articles)).padStart(6)} ${String(calls).padStart(5)}  ${query.slice(0, 150)}`,
    )
  const { rows: indexes } = await pool.query<{ name: string; scans: number; bytes: number }>(
    `select indexrelid::regclass::text as name, idx_scan::bigint as scans, pg_relation_size(indexrelid)::bigint as bytes
     from pg_stat_user_indexes where schemaname = 'public' and pg_relation_size(indexrelid) > 16384 order by 3 desc limit 40`,
  )
  for (const { name, scans, bytes } of indexes)
    console.log(`  ${name}: ${scans} scans, ${Math.round(bytes / count)} bytes an article`)
}

function us(ms: number): string {
  return String(Math.round(ms * 1000)).padStart(5)
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i)
}
