/**
 * Measures our extraction against other open extractors, in one run, on the bundled sample or on labelled pages.
 *   (cd bench && npm install)   once, installs the others; without it only ours is measured
 *   node bench/extraction.ts [--data DIR] [--only ours,readability-linkedom,…] [--limit N] [--warm N]
 * Each extractor first reads N pages that are not measured (300), since a process is slower just after its start.
 * DIR contains gold.jsonl with `url`, `html_file`, `title`, `body`.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { extractHtml } from '../src/core/article/read-page.ts'
import { decodeBytes } from '../src/core/fetching/charset.ts'
import type { OutletFacts } from '../src/core/record/record.ts'
import { packageFile } from '../src/runtime/package-root.ts'
import { readSample } from '../src/sample/read.ts'
import { type Expected, meanF1, type Score, sameTitle, scoreBody } from './extraction/score.ts'

interface Page {
  readonly id: string
  readonly url: string
  readonly bytes: Uint8Array
  readonly expected: Expected
}
interface Article {
  readonly title: string | null
  readonly text: string
}
type Extractor = (html: string, url: string) => Article | Promise<Article>

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    only: { type: 'string' },
    limit: { type: 'string', default: '100000' },
    warm: { type: 'string', default: '300' },
  },
})
const seeds = packageFile('seeds')
const outlets = JSON.parse(readFileSync(join(seeds, 'outlets.json'), 'utf8')) as OutletFacts[]

function samplePages(): Page[] {
  return readSample(seeds)
    .entries.filter((entry) => entry.file.endsWith('.html') && entry.url !== null && entry.record.body)
    .map((entry) => ({
      id: entry.file,
      url: entry.url!,
      bytes: readFileSync(join(seeds, entry.file)),
      expected: { title: entry.record.title ?? null, body: entry.record.body ?? null },
    }))
}

function labeledPages(folder: string): Page[] {
  return readFileSync(join(folder, 'gold.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: string; url: string; html_file: string } & Expected)
    .filter((row) => row.body)
    .map((row) => ({
      id: row.id,
      url: row.url,
      bytes: gunzipSync(readFileSync(join(folder, row.html_file))),
      expected: row,
    }))
}

/** Block boundaries become line breaks, so that the words on both sides are not joined. */
const textOfHtml = (html: string | null | undefined): string =>
  decode(
    (html ?? '')
      .replace(/<(?:script|style)[\s\S]*?<\/(?:script|style)>/gi, '')
      .replace(/<\/?(?:p|div|li|h\d|br|blockquote|td|tr|section|article|pre|figcaption)\b[^>]*>/gi, '\n')
      .replace(/<[^>]+>/g, ''),
  )
const decode = (text: string): string =>
  text
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&amp;/g, '&')

/** The other extractors; each is loaded only if it is installed in this folder. */
const others: Readonly<Record<string, () => Promise<Extractor>>> = {
  'readability-linkedom': async () => {
    const { Readability } = await load('@mozilla/readability')
    const { parseHTML } = await load('linkedom')
    return (html) => {
      const article = new Readability(parseHTML(html).document).parse()
      return { title: article?.title ?? null, text: textOfHtml(article?.content) }
    }
  },
  'readability-jsdom': async () => {
    const { Readability } = await load('@mozilla/readability')
    const { JSDOM, VirtualConsole } = await load('jsdom')
    return async (html, url) => {
      // Without a turn of the event loop, jsdom never frees its memory.
      await new Promise((done) => setImmediate(done))
      const dom = new JSDOM(html, { url, virtualConsole: new VirtualConsole() })
      const article = new Readability(dom.window.document).parse()
      dom.window.close()
      return { title: article?.title ?? null, text: textOfHtml(article?.content) }
    }
  },
  'article-extractor': async () => {
    const { extractFromHtml } = await load('@extractus/article-extractor')
    return async (html, url) => {
      const article = await extractFromHtml(html, url)
      return { title: article?.title ?? null, text: textOfHtml(article?.content) }
    }
  },
  defuddle: async () => {
    const { Defuddle } = await load('defuddle/node')
    const { JSDOM, VirtualConsole } = await load('jsdom')
    return async (html, url) => {
      await new Promise((done) => setImmediate(done))
      const article = await Defuddle(new JSDOM(html, { url, virtualConsole: new VirtualConsole() }), url)
      return { title: article?.title ?? null, text: textOfHtml(article?.content) }
    }
  },
}

// biome-ignore lint/suspicious/noExplicitAny: packages of this folder alone, whose types the project does not install
async function load(name: string): Promise<any> {
  return await import(name)
}

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

async function measure(name: string, extract: Extractor, pages: readonly Page[]): Promise<void> {
  const scores: Score[] = []
  const times: number[] = []
  let titles = 0
  let asked = 0
  let failed = 0
  const warm = Number(values.warm)
  for (let i = 0; i < warm && pages.length > 0; i++) {
    const page = pages[i % pages.length]!
    try {
      await extract(decodeBytes(page.bytes, { kind: 'html' }).text, page.url)
    } catch {
      // counted below
    }
  }
  for (const page of pages) {
    const before = cpuMs()
    let article: Article = { title: null, text: '' }
    try {
      article = await extract(decodeBytes(page.bytes, { kind: 'html' }).text, page.url)
    } catch {
      failed++
    }
    times.push(cpuMs() - before)
    if (page.expected.body) scores.push(scoreBody(page.expected.body, article.text))
    if (page.expected.title) {
      asked++
      if (sameTitle(page.expected.title, article.title)) titles++
    }
  }
  times.sort((a, b) => a - b)
  const result = { f1: meanF1(scores), title: (100 * titles) / Math.max(1, asked) }
  const mean = times.reduce((a, b) => a + b, 0) / Math.max(1, times.length)
  console.log(
    `${name.padEnd(22)} body F1 ${result.f1.toFixed(2)}  title ${result.title.toFixed(2)}  CPU ms mean ${mean.toFixed(1)} median ${(times[times.length >> 1] ?? 0).toFixed(1)} p95 ${(times[Math.floor(times.length * 0.95)] ?? 0).toFixed(1)}  failed ${failed}`,
  )
}

const pages = (values.data ? labeledPages(values.data) : samplePages()).slice(0, Number(values.limit))
const wanted = values.only?.split(',')
console.log(`${pages.length} pages`)
await measure(
  'ours',
  (html, url) => {
    const { record } = extractHtml(html, { url, outlets })
    return { title: record.title, text: record.body ?? '' }
  },
  pages,
)
for (const [name, make] of Object.entries(others)) {
  if (wanted && !wanted.includes(name)) continue
  try {
    await measure(name, await make(), pages)
  } catch (error) {
    console.log(`${name.padEnd(22)} not measured: ${(error as Error).message.split('\n')[0]}`)
  }
}
