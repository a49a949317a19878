// Makes the generated corpus: N articles in N/5 stories of 500 outlets over 90 days, with words by Zipf's law, copies, agencies,
// versions, entities and events; loaded once by COPY and kept for all benches.
//   NEWSLOOM_HOME=/var/tmp/corpus node bench/generated/corpus.ts [--articles 1000000]
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import type { Pool, PoolClient } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { createPool } from '../../src/adapters/postgres/db.ts'
import { migrate } from '../../src/adapters/postgres/migrate.ts'
import { packageFile } from '../../src/runtime/package-root.ts'
import { numberOption, withScratchDatabase } from '../stand/scratch.ts'
import { AGENCIES, type Corpus, planCorpus } from './corpus-plan.ts'

export interface LoadedCorpus {
  readonly articles: number
  readonly stories: number
  /** The time of the last article, which is "now" for the corpus. */
  readonly end: string
}

/** The corpus that this database contains, or a new one. The database must be used for nothing else. */
export async function ensureCorpus(pool: Pool, articles: number): Promise<LoadedCorpus> {
  const { rows } = await pool.query(`select value from settings where key = 'bench_corpus'`)
  const known = rows[0]?.value as LoadedCorpus | undefined
  if (known?.articles === articles) return known
  if (known || (await pool.query('select from articles limit 1')).rowCount)
    throw new Error(
      `this database holds ${known ? `a corpus of ${known.articles}` : 'articles'} already: take an empty one`,
    )
  return loadCorpus(pool, articles)
}

async function loadCorpus(pool: Pool, articles: number): Promise<LoadedCorpus> {
  const started = performance.now()
  const corpus = planCorpus(articles, new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000))
  const client = await pool.connect()
  let copied = 0
  try {
    // Triggers and foreign keys are off and indexes are dropped during the load; their work is done at the end, all at once.
    await client.query(`set session_replication_role = replica`)
    await client.query(
      `set synchronous_commit = off; set maintenance_work_mem = '1GB'; set work_mem = '64MB'`,
    )
    const indexes = await dropIndexes(client)
    for (const [table, columns, lines] of tablesOf(corpus)) {
      const rows = await copy(client, table, columns, lines)
      copied += rows
      say(started, `${rows} rows into ${table}`)
    }
    await continueNumbers(client)
    say(
      started,
      `${copied} rows copied, ${Math.round(copied / ((performance.now() - started) / 1000))} a second`,
    )
    await deriveSearch(pool, articles)
    say(started, 'search vectors made')
    await client.query(
      `insert into outlet_days (outlet_id, day, articles, copies, agency_articles, words)
       select a.outlet_id, (a.published_at at time zone 'UTC')::date, count(*), count(a.duplicate_of), count(g.article_id), sum(a.word_count)
       from articles a left join (select distinct article_id from article_agencies) g on g.article_id = a.id
       group by 1, 2`,
    )
    for (const index of indexes) {
      await client.query(index)
      say(started, index.slice(0, 90))
    }
    const loaded: LoadedCorpus = { articles, stories: corpus.stories, end: corpus.end.toISOString() }
    await client.query(`insert into settings (key, value) values ('bench_corpus', $1)`, [loaded])
    await client.query('reset session_replication_role')
    await client.query('vacuum analyze')
    say(started, 'vacuumed: ready')
    return loaded
  } finally {
    client.release(true)
  }
}

const TABLES = [
  'articles',
  'stories',
  'article_search',
  'article_agencies',
  'article_entities',
  'article_versions',
  'outbox',
  'outlets',
]

/** Drops the indexes that no constraint needs. @returns the statements that create them again */
async function dropIndexes(client: PoolClient): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
     from pg_index i where i.indrelid = any ($1::regclass[])
       and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`,
    [TABLES],
  )
  for (const { name } of rows) await client.query(`drop index ${name}`)
  return rows.map(({ definition }) => definition)
}

async function copy(
  client: PoolClient,
  table: string,
  columns: string,
  lines: Iterable<string>,
): Promise<number> {
  const stream: Writable = client.query(copyFrom(`copy ${table} (${columns}) from stdin`))
  const done = finished(stream)
  let rows = 0
  let chunk = ''
  for (const line of lines) {
    chunk += `${line}\n`
    rows++
    if (chunk.length < 1 << 18) continue
    if (!stream.write(chunk)) await Promise.race([once(stream, 'drain'), done])
    chunk = ''
  }
  stream.end(chunk)
  await done
  return rows
}

/** Sets the sequences so that new rows get the numbers after those of the corpus. */
async function continueNumbers(client: PoolClient): Promise<void> {
  for (const table of ['outlets', 'stories', 'articles', 'outbox'])
    await client.query(
      `select setval(pg_get_serial_sequence('${table}', 'id'), (select greatest(max(id), 1) from ${table}))`,
    )
}

/** Uses two connections: only search vectors remain to be made, and that work is limited by the server's processors. */
async function deriveSearch(pool: Pool, articles: number): Promise<void> {
  const half = Math.floor(articles / 2)
  await pool.query(
    `insert into text_configs_in_use select distinct text_config(language) from outlets on conflict do nothing`,
  )
  await Promise.all(
    [
      [1, half],
      [half + 1, articles],
    ].map(async (range) => {
      const client = await pool.connect()
      try {
        await client.query('set session_replication_role = replica; set synchronous_commit = off')
        await client.query(
          `insert into article_search (article_id, outlet_id, language, config, at, title, tsv)
           select id, outlet_id, language, text_config(language), published_at, title,
                  article_tsv(text_config(language), title, dek, body)
           from articles where id between $1 and $2 order by id`,
          range,
        )
      } finally {
        client.release(true)
      }
    }),
  )
}

const NULL = '\\N'
const iso = (ms: number) => new Date(ms).toISOString()

/** Each table with its columns and its lines in the text format of COPY; a table comes after those that it refers to. */
function* tablesOf(corpus: Corpus): Generator<[string, string, Iterable<string>]> {
  yield ['outlets', 'id, slug, name, domain, country, language, timezone', outlets(corpus)]
  yield [
    'stories',
    'id, title, language, first_published_at, last_published_at, article_count, outlet_count, independent_count, lead_article_id, top_terms',
    stories(corpus),
  ]
  yield [
    'articles',
    'id, outlet_id, url, url_key, host, stage, title, dek, authors, agencies, published_at, published_precision, published_source, language, section, body, word_count, kind, content_hash, version, duplicate_of, similarity, story_id, first_seen_at, clustered_at, updated_at, extractor_version, next_attempt_at',
    articles(corpus),
  ]
  yield [
    'article_versions',
    'article_id, version, seen_at, title, body, modified_at, cause, diff, words_added, words_removed, marked',
    versions(corpus),
  ]
  yield ['article_agencies', 'article_id, agency, inherited, outlet_id, at', agencies(corpus)]
  yield [
    'article_entities',
    'article_id, kind, name, in_title, mentions, outlet_id, at, day',
    entities(corpus),
  ]
  yield ['outbox', 'id, xid, kind, subject_id, dedupe_key, payload, created_at, delivered_at', events(corpus)]
}

function* outlets(corpus: Corpus): Generator<string> {
  for (const outlet of corpus.outlets)
    yield `${outlet.id}\t${outlet.slug}\t${outlet.name}\t${outlet.slug}.example\t${outlet.country}\t${outlet.language}\tUTC`
}

function* stories(corpus: Corpus): Generator<string> {
  for (let story = 0; story < corpus.stories; story++) {
    const s = corpus.story(story)
    yield `${story + 1}\t${s.title}\t${s.language}\t${iso(s.firstMs)}\t${iso(s.lastMs)}\t${s.articles}\t${s.outlets}\t${s.independent}\t${s.leadId}\t{${s.terms.join(',')}}`
  }
}

function* articles(corpus: Corpus): Generator<string> {
  for (let id = 1; id <= corpus.articles; id++) {
    const a = corpus.article(id)
    const at = iso(a.publishedMs)
    const key = `${a.outlet.slug}.example/${id}`
    const credits = a.agency && a.credited ? JSON.stringify([{ name: a.agency, role: 'text' }]) : '[]'
    yield `${id}\t${a.outlet.id}\thttps://www.${key}\t${key}\twww.${a.outlet.slug}.example\tclustered\t${a.title}\t${a.dek}\t{${a.author}}\t${credits}\t${at}\t${a.precision}\tjson_ld\t${a.outlet.language}\tnews\t${a.body}\t${a.words}\tarticle\t${a.hash}\t${a.revised ? 2 : 1}\t${a.original ?? NULL}\t${a.original ? a.share : NULL}\t${a.story + 1}\t${at}\t${at}\t${at}\t1\t${at}`
  }
}

function* versions(corpus: Corpus): Generator<string> {
  for (let id = 1; id <= corpus.articles; id++) {
    if (!corpus.isRevised(id)) continue
    const a = corpus.article(id)
    const later = iso(Math.min(a.publishedMs + 5_400_000, corpus.end.getTime()))
    yield `${id}\t1\t${iso(a.publishedMs)}\t${a.title}\t${a.body}\t${NULL}\tfirst\t${NULL}\t${NULL}\t${NULL}\t${NULL}`
    yield `${id}\t2\t${later}\t${a.title} again\t${a.body}\t${later}\trevised\t${a.title}{+ again+}\t1\t0\t${id % 3 === 0}`
  }
}

function* agencies(corpus: Corpus): Generator<string> {
  for (let id = 1; id <= corpus.articles; id++) {
    const a = corpus.facts(id)
    if (a.agency) yield `${id}\t${a.agency}\t${!a.credited}\t${a.outlet.id}\t${iso(a.publishedMs)}`
  }
}

function* entities(corpus: Corpus): Generator<string> {
  for (let id = 1; id <= corpus.articles; id++) {
    const a = corpus.facts(id)
    const at = iso(a.publishedMs)
    for (const [i, entity] of corpus.entitiesOf(a.story).entries())
      yield `${id}\t${entity.kind}\t${entity.name}\t${i === 0}\t${3 - i}\t${a.outlet.id}\t${at}\t${at.slice(0, 10)}`
  }
}

/** Old transactions: what was committed long ago. */
function* events(corpus: Corpus): Generator<string> {
  for (let id = 1; id <= corpus.articles; id++) {
    const at = iso(corpus.facts(id).publishedMs)
    yield `${id}\t${3 + Math.floor((id * 200) / corpus.articles)}\tarticle.new\t${id}\tarticle.new:${id}\t{"article_id": ${id}}\t${at}\t${at}`
  }
}

function say(started: number, text: string): void {
  console.error(`${((performance.now() - started) / 1000).toFixed(1).padStart(7)} s  ${text}`)
}

if (import.meta.main) {
  const articles = numberOption('articles', 1_000_000)
  await withScratchDatabase(async (url) => {
    const pool = createPool(url, { max: 4 })
    try {
      await migrate(pool, packageFile('migrations'))
      const loaded = await ensureCorpus(pool, articles)
      console.log(JSON.stringify({ ...loaded, agencies: AGENCIES.length }))
    } finally {
      await pool.end()
    }
  })
}
