import pg from 'pg'
import { type HostPort, hostText } from '../host-port.ts'
import { type PostgresAddress, parsePostgresAddress, type TargetSession } from './address.ts'
import { explainConnection } from './explain.ts'

/** The role of a server at the moment of the query. */
export interface ServerRole {
  /** It replays the log of a primary. */
  readonly standby: boolean
  /** Transactions of this session are read-only, as they always are on a standby. */
  readonly readOnly: boolean
}

/** To be run on any server; one row of `ServerRole`. */
export const ROLE_QUERY = `select pg_is_in_recovery() as standby, current_setting('transaction_read_only') = 'on' as "readOnly"`

/** Whether a server satisfies `target_session_attrs`, as libpq defines it. */
export function isWanted(target: TargetSession, { standby, readOnly }: ServerRole): boolean {
  switch (target) {
    case 'any':
    case 'prefer-standby':
      return true
    case 'read-write':
      return !readOnly
    case 'read-only':
      return readOnly
    case 'primary':
      return !standby
    case 'standby':
      return standby
  }
}

/** No host of the address can be used now. Its code is that of a failed connection. */
export class NoServerError extends Error {
  readonly code = '08001'
}

/** The server that was chosen last, by address: all pools of a process use the same one. */
const located = new Map<string, HostPort>()
const locating = new Map<string, Promise<HostPort>>()

/**
 * The class of clients for an address. For an address that names several hosts or a wanted kind of server, the client finds
 * that server before it connects: the driver supports only one host.
 */
export function clientClass(databaseUrl: string): typeof pg.Client {
  const address = parsePostgresAddress(databaseUrl)
  return isChosen(address) ? chosenClient(databaseUrl, address) : pg.Client
}

/** A client of its own, outside any pool, not connected yet. */
export function newClient(databaseUrl: string, options: pg.ClientConfig): pg.Client {
  const { driverUrl } = parsePostgresAddress(databaseUrl)
  return new (clientClass(databaseUrl))({ ...options, connectionString: driverUrl })
}

/**
 * Throws unless the server of a connection is still the wanted one: a primary that became a standby still accepts
 * connections.
 *
 * @throws NoServerError
 */
export function confirmServer(databaseUrl: string, client: pg.ClientBase, role: ServerRole): void {
  const { target } = parsePostgresAddress(databaseUrl)
  if (isWanted(target, role)) return
  leaveServer(databaseUrl, client)
  throw new NoServerError(`${hostText(client as pg.Client)} is not ${WORDS[target]} any more`)
}

/**
 * Makes the next connection search for a server again: the server of `client` accepted the connection but cannot be used.
 * This happens with a pooler whose own server has failed.
 */
export function leaveServer(databaseUrl: string, client: pg.ClientBase): void {
  const { host, port } = client as pg.Client
  const known = located.get(databaseUrl)
  if (known?.host === host && known.port === port) located.delete(databaseUrl)
}

const isChosen = ({ hosts, target }: PostgresAddress) => hosts.length > 1 || target !== 'any'

function chosenClient(databaseUrl: string, address: PostgresAddress): typeof pg.Client {
  return class extends pg.Client {
    override connect(): Promise<this>
    override connect(callback: (error: Error) => void): void
    override connect(callback?: (error: Error) => void): Promise<this> | undefined {
      const connected = this.#connect()
      if (!callback) return connected
      connected.then(() => callback(undefined as unknown as Error), callback)
      return undefined
    }

    async #connect(): Promise<this> {
      const at = await locate(databaseUrl, address)
      aim(this, at)
      try {
        await super.connect()
      } catch (error) {
        forget(databaseUrl, at)
        throw error
      }
      return this
    }
  } as typeof pg.Client
}

/** The next connection searches for a server again, unless another has been found meanwhile. */
function forget(databaseUrl: string, at: HostPort): void {
  if (located.get(databaseUrl) === at) located.delete(databaseUrl)
}

/** Names the server that a client will connect to; its certificate must be valid for this name. */
function aim(client: object, { host, port }: HostPort): void {
  const { connectionParameters } = client as { connectionParameters: object }
  Object.assign(client, { host, port })
  Object.assign(connectionParameters, { host, port })
}

async function locate(databaseUrl: string, address: PostgresAddress): Promise<HostPort> {
  const known = located.get(databaseUrl)
  if (known) return known
  let search = locating.get(databaseUrl)
  if (!search) {
    search = findServer(address).finally(() => locating.delete(databaseUrl))
    locating.set(databaseUrl, search)
  }
  const found = await search
  located.set(databaseUrl, found)
  return found
}

const PROBE_MS = 3_000

/**
 * Asks all hosts at once, so that a host that does not answer costs no time: the first wanted server that answers is chosen.
 * Where a standby is only preferred, it waits for one until every host has answered.
 *
 * @throws NoServerError that says of each host why it cannot be used
 */
async function findServer({ hosts, target, driverUrl }: PostgresAddress): Promise<HostPort> {
  const sought = target === 'prefer-standby' ? 'standby' : target
  const refusals = new Map<HostPort, string>()
  const answered: HostPort[] = []
  const probes = hosts.map(async (at) => {
    let why: string
    try {
      const role = await probe(driverUrl, at)
      if (isWanted(sought, role)) return at
      answered.push(at)
      why = role.standby ? 'it is a standby' : role.readOnly ? 'it only reads' : 'it is a primary'
    } catch (error) {
      why = explainConnection(error).split(': ')[0]!
    }
    refusals.set(at, why)
    throw new Error(why)
  })
  try {
    return await Promise.any(probes)
  } catch {
    const [any] = answered
    if (target === 'prefer-standby' && any) return any
    const each = hosts.map((at) => `${hostText(at)}: ${refusals.get(at)}`).join('; ')
    throw new NoServerError(`no host of the address is ${WORDS[target]} (${each})`)
  }
}

const WORDS: Readonly<Record<TargetSession, string>> = {
  any: 'a server that answers',
  'prefer-standby': 'a server that answers',
  'read-write': 'a server that takes writes',
  'read-only': 'a server that only reads',
  primary: 'a primary',
  standby: 'a standby',
}

async function probe(driverUrl: string, at: HostPort): Promise<ServerRole> {
  const client = new pg.Client({
    connectionString: driverUrl,
    connectionTimeoutMillis: PROBE_MS,
    query_timeout: PROBE_MS,
    application_name: 'newsloom-probe',
  })
  client.on('error', () => {})
  aim(client, at)
  try {
    await client.connect()
    // The server's own limit may be shorter than a login takes on a busy machine.
    await client.query(`set statement_timeout = ${PROBE_MS}`)
    const { rows } = await client.query<ServerRole>(ROLE_QUERY)
    return rows[0]!
  } finally {
    void client.end().catch(() => {})
  }
}

/** Logs in and disconnects again. @returns the error of a login that fails */
export async function loginError(client: pg.Client): Promise<unknown> {
  client.on('error', () => {})
  try {
    await client.connect()
    await client.end()
    return undefined
  } catch (error) {
    return error
  }
}
