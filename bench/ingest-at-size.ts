/**
 * Measures what a new article costs, in all stages and servers, in a database with 10,000, 100,000 and 1,000,000 articles: the
 * generated corpus with its search index, entities and stories, and the keys by which copies and stories are found. The limit:
 * at a million articles at least 90 % of the throughput at ten thousand. On a busy machine, compare the CPU time instead.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { createPool } from '../src/adapters/postgres/db.ts'
import { migrate } from '../src/adapters/postgres/migrate.ts'
import { packageFile } from '../src/runtime/package-root.ts'
import { forgetOldEvents } from '../src/store/operations/partitions.ts'
import type { QueueName } from './chaos/servers.ts'
import { ensureCorpus } from './generated/corpus.ts'
import { drawCurves } from './stand/curves.ts'
import { fillKeys } from './stand/fill.ts'
import { measureThroughput } from './stand/throughput.ts'

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '10000,100000,1000000' },
    articles: { type: 'string', default: '2000' },
    hosts: { type: 'string', default: '200' },
    queue: { type: 'string', default: 'redis' },
    json: { type: 'string' },
    svg: { type: 'string' },
  },
})
const sizes = values.sizes.split(',').map(Number)
const BAR = 0.9
const EVENTS_DAYS = 30

const measured = []
for (const size of sizes) {
  const result = await measureThroughput({
    queue: values.queue as QueueName,
    hosts: Number(values.hosts),
    articles: Number(values.articles),
    async prepare(stand) {
      const pool = createPool(stand.databaseUrl, { max: 4 })
      const single = createPool(stand.databaseUrl, { max: 1 })
      try {
        await migrate(pool, packageFile('migrations'))
        await ensureCorpus(pool, size)
        await fillKeys(single, 0, size)
        // The partitions that a scheduler would have made: the corpus has events of ninety days.
        await forgetOldEvents(pool, new Date(Date.now() - EVENTS_DAYS * 86_400_000))
        await pool.query('vacuum analyze')
        await pool.query('checkpoint')
      } finally {
        await single.end()
        await pool.end()
      }
    },
  })
  measured.push({ size, ...result })
  const of = (name: string) => (result.cpuMsByProcess[name] ?? 0).toFixed(2)
  console.log(
    `${size} there: ${result.articlesPerS.toFixed(1)} articles/s, ${result.cpuMsPerArticle.toFixed(2)} ms CPU an article (Postgres ${of('postgres server')}, cluster ${of('cluster')}, extract ${of('extract')}, fetch ${of('fetch')})`,
  )
}
const first = measured[0]!
const last = measured.at(-1)!
const byCpu = first.cpuMsPerArticle / last.cpuMsPerArticle
console.log(
  `at ${last.size} against ${first.size}: ${((last.articlesPerS / first.articlesPerS) * 100).toFixed(0)} % of the throughput, ${(byCpu * 100).toFixed(0)} % by CPU`,
)
if (values.json) writeFileSync(values.json, `${JSON.stringify(measured, null, 2)}\n`)
if (values.svg)
  writeFileSync(
    values.svg,
    drawCurves('articles already there', 'CPU ms a new article', sizes, {
      'all processes': measured.map((one) => one.cpuMsPerArticle),
      Postgres: measured.map((one) => one.cpuMsByProcess['postgres server'] ?? 0),
      cluster: measured.map((one) => one.cpuMsByProcess.cluster ?? 0),
    }),
  )
if (Math.max(byCpu, last.articlesPerS / first.articlesPerS) < BAR) process.exitCode = 1
