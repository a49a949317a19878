import { type HostPort, parseHostPort } from '../host-port.ts'

/**
 * Where Redis is, as configured in REDIS_URL: one server, a primary that Sentinels know by name, or the nodes of a cluster.
 */
export interface RedisAddress {
  readonly kind: 'single' | 'sentinel' | 'cluster'
  /** The scheme began with `rediss`: TLS, for Sentinels too. */
  readonly tls: boolean
  /** The server, the Sentinels, or some nodes of the cluster. */
  readonly hosts: readonly HostPort[]
  readonly username: string | undefined
  readonly password: string | undefined
  /** The name under which Sentinels know the primary. */
  readonly name: string | undefined
  readonly db: number
  /** The Sentinels' own, from `?sentinelUsername=…&sentinelPassword=…`. */
  readonly sentinelUsername: string | undefined
  readonly sentinelPassword: string | undefined
}

const REDIS_FORMS =
  'redis://user:password@host:port/db, redis+sentinel://user:password@host:port,host:port/NAME or redis+cluster://user:password@host:port,host:port (rediss… for TLS)'

const FORM =
  /^redis(s?)(?:\+(sentinel|cluster))?:\/\/(?:([^@/?#]*)@)?([^/?#@]+)(?:\/([^?#@]*))?(?:\?([^#]*))?$/

/**
 * Reads REDIS_URL.
 *
 * @throws Error with what was expected, as the end of a sentence; without any part of the password
 */
export function parseRedisAddress(text: string): RedisAddress {
  const found = FORM.exec(text.trim())
  if (!found)
    throw new Error(
      /^redis(s?)(\+(sentinel|cluster))?:\/\//.test(text)
        ? `an address of the form ${REDIS_FORMS}; in a password write @ as %40, / as %2F, # as %23, ? as %3F and % as %25`
        : 'an address that starts with redis:// or rediss:// (for Sentinels redis+sentinel://, for a cluster redis+cluster://)',
    )
  const [, secure, form, login, list = '', path = '', query] = found
  const kind = form === 'sentinel' || form === 'cluster' ? form : 'single'
  const hosts = list.split(',').map((entry) => parseHostPort(entry, kind === 'sentinel' ? 26_379 : 6_379))
  if (kind === 'single' && hosts.length > 1)
    throw new Error('an address of one host; several are named as redis+sentinel:// or redis+cluster://')
  const [first = '', second] = path.split('/')
  const name = kind === 'sentinel' ? decoded(first) : undefined
  if (kind === 'sentinel' && !name)
    throw new Error(
      'an address that ends with /NAME, the name under which the Sentinels know the primary (redis+sentinel://host:port,host:port/NAME)',
    )
  const db = numberOf((kind === 'sentinel' ? second : first) || '0')
  if (kind === 'cluster' && db)
    throw new Error('an address without a database number: a cluster has only one')
  const colon = login?.indexOf(':') ?? -1
  const options = new URLSearchParams(query ?? '')
  return {
    kind,
    tls: secure === 's',
    hosts,
    username: login && colon !== 0 ? decoded(colon < 0 ? login : login.slice(0, colon)) : undefined,
    password: login && colon >= 0 ? decoded(login.slice(colon + 1)) : undefined,
    name,
    db,
    sentinelUsername: options.get('sentinelUsername') ?? undefined,
    sentinelPassword: options.get('sentinelPassword') ?? undefined,
  }
}

function numberOf(text: string): number {
  if (!/^\d{1,5}$/.test(text)) throw new Error('an address with a database number from 0 on behind the host')
  return Number(text)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new Error('an address in which % is followed by two hexadecimal digits: write % itself as %25')
  }
}
