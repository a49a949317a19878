// Measures the pages on the generated corpus: time of every page on the server with 20 readers at once, and bytes sent.
// NEWSLOOM_HOME=/var/tmp/corpus node bench/web.ts [--articles 1000000] [--readers 20] [--seconds 8] [--only search] Each
// reader asks for another story, article, word or filter each time. Limits: a median of 100 ms, 60 KB with gzip; exits with 1
// when one is exceeded. On a busy machine, compare the CPU time of a request instead (of this process and of Postgres). If a
// request takes at most 10 ms of CPU, 20 readers on 2 cores get their pages within 100 ms. The corpus has no feeds: for the
// sources page each outlet gets one with two weeks of entries; they are removed at the end.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import type { Pool } from 'pg'
import { createPool } from '../src/adapters/postgres/db.ts'
import { migrate } from '../src/adapters/postgres/migrate.ts'
import { frontStories } from '../src/queries/front.ts'
import { readConfig } from '../src/runtime/config.ts'
import { openDeps } from '../src/runtime/deps.ts'
import { packageFile } from '../src/runtime/package-root.ts'
import { createApp } from '../src/web/server.ts'
import { ensureCorpus } from './generated/corpus.ts'
import { cpuMs, familyCpuMs } from './stand/proc.ts'
import { numberOption, withScratchDatabase } from './stand/scratch.ts'

const BAR_MS = 100
const BAR_BYTES = 60_000
const unlimited = { perSecond: 1e9, burst: 1e9 }

/** The pages keep a selection of stories for five seconds; here this is switched off. */
const NOT_KEPT = 'front, 24 hours, not kept'

export interface WebResult {
  readonly page: string
  readonly requests: number
  readonly medianMs: number
  readonly p95Ms: number
  /** CPU of a request, with that of Postgres. */
  readonly cpuMs: number
  /** The part of Postgres; 0 when its processes are not on this machine. */
  readonly postgresCpuMs: number
  readonly largestBytes: number
}

interface Sampled {
  readonly ms: number
  readonly bytes: number
}

/** Addresses of each page, with other values for each request. */
async function addressesOf(pool: Pool): Promise<Record<string, (n: number) => string>> {
  const ids = async (statement: string) =>
    (await pool.query<{ id: number }>(statement)).rows.map((row) => row.id)
  const stories = await ids(
    'select id from stories where merged_into_id is null and article_count >= 4 order by hashint8(id) limit 500',
  )
  const large = await ids(
    'select id from stories where merged_into_id is null order by article_count desc limit 20',
  )
  const articles = await ids('select id from articles tablesample system (0.2) where version > 0 limit 500')
  const revised = await ids(
    'select id from articles where id in (select article_id from article_versions where version = 2 limit 200)',
  )
  const words = (
    await pool.query<{ word: string }>(
      `select distinct split_part(title, ' ', 2) as word from articles where id = any($1)`,
      [articles],
    )
  ).rows.map((row) => row.word)
  const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!
  const languages = ['en', 'de', 'fr', 'es']
  return {
    'front, 24 hours': () => '/',
    [NOT_KEPT]: () => '/',
    'front, 7 days, page 2': () => '/?hours=168&page=2',
    'front, 30 days': () => '/?hours=720',
    'front by outlet': (n) => `/?hours=168&outlet=outlet-${1 + (n % 400)}`,
    'front by language and country': (n) => `/?hours=72&language=${pick(languages, n)}&country=GB`,
    'front by headline': (n) => `/?hours=168&q=${encodeURIComponent(pick(words, n))}`,
    'front by headline, 30 days': (n) => `/?hours=720&q=${encodeURIComponent(pick(words, n))}`,
    'front by part of a word': (n) => `/?hours=168&q=${encodeURIComponent(pick(words, n).slice(0, 3))}`,
    'front by a word that is not there': (n) => `/?hours=720&q=${encodeURIComponent(pick(words, n))}qx`,
    story: (n) => `/story/${pick(stories, n)}`,
    'a largest story': (n) => `/story/${pick(large, n)}`,
    article: (n) => `/article/${pick(articles, n)}`,
    ...(revised.length ? { 'article with versions': (n: number) => `/article/${pick(revised, n)}` } : {}),
    search: (n) => `/search?q=${encodeURIComponent(pick(words, n))}`,
    'search with filters': (n) =>
      `/search?q=${encodeURIComponent(pick(words, n))}&language=${pick(languages, n)}&days=30`,
    'search in an outlet': (n) =>
      `/search?q=${encodeURIComponent(pick(words, n))}&outlet=outlet-${1 + (n % 400)}`,
    'search for two words': (n) =>
      `/search?q=${encodeURIComponent(`${pick(words, n)} ${pick(words, n * 7 + 3)}`)}`,
    'search by part of a word': (n) => `/search?q=${encodeURIComponent(pick(words, n).slice(0, 3))}`,
    'search for what is not there': (n) => `/search?q=${encodeURIComponent(`${pick(words, n)}qx`)}`,
    sources: (n) => `/sources?page=${1 + (n % 12)}`,
    'sources by name': (n) => `/sources?q=outlet+${n % 400}&state=fine`,
    pipeline: () => '/pipeline',
  }
}

/** For `ms` milliseconds, `readers` clients at once request one page after the other without pause. */
async function measure(
  ask: (path: string) => Promise<Response>,
  address: (n: number) => string,
  readers: number,
  ms: number,
): Promise<Sampled[]> {
  const samples: Sampled[] = []
  const end = performance.now() + ms
  let n = 0
  await Promise.all(
    Array.from({ length: readers }, async () => {
      while (performance.now() < end) {
        const path = address(n++)
        const started = performance.now()
        const response = await ask(path)
        const body = new Uint8Array(await response.arrayBuffer())
        const took = performance.now() - started
        if (response.status !== 200) throw new Error(`${path} answered with ${response.status}`)
        samples.push({
          ms: took,
          bytes: response.headers.get('content-encoding') ? body.length : gzipSync(body).length,
        })
      }
    }),
  )
  return samples
}

const FEED_PATH = '/feed-of-the-bench.xml'

/** A feed for each outlet, some in trouble, with `ENTRIES_A_DAY` entries over two weeks. */
async function addFeeds(pool: Pool): Promise<void> {
  await pool.query(
    `insert into feeds (outlet_id, url, url_key, host, title, active, poll_interval_s, poll_interval_reason, failure_score,
       last_error_code, last_polled_at, last_new_entry_at, next_poll_at, created_at)
     select id, 'https://' || slug || '.example' || $1, slug || '.example' || $1, slug || '.example', name || ': news',
            id % 23 <> 0, 900, 'entry_rate', 0, case when id % 17 = 0 then 'http_503' end, now() - interval '2 minutes',
            now() - interval '1 hour', now() + interval '15 minutes', now() - interval '90 days'
     from outlets on conflict do nothing`,
    [FEED_PATH],
  )
  await pool.query(
    `insert into entries (feed_id, guid, refused, first_seen_at)
     select f.id, 'entry-' || n, 'no_url', now() - make_interval(secs => n * 1209600.0 / $2)
     from feeds f cross join generate_series(1, $2::int) as n where f.url like '%' || $1 on conflict do nothing`,
    [FEED_PATH, ENTRIES_A_DAY * 14],
  )
  await pool.query('vacuum analyze feeds, entries')
}
const ENTRIES_A_DAY = 22

async function removeFeeds(pool: Pool): Promise<void> {
  const ids = `select id from feeds where url like '%' || $1`
  await pool.query(`delete from entries where feed_id in (${ids})`, [FEED_PATH])
  await pool.query(`delete from feeds where id in (${ids})`, [FEED_PATH])
}

export async function benchWeb(
  articles: number,
  readers: number,
  seconds: number,
  only = '',
): Promise<WebResult[]> {
  return withScratchDatabase(async (databaseUrl) => {
    const pool = createPool(databaseUrl)
    let end: Date
    try {
      await migrate(pool, packageFile('migrations'))
      end = new Date((await ensureCorpus(pool, articles)).end)
    } finally {
      await pool.end()
    }
    const deps = await openDeps({ ...readConfig({}), databaseUrl, logLevel: 'error' }, { poolSize: 10 })
    const started = Date.now()
    // For the pages, the clock starts at the last hour of the corpus.
    const now = () => new Date(end.getTime() + Date.now() - started)
    const { app, web } = createApp(
      { ...deps, now },
      { limits: { read: unlimited, act: unlimited, wrongTokens: unlimited } },
    )
    const { front } = web
    let keep = true
    Object.assign(web, {
      front: (filter: Parameters<typeof front>[0]) =>
        keep ? front(filter) : frontStories(deps.pool, filter),
    })
    const ask = async (path: string) =>
      app.request(path, { headers: { 'accept-encoding': 'gzip', host: 'localhost' } })
    const server = await postmasterOf(deps.pool)
    try {
      const results: WebResult[] = []
      const pages = Object.entries(await addressesOf(deps.pool)).filter(([page]) => page.includes(only))
      for (const [page, address] of pages) {
        keep = page !== NOT_KEPT
        if (page === 'sources') await addFeeds(deps.pool)
        await measure(ask, address, readers, 1_000)
        const before = [cpuMs(process.pid), server ? familyCpuMs(server) : 0] as const
        const samples = await measure(ask, address, readers, (seconds * 1000) / 2)
        const ownCpuMs = (cpuMs(process.pid) - before[0]) / samples.length
        const postgresCpuMs = server ? (familyCpuMs(server) - before[1]) / samples.length : 0
        const times = samples.map((sample) => sample.ms).sort((a, b) => a - b)
        results.push({
          page,
          requests: times.length,
          medianMs: round(times[Math.floor(times.length / 2)]!),
          p95Ms: round(times[Math.floor(times.length * 0.95)]!),
          cpuMs: round(ownCpuMs + postgresCpuMs),
          postgresCpuMs: round(postgresCpuMs),
          largestBytes: Math.max(...samples.map((sample) => sample.bytes)),
        })
        const last = results.at(-1)!
        console.error(
          `${page.padEnd(30)} median ${String(last.medianMs).padStart(7)} ms  p95 ${String(last.p95Ms).padStart(7)} ms  CPU ${String(last.cpuMs).padStart(5)} ms (Postgres ${last.postgresCpuMs})  ${String(last.requests).padStart(5)} asks  at most ${(last.largestBytes / 1000).toFixed(1)} KB`,
        )
      }
      return results
    } finally {
      web.hub.close()
      await removeFeeds(deps.pool)
      await deps.close()
    }
  })
}

/** The process id of the server, when it runs on this machine. */
async function postmasterOf(pool: Pool): Promise<number | null> {
  const { rows } = await pool.query<{ folder: string }>(`select current_setting('data_directory') as folder`)
  try {
    return Number(readFileSync(`${rows[0]!.folder}/postmaster.pid`, 'utf8').split('\n')[0])
  } catch {
    return null
  }
}

const round = (x: number) => Math.round(x * 10) / 10

if (import.meta.main) {
  const results = await benchWeb(
    numberOption('articles', 1_000_000),
    numberOption('readers', 20),
    numberOption('seconds', 8),
    process.argv[process.argv.indexOf('--only') + 1 || process.argv.length],
  )
  const missed = results.filter((result) => result.medianMs > BAR_MS || result.largestBytes > BAR_BYTES)
  console.log(JSON.stringify({ bars: { median_ms: BAR_MS, bytes: BAR_BYTES }, results }, null, 2))
  console.log(
    missed.length
      ? `MISSED: ${missed.map((result) => result.page).join(', ')}`
      : 'every page is within its bars',
  )
  process.exitCode = missed.length ? 1 : 0
}
