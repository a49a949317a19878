import { createHttpClient } from '../../../src/adapters/http/client.ts'
import { hostOf, urlKey } from '../../../src/core/fetching/url.ts'
import type { Deps } from '../../../src/pipeline/deps.ts'
import { pollFeed } from '../../../src/pipeline/poll/poll-feed.ts'
import { runStep } from '../../../src/pipeline/run-step.ts'
import { addSource } from '../../../src/pipeline/sources/add-source.ts'
import { enqueueUrls } from '../../../src/pipeline/sources/enqueue.ts'
import { stages } from '../../../src/pipeline/stages.ts'
import { ensureHosts } from '../../../src/store/articles/articles.ts'
import { addFeed } from '../../../src/store/sources/feeds.ts'
import { openNewsloom, type TestNewsloom } from '../newsloom.ts'
import { type ScriptedServer, startScriptedServer } from './scripted-server.ts'

const signal = new AbortController().signal

/** One Newsloom and many hosts: tests that use different hosts do not affect each other. */
export interface OpenWeb {
  readonly deps: TestNewsloom
  /** A host that no test has used yet; it answers 404 until the test sets an answer. */
  host(): ScriptedServer
  /** The rows of a statement. */
  rows(statement: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>
  /** Stores a feed without polling it. */
  feedAt(url: string): Promise<number>
  poll(feedId: number, as?: Partial<Deps>): Promise<void>
  add(url: string): ReturnType<typeof addSource>
  enqueue(url: string): Promise<number>
  /** Fetches these articles, in this order, without regard to the rate limits of their hosts. */
  fetch(ids: readonly number[]): Promise<void>
  /** Fetches, extracts and clusters the articles that wait for the host of this address. */
  read(url: string): Promise<void>
  close(): Promise<void>
}

/** Opens a Newsloom with its own database, and starts scripted servers that it finds under the names of `hosts` hosts. */
export async function openWeb(hosts: number): Promise<OpenWeb> {
  const servers = await Promise.all(Array.from({ length: hosts }, () => startScriptedServer()))
  const opened = await openNewsloom('postgres', { minDelayMs: 0 })
  const http = createHttpClient({
    userAgent: opened.policy.userAgent,
    allowPrivate: true,
    allowPorts: servers.map(({ port }) => port),
    resolve: async () => [{ address: '127.0.0.1', family: 4 }],
  })
  const deps = { ...opened, http }
  let used = 0

  const rows: OpenWeb['rows'] = async (statement, values = []) =>
    (await deps.pool.query(statement, [...values])).rows
  const run = async (stage: (typeof stages)[keyof typeof stages], ids: readonly number[]) => {
    for (const id of ids) {
      await rows('update hosts set leased_until = null, leased_by = null, next_allowed_at = now()')
      const { again } = await runStep(deps, stage, [id], signal)
      if (again[0]) throw again[0].error
    }
  }
  return {
    deps,
    host() {
      const server = servers[used++]
      if (!server) throw new Error('openWeb was asked for too few hosts')
      return { ...server, url: `http://quay${used}.example:${server.port}` }
    },
    rows,
    async feedAt(url) {
      const host = hostOf(url)!
      await ensureHosts(deps.pool, [host])
      const row = { url, urlKey: urlKey(url)!, host, outletId: null, title: null, active: true }
      return (await addFeed(deps.pool, { ...row, kind: 'feed' })).id
    },
    poll: (feedId, as = {}) => pollFeed({ ...deps, ...as }, feedId, signal),
    add: (url) => addSource(deps, url, {}, signal),
    enqueue: async (url) => (await enqueueUrls(deps, [url])).articleIds[0]!,
    fetch: (ids) => run(stages.fetch, ids),
    async read(url) {
      for (const [stage, waiting] of [
        [stages.fetch, 'discovered'],
        [stages.extract, 'fetched'],
        [stages.cluster, 'extracted'],
      ] as const) {
        const found = await rows('select id from articles where stage = $1 and host = $2 order by id', [
          waiting,
          hostOf(url),
        ])
        await run(
          stage,
          found.map(({ id }) => id as number),
        )
      }
    },
    async close() {
      await http.close()
      await opened.close()
      await Promise.all(servers.map((server) => server.close()))
    },
  }
}

/** A page whose text has no sentence in common with the page of another subject. */
export function articlePage(title: string, about: string, head = ''): string {
  const word = (i: number) => `${about}${'aeiou'[i % 5]}${'klmnr'[i % 4]}${i}`
  const paragraphs = Array.from(
    { length: 6 },
    (_, p) => `<p>${Array.from({ length: 24 }, (_, i) => word(p * 24 + i)).join(' ')}.</p>`,
  )
  return `<!doctype html><html lang="en"><head><title>${title}</title>${head}</head><body><article><h1>${title}</h1>${paragraphs.join('')}</article></body></html>`
}

export interface ScriptedItem {
  readonly title: string
  /** The element is left out where this is undefined. */
  readonly link?: string
  readonly guid?: string
  readonly date?: string
}

/** An RSS document of these items, with `more` in its channel. */
export function rssOf(items: readonly ScriptedItem[], more = ''): string {
  const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const item = ({ title, link, guid, date }: ScriptedItem) =>
    [
      `<item><title>${escaped(title)}</title>`,
      link === undefined ? '' : `<link>${escaped(link)}</link>`,
      guid === undefined ? '' : `<guid isPermaLink="false">${escaped(guid)}</guid>`,
      date === undefined ? '' : `<pubDate>${date}</pubDate>`,
      '</item>',
    ].join('')
  return `<rss version="2.0"><channel><title>Quay News</title>${more}${items.map(item).join('')}</channel></rss>`
}
