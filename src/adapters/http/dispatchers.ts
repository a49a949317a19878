import { createSecureContext } from 'node:tls'
import { Agent, type buildConnector, type Dispatcher, ProxyAgent } from 'undici'
import type { AddressPolicy } from '../../core/fetching/address.ts'
import { guardedConnector, type Resolve } from './guard.ts'
import { type ProxySettings, proxyChooser } from './proxy.ts'

export interface Connecting {
  readonly policy: AddressPolicy
  readonly resolve: Resolve
  /** Until the connection is established, TLS included. */
  readonly connectMs: number
  /** In PEM form; Node's own where none are given. */
  readonly certificates?: readonly string[] | undefined
  readonly proxy?: ProxySettings | undefined
}

export interface Dispatchers {
  of(url: URL): { readonly dispatcher: Dispatcher; readonly isProxied: boolean }
  /** The guarded connector of direct requests. */
  readonly connect: buildConnector.connector
  close(): Promise<void>
}

/** What sends requests: one agent that connects through the guard, and one for each proxy in the settings. */
export function openDispatchers(options: Agent.Options, connecting: Connecting): Dispatchers {
  const { policy, resolve, connectMs, certificates, proxy } = connecting
  // made once: a context that is made for each connection parses all certificates each time
  const tls = certificates ? { secureContext: createSecureContext({ ca: [...certificates] }) } : {}
  const connect = guardedConnector(policy, resolve, connectMs, tls)
  const direct = new Agent({ ...options, connect })
  const proxyFor = proxyChooser(proxy ?? {})
  const proxies = new Map<string, ProxyAgent>()
  const through = (address: string): ProxyAgent => {
    const known = proxies.get(address)
    if (known) return known
    const made = new ProxyAgent({
      ...options,
      uri: address,
      connectTimeout: connectMs,
      // A page without TLS is requested with an absolute URL: proxies seldom open tunnels to port 80.
      proxyTunnel: false,
      requestTls: { ...tls, timeout: connectMs, allowH2: false },
      proxyTls: { ...tls, timeout: connectMs, allowH2: false },
    })
    proxies.set(address, made)
    return made
  }
  return {
    of(url) {
      const address = proxyFor(url)
      return address === null
        ? { dispatcher: direct, isProxied: false }
        : { dispatcher: through(address), isProxied: true }
    },
    connect,
    async close() {
      await Promise.all([direct.destroy(), ...[...proxies.values()].map((agent) => agent.destroy())])
    },
  }
}
