import { createServer, type Server } from 'node:http'
import { seededRandom } from '../generated/random.ts'

/** What the local web contains, and so what the database must contain in the end: the ledger is the oracle of the test. */
export interface LedgerArticle {
  readonly url: string
  readonly host: string
  readonly title: string
  readonly publishedAt: string
  readonly fate: 'clustered' | 'copy' | 'dropped' | 'failed'
  readonly reason: string | null
  /** For a copy: the address of its original. */
  readonly copyOf: string | null
  /** Words that are in the first and in the last paragraph of this text and in no other text. */
  readonly firstToken: string
  readonly lastToken: string
  readonly paragraphs: readonly string[]
}

/** For each of these stages, one page that kills the worker (deadly-pages.ts). */
export const deadlyStages = ['fetch', 'extract', 'cluster'] as const

export interface LedgerEntry {
  readonly feedUrl: string
  readonly guid: string
  /** Null for an entry without a link, which must be refused. */
  readonly url: string | null
}

export interface LocalWeb {
  readonly port: number
  readonly hosts: readonly string[]
  readonly feeds: readonly { readonly url: string; readonly host: string }[]
  readonly articles: readonly LedgerArticle[]
  readonly entries: readonly LedgerEntry[]
  /** How often the page of each article was requested: a page can be fetched more than once. */
  readonly fetches: ReadonlyMap<string, number>
  close(): Promise<void>
}

const SYLLABLES = 'ka lo mi ter san vel dro pin gar tu bel ros fen hal mon dis qua ner tol vin bra sel'.split(
  ' ',
)

/**
 * Articles on `hosts` loopback addresses, with two feeds each. Most are plain articles; some are copies of an earlier one, some
 * are forbidden by robots.txt, some answer 410. Every address is in both feeds, once with a tracking parameter, and every feed
 * has an entry without a link. With `deadly`, one page for each stage kills the worker.
 */
export async function openLocalWeb(
  articles: number,
  hosts: number,
  seed: number,
  { deadly = false } = {},
): Promise<LocalWeb> {
  const hostNames = Array.from(
    { length: hosts },
    (_, i) => `127.0.${1 + Math.floor(i / 200)}.${1 + (i % 200)}`,
  )
  const fetches = new Map<string, number>()
  const pages = new Map<string, (path: string) => { status: number; type: string; body: string }>()
  const servers: Server[] = []
  let port = 0
  for (const host of hostNames) {
    const server = createServer((request, response) => {
      const path = request.url ?? '/'
      const answer = pages.get(`${host}${path.split('?')[0]}`)?.(path) ?? {
        // A page of a feed that answers 404 is requested again later; one that answers 410 fails at once.
        status: path.startsWith('/a/') ? 410 : 404,
        type: 'text/html',
        body: '<title>gone</title>',
      }
      if (path.startsWith('/a/')) fetches.set(host + path, (fetches.get(host + path) ?? 0) + 1)
      response.writeHead(answer.status, { 'content-type': answer.type })
      response.end(answer.body)
    })
    port = await listen(server, host, port)
    servers.push(server)
  }
  const { list, entries, feeds } = writeLedger(articles, hostNames, port, seededRandom(seed), deadly)
  for (const host of hostNames)
    pages.set(`${host}/robots.txt`, () => ({
      status: 200,
      type: 'text/plain',
      body: 'User-agent: *\nDisallow: /a/private/\n',
    }))
  for (const article of list)
    if (article.paragraphs.length)
      pages.set(article.url.slice('http://'.length).replace(`:${port}`, ''), () => ({
        status: 200,
        type: 'text/html; charset=utf-8',
        body: pageOf(article),
      }))
  const titles = new Map(list.map((article) => [article.url, article]))
  for (const feed of feeds)
    pages.set(`${feed.host}${new URL(feed.url).pathname}`, () => ({
      status: 200,
      type: 'application/rss+xml',
      body: rssOf(
        entries.filter((entry) => entry.feedUrl === feed.url),
        titles,
      ),
    }))
  return {
    port,
    hosts: hostNames,
    feeds,
    articles: list,
    entries,
    fetches,
    async close() {
      for (const server of servers) server.closeAllConnections()
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
    },
  }
}

function writeLedger(
  count: number,
  hosts: readonly string[],
  port: number,
  chance: () => number,
  deadly: boolean,
) {
  const word = () =>
    Array.from(
      { length: 4 + Math.floor(chance() * 3) },
      () => SYLLABLES[Math.floor(chance() * SYLLABLES.length)],
    ).join('')
  // Three successive articles report one event: they have most of their words in common, and two events have none in common.
  let event: string[] = []
  const sentence = () => {
    const words = Array.from({ length: 9 + Math.floor(chance() * 9) }, () =>
      chance() < 0.6 ? event[Math.floor(chance() * event.length)]! : word(),
    )
    return `${words[0]![0]!.toUpperCase()}${words.join(' ').slice(1)}.`
  }
  const feeds = ['feed', 'again'].flatMap((name) =>
    hosts.map((host) => ({ host, url: `http://${host}:${port}/${name}.xml` })),
  )
  const list: LedgerArticle[] = []
  const entries: LedgerEntry[] = []
  const originals: LedgerArticle[] = []
  const copied = new Set<LedgerArticle>()
  for (let i = 0; i < count; i++) {
    if (i % 3 === 0) event = Array.from({ length: 30 }, word)
    const host = hosts[i % hosts.length]!
    const draw = chance()
    const source = originals[Math.floor(chance() * originals.length)]
    // The second event of each host, so that the first event shows whether other articles of the host are processed.
    const kills = deadly ? deadlyStages[(i - hosts.length) / 3] : undefined
    const kind = kills
      ? 'deadly'
      : draw < 0.04
        ? 'gone'
        : draw < 0.08
          ? 'forbidden'
          : draw < 0.15 && source && source.host !== host && !copied.has(source)
            ? 'copy'
            : 'article'
    if (kind === 'copy') copied.add(source!)
    const url = `http://${host}:${port}/a/${kind === 'forbidden' ? 'private/' : ''}${i}-${word()}`
    const tokens = kind === 'copy' ? source! : { firstToken: `zq${i}first`, lastToken: `zq${i}last` }
    const article: LedgerArticle = {
      url,
      host,
      title:
        kind === 'copy'
          ? source!.title
          : `${Array.from({ length: 6 }, () => event[Math.floor(chance() * event.length)]).join(' ')} ${i}`,
      // A copy is published two days after its original: of two articles within 36 hours, the first one seen is the original.
      publishedAt: new Date(
        kind === 'copy' ? Date.parse(source!.publishedAt) + 48 * 3_600_000 : Date.UTC(2026, 4, 20, 6, i),
      ).toISOString(),
      fate:
        kind === 'gone' || kind === 'deadly'
          ? 'failed'
          : kind === 'forbidden'
            ? 'dropped'
            : kind === 'copy'
              ? 'copy'
              : 'clustered',
      reason:
        kind === 'gone'
          ? 'http_410'
          : kind === 'deadly'
            ? 'poison'
            : kind === 'forbidden'
              ? 'robots_disallowed'
              : null,
      copyOf: kind === 'copy' ? source!.url : null,
      firstToken: tokens.firstToken,
      lastToken: tokens.lastToken,
      paragraphs:
        kind === 'copy'
          ? source!.paragraphs
          : kind === 'gone' || kind === 'forbidden'
            ? []
            : Array.from({ length: 5 }, (_, p) => {
                const mark =
                  p === 0
                    ? `${tokens.firstToken} `
                    : p === 4
                      ? `${tokens.lastToken} `
                      : p === 2 && kills
                        ? `zqdeadly${kills} `
                        : ''
                return `${sentence()} ${sentence()} ${mark}${sentence()}`
              }),
    }
    list.push(article)
    if (kind === 'article') originals.push(article)
    const second = feeds[hosts.length + (i % hosts.length)]!
    entries.push({ feedUrl: feeds[i % hosts.length]!.url, guid: `g${i}`, url })
    entries.push({ feedUrl: second.url, guid: `again${i}`, url: `${url}?utm_source=second` })
  }
  for (const feed of feeds) entries.push({ feedUrl: feed.url, guid: `nolink-${feed.url}`, url: null })
  return { list, entries, feeds }
}

export function pageOf(article: LedgerArticle): string {
  const data = {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: article.title,
    datePublished: article.publishedAt,
  }
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${article.title}</title>
<script type="application/ld+json">${JSON.stringify(data)}</script></head>
<body><main><article><h1>${article.title}</h1>${article.paragraphs.map((text) => `<p>${text}</p>`).join('\n')}</article></main></body></html>`
}

function rssOf(entries: readonly LedgerEntry[], articles: ReadonlyMap<string, LedgerArticle>): string {
  const items = entries.map(({ guid, url }) => {
    const article = url ? articles.get(url.split('?')[0]!) : undefined
    return `<item><guid isPermaLink="false">${guid}</guid><title>${article?.title ?? 'Nothing to link to'}</title>${
      url ? `<link>${url}</link>` : ''
    }</item>`
  })
  return `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Chaos</title><link>http://127.0.0.1/</link>${items.join('\n')}</channel></rss>`
}

/** Listens on `port`, or on a free port where it is 0. @returns the port */
export function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })
}
