import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { packageFile } from '../../../src/runtime/package-root.ts'
import { redisMissing } from '../newsloom.ts'
import { type PgBouncer, pgBouncerMissing, startPgBouncer } from '../servers/pgbouncer.ts'
import { type PostgresServer, startPostgres } from '../servers/postgres-pair.ts'
import { freePort, startRedis, type TestRedis } from '../servers/redis.ts'
import { ask, startCluster, startSentinels } from '../servers/redis-topologies.ts'
import { S3_PREFIX, type S3Server, startS3 } from '../servers/s3.ts'

const fixture = (name: string) => packageFile('tests', 'fixtures', 'tls', name)

/** The servers to which wrong settings refer. A server whose program this machine lacks is undefined. */
export interface SettingsServers {
  /** Without TLS, with the role `plain` (password `hush`), and with databases of other kinds. */
  readonly postgres: PostgresServer
  /** An address with the role `plain` and the database `newsloom` of `postgres`. */
  readonly roleUrl: string
  /** With TLS; its certificate is signed by the CA in tests/fixtures/tls. */
  readonly tls: PostgresServer
  /** An address with a role that may connect to `tls` only with TLS. */
  readonly tlsOnlyUrl: string
  readonly caFile: string
  /** A readable file that contains no certificate. */
  readonly noCertificate: string
  readonly pooler: PgBouncer | undefined
  /** A port where nothing listens. */
  readonly freePort: number
  /** A port where something listens that never answers. */
  readonly silent: number
  /** A port where something listens that is neither Postgres nor Redis. */
  readonly stranger: number
  readonly redis: TestRedis | undefined
  /** The port of `redis` for TLS. */
  readonly redisTlsPort: number
  /** A Redis that requires a password. */
  readonly locked: TestRedis | undefined
  readonly evicting: TestRedis | undefined
  /** A replica of `redis`. The replica of the Sentinels cannot be used: they make it the primary when a busy machine is slow. */
  readonly replica: TestRedis | undefined
  readonly sentinels: Awaited<ReturnType<typeof startSentinels>> | undefined
  readonly sentinelPort: number
  readonly cluster: Awaited<ReturnType<typeof startCluster>> | undefined
  /** Speaks S3. */
  readonly bucket: S3Server
  /** The same, and answers 403 whatever it is asked. */
  readonly forbidding: S3Server
  /** The same, with the documents of another installation. */
  readonly foreign: S3Server
  readonly brokenCluster: Awaited<ReturnType<typeof startCluster>> | undefined
}

/**
 * Starts them all.
 *
 * @param endings gets a function that stops each of them, also when a later one does not start
 */
export async function startSettingsServers(endings: (() => unknown)[]): Promise<SettingsServers> {
  const started = async <T extends { stop(): unknown } | undefined>(starting: Promise<T>): Promise<T> => {
    const server = await starting
    if (server) endings.push(() => server.stop())
    return server
  }
  const startBucket = async () => {
    const server = await startS3()
    endings.push(() => server.close())
    return server
  }
  const folder = mkdtempSync(join(tmpdir(), 'newsloom-settings-'))
  endings.push(() => rmSync(folder, { recursive: true, force: true }))
  const noCertificate = join(folder, 'ca.pem')
  writeFileSync(noCertificate, 'no certificate\n')
  const postgres = await started(startPostgres())
  for (const statement of [
    `create role plain login password 'hush'`,
    `create role none_left login password 'hush' connection limit 0`,
    `create database latin encoding 'SQL_ASCII' locale 'C' locale_provider libc template template0`,
    'create database fixed',
    'alter database fixed set default_transaction_read_only = on',
  ])
    await postgres.ask(statement)
  const tls = await started(
    startPostgres(
      { ssl: 'on', ssl_cert_file: 'server.pem', ssl_key_file: 'server-key.pem' },
      {
        'server.pem': readFileSync(fixture('server.pem'), 'utf8'),
        'server-key.pem': readFileSync(fixture('server-key.pem'), 'utf8'),
        'pg_hba.conf':
          'hostssl all tls_only 127.0.0.1/32 scram-sha-256\nhost all newsloom 127.0.0.1/32 scram-sha-256\n',
      },
    ),
  )
  await tls.ask(`create role tls_only login password 'hush'`)
  const forbidding = await startBucket()
  forbidding.trouble = { status: 403, code: 'AccessDenied' }
  const foreign = await startBucket()
  foreign.objects.set(`${S3_PREFIX}newsloom-documents.json`, Buffer.from('{"installation":"another"}'))
  const asRole = (url: string, role: string) => url.replace(/\/\/[^@]*@/, `//${role}:hush@`)
  return {
    postgres,
    roleUrl: asRole(postgres.url, 'plain'),
    tls,
    tlsOnlyUrl: asRole(tls.url, 'tls_only'),
    caFile: fixture('ca.pem'),
    noCertificate,
    pooler: pgBouncerMissing() ? undefined : await started(startPgBouncer(postgres.url, 'transaction')),
    freePort: await freePort(),
    silent: await listening(endings, () => {}),
    stranger: await listening(endings, (socket) => socket.end('220 welcome\r\n')),
    bucket: await startBucket(),
    forbidding,
    foreign,
    ...(await redisServers(started)),
  }
}

async function redisServers(
  started: <T extends { stop(): unknown } | undefined>(starting: Promise<T>) => Promise<T>,
) {
  const redisTlsPort = await freePort()
  if (redisMissing())
    return {
      redis: undefined,
      redisTlsPort,
      locked: undefined,
      evicting: undefined,
      replica: undefined,
      sentinels: undefined,
      sentinelPort: 0,
      cluster: undefined,
      brokenCluster: undefined,
    }
  const redis = await started(
    startRedis([
      ...['--tls-port', String(redisTlsPort), '--tls-auth-clients', 'no'],
      ...['--tls-cert-file', fixture('server.pem'), '--tls-key-file', fixture('server-key.pem')],
      ...['--tls-ca-cert-file', fixture('ca.pem')],
    ]),
  )
  const locked = await started(startRedis())
  await ask(locked!.port, async (client) => {
    await client.config('SET', 'requirepass', 'hush')
    await client.call('ACL', 'SETUSER', 'reader', 'on', '>hush', '~newsloom:*', '+@read', '+info')
    await client.call('ACL', 'SETUSER', 'blind', 'on', '>hush', '~newsloom:*', '+@all', '-@dangerous')
  })
  const sentinels = await started(startSentinels())
  const brokenCluster = await started(startCluster())
  const [first, ...others] = brokenCluster.primaries
  for (const node of others) node.kill()
  while (
    !(await ask(first!.port, async (client) =>
      String(await client.cluster('INFO')).includes('cluster_state:fail'),
    ))
  )
    await sleep(50)
  return {
    redis,
    redisTlsPort,
    locked,
    evicting: await started(startRedis(['--maxmemory-policy', 'allkeys-lru'])),
    replica: await started(startRedis(['--replicaof', '127.0.0.1', String(redis!.port)])),
    sentinels,
    sentinelPort: Number(/\d+(?=,)/.exec(sentinels.url)![0]),
    cluster: await started(startCluster()),
    brokenCluster,
  }
}

/** A server in this process on a free port. */
async function listening(endings: (() => unknown)[], onSocket: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    onSocket(socket)
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  endings.push(() => server.close())
  return (server.address() as { port: number }).port
}
