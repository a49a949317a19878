/**
 * Our feed reader and feedsmith on the same documents, in turn, in one run; CPU time of this process.
 * node bench/feeds.ts [FOLDER] [--rounds 30] [--rss-parser] [--json]: exits 1 when ours is slower.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { parseFeed as feedsmith } from 'feedsmith'
import RssParser from 'rss-parser'
import { decodeBytes } from '../src/core/charset.ts'
import { parseFeed } from '../src/core/feed.ts'
import { makeFeeds } from './feed-documents.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '30' },
    'rss-parser': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})

const documents = positionals[0] ? fromFolder(positionals[0]) : makeFeeds(1)
const megabytes = documents.reduce((sum, text) => sum + text.length, 0) / 1e6
const rssParser = new RssParser({ defaultRSS: 2.0 })

const readers: Readonly<Record<string, (text: string) => unknown>> = {
  newsloom: (text) => parseFeed(text, { url: 'https://news.example/feed' }),
  feedsmith: (text) => {
    try {
      return feedsmith(text)
    } catch {
      return null
    }
  },
  ...(values['rss-parser']
    ? { 'rss-parser': (text: string) => rssParser.parseString(text).catch(() => null) }
    : {}),
}

const rounds = Number(values.rounds)
const spent: Record<string, number[]> = {}
for (let round = -3; round < rounds; round++)
  for (const [name, read] of inTurn(Object.entries(readers), round)) {
    const before = process.cpuUsage()
    for (const text of documents) await read(text)
    const { user, system } = process.cpuUsage(before)
    // the first rounds warm the compiler
    if (round >= 0) (spent[name] ??= []).push((user + system) / 1000)
  }

const medianMs = Object.fromEntries(Object.entries(spent).map(([name, ms]) => [name, median(ms)]))
const ratio = medianMs.feedsmith! / medianMs.newsloom!
if (values.json) console.log(JSON.stringify({ documents: documents.length, megabytes, medianMs, ratio }))
else {
  console.log(
    `${documents.length} documents, ${megabytes.toFixed(2)} M characters, median of ${rounds} rounds`,
  )
  for (const [name, ms] of Object.entries(medianMs))
    console.log(
      `${name.padEnd(11)} ${ms.toFixed(1)} ms CPU  ${(megabytes / (ms / 1000)).toFixed(0)} M characters/s`,
    )
  console.log(`feedsmith takes ${ratio.toFixed(2)} times as long`)
}
process.exitCode = ratio >= 1 ? 0 : 1

function inTurn<T>(list: readonly T[], round: number): readonly T[] {
  return round % 2 ? [...list].reverse() : list
}

function median(list: readonly number[]): number {
  return [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]!
}

function fromFolder(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => /\.(?:xml|rss|atom|rdf|json)(?:\.gz)?$/.test(name))
    .map((name) => {
      const bytes = readFileSync(join(folder, name))
      return decodeBytes(name.endsWith('.gz') ? gunzipSync(bytes) : bytes, { kind: 'xml' }).text
    })
}
