import type { Agent, buildConnector, Dispatcher } from 'undici'
import type { AddressPolicy } from '../../core/fetching/address.ts'
import type { BodyLimits } from './body.ts'
import { openDispatchers } from './dispatchers.ts'
import { type Resolve, rememberResolved, resolveByDns } from './guard.ts'
import type { ProxySettings } from './proxy.ts'

export interface HttpTimeouts {
  /** Until the connection is established, TLS included. */
  readonly connectMs: number
  /** Until the headers of one hop have come. */
  readonly headersMs: number
  /** Without a byte of the body. */
  readonly bodyIdleMs: number
  /** From the call to the last byte, redirects included: this ends even the slowest answer. */
  readonly totalMs: number
}

const DEFAULT_TIMEOUTS: HttpTimeouts = {
  connectMs: 10_000,
  headersMs: 20_000,
  bodyIdleMs: 15_000,
  totalMs: 60_000,
}

const DEFAULT_LIMITS: BodyLimits = { maxWireBytes: 10 * 1024 * 1024, maxBodyBytes: 30 * 1024 * 1024 }

/** How many requests may go to one address, whatever host names they use. */
export interface AddressBound {
  /**
   * Waits for the turn of one request to `name`, which may reach any of `addresses`. @returns a function that ends its turn
   * @throws HttpError address_busy where the turn would be too late
   */
  begin(name: string, addresses: readonly string[], signal: AbortSignal): Promise<() => Promise<void>>
}

export interface HttpClientOptions extends AddressPolicy {
  /** Names the project and how to reach the person who runs it. */
  readonly userAgent: string
  readonly timeouts?: Partial<HttpTimeouts> | undefined
  readonly limits?: Partial<BodyLimits> | undefined
  /** For tests; DNS by default. */
  readonly resolve?: Resolve | undefined
  readonly proxy?: ProxySettings | undefined
  /** The certificates to trust, in PEM form, instead of Node's own. */
  readonly certificates?: readonly string[] | undefined
  readonly addressBound?: AddressBound | undefined
}

export interface HttpClient {
  readonly policy: AddressPolicy
  readonly userAgent: string
  readonly timeouts: HttpTimeouts
  readonly limits: BodyLimits
  /** What sends a request to `url`, and whether that is a proxy of ours, which then resolves the name. */
  dispatcherFor(url: URL): { readonly dispatcher: Dispatcher; readonly isProxied: boolean }
  /** The guarded connector of direct requests, for connections of one request. */
  readonly connect: buildConnector.connector
  /** Origins whose responses undici's parser refused: they are read tolerantly at once. */
  readonly oddOrigins: Set<string>
  readonly addressBound: AddressBound | undefined
  readonly resolve: Resolve
  close(): Promise<void>
}

const CONNECTIONS_PER_ORIGIN = 4

/** One client for a process: its connections, its guard and its limits. Close it at the end. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts }
  const { allowPorts, allowPrivate, deny, addressBound } = options
  const policy: AddressPolicy = { allowPorts, allowPrivate, deny }
  const asked = options.resolve ?? resolveByDns
  // a bound needs the addresses before the connection does: one lookup is enough for both
  const resolve = addressBound ? rememberResolved(asked) : asked
  const agent: Agent.Options = {
    connections: CONNECTIONS_PER_ORIGIN,
    pipelining: 1,
    allowH2: false,
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 10_000,
    maxHeaderSize: 64 * 1024,
  }
  const { certificates, proxy } = options
  const dispatchers = openDispatchers(agent, {
    policy,
    resolve,
    connectMs: timeouts.connectMs,
    certificates,
    proxy,
  })
  return {
    policy,
    userAgent: options.userAgent,
    timeouts,
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    dispatcherFor: dispatchers.of,
    connect: dispatchers.connect,
    oddOrigins: new Set(),
    addressBound,
    resolve,
    close: dispatchers.close,
  }
}
