/**
 * Extracts mutated pages and looks for crashes and hangs.
 *   node bench/fuzz-pages.ts [--count 2000] [--seed 1] [--data DIR]
 * Pages come from the bundled sample (or the *.html and *.html.gz of DIR). A page that throws, or takes longer
 * than the limit, is printed with its seed; the run then ends with exit code 1.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { extractHtml } from '../src/core/article/read-page.ts'
import { extractText } from '../src/core/dump/read.ts'
import { packageFile } from '../src/runtime/package-root.ts'
import { random } from '../training/variants.ts'

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    data: { type: 'string' },
  },
})
const count = Number(values.count)
const LIMIT_MS = 5_000
const folder = values.data ?? packageFile('seeds', 'pages')
const pages = readdirSync(folder, { recursive: true })
  .map(String)
  .filter((name) => /\.(?:html|txt)(?:\.gz)?$/.test(name))
  .slice(0, 400)
  .map((name) => {
    const bytes = readFileSync(join(folder, name))
    return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  })
if (pages.length === 0) throw new Error(`no pages in ${folder}`)

type Next = () => number
const pick = <T>(list: readonly T[], next: Next): T => list[Math.floor(next() * list.length)]!
const tags = [
  'div',
  'p',
  'table',
  'td',
  'a',
  'ul',
  'li',
  'script',
  'svg',
  'title',
  'h1',
  'article',
  'b',
  'form',
  'select',
  'template',
  'math',
  'textarea',
  'br',
  'x-y',
  'figure',
  'blockquote',
]
const junk = [
  '<',
  '>',
  '"',
  "'",
  '&',
  '&#0;',
  '&#x110000;',
  '\u0000',
  '\ud800',
  '</',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<?',
  '{"@type":"NewsArticle","author":[[[[',
  '<p',
  '</p>',
  '=',
  '\u202e',
  '\u2028',
  '<script type="application/ld+json">{',
  '</script>',
]

/** Each changes a page as a faulty server, an editor or an attacker could. */
const mutations: readonly ((page: string, next: Next) => string)[] = [
  (page, next) => page.slice(0, Math.floor(next() * page.length)),
  (page, next) => page.slice(Math.floor(next() * page.length)),
  (page, next) => {
    const at = Math.floor(next() * page.length)
    return page.slice(0, at) + pick(junk, next) + page.slice(at + Math.floor(next() * 30))
  },
  (page, next) => {
    const a = Math.floor(next() * page.length)
    const b = Math.floor(next() * page.length)
    return page.slice(0, a) + page.slice(b, b + 5_000) + page.slice(a)
  },
  (page, next) => page.replaceAll(`</${pick(tags, next)}>`, ''),
  (page, next) => page.replaceAll(`<${pick(tags, next)}`, `<${pick(tags, next)}`),
  (page, next) => {
    const at = Math.floor(next() * page.length)
    return page.slice(0, at) + `<${pick(tags, next)}>`.repeat(Math.floor(next() * 20_000)) + page.slice(at)
  },
  (page, next) => {
    const at = page.indexOf('<', Math.floor(next() * page.length))
    const attributes = Array.from({ length: Math.floor(next() * 20_000) }, (_, i) => ` a${i}="${i}"`).join('')
    return `${page.slice(0, at + 4)}${attributes}${page.slice(at + 4)}`
  },
  (page, next) =>
    page +
    pick(['a', ' ', '\n', '. ', '(', 'By ', '1', '<br>', '&amp;', '-', '“', '汉'], next).repeat(
      Math.floor(next() * 200_000),
    ),
  (page, next) =>
    page.replace(/"(?:headline|author|datePublished|articleBody)"\s*:\s*"[^"]*"/g, () =>
      pick(
        [
          '"headline":{"a":[1,2,{}]}',
          '"author":{"@id":"#x"}',
          '"datePublished":{}',
          '"articleBody":null',
          '"author":[null,[],"",0]',
        ],
        next,
      ),
    ),
  (page, next) =>
    page.replace(/class="[^"]*"/g, () =>
      next() < 0.1 ? `class="${'comment article-body '.repeat(50)}"` : 'class=""',
    ),
  (page, next) => pick(pages, next).slice(0, page.length / 2) + page,
]

/** CPU time, so that other work on the machine does not change the result. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

let slowest = 0
let failed = 0
const started = performance.now()
for (let i = 0; i < count; i++) {
  const seed = Number(values.seed) * 1_000_003 + i
  const next = random(seed)
  let page = pick(pages, next)
  for (let k = 0; k < 1 + Math.floor(next() * 3); k++) page = pick(mutations, next)(page, next)
  const before = cpuMs()
  try {
    const context = {
      url: 'https://news.example/2025/05/20/story.html',
      fetchedAt: new Date(Date.UTC(2025, 5, 1)),
      explain: i % 50 === 0,
    }
    const { record } = i % 10 === 9 ? extractText(page, context) : extractHtml(page, context)
    if (
      record.body_html &&
      /<(?:script|iframe|style|object|embed|form)|\son\w+=|javascript:/i.test(
        record.body_html.replace(/>[^<]*</g, '><'),
      )
    )
      throw new Error('body_html holds what it must not')
  } catch (error) {
    failed++
    console.error(`seed ${seed}: ${(error as Error).stack}`)
  }
  const ms = cpuMs() - before
  slowest = Math.max(slowest, ms)
  if (ms > LIMIT_MS) {
    failed++
    console.error(`seed ${seed}: ${Math.round(ms)} ms`)
  }
}
console.log(
  `${count} pages in ${Math.round((performance.now() - started) / 1000)} s, slowest ${Math.round(slowest)} ms, ${failed} failures, ${Math.round(process.memoryUsage().rss / 1e6)} MB`,
)
process.exitCode = failed > 0 ? 1 : 0
