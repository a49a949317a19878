/**
 * Makes src/core/stories/background-df.json, the document frequencies that Newsloom starts with, from
 * JSONL files of articles ({title, body, lang}). Deterministic: the same files give the same table.
 *   node training/background-df.ts OUT.json FILE.jsonl[.gz]…
 * The shipped table was made from allsides, wcxb_dev, naeb and fundus_tests (docs/decisions/stories.md).
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { PROFILE_POLICY, profileOf } from '../src/core/stories/profile/profile.ts'

const MIN_ARTICLES = 20
const MIN_DF = 3
const MAX_TERMS = 30_000
/** Only sources whose license allows it; other rows of a mixed file are skipped. */
const SOURCES = /^(?:allsides|wcxb_dev|naeb|fundus_tests)\b/

const [out, ...files] = process.argv.slice(2)
if (!out || files.length === 0) throw new Error('usage: make-background-df.ts OUT.json FILE.jsonl[.gz]…')

const tables = new Map<string, { articles: number; df: Map<string, number> }>()
for (const file of files) {
  const bytes = readFileSync(file)
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  for (const line of text.split('\n').filter(Boolean)) {
    const row = JSON.parse(line) as {
      id: string
      dataset?: string
      title?: string
      body?: string
      lang?: string
    }
    if (!SOURCES.test(row.dataset ?? row.id) || !row.body) continue
    const language = (row.lang ?? 'en').slice(0, 2)
    let table = tables.get(language)
    if (table === undefined) tables.set(language, (table = { articles: 0, df: new Map() }))
    table.articles++
    const everything = { ...PROFILE_POLICY, maxTerms: Number.POSITIVE_INFINITY, maxNumbers: 0 }
    const profile = profileOf({ title: row.title ?? null, body: row.body, language }, () => 1, everything)
    for (const { key } of profile.terms) table.df.set(key, (table.df.get(key) ?? 0) + 1)
  }
}
const packed: Record<string, { articles: number; df: Record<string, string> }> = {}
for (const [language, table] of [...tables].sort(([a], [b]) => (a < b ? -1 : 1))) {
  if (table.articles < MIN_ARTICLES) continue
  const rows = [...table.df]
    .filter(([, df]) => df >= MIN_DF)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, MAX_TERMS)
  const df: Record<string, string> = {}
  for (const [term, count] of rows) df[count] = df[count] === undefined ? term : `${df[count]} ${term}`
  packed[language] = { articles: table.articles, df }
  console.error(language, table.articles, 'articles', rows.length, 'terms')
}
writeFileSync(out, `${JSON.stringify(packed)}\n`)
