import { createHttpClient, type HttpClient } from '../adapters/http/client.ts'
import type { Queryable } from '../adapters/postgres/sql.ts'
import { createAddressBound } from '../pipeline/fetch/address-bound.ts'
import type { Config } from './config.ts'
import { ownServices } from './own-services.ts'

export interface HttpClients {
  /** What pages, feeds and robots.txt are asked with. */
  readonly http: HttpClient
  /** What webhooks are posted with: operators may let it into their own network, where no feed may lead. */
  readonly webhookHttp: HttpClient
}

export interface HttpClientsOptions {
  /** How long a request waits for its turn at an address that other names keep busy. */
  readonly patienceMs: number
  /** Called for each request that is put off for that. */
  readonly onBusyAddress: () => void
}

/** The HTTP clients of a process, as the settings have them. */
export function openHttpClients(
  config: Config,
  databaseUrl: string,
  db: Queryable,
  { patienceMs, onBusyAddress }: HttpClientsOptions,
): HttpClients {
  const fetching = {
    userAgent: config.userAgent,
    allowPorts: config.allowPorts,
    allowPrivate: config.allowPrivate,
    deny: ownServices([databaseUrl, config.redisUrl], [config.port, config.healthPort]),
  }
  const addressBound = createAddressBound(db, {
    atOnce: config.addressAtOnce,
    perSecond: config.addressPerS,
    patienceMs,
    onPutOff: onBusyAddress,
  })
  return {
    http: createHttpClient({ ...fetching, addressBound }),
    // Receivers are the operator's own choice: the pace of their address is theirs to set.
    webhookHttp: createHttpClient(
      config.webhookPrivate ? { ...fetching, allowPorts: 'any', allowPrivate: true } : fetching,
    ),
  }
}
