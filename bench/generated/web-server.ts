/**
 * Serves the invented web in a separate process: `node bench/generated/web-server.ts HOSTS ARTICLES [PER_SECOND [PORT]]`;
 * prints its port. With PER_SECOND, that many articles are published each second, and a feed has the newest thirty.
 */
import { createServer, type Server } from 'node:http'
import { articleOf, feedOf, pageOf } from './web-corpus.ts'

const [hosts = 500, articles = 5_000, perSecond = 0, wantedPort = 0] = process.argv.slice(2).map(Number)
const FEED_ENTRIES = 30
const started = performance.now()
const outNow = () =>
  perSecond ? Math.min(articles, Math.floor(((performance.now() - started) / 1000) * perSecond)) : articles
const feed = (host: number, origin: string) =>
  feedOf(host, origin, { hosts, articles: outNow() }, perSecond ? FEED_ENTRIES : Infinity)
const options = { hosts, articles }
const index = /-(\d+)$/
let port = wantedPort
const servers: Server[] = []
for (let host = 0; host < hosts; host++) {
  const address = hostAddress(host)
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    const path = request.url ?? '/'
    const origin = `http://${address}:${port}`
    if (path === '/feed.xml') {
      response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(feed(host, origin))
      return
    }
    const number = index.exec(path)?.[1]
    if (number === undefined) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('nothing here')
      return
    }
    response
      .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      .end(pageOf(articleOf(Number(number), options), origin))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, address, resolve)
  })
  const bound = server.address()
  if (bound && typeof bound === 'object') port = bound.port
  servers.push(server)
}
console.log(port)
process.on('SIGTERM', () => process.exit(0))

function hostAddress(host: number): string {
  return `127.8.${Math.floor(host / 200)}.${1 + (host % 200)}`
}
