import { Cluster, Redis } from 'ioredis'
import type { RedisAddress } from './address.ts'

export type RedisClient = Redis | Cluster

/** Time limit for making a connection, in milliseconds. */
export const CONNECT_TIMEOUT_MS = 5_000

/**
 * A client for the address, not connected yet; ioredis follows a primary that Sentinels or a cluster replaced.
 *
 * @param use `ask` fails when a command cannot be sent now, `wait` keeps trying: for workers
 */
export function openRedis(address: RedisAddress, use: 'ask' | 'wait'): RedisClient {
  const options = {
    ...loginOf(address),
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    keepAlive: 15_000,
    maxRetriesPerRequest: use === 'wait' ? null : 1,
    // A primary that became a replica answers every write so: the client connects again and sends the command again.
    reconnectOnError: (error: Error) => (/^(READONLY|UNBLOCKED)/.test(error.message) ? (2 as const) : false),
  }
  if (address.kind === 'cluster')
    return new Cluster(
      address.hosts.map(({ host, port }) => ({ host, port })),
      {
        lazyConnect: true,
        redisOptions: options,
        // A failover takes some seconds: commands wait that long, and no longer.
        retryDelayOnFailover: 250,
        retryDelayOnClusterDown: 500,
        clusterRetryStrategy: (times) => Math.min(100 * times, 2_000),
        // With TLS the certificate is for the name; without TLS it makes no difference whether the name is looked up.
        ...(address.tls ? { dnsLookup: (name, callback) => callback(null, name) } : {}),
      },
    )
  if (address.kind === 'sentinel')
    return new Redis({
      ...options,
      ...sentinelsOf(address),
      // Sentinels report when they made another server the primary: no need to wait until the old one stops answering.
      failoverDetector: true,
      sentinelRetryStrategy: (times) => Math.min(100 * times, 2_000),
    })
  const { host, port } = address.hosts[0]!
  return new Redis({ ...options, host, port, db: address.db })
}

export interface Login {
  readonly username?: string
  readonly password?: string
  readonly tls?: Record<string, never>
}

/** User, password and TLS of the servers. */
export function loginOf({ username, password, tls }: RedisAddress): Login {
  return {
    ...(username ? { username } : {}),
    ...(password ? { password } : {}),
    ...(tls ? { tls: {} } : {}),
  }
}

/** User, password and TLS of the Sentinels. */
export function sentinelLoginOf({ sentinelUsername, sentinelPassword, tls }: RedisAddress): Login {
  return {
    ...(sentinelUsername ? { username: sentinelUsername } : {}),
    ...(sentinelPassword ? { password: sentinelPassword } : {}),
    ...(tls ? { tls: {} } : {}),
  }
}

function sentinelsOf(address: RedisAddress) {
  const { sentinelUsername, sentinelPassword } = address
  return {
    sentinels: address.hosts.map(({ host, port }) => ({ host, port })),
    name: address.name!,
    db: address.db,
    ...(sentinelUsername ? { sentinelUsername } : {}),
    ...(sentinelPassword ? { sentinelPassword } : {}),
    ...(address.tls ? { enableTLSForSentinelMode: true, sentinelTLS: {} } : {}),
  }
}
