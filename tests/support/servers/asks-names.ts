import { setTimeout as sleep } from 'node:timers/promises'
import { createHttpClient } from '../../../src/adapters/http/client.ts'
import { AddressBusyError } from '../../../src/adapters/http/error.ts'
import { httpGet } from '../../../src/adapters/http/request.ts'
import { createPool, endPool } from '../../../src/adapters/postgres/db.ts'
import { createAddressBound } from '../../../src/pipeline/fetch/address-bound.ts'

/**
 * A process that requests many host names at the same time, each once; all resolve to 127.0.0.1. A request that is postponed is
 * sent again. Its argument is JSON that says what to do.
 */
interface Asking {
  readonly databaseUrl: string
  readonly port: number
  readonly names: readonly string[]
  readonly atOnce: number
  readonly perSecond: number
}

const { databaseUrl, port, names, atOnce, perSecond } = JSON.parse(process.argv[2]!) as Asking
const pool = createPool(databaseUrl, { use: 'work', max: 10, onError: () => {} })
let putOff = 0
const client = createHttpClient({
  userAgent: 'newsloom-test/1',
  allowPrivate: true,
  allowPorts: [port],
  resolve: async () => [{ address: '127.0.0.1', family: 4 }],
  addressBound: createAddressBound(pool, {
    atOnce,
    perSecond,
    patienceMs: 200,
    onPutOff: () => void putOff++,
  }),
})
await Promise.all(
  names.map(async (name) => {
    for (;;)
      try {
        await httpGet(client, `http://${name}:${port}/`)
        return
      } catch (error) {
        if (!(error instanceof AddressBusyError)) throw error
        await sleep(error.waitMs)
      }
  }),
)
await client.close()
await endPool(pool)
console.log(JSON.stringify({ putOff }))
