import { connect, createServer, type Socket } from 'node:net'

export type CommitPlan =
  /** The commit and its answer are passed on. */
  | 'pass'
  /** The commit never reaches the server, and the connection breaks. */
  | 'cut_before'
  /** The server commits, but the client does not get the answer. */
  | 'cut_after'
  /** As if the machine disappeared: the commit never reaches the server, nothing is passed on any more, and no connection ends. */
  | 'vanish'

export interface PgProxy {
  readonly port: number
  /** `url` with the address of this proxy. */
  through(url: string): string
  /** Breaks every connection. */
  cut(): void
  /** A network partition: while it lasts nothing is passed on in either direction, and no connection ends. */
  partition(on: boolean): void
  close(): Promise<void>
}

export interface PgProxyOptions {
  /** The current address of the server, which can change. */
  readonly target: () => number
  /** Called for each COMMIT of a transaction; `queue` is true for connections of the job queue. */
  readonly onCommit?: (connection: { readonly queue: boolean }) => CommitPlan
  /** Called with each message of the client before it is passed on; false breaks the connection after the server's answer. */
  readonly onMessage?: (text: string) => boolean
}

/** A TCP proxy before a Postgres that understands enough of the protocol to recognize a COMMIT. */
export async function startPgProxy(options: PgProxyOptions): Promise<PgProxy> {
  const pairs = new Set<{ client: Socket; server: Socket }>()
  let parted = false
  const partition = (on: boolean) => {
    parted = on
    for (const { client, server } of pairs)
      for (const socket of [client, server]) on ? socket.pause() : socket.resume()
  }
  const listener = createServer((client) => {
    const server = connect(options.target(), '127.0.0.1')
    const pair = { client, server }
    pairs.add(pair)
    const end = () => {
      pairs.delete(pair)
      client.destroy()
      server.destroy()
    }
    for (const socket of [client, server]) {
      socket.setNoDelay(true)
      socket.on('error', end)
      socket.on('close', end)
      if (parted) socket.pause()
    }
    let queue = false
    let first = true
    let cutOnAnswer = false
    client.on('data', (chunk) => {
      if (first) {
        first = false
        queue = chunk.includes('newsloom-queue')
      } else {
        const plan = isCommit(chunk) ? (options.onCommit?.({ queue }) ?? 'pass') : 'pass'
        if (plan === 'cut_before') return end()
        if (plan === 'vanish') return partition(true)
        if (plan === 'cut_after') cutOnAnswer = true
        if (options.onMessage && !options.onMessage(chunk.toString('latin1'))) cutOnAnswer = true
      }
      server.write(chunk)
    })
    server.on('data', (chunk) => {
      if (cutOnAnswer) return end()
      client.write(chunk)
    })
  })
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject)
    listener.listen(0, '127.0.0.1', () => resolve())
  })
  const address = listener.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const cut = () => {
    for (const { client } of pairs) client.destroy()
  }
  return {
    port,
    through(url) {
      const changed = new URL(url)
      changed.port = String(port)
      return changed.href
    },
    cut,
    partition,
    close() {
      cut()
      return new Promise((resolve) => listener.close(() => resolve()))
    },
  }
}

/** A simple-query message (type Q, length, text, NUL) with the text COMMIT, which drivers send alone. */
function isCommit(chunk: Buffer): boolean {
  return chunk[0] === 0x51 && /^\s*commit\s*;?\s*$/i.test(chunk.subarray(5, -1).toString('latin1'))
}
