/**
 * Counts which reader reads each feed of a folder, and checks that both readers give the same for those that rss-parser reads.
 * node bench/feeds.ts [FOLDER] [--json]: without a folder, feeds are generated; exits with 1 when the readers differ.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import RssParser from 'rss-parser'
import type { FeedDocument } from '../src/core/feeds/document.ts'
import { mapFeed } from '../src/core/feeds/map-feed.ts'
import { readFeed } from '../src/core/feeds/parse-feed.ts'
import { readTolerantly } from '../src/core/feeds/tolerant/read.ts'
import { decodeBytes } from '../src/core/fetching/charset.ts'
import { makeFeeds } from './generated/feed-documents.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
})

const documents = positionals[0]
  ? fromFolder(positionals[0])
  : makeFeeds(1).map((text, i) => ({ name: `generated ${i}`, text }))
const context = { url: 'https://news.example/feeds/all' }
const counts = { documents: documents.length, xmlFeeds: 0, wellFormed: 0, rssParser: 0, differ: 0 }
let cpuMs = 0
let characters = 0
for (const { name, text } of documents) {
  const before = process.cpuUsage()
  const reading = await readFeed(text)
  const { user, system } = process.cpuUsage(before)
  if (!reading.ok || reading.reader === 'json') continue
  cpuMs += (user + system) / 1000
  characters += text.length
  counts.xmlFeeds++
  if (await isWellFormed(text)) counts.wellFormed++
  if (reading.reader !== 'rss-parser') continue
  counts.rssParser++
  if (sameAsTolerant(reading.document, text)) continue
  counts.differ++
  console.error(`the readers differ on ${name}`)
}
const share = (100 * counts.rssParser) / counts.wellFormed
if (values.json) console.log(JSON.stringify({ ...counts, share, cpuMs }))
else {
  console.log(
    `${counts.documents} documents, ${counts.xmlFeeds} XML feeds, ${counts.wellFormed} of them well-formed`,
  )
  console.log(`rss-parser read ${counts.rssParser}: ${share.toFixed(1)} % of the well-formed`)
  console.log(`the tolerant reader says something else of ${counts.differ} of them`)
  console.log(`${(cpuMs / (characters / 1e6)).toFixed(0)} ms CPU a million characters`)
}
process.exitCode = counts.differ ? 1 : 0

/** Decided by sax, the strict parser that rss-parser uses: its error messages name a line. */
async function isWellFormed(text: string): Promise<boolean> {
  try {
    await new RssParser({ defaultRSS: 2.0 }).parseString(text)
    return true
  } catch (error) {
    return !/\nLine: \d/.test((error as Error).message)
  }
}

function sameAsTolerant(document: FeedDocument, text: string): boolean {
  const tolerant = readTolerantly(text)
  return (
    tolerant.ok &&
    JSON.stringify(mapFeed(document, context)) === JSON.stringify(mapFeed(tolerant.document, context))
  )
}

function fromFolder(folder: string): { readonly name: string; readonly text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:xml|rss|atom|rdf)(?:\.gz)?$/.test(name))
    .map((name) => {
      const bytes = readFileSync(join(folder, name))
      return {
        name,
        text: decodeBytes(name.endsWith('.gz') ? gunzipSync(bytes) : bytes, { kind: 'xml' }).text,
      }
    })
}
