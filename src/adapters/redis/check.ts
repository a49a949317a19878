import { Redis } from 'ioredis'
import { connectionCause } from '../connection-error.ts'
import { type HostPort, hostsText } from '../host-port.ts'
import type { RedisAddress } from './address.ts'
import { CONNECT_TIMEOUT_MS, type Login, loginOf, sentinelLoginOf } from './connect.ts'

/** Why the queue cannot run on this Redis, in one sentence with what to do; it contains no password. */
export class RedisRefused extends Error {}

const OLDEST = [6, 2] as const
const FULL = /^(OOM|MISCONF)/

/**
 * Checks the server in REDIS_URL before anything runs on it: that it can be reached, is of the kind that the address says,
 * accepts writes, and does not evict keys.
 *
 * @throws RedisRefused
 */
export async function checkRedis(address: RedisAddress): Promise<void> {
  if (address.kind === 'single') return checkServer(address, address.hosts[0]!, 'REDIS_URL')
  if (address.kind === 'cluster') return checkCluster(address)
  const primary = await askSentinels(address)
  await checkServer(
    address,
    primary,
    `the primary of "${address.name}", of which the Sentinels say that it is`,
  )
}

async function checkServer(address: RedisAddress, at: HostPort, what: string): Promise<void> {
  const where = `Redis at ${hostsText([at])}`
  await withClient(at, { ...loginOf(address), db: address.db }, where, async (redis) => {
    const info = fields(await asked(redis.info(), where, 'INFO'))
    if (info.redis_mode === 'sentinel')
      throw new RedisRefused(
        `${what} ${hostsText([at])} is a Sentinel, which keeps no jobs: write redis+sentinel://${hostsText([at])}/NAME`,
      )
    if (info.redis_mode === 'cluster')
      throw new RedisRefused(
        `${what} ${hostsText([at])} is a node of a cluster, which has only some of the keys: write redis+cluster://${hostsText([at])}`,
      )
    if (info.role === 'slave')
      throw new RedisRefused(
        `${what} ${hostsText([at])} is a replica and takes no writes: name its primary (${info.master_host}:${info.master_port}), or the Sentinels that know it`,
      )
    refuseOldAndEvicting(info, where)
    // Only a write shows that this user may write. A full server is no reason not to start: workers empty it, and /health
    // reports that it is full.
    const written = redis.set('newsloom:write-check', Date.now(), 'PX', 60_000)
    await asked(
      written.catch((error: Error) => {
        if (!FULL.test(error.message)) throw error
      }),
      where,
      'SET on newsloom:*',
    )
  })
}

async function checkCluster(address: RedisAddress): Promise<void> {
  const masters = await firstAnswer(address.hosts, async (at) => {
    const where = `Redis at ${hostsText([at])}`
    return withClient(at, loginOf(address), where, async (redis) => {
      const info = fields(await asked(redis.info(), where, 'INFO'))
      if (info.redis_mode !== 'cluster')
        throw new RedisRefused(
          `REDIS_URL says that ${hostsText([at])} is a node of a cluster, and it is ${info.redis_mode === 'sentinel' ? 'a Sentinel' : 'a server of its own'}: write redis${info.redis_mode === 'sentinel' ? '+sentinel' : ''}://… instead`,
        )
      const state = fields(await asked(redis.cluster('INFO'), where, 'CLUSTER INFO'))
      if (state.cluster_state !== 'ok')
        throw new RedisRefused(
          `the cluster of ${hostsText([at])} is not whole (cluster_state ${state.cluster_state}, ${state.cluster_slots_ok} of 16384 slots served): mend it first, for a part of the jobs could neither be written nor read`,
        )
      return mastersOf(String(await asked(redis.cluster('NODES'), where, 'CLUSTER NODES')), at)
    })
  })
  for (const at of masters) {
    const where = `Redis at ${hostsText([at])}`
    await withClient(at, loginOf(address), where, async (redis) =>
      refuseOldAndEvicting(fields(await asked(redis.info(), where, 'INFO')), where),
    )
  }
}

/** The primary that the first Sentinel to answer names. */
async function askSentinels(address: RedisAddress): Promise<HostPort> {
  return firstAnswer(address.hosts, async (at) => {
    const where = `the Sentinel at ${hostsText([at])}`
    return withClient(at, sentinelLoginOf(address), where, async (redis) => {
      const answer = await asked(
        redis.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', address.name!) as Promise<[string, string] | null>,
        where,
        'SENTINEL',
      )
      if (!answer)
        throw new RedisRefused(`${where} knows no primary "${address.name}": check the name in REDIS_URL`)
      return { host: answer[0], port: Number(answer[1]) }
    })
  })
}

/** The answer of the first host that gives one. @throws the error of one of them where none does */
async function firstAnswer<T>(hosts: readonly HostPort[], ask: (at: HostPort) => Promise<T>): Promise<T> {
  let said: Error | undefined
  for (const at of hosts)
    try {
      return await ask(at)
    } catch (error) {
      // The error of a host that was reached says more than that another could not be reached.
      if (!said || said.message.startsWith('cannot reach')) said = error as Error
    }
  throw said
}

/** Runs `work` on a separate connection that is tried once. */
async function withClient<T>(
  { host, port }: HostPort,
  options: Login & { readonly db?: number },
  where: string,
  work: (redis: Redis) => Promise<T>,
): Promise<T> {
  const redis = new Redis({
    ...options,
    host,
    port,
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    commandTimeout: CONNECT_TIMEOUT_MS,
    maxRetriesPerRequest: 0,
    enableReadyCheck: false,
    retryStrategy: () => null,
  })
  // The promise of connect() only says that the connection is closed; an earlier event gave the reason.
  let cause: Error | undefined
  redis.on('error', (error: Error) => {
    cause ??= error
  })
  try {
    try {
      await redis.connect()
    } catch (error) {
      throw new RedisRefused(sentenceOf(cause ?? (error as Error), where, '', options.tls !== undefined), {
        cause: error,
      })
    }
    return await work(redis)
  } finally {
    redis.disconnect()
  }
}

async function asked<T>(answer: Promise<T>, where: string, command: string): Promise<T> {
  try {
    return await answer
  } catch (error) {
    throw new RedisRefused(sentenceOf(error as Error, where, command), { cause: error })
  }
}

function sentenceOf(error: Error, where: string, command: string, tls = false): string {
  const { message } = error
  const inUrl = where.includes('Sentinel') ? '?sentinelPassword=… at the end of REDIS_URL' : 'REDIS_URL'
  if (/^NOAUTH|HELLO must be called with/.test(message))
    return `${where} wants a password: put it into ${inUrl}`
  if (/WRONGPASS|invalid password|without any password configured|^ERR AUTH/i.test(message))
    return `${where} refuses the user or the password of ${inUrl}`
  if (/^NOPERM/.test(message))
    return `the user of REDIS_URL may not run ${command} on ${where}: allow it all commands on newsloom:*, and INFO`
  if (/unknown command/i.test(message) && command === 'SENTINEL')
    return `${where.replace('the Sentinel at', 'what listens at')} is no Sentinel: name the Sentinels in REDIS_URL, or write redis:// for a server`
  if (/^(READONLY|CLUSTERDOWN|LOADING|MASTERDOWN)/.test(message))
    return `${where} takes no writes now (${message.split(/[.:]/)[0]})`
  const known = connectionCause(error)
  if (/certificate/.test(known ?? ''))
    return `cannot reach ${where}: ${known}; name the file of the CA in NODE_EXTRA_CA_CERTS, or put the server's own name into REDIS_URL`
  const late = /timed? ?out|ETIMEDOUT/i.test(message) || (error as { code?: string }).code === 'ETIMEDOUT'
  const cause =
    (late ? undefined : known) ??
    (late
      ? `no answer within ${CONNECT_TIMEOUT_MS / 1000} s${tls ? '; perhaps it does not speak TLS on that port (rediss://)' : ''}`
      : /Connection is closed/.test(message)
        ? 'the server closed the connection; does it want TLS (rediss://…)?'
        : message)
  return `cannot reach ${where} (${cause}): start it, or check REDIS_URL, or unset it to keep the queue in Postgres`
}

function refuseOldAndEvicting(info: Readonly<Record<string, string>>, where: string): void {
  const [major = 0, minor = 0] = (info.redis_version ?? '').split('.').map(Number)
  if (info.redis_version && (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])))
    throw new RedisRefused(
      `${where} is version ${info.redis_version}: Newsloom needs ${OLDEST.join('.')} or newer`,
    )
  const policy = info.maxmemory_policy
  if (policy && policy !== 'noeviction')
    throw new RedisRefused(
      `${where} may evict keys (maxmemory-policy ${policy}), which loses jobs: set "maxmemory-policy noeviction" on it`,
    )
}

/** `name:value` lines, as INFO and CLUSTER INFO give them. */
function fields(text: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    String(text)
      .split(/\r?\n/)
      .filter((line) => line.includes(':'))
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]),
  )
}

/** The masters in the answer to CLUSTER NODES; a node that does not know its own address is the one that answered. */
function mastersOf(nodes: string, asked: HostPort): readonly HostPort[] {
  return nodes
    .split('\n')
    .map((line) => line.split(' '))
    .filter(([, , flags = '']) => /master/.test(flags) && !/fail|handshake|noaddr/.test(flags))
    .map(([, address = '', flags = '']) => {
      if (flags.includes('myself')) return asked
      const [, host = '', port = ''] = /^(.*):(\d+)(?:@.*)?$/.exec(address) ?? []
      return { host, port: Number(port) }
    })
    .filter(({ host, port }) => host && port)
}
