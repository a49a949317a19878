/**
 * Sends mutated feeds and sitemaps through the readers, from bytes to items. The promises: no exception, at most 0.2 s of CPU
 * for each document (one that takes longer is read again, since garbage collection may have taken the time), no growth of memory,
 * and results that conform to their types. Exits with 1 when a promise is broken.
 * node bench/fuzz-feeds.ts [--count 100000] [--seed 1] [--json]
 */
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { type FeedItem, type FeedResult, parseFeed } from '../src/core/feeds/parse-feed.ts'
import { decodeBytes } from '../src/core/fetching/charset.ts'
import { parseSitemap, type SitemapResult } from '../src/core/sources/sitemap.ts'
import { makeFeeds, randomOf } from './generated/feed-documents.ts'

const MAX_CPU_MS = 200
const MAX_GROWTH_MB = 32

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
})
const count = Number(values.count)
const seed = Number(values.seed)
const collect = garbageCollector()

/** The generated feeds, cut to a few items, so that most mutations change something important. */
const originals = [...makeFeeds(seed), ...makeSitemaps()].flatMap((text) => [
  text.slice(0, 6000),
  text.slice(0, 2500) + text.slice(-1500),
])

const pieces = [
  '<',
  '>',
  '&',
  '"',
  "'",
  '</',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<?xml version="1.0" encoding="utf-16"?>',
  '<?',
  '?>',
  '<item>',
  '</item>',
  '<entry>',
  '</entry>',
  '<title>',
  '</title>',
  '<link href="',
  '<link/>',
  '</channel>',
  '</rss>',
  '<!DOCTYPE x [<!ENTITY a "b">',
  ']>',
  '&a;',
  '&#0;',
  '&#x110000;',
  '&#55357;',
  '&eacute',
  '\u0000',
  '\u0008',
  '\uFFFE',
  '\uD800',
  '<author>',
  '<a:b xmlns:a="http://purl.org/dc/elements/1.1/">',
  ' xml:base="::"',
  'javascript:alert(1)',
  '<guid>',
  '<pubDate>',
  '99999-99-99',
  'Thu, 99 Jan 99999999999 99:99:99',
  '😀',
  '\u202e',
  'a@b.c',
  '{"items":[',
  '<html>',
  '<urlset>',
]

let slowest = { cpuMs: 0, n: -1 }
let feeds = 0
let sitemaps = 0
const broken: string[] = []
let baseline = 0
const started = performance.now()

for (let n = 0; n < count; n++) {
  const random = randomOf(seed * 1_000_003 + n)
  const bytes = mutate(originals[n % originals.length]!, random)
  let cpuMs = await read(bytes, n)
  if (cpuMs > MAX_CPU_MS) cpuMs = Math.min(cpuMs, await read(bytes, n), await read(bytes, n))
  if (cpuMs > slowest.cpuMs) slowest = { cpuMs, n }
  if (cpuMs > MAX_CPU_MS) report(n, `took ${cpuMs.toFixed(0)} ms of CPU`)
  if (n === Math.floor(count / 10)) baseline = heapMb()
}

const growthMb = heapMb() - baseline
if (growthMb > MAX_GROWTH_MB) broken.push(`memory grew by ${growthMb.toFixed(1)} MB`)
const seconds = (performance.now() - started) / 1000
if (values.json)
  console.log(JSON.stringify({ count, seed, feeds, sitemaps, seconds, slowest, growthMb, broken }))
else {
  console.log(
    `${count} mutated feeds and sitemaps (seed ${seed}) in ${seconds.toFixed(1)} s; ${feeds} were still read as feeds, ${sitemaps} as sitemaps`,
  )
  console.log(
    `slowest: number ${slowest.n} in ${slowest.cpuMs.toFixed(1)} ms of CPU; memory ${growthMb >= 0 ? '+' : ''}${growthMb.toFixed(1)} MB`,
  )
  console.log(broken.length ? `BROKEN PROMISES: ${broken.length}` : 'every promise kept')
  for (const line of broken.slice(0, 20)) console.log(`  ${line}`)
}
process.exitCode = broken.length ? 1 : 0

/** Reads a document as a poll does: as a feed, else as a sitemap. @returns milliseconds of CPU */
async function read(bytes: Uint8Array, n: number): Promise<number> {
  const before = process.cpuUsage()
  try {
    const { text } = decodeBytes(bytes, {
      kind: 'xml',
      contentType: n % 7 ? null : 'text/xml; charset=utf-8',
    })
    const result = await parseFeed(text, { url: 'https://news.example/feed' })
    if (result.ok) feeds++
    const sitemap = result.ok ? null : parseSitemap(text, { url: 'https://news.example/sitemap.xml' })
    if (sitemap?.ok) sitemaps++
    const wrong = wrongIn(result) ?? (sitemap && wrongInSitemap(sitemap))
    if (wrong) report(n, wrong)
  } catch (error) {
    report(n, `threw ${(error as Error).stack?.split('\n').slice(0, 3).join(' ')}`)
  }
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}

/** News sitemaps, with various prefixes, and indexes. */
function makeSitemaps(): string[] {
  return ['', 'ns0:', 'sm:'].flatMap((prefix) => {
    const xmlns = `xmlns${prefix ? `:${prefix.slice(0, -1)}` : ''}="http://www.sitemaps.org/schemas/sitemap/0.9"`
    const list = (root: string, entry: string, more: (i: number) => string) =>
      `<?xml version="1.0"?><${prefix}${root} ${xmlns} xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">${Array.from(
        { length: 30 },
        (_, i) =>
          `<${prefix}${entry}><${prefix}loc>https://news.example/${entry}-${i}</${prefix}loc><${prefix}lastmod>2026-11-${(i % 28) + 1}T08:00:00Z</${prefix}lastmod>${more(i)}</${prefix}${entry}>`,
      ).join('')}</${prefix}${root}>`
    return [
      list(
        'urlset',
        'url',
        (i) =>
          `<news:news><news:title>Ferry &amp; fog ${i}</news:title><news:publication_date>2026-11-20</news:publication_date></news:news>`,
      ),
      list('sitemapindex', 'sitemap', () => ''),
    ]
  })
}

function wrongInSitemap(result: SitemapResult): string | null {
  if (!result.ok) return result.reason ? null : 'no reason given'
  for (const { url, lastModified } of result.kind === 'pages' ? result.entries : result.sitemaps) {
    if (!/^https?:/i.test(url)) return `address ${JSON.stringify(url.slice(0, 80))}`
    if (lastModified !== null && Number.isNaN(Date.parse(lastModified))) return `date ${lastModified}`
  }
  return null
}

function report(n: number, what: string): void {
  if (broken.length < 1000) broken.push(`number ${n}: ${what}`)
}

function mutate(original: string, random: () => number): Uint8Array {
  let text = original
  const at = () => Math.floor(random() * (text.length + 1))
  for (let rounds = 1 + Math.floor(random() * 8); rounds > 0; rounds--) {
    const from = at()
    const to = Math.min(text.length, from + Math.floor(random() * random() * 400))
    const kind = Math.floor(random() * 8)
    if (kind === 0) text = text.slice(0, from) + text.slice(to)
    else if (kind === 1) text = text.slice(0, to) + text.slice(from)
    else if (kind === 2)
      text = text.slice(0, from) + pieces[Math.floor(random() * pieces.length)] + text.slice(from)
    else if (kind === 3)
      text = text.slice(0, from) + pieces[Math.floor(random() * pieces.length)] + text.slice(to)
    else if (kind === 4) text = text.slice(0, from) + text.slice(from, to).toUpperCase() + text.slice(to)
    else if (kind === 5 && random() < 0.2) text = text.slice(0, from)
    else if (kind === 6)
      text = text.slice(0, from) + String.fromCharCode(Math.floor(random() * 65536)) + text.slice(from + 1)
    else if (kind === 7 && random() < 0.1)
      text =
        text.slice(0, from) +
        pieces[Math.floor(random() * pieces.length)]!.repeat(1 + Math.floor(random() * 3000)) +
        text.slice(from)
  }
  const bytes = Buffer.from(text, 'utf8')
  // and some damage to single bytes
  for (let hits = random() < 0.3 ? Math.floor(random() * 20) : 0; hits > 0; hits--)
    bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256)
  return bytes
}

/** Says what in a result does not conform to its type; null where everything does. */
function wrongIn(result: FeedResult): string | null {
  if (!result.ok) return result.reason ? null : 'no reason given'
  for (const item of result.feed.items) {
    const wrong = wrongInItem(item)
    if (wrong) return wrong
  }
  return null
}

function wrongInItem(item: FeedItem): string | null {
  if (item.link !== null && !/^https?:/i.test(item.link))
    return `link ${JSON.stringify(item.link.slice(0, 80))}`
  if (item.published !== null && Number.isNaN(Date.parse(item.published)))
    return `published ${item.published}`
  for (const text of [item.title, item.author, item.summary, item.guid, item.link])
    if (text !== null && (text === '' || text.includes('\u0000') || !text.isWellFormed()))
      return `text ${JSON.stringify(text.slice(0, 80))}`
  return null
}

function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
}

function heapMb(): number {
  collect()
  return process.memoryUsage().heapUsed / 1e6
}
