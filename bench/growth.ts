// Measures how much the database grows with each article: node bench/growth.ts [articles] [elsewhere]. It prints the table in
// docs/operating.md. With `elsewhere` raw bytes are kept in a folder, whose size is counted too.

import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { FoundRow } from '../src/pipeline/load/found-row.ts'
import { loadRows } from '../src/pipeline/load/load.ts'
import { readConfig } from '../src/runtime/config.ts'
import { openDeps } from '../src/runtime/deps.ts'
import { runPipelineUntilIdle } from '../src/runtime/workers/until-idle.ts'
import { seededRandom } from './generated/random.ts'

const articles = Number(process.argv[2] ?? 2_000)
const WORDS = 450
const VOCABULARY = 30_000
const PAGE_FRAME = 12_000

const chance = seededRandom(7)
const vocabulary = Array.from({ length: VOCABULARY }, () =>
  Array.from({ length: 3 + Math.floor(chance() * 7) }, () =>
    String.fromCharCode(97 + Math.floor(chance() * 26)),
  ).join(''),
)
/** Words with frequencies by Zipf's law, as in natural language. */
const word = () => vocabulary[Math.floor(VOCABULARY ** chance()) - 1] ?? vocabulary[0]!
const text = (n: number) => `${Array.from({ length: n }, word).join(' ')}.`
const frame = text(PAGE_FRAME / 6)

function* pages(): Generator<FoundRow> {
  for (let i = 0; i < articles; i++) {
    const title = text(9)
    const paragraphs = Array.from({ length: 12 }, () => `<p>${text(WORDS / 12)}</p>`).join('')
    yield {
      kind: 'row',
      file: 'growth.jsonl',
      line: i + 1,
      url: `https://outlet-${i % 40}.example/2026/${i}-${vocabulary[i % VOCABULARY]}`,
      outlet: `Outlet ${i % 40}`,
      externalId: null,
      document: 'html',
      bytes: Buffer.from(
        `<html lang="en"><head><title>${title}</title><script>${frame}</script><meta property="article:published_time" content="${new Date(Date.UTC(2026, 4, 1) + i * 60_000).toISOString()}"></head><body><article><h1>${title}</h1>${paragraphs}</article></body></html>`,
      ),
      status: 200,
      headers: null,
      given: null,
    }
  }
}

const home = mkdtempSync(join(tmpdir(), 'newsloom-growth-'))
chmodSync(home, 0o755)
const folder = join(home, 'documents')
mkdirSync(folder)
const documentsUrl = process.argv[3] === 'elsewhere' ? pathToFileURL(folder).href : undefined
const deps = await openDeps(
  { ...readConfig({}), home, documentsUrl, logLevel: 'silent' },
  { migrate: true, workers: 4 },
)
try {
  await loadRows(deps, pages())
  await runPipelineUntilIdle(deps)
  await deps.pool.query('vacuum analyze')
  const { rows } = await deps.pool.query<{ name: string; bytes: number }>(
    `select coalesce((select inhparent::regclass::text from pg_inherits where inhrelid = c.oid), c.oid::regclass::text) as name,
            sum(pg_total_relation_size(c.oid))::bigint as bytes
     from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace group by 1 order by 2 desc`,
  )
  const fates = await deps.pool.query(
    `select fate, count(*) as n from news.fates where kind = 'article' group by 1`,
  )
  const total = rows.reduce((sum, row) => sum + row.bytes, 0)
  console.log(`| table | bytes an article | GB a million |\n|---|---|---|`)
  for (const { name, bytes } of rows.filter((row) => row.bytes > total / 200))
    console.log(`| ${name} | ${Math.round(bytes / articles)} | ${(bytes / articles / 1000).toFixed(2)} |`)
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  const kept = files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0)
  if (documentsUrl)
    console.log(
      `| (documents in a folder) | ${Math.round(kept / articles)} | ${(kept / articles / 1000).toFixed(2)} |`,
    )
  console.log(`| all | ${Math.round(total / articles)} | ${(total / articles / 1000).toFixed(2)} |`)
  console.log(
    `growth: ${articles} articles of ${WORDS} words, ${fates.rows.map((row) => `${row.n} ${row.fate}`).join(', ')}`,
  )
} finally {
  await deps.close()
  rmSync(home, { recursive: true, force: true })
}
