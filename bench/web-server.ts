/** Serves the made-up web from a process of its own: `node bench/web-server.ts HOSTS ARTICLES`; prints its port. */
import { createServer, type Server } from 'node:http'
import { articleOf, feedOf, pageOf } from './web-corpus.ts'

const [hosts = 500, articles = 5_000] = process.argv.slice(2).map(Number)
const options = { hosts, articles }
const index = /-(\d+)$/
let port = 0
const servers: Server[] = []
for (let host = 0; host < hosts; host++) {
  const address = hostAddress(host)
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    const path = request.url ?? '/'
    const origin = `http://${address}:${port}`
    if (path === '/feed.xml') {
      response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(feedOf(host, origin, options))
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
