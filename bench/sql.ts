// Runs every query of docs/how-to/cookbook.md on the generated corpus as news_reader, with other values each time: prints the median
// milliseconds, and whether any plan (also inside functions) reads the whole table of articles.
//   NEWSLOOM_HOME=/var/tmp/corpus node bench/sql.ts [--articles 1000000] [--runs 15]
// Limits: 50 ms, full text 150 ms; exits with 1 when one is exceeded.
import { readFileSync } from 'node:fs'
import type { Pool, PoolClient } from 'pg'
import { createPool } from '../src/adapters/postgres/db.ts'
import { migrate } from '../src/adapters/postgres/migrate.ts'
import { packageFile } from '../src/runtime/package-root.ts'
import { recipesOf } from '../tests/support/cookbook.ts'
import { ensureCorpus } from './generated/corpus.ts'
import { AGENCIES } from './generated/corpus-plan.ts'
import { numberOption, withScratchDatabase } from './stand/scratch.ts'

const BAR_MS = 50
const SEARCH_BAR_MS = 150
const DAY_MS = 86_400_000

export interface SqlResult {
  readonly title: string
  readonly medianMs: number
  readonly worstMs: number
  readonly barMs: number
  readonly rows: number
  /** Reads of the whole table of articles, counted in the plan and in the statistics of the transaction. */
  readonly scans: number
}

/** Replaces the sample's values in a query by values of the corpus: another story, outlet, name or word each time. */
async function valuesOf(pool: Pool, run: number, end: Date): Promise<(statement: string) => string> {
  const { rows } = await pool.query(
    `select s.id, s.title, s.top_terms, s.first_published_at, l.url_key, l.title as headline, l.body, o.slug, o.language,
            (select e.name from article_entities e where e.article_id = l.id order by e.name limit 1) as entity
     from stories s join articles l on l.id = s.lead_article_id join outlets o on o.id = l.outlet_id
     where s.id > $1 and s.article_count >= 8 and s.first_published_at < $2 order by s.id limit 1`,
    [run * 53, new Date(end.getTime() - 8 * DAY_MS)],
  )
  const story = rows[0]
  const { rows: common } = await pool.query(
    'select title from articles where id = (select greatest(1, max(id) - $1) from articles)',
    [run * 991],
  )
  const word = common[0].title.split(' ')
  const day = (ms: number) => new Date(end.getTime() + ms * DAY_MS).toISOString()
  const literal = (text: string) => `'${text.replaceAll("'", "''")}'`
  return (statement) => {
    let days = 0
    return (
      statement
        .replace(/'meridianpress\.example\/[^']+'/g, literal(story.url_key))
        .replace(/'https:\/\/www\.lakesidetribune\.example[^']*'/g, literal(`https://www.${story.url_key}`))
        .replaceAll(`'Meridian Press Agency'`, literal(AGENCIES[run % AGENCIES.length]!))
        .replaceAll(`'Lyon' and kind = 'place'`, literal(story.entity))
        .replaceAll(`'harbour-gazette'`, `'outlet-${1 + run * 3}'`)
        .replaceAll(`'southern-dispatch'`, `'outlet-${2 + run * 3}'`)
        // A rare and a common word; on every third run only the common one.
        .replaceAll(`'sturgeon dams'`, literal(run % 3 ? `${story.top_terms[0]} ${word[0]}` : word[1]))
        .replaceAll(`language => 'en'`, run % 2 ? `language => '${story.language}'` : `country => 'GB'`)
        .replace(
          /news\.known_text\('[\s\S]+', 'en'\)/,
          `news.known_text(${literal(story.body)}, '${story.language}')`,
        )
        .replaceAll(`'Quake rattles western Argentina'`, literal(story.headline))
        .replace('changes_since(null', `changes_since('150-${run * 100}'`)
        .replace(/timestamptz '[^']+'/g, () => `timestamptz '${day(-daysBack(statement, days++))}'`)
        .replace(/date '2025-09-15'/g, `date '${day(-30).slice(0, 10)}'`)
        .replace(/date '2025-09-19'/g, `date '${day(-1).slice(0, 10)}'`)
        .replaceAll('now()', `timestamptz '${end.toISOString()}'`)
    )
  }
}

/** The moment for a statement's nth run, in days before the end of the corpus: a week, a day, or now. */
function daysBack(statement: string, nth: number): number {
  if (/- interval|last_published_at </.test(statement)) return 0
  return nth % 2 === 0 ? 9 : 2
}

export async function measureSql(pool: Pool, end: Date, runs: number): Promise<SqlResult[]> {
  const recipes = recipesOf(readFileSync(packageFile('docs', 'how-to', 'cookbook.md'), 'utf8'))
  const client = await pool.connect()
  const results: SqlResult[] = []
  try {
    for (const { title, statement } of recipes) {
      const times: number[] = []
      let scans = 0
      let rows = 0
      for (let run = 0; run < runs; run++) {
        const text = (await valuesOf(pool, run, end))(statement)
        const measured = await ask(client, text)
        times.push(measured.ms)
        scans += measured.scans
        rows = Math.max(rows, measured.rows)
      }
      times.sort((a, b) => a - b)
      results.push({
        title,
        medianMs: round(times[Math.floor(times.length / 2)]!),
        worstMs: round(times.at(-1)!),
        barMs: /full text/i.test(title) ? SEARCH_BAR_MS : BAR_MS,
        rows,
        scans,
      })
    }
  } finally {
    client.release()
  }
  return results
}

async function ask(client: PoolClient, text: string): Promise<{ ms: number; scans: number; rows: number }> {
  await client.query('begin read only')
  try {
    await client.query('set local role news_reader')
    const plan = await client.query(`explain (format json) ${text}`)
    const started = performance.now()
    const { rows } = await client.query(text)
    const ms = performance.now() - started
    await client.query('reset role')
    // The plan does not show what functions did; the statistics of the transaction do.
    const stats = await client.query(
      `select coalesce(sum(seq_scan), 0)::int as scans from pg_stat_xact_user_tables where relname = 'articles'`,
    )
    return { ms, rows: rows.length, scans: stats.rows[0].scans + wholeReads(plan.rows[0]['QUERY PLAN']) }
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${text}`, { cause: error })
  } finally {
    await client.query('rollback')
  }
}

interface PlanNode {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Cond'?: string
}

/** Sequential scans of articles, and index scans of it without a condition. */
function wholeReads(plan: unknown): number {
  let found = 0
  JSON.stringify(plan, (_key, value: unknown) => {
    const node = value as PlanNode | null
    if (node?.['Relation Name'] === 'articles')
      if (node['Node Type'] === 'Seq Scan' || (/^Index/.test(node['Node Type']) && !node['Index Cond']))
        found++
    return value
  })
  return found
}

const round = (ms: number) => Math.round(ms * 10) / 10

if (import.meta.main) {
  const articles = numberOption('articles', 1_000_000)
  const runs = numberOption('runs', 15)
  await withScratchDatabase(async (url) => {
    const pool = createPool(url, { max: 4 })
    try {
      await migrate(pool, packageFile('migrations'))
      const { end } = await ensureCorpus(pool, articles)
      let failed = 0
      for (const result of await measureSql(pool, new Date(end), runs)) {
        const ok = result.medianMs <= result.barMs && result.scans === 0 && result.rows > 0
        if (!ok) failed++
        console.log(JSON.stringify({ ...result, ok }))
      }
      if (failed) process.exitCode = 1
    } finally {
      await pool.end()
    }
  })
}
