/**
 * A separate process that forwards TCP and delays each chunk: `node bench/latency/relay.ts ADDRESS TARGET_PORT`; prints its
 * port. For kernels without netem. Reads lines: `delay MS` sets the delay of each direction, `count` prints the number of
 * round trips since the last `count`.
 */
import { connect, createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'

const [address = '', target = ''] = process.argv.slice(2)
let delayMs = 0
let roundTrips = 0

/** Chunks of one direction, each delayed by the same time, so that their order stays. */
function pass(from: Socket, to: Socket, onChunk: () => void): void {
  from.on('data', (chunk) => {
    onChunk()
    if (delayMs) setTimeout(() => to.write(chunk), delayMs)
    else to.write(chunk)
  })
  from.on('error', () => to.destroy())
  from.on('close', () => setTimeout(() => to.destroy(), delayMs + 5))
}

const server = createServer({ noDelay: true }, (client) => {
  const upstream = connect({ port: Number(target), host: '127.0.0.1', noDelay: true })
  // A chunk that follows an answer begins a new question: several chunks in one direction are one round trip.
  let answered = true
  pass(client, upstream, () => {
    if (answered) roundTrips++
    answered = false
  })
  pass(upstream, client, () => {
    answered = true
  })
})
server.listen(0, address, () => {
  const bound = server.address()
  if (bound && typeof bound === 'object') console.log(bound.port)
})
createInterface({ input: process.stdin }).on('line', (line) => {
  if (line.startsWith('delay ')) delayMs = Number(line.slice(6))
  if (line === 'count') {
    console.log(roundTrips)
    roundTrips = 0
  }
})
process.on('SIGTERM', () => process.exit(0))
