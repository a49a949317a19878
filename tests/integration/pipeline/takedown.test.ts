import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { zstdDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { transaction } from '../../../src/adapters/postgres/db.ts'
import { loadFiles } from '../../../src/pipeline/load/load.ts'
import { runPipelineUntilIdle } from '../../../src/runtime/workers/until-idle.ts'
import { removeArticle } from '../../../src/store/articles/removals.ts'
import { temporaryFolder } from '../../support/cli.ts'
import { openNewsloom, type TestNewsloom } from '../../support/newsloom.ts'

let deps: TestNewsloom
const folder = temporaryFolder()
const lines: string[] = []
beforeAll(async () => {
  const opened = await openNewsloom('postgres', {}, { workers: 4 })
  const keep = (keys: object, message?: string) => void lines.push(JSON.stringify([keys, message]))
  deps = {
    ...opened,
    log: { ...opened.log, debug: keep, info: keep, warn: keep, error: keep } as typeof opened.log,
  }
})
afterAll(async () => {
  await deps.close()
  folder.remove()
})

/** In every field of the article, so that whatever keeps one of them is found. */
const MARK = 'Zyxwickbury'
const prose = (times: number) =>
  Array.from(
    { length: times },
    (_, i) =>
      `<p>The council of ${MARK} said in part ${i} of its report that ${MARK} Bridge would be opened in ${i + 2} months.</p>`,
  ).join('')
const page = (times: number, title: string) =>
  `<html lang="en"><head><title>${title}</title><meta name="author" content="Ada ${MARK}">
  <meta name="description" content="${MARK} opens its bridge after eleven years, says the council."><meta name="keywords" content="${MARK}, bridges">
  <meta property="article:section" content="${MARK}"><meta property="og:image" content="https://a.example/${MARK}.jpg">
  <meta property="article:published_time" content="2026-03-01T10:00:00Z"></head>
  <body><article><h1>${title}</h1><figure><img src="/${MARK}.jpg"><figcaption>The bridge of ${MARK}. Photo: Ada ${MARK}</figcaption></figure>${prose(times)}</article></body></html>`

/** Every column of every table that holds the mark, as text or in packed bytes: `table.column`. */
async function placesOf(mark: string): Promise<string[]> {
  const { rows: columns } = await deps.pool.query(
    `select n.nspname as schema, c.relname as table, a.attname as column, t.typname as type
     from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
       join pg_type t on t.oid = a.atttypid
     where c.relkind in ('r', 'm') and a.attnum > 0 and not a.attisdropped
       and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'
     order by 1, 2, 3`,
  )
  const found: string[] = []
  for (const { schema, table, column, type } of columns) {
    const name = `"${schema}"."${table}"`
    const { rows } =
      type === 'bytea'
        ? await deps.pool.query(`select "${column}" as bytes from ${name} where "${column}" is not null`)
        : await deps.pool.query(`select 1 from ${name} where "${column}"::text ilike $1 limit 1`, [
            `%${mark}%`,
          ])
    const holds =
      type === 'bytea'
        ? rows.some(({ bytes }) =>
            unpacked(bytes).toString('latin1').toLowerCase().includes(mark.toLowerCase()),
          )
        : rows.length > 0
    if (holds) found.push(`${table}.${column}`)
  }
  return found
}

function unpacked(bytes: Buffer): Buffer {
  return bytes.readUInt32LE(0) === 0xfd2fb528 ? zstdDecompressSync(bytes) : bytes
}

it('an article that was taken down is in no table, no queue and no log line', async () => {
  const path = join(folder.path, 'rows.jsonl')
  const row = (times: number, title: string) =>
    `${JSON.stringify({ id: `${MARK}-1`, url: `https://a.example/2026/03/01/${MARK}-opens`, outlet: 'Saltmere Post', html: page(times, title) })}\n`
  writeFileSync(path, row(12, `${MARK} opens its bridge`))
  await loadFiles(deps, [path])
  await runPipelineUntilIdle(deps)
  // An edit, so that there is an older version with its own text.
  writeFileSync(path, row(18, `${MARK} opens its bridge at last`))
  await loadFiles(deps, [path])
  await runPipelineUntilIdle(deps)
  const before = await placesOf(MARK)
  for (const place of ['articles.body', 'articles.title', 'article_versions.body'])
    expect(before).toContain(place)
  expect(before.some((place) => place.startsWith('documents'))).toBe(true)

  const { rows } = await deps.pool.query('select id from articles where title like $1', [`%${MARK}%`])
  expect(rows).toHaveLength(1)
  await transaction(deps.pool, (tx) => removeArticle(tx, rows[0].id, 'asked for by its author'))
  await runPipelineUntilIdle(deps)
  // The address stays, to keep the article from coming back: where it stands is part of the promise.
  expect((await placesOf(MARK)).filter((place) => !ADDRESSES.has(place))).toEqual([])
  expect(lines.filter((line) => line.includes(MARK) && !line.includes(`/${MARK}-opens`))).toEqual([])

  // And what comes again of it is not stored.
  await loadFiles(deps, [path])
  await runPipelineUntilIdle(deps)
  expect((await placesOf(MARK)).filter((place) => !ADDRESSES.has(place))).toEqual([])
})

/** What names the article and holds nothing of it: by these it is known when it comes again. */
const ADDRESSES: ReadonlySet<string> = new Set([
  'articles.url',
  'articles.url_key',
  'article_external_ids.external_id',
  'tombstones.url_key',
])
