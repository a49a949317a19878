/**
 * Forked by the chaos run: polls feeds whose robots.txt, documents and sitemaps are made to be slow, and measures how much CPU
 * time the main thread uses between two turns of the event loop. Prints the longest as JSON.
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pollFeed } from '../../src/pipeline/poll/poll-feed.ts'
import { readConfig } from '../../src/runtime/config.ts'
import { openDeps } from '../../src/runtime/deps.ts'

/** Documents for which the readers needed seconds or minutes before they were made linear and moved to threads. */
const documents: Readonly<Record<string, string>> = {
  '/items.xml': `<rss version="2.0"><channel>${'<item/>'.repeat(500_000)}</channel></rss>`,
  '/tags.xml': `<rss version="2.0"><channel><item><title>${'<b '.repeat(700_000)}`,
  '/entities.xml': `<rss version="2.0"><channel><item><title>${'&amp;'.repeat(500_000)}</title></item></channel></rss>`,
  '/feed.json': JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    items: Array.from({ length: 60_000 }, (_, i) => ({ id: String(i), content_html: '<p>'.repeat(8) })),
  }),
  '/map.xml': `<urlset>${'<url><loc>https://n.example/a</loc><lastmod>2026-11-20</lastmod></url>'.repeat(40_000)}</urlset>`,
  '/page.html': `<html>${'<div>'.repeat(300_000)}`,
}
const robots = Buffer.from(`User-agent: *\n${`Disallow: /${'*a'.repeat(60)}$\n`.repeat(3_000)}`)

const bytes = new Map(Object.entries(documents).map(([path, document]) => [path, Buffer.from(document)]))

const server = createServer((request, response) => {
  const path = request.url ?? '/'
  response.end(path === '/robots.txt' ? robots : bytes.get(path))
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const { port } = server.address() as AddressInfo
const deps = await openDeps(
  { ...readConfig(process.env), allowPrivate: true, allowPorts: [port], minDelayMs: 0, logLevel: 'silent' },
  { workers: 1 },
)

let longestMs = 0
let at = ''
let longestAt = ''
let before = process.threadCpuUsage()
let isOver = false
const turn = () => {
  const { user, system } = process.threadCpuUsage(before)
  const ms = (user + system) / 1_000
  if (ms > longestMs) {
    longestMs = ms
    longestAt = at
  }
  before = process.threadCpuUsage()
  if (!isOver) setTimeout(turn, 1)
}

const outcomes: Record<string, string> = {}
let isFirst = true
for (const path of Object.keys(documents)) {
  const url = `http://127.0.0.1:${port}${path}`
  const key = `127.0.0.1:${port}${path}`
  await deps.pool.query(`insert into hosts (host) values ('127.0.0.1') on conflict do nothing`)
  const { rows } = await deps.pool.query(
    `insert into feeds (url, url_key, host, kind) values ($1, $2, '127.0.0.1', 'feed') returning id`,
    [url, key],
  )
  at = path
  if (isFirst) {
    // the time for loading the program does not count
    before = process.threadCpuUsage()
    turn()
    isFirst = false
  }
  await pollFeed(deps, rows[0].id, AbortSignal.timeout(120_000))
  const { rows: polled } = await deps.pool.query(
    'select coalesce(last_error_code, $2) as code from feeds where id = $1',
    [rows[0].id, 'read'],
  )
  outcomes[path] = polled[0].code
}
isOver = true
console.log(JSON.stringify({ longestMs: Math.round(longestMs), at: longestAt, outcomes }))
await deps.close()
server.closeAllConnections()
server.close()
