import { type HostPort, hostsText, parseHostPort } from '../host-port.ts'

/** Which server of several is wanted, as libpq names it. */
export const targetSessions = [
  'any',
  'read-write',
  'read-only',
  'primary',
  'standby',
  'prefer-standby',
] as const
export type TargetSession = (typeof targetSessions)[number]

/** Where Postgres is, as configured in DATABASE_URL: one server, or several of which one is the right one. */
export interface PostgresAddress {
  /** In the order of the address; for a socket its folder is the host. */
  readonly hosts: readonly HostPort[]
  readonly target: TargetSession
  /** The database of the address; empty where it names none. */
  readonly database: string
  /** The file that `sslrootcert` names. */
  readonly caFile: string | undefined
  /** The address for the driver, which knows one host only: the first. */
  readonly driverUrl: string
}

const USUAL_PORT = 5432
const FORM = /^(postgres(?:ql)?:\/\/)(?:([^/?#]*)@)?([^@/?#]*)([/?#].*)?$/
const EXPECTED =
  'an address of the form postgres://user:password@host:port/database; in a password write @ as %40, / as %2F, # as %23, ? as %3F and % as %25'
const SSL_MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify']
/** The driver verifies the certificate in these modes too, and warns that a later version will not. */
const VERIFIED_TOO = ['prefer', 'require', 'verify-ca']

/**
 * Reads DATABASE_URL: `postgres://user:password@host:port,host:port/database?target_session_attrs=read-write`.
 *
 * @throws Error with what was expected, as the end of a sentence; without any part of the password
 */
export function parsePostgresAddress(text: string): PostgresAddress {
  const found = FORM.exec(text.trim())
  if (!found)
    throw new Error(
      /^postgres(ql)?:\/\//.test(text)
        ? EXPECTED
        : 'an address that starts with postgres:// or postgresql://',
    )
  const [, scheme = '', login, list = '', rest = ''] = found
  // An unescaped slash in a password ends the login part early: the rest would be read as the database, and printed.
  if (!isDecodable(login ?? '') || /^[^?]*[@#]/.test(rest)) throw new Error(EXPECTED)
  const several = list.includes(',') ? list.split(',').map((entry) => parseHostPort(entry, USUAL_PORT)) : []
  const start = `${scheme}${login === undefined ? '' : `${login}@`}`
  const single = several.length ? `${start}${list.split(',')[0]!.trim()}${rest}` : text.trim()
  if (!URL.canParse(single)) throw new Error(EXPECTED)
  const url = new URL(single)
  const { searchParams } = url
  const socket = searchParams.get('host')
  if (socket?.includes(','))
    throw new Error(
      'an address whose hosts stand before the database: postgres://host:port,host:port/database',
    )
  const target = oneOf('target_session_attrs', searchParams.get('target_session_attrs'), targetSessions)
  const sslMode = oneOf('sslmode', searchParams.get('sslmode'), SSL_MODES)
  const systemCa = searchParams.get('sslrootcert') === 'system'
  let driverUrl = single
  if (target !== undefined || systemCa || VERIFIED_TOO.includes(sslMode ?? '')) {
    searchParams.delete('target_session_attrs')
    if (systemCa) searchParams.delete('sslrootcert')
    if (systemCa || VERIFIED_TOO.includes(sslMode ?? '')) searchParams.set('sslmode', 'verify-full')
    driverUrl = url.href
  }
  const host = socket ?? (url.hostname.replace(/^\[|\]$/g, '') || 'localhost')
  const hosts = several.length ? several : [{ host, port: Number(url.port || USUAL_PORT) }]
  return {
    hosts,
    target: target ?? (several.length ? 'read-write' : 'any'),
    database: url.pathname.slice(1),
    caFile: searchParams.get('sslrootcert') ?? undefined,
    driverUrl,
  }
}

/** Hosts, ports and database of an address for a message, without the password: `h1:5432, h2:5432/news`. */
export function placeOf(databaseUrl: string): string {
  const { hosts, database } = parsePostgresAddress(databaseUrl)
  return `${hostsText(hosts)}/${database}`
}

/** An address to read from: of several hosts a standby where there is one, unless it says otherwise. */
export function toReadFrom(databaseUrl: string): string {
  const { hosts } = parsePostgresAddress(databaseUrl)
  if (hosts.length < 2 || databaseUrl.includes('target_session_attrs=')) return databaseUrl
  return `${databaseUrl}${databaseUrl.includes('?') ? '&' : '?'}target_session_attrs=prefer-standby`
}

/** The same address with another user and password. */
export function withLogin(databaseUrl: string, user: string, password: string): string {
  const [, scheme = '', , list = '', rest = ''] = FORM.exec(databaseUrl) ?? []
  return `${scheme}${encodeURIComponent(user)}:${encodeURIComponent(password)}@${list}${rest}`
}

function isDecodable(encoded: string): boolean {
  try {
    decodeURIComponent(encoded)
    return true
  } catch {
    return false
  }
}

function oneOf<T extends string>(name: string, value: string | null, of: readonly T[]): T | undefined {
  if (value === null) return undefined
  const known = of.find((one) => one === value)
  if (!known) throw new Error(`an address whose ${name} is one of ${of.join(', ')}`)
  return known
}
