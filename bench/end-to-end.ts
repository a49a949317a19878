/**
 * Measures the whole pipeline over an invented web, in real processes, and for comparison the least that is possible: the same
 * pages only fetched by undici, only parsed by htmlparser2, and the same rows only inserted in batches.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type pg from 'pg'
import type { QueueName } from './chaos/servers.ts'
import { measureLimit } from './stand/limit.ts'
import { cpuMs } from './stand/proc.ts'
import { measureThroughput, type Throughput } from './stand/throughput.ts'

const { values } = parseArgs({
  options: {
    hosts: { type: 'string', default: '500' },
    articles: { type: 'string', default: '5000' },
    queue: { type: 'string', default: 'redis,postgres' },
    statements: { type: 'boolean', default: false },
    json: { type: 'string' },
    'no-limit': { type: 'boolean', default: false },
  },
})
const hosts = Number(values.hosts)
const articles = Number(values.articles)

const limit = values['no-limit'] ? undefined : await measureLimit(hosts, Math.min(articles, 2_000))
if (limit) {
  console.log(`the limit, CPU ms a page: ${show(limit)}, together ${total(limit).toFixed(2)}`)
}
const results: Record<string, Throughput> = {}
for (const queue of values.queue.split(',') as QueueName[]) {
  const result = await measureThroughput({
    queue,
    hosts,
    articles,
    statements: values.statements,
    inspect: async ({ pool }) => {
      await printServerProcesses(pool)
      if (values.statements) await printStatements(pool)
    },
  })
  results[queue] = result
  console.log(`\nqueue on ${queue}: ${articles} articles of ${hosts} hosts in ${result.seconds.toFixed(1)} s`)
  console.log(`  articles a second        ${result.articlesPerS.toFixed(1)}`)
  console.log(
    `  CPU ms an article        ${result.cpuMsPerArticle.toFixed(2)}${limit ? ` = ${(result.cpuMsPerArticle / total(limit)).toFixed(1)} × the limit` : ''}`,
  )
  console.log(`  … cold start included     ${result.coldCpuMsPerArticle.toFixed(2)}`)
  for (const [name, ms] of Object.entries(result.cpuMsByProcess))
    console.log(
      `    ${name.padEnd(16)} ${ms.toFixed(2).padStart(6)}   peak ${Math.round(result.peakMb[name] ?? 0)} MB`,
    )
  console.log(`  database bytes an article ${Math.round(result.databaseBytesPerArticle)}`)
  console.log(`  WAL bytes an article      ${Math.round(result.walBytesPerArticle)}`)
  console.log(`  queue at its fullest      ${Math.round(result.queuePeakBytes / 1024)} KB`)
  console.log(`  fates ${JSON.stringify(result.fates)}`)
}
if (values.json) writeFileSync(values.json, `${JSON.stringify({ limit, results }, null, 2)}\n`)

function total(limits: Record<string, number>): number {
  return Object.values(limits).reduce((sum, ms) => sum + ms, 0)
}

function show(limits: Record<string, number>): string {
  return Object.entries(limits)
    .map(([name, ms]) => `${name} ${ms.toFixed(2)}`)
    .join(', ')
}

async function printStatements(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<Record<string, number | string>>(
    `select calls::bigint, round(total_exec_time)::bigint as ms, round((total_exec_time / greatest(calls, 1))::numeric, 3)::text as mean_ms,
            plans::bigint, round(total_plan_time)::bigint as plan_ms, shared_blks_hit::bigint as hits,
            regexp_replace(left(query, 170), '\\s+', ' ', 'g') as query
     from pg_stat_statements where dbid = (select oid from pg_database where datname = current_database())
     order by total_exec_time + total_plan_time desc limit 60`,
  )
  const { rows: tended } = await pool.query<Record<string, number | string>>(
    `select relname as name, autovacuum_count::int as vacuums, round(total_autovacuum_time)::int as vacuum_ms,
            autoanalyze_count::int as analyses, round(total_autoanalyze_time)::int as analyze_ms
     from pg_stat_all_tables where total_autovacuum_time + total_autoanalyze_time > 0
     order by total_autovacuum_time + total_autoanalyze_time desc limit 15`,
  )
  for (const { name, vacuums, vacuum_ms, analyses, analyze_ms } of tended)
    console.log(
      `  ${name}: vacuumed ${vacuums} × = ${vacuum_ms} ms, analysed ${analyses} × = ${analyze_ms} ms`,
    )
  for (const { calls, ms, mean_ms, plans, plan_ms, hits, query } of rows)
    console.log(
      `  ${calls} × ${mean_ms} = ${ms} ms, planned ${plans} × = ${plan_ms} ms, ${hits} pages  ${query}`,
    )
}

/** CPU of the server's processes since they started: those that serve a worker, and Postgres's background processes. */
async function printServerProcesses(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ pid: number; name: string }>(
    `select pid, backend_type || ' ' || coalesce(application_name, '') as name from pg_stat_activity`,
  )
  const table: Record<string, number> = {}
  for (const { pid, name } of rows) table[name] = (table[name] ?? 0) + cpuMs(pid)
  const parent = Number(/PPid:\s+(\d+)/.exec(readFileSync(`/proc/${rows[0]!.pid}/status`, 'utf8'))?.[1])
  table['ended (autovacuum, closed connections)'] = cpuMs(parent, true) - cpuMs(parent)
  for (const [name, ms] of Object.entries(table))
    if (ms > 0) console.log(`    ${name.padEnd(45)} ${(ms / articles).toFixed(2)} ms an article`)
}
