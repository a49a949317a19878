import { trustedCertificates } from '../adapters/http/certificates.ts'
import { createHttpClient, type HttpClient, type HttpClientOptions } from '../adapters/http/client.ts'
import type { Queryable } from '../adapters/postgres/sql.ts'
import { createAddressBound } from '../pipeline/fetch/address-bound.ts'
import type { Config } from './config.ts'
import { ownServices } from './own-services.ts'
import { version } from './version.ts'

export interface HttpClients {
  /** The client for pages, feeds and robots.txt. */
  readonly http: HttpClient
  /** The client for webhooks: operators may allow it to reach their own network, which feeds may not. */
  readonly webhookHttp: HttpClient
}

export interface HttpClientsOptions {
  /** Whether this process has workers, whose requests wait a shorter time for their turn at an address that is busy. */
  readonly works: boolean
  /** Called for each request that is postponed for that reason. */
  readonly onBusyAddress: () => void
  /** Gets the proxy that requests go through, and what that means for the guard. */
  readonly say: (sentence: string) => void
}

/** How long a request waits for its turn at a busy address: a worker can make other requests meanwhile. */
const WORKER_PATIENCE_MS = 1_000
const COMMAND_PATIENCE_MS = 20_000

/** The HTTP clients of a process, as the settings have them. */
export function openHttpClients(
  config: Config,
  databaseUrl: string,
  db: Queryable,
  { works, onBusyAddress, say }: HttpClientsOptions,
): HttpClients {
  const fetching = fetchingOptions(config, databaseUrl)
  const proxies = [
    ...new Set([config.httpProxy, config.httpsProxy].flatMap((url) => (url ? [originOf(url)] : []))),
  ]
  if (proxies.length)
    say(
      `requests go through the proxy ${proxies.join(' and ')}: names and addresses that stand in a URL are checked here, the addresses that a name resolves to by the proxy, which must refuse those of your own network`,
    )
  const addressBound = createAddressBound(db, {
    atOnce: config.addressAtOnce,
    perSecond: config.addressPerS,
    patienceMs: works ? WORKER_PATIENCE_MS : COMMAND_PATIENCE_MS,
    onPutOff: onBusyAddress,
  })
  return {
    http: createHttpClient({ ...fetching, addressBound }),
    // Receivers are the operator's own choice, so no limit is set for their addresses.
    webhookHttp: createHttpClient(
      config.webhookPrivate ? { ...fetching, allowPorts: 'any', allowPrivate: true } : fetching,
    ),
  }
}

/** The options of every client, from the settings. */
export function fetchingOptions(config: Config, databaseUrl = config.databaseUrl): HttpClientOptions {
  const { httpProxy, httpsProxy } = config
  return {
    userAgent: userAgentOf(config),
    allowPorts: config.allowPorts,
    allowPrivate: config.allowPrivate,
    deny: ownServices(
      [
        databaseUrl,
        config.databaseReadUrl,
        config.redisUrl,
        config.renderUrl,
        config.documentsUrl,
        httpProxy,
        httpsProxy,
      ],
      [config.port, config.healthPort, config.renderPort],
    ),
    proxy: { http: httpProxy, https: httpsProxy, except: config.noProxy },
    certificates: config.caFile === undefined ? undefined : trustedCertificates(config.caFile),
  }
}

/** How this installation identifies itself to outlets. It names no page if none is known: an invented one would not exist. */
export function userAgentOf({ userAgent, botUrl }: Pick<Config, 'userAgent' | 'botUrl'>): string {
  return userAgent ?? `Newsloom/${version}${botUrl === undefined ? '' : ` (+${botUrl})`}`
}

/** Without the password of a proxy. */
function originOf(url: string): string {
  return new URL(url).origin
}
