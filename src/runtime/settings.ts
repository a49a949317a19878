import type { AddressRange } from '../core/fetching/client-address.ts'

/**
 * Every setting, in one table of plain data: the environment variable, its default, its allowed values, its meaning.
 * runtime/config.ts uses it to read the environment; settings-text.ts prints `newsloom help config` and `.env.example` from
 * it. This file imports no validator, so that help stays fast.
 */

/** The values that a setting can have. */
export type Kind =
  | { readonly type: 'text' }
  /** Made absolute. */
  | { readonly type: 'path' }
  /** A file of certificates in PEM form, which is read to check it. */
  | { readonly type: 'certificates' }
  | { readonly type: 'flag' }
  | { readonly type: 'whole'; readonly min: number; readonly max: number }
  /** Separated by commas. */
  | { readonly type: 'whole_list'; readonly min: number; readonly max: number }
  | { readonly type: 'choice'; readonly of: readonly string[] }
  /** Names of hosts, separated by commas; in lower case. */
  | { readonly type: 'host_names' }
  /** Addresses or ranges of them, separated by commas. */
  | { readonly type: 'address_ranges' }
  /** Hours above 0, parts of an hour too, separated by commas; `never` for none. */
  | { readonly type: 'hours' }
  /** One server, Sentinels or a cluster: src/adapters/redis/address.ts. */
  | { readonly type: 'redis_url' }
  /** An http or https address. */
  | { readonly type: 'web_url' }
  /** The same for a proxy; http where it names no scheme. */
  | { readonly type: 'proxy_url' }
  /** One server or several: src/adapters/postgres/address.ts. */
  | { readonly type: 'postgres_url' }
  /** http or https. */
  | { readonly type: 'http_url' }
  /** A folder or a bucket: src/adapters/objects/address.ts. */
  | { readonly type: 'documents_url' }

export interface Setting<T> {
  readonly env: string
  readonly about: string
  readonly fallback: T
  readonly kind: Kind
  /** Never shown in a message. */
  readonly secret: boolean
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

const text: Kind = { type: 'text' }
const path: Kind = { type: 'path' }
const flag: Kind = { type: 'flag' }
const hostNames: Kind = { type: 'host_names' }
const hours: Kind = { type: 'hours' }
const ranges: Kind = { type: 'address_ranges' }
const whole = (min: number, max: number): Kind => ({ type: 'whole', min, max })
const wholeList = (min: number, max: number): Kind => ({ type: 'whole_list', min, max })
const choice = (...of: LogLevel[]): Kind => ({ type: 'choice', of })

const setting = <T>(env: string, fallback: T, kind: Kind, about: string, secret = false): Setting<T> => ({
  env,
  fallback,
  kind,
  about,
  secret,
})

/** Other names of settings: what they were called before, and how other programs spell them. */
export const otherNames: Readonly<Record<string, string>> = {
  NEWSLOOM_EVENTS_DAYS: 'NEWSLOOM_OUTBOX_DAYS',
  AWS_DEFAULT_REGION: 'AWS_REGION',
  http_proxy: 'HTTP_PROXY',
  https_proxy: 'HTTPS_PROXY',
  no_proxy: 'NO_PROXY',
}

export const settings = {
  databaseUrl: setting<string | undefined>(
    'DATABASE_URL',
    undefined,
    { type: 'postgres_url' },
    'the Postgres to use, postgres://user:password@host:port/database; several hosts with commas between them, of which the one that takes writes is used (target_session_attrs says otherwise); without it the embedded one',
    true,
  ),
  databaseDirectUrl: setting<string | undefined>(
    'DATABASE_DIRECT_URL',
    undefined,
    { type: 'postgres_url' },
    'the server itself where DATABASE_URL leads to a pooler in transaction mode: what needs a session goes there (migrations, locks of processes, LISTEN, a queue in Postgres, exports), the rest through the pooler',
    true,
  ),
  databaseReadUrl: setting<string | undefined>(
    'DATABASE_READ_URL',
    undefined,
    { type: 'postgres_url' },
    'a standby, or several hosts, that pages, the API and exports read from; without it they read from DATABASE_URL',
    true,
  ),
  connections: setting<number | undefined>(
    'NEWSLOOM_CONNECTIONS',
    undefined,
    whole(4, 1_000),
    'the most connections to the database that a process takes, all its pools together; without it as many as it can use',
  ),
  redisUrl: setting<string | undefined>(
    'REDIS_URL',
    undefined,
    { type: 'redis_url' },
    'the Redis for the queue: redis://, redis+sentinel://host,host/NAME or redis+cluster://host,host (rediss for TLS); without it the queue lives in the same Postgres',
    true,
  ),
  home: setting('NEWSLOOM_HOME', '.newsloom', path, 'where the embedded Postgres keeps its data'),
  queuePrefix: setting(
    'NEWSLOOM_QUEUE_PREFIX',
    'newsloom',
    text,
    'keeps several Newslooms apart on one Redis',
  ),
  host: setting('NEWSLOOM_HOST', '127.0.0.1', text, 'the address that the web page listens on'),
  port: setting(
    'NEWSLOOM_PORT',
    8400,
    whole(0, 65_535),
    'the port that the web page listens on (0: any free one)',
  ),
  healthPort: setting<number | undefined>(
    'NEWSLOOM_HEALTH_PORT',
    undefined,
    whole(0, 65_535),
    'where a worker or `up` answers /health and /metrics; without it, it does not',
  ),
  operatorToken: setting<string | undefined>(
    'NEWSLOOM_OPERATOR_TOKEN',
    undefined,
    text,
    'allows merge, split, replay and feed changes on the web pages',
    true,
  ),
  hostNames: setting<readonly string[]>(
    'NEWSLOOM_HOST_NAMES',
    [],
    hostNames,
    'names that the web page answers as, separated by commas (loopback names and its own address always)',
  ),
  trustedProxies: setting<readonly AddressRange[]>(
    'NEWSLOOM_TRUSTED_PROXIES',
    [],
    ranges,
    'proxies whose X-Forwarded-For and X-Forwarded-Proto count: addresses or ranges, separated by commas',
  ),
  logLevel: setting<LogLevel | undefined>(
    'NEWSLOOM_LOG',
    undefined,
    choice('debug', 'info', 'warn', 'error', 'silent'),
    'how much is logged: debug, info, warn, error or silent (workers: info, commands: silent)',
  ),
  userAgent: setting<string | undefined>(
    'NEWSLOOM_USER_AGENT',
    undefined,
    text,
    'how Newsloom introduces itself; without it Newsloom/VERSION, with the address of NEWSLOOM_BOT_URL',
  ),
  botUrl: setting<string | undefined>(
    'NEWSLOOM_BOT_URL',
    undefined,
    { type: 'web_url' },
    'a public page that says who runs this installation and what outlets may expect (docs/reference/outlets.md is its text)',
  ),
  minDelayMs: setting(
    'NEWSLOOM_MIN_DELAY_MS',
    1_000,
    whole(0, 600_000),
    'the least time between two requests to one host',
  ),
  addressAtOnce: setting(
    'NEWSLOOM_ADDRESS_AT_ONCE',
    20,
    whole(1, 10_000),
    'the most requests at a time to one network address, of all names that resolve to it and of all workers',
  ),
  addressPerS: setting(
    'NEWSLOOM_ADDRESS_PER_S',
    20,
    whole(1, 10_000),
    'the most requests in a second to one network address, likewise; a name that is alone at its address keeps the pace of its host',
  ),
  readerLimitS: setting(
    'NEWSLOOM_READER_LIMIT_S',
    30,
    whole(1, 86_400),
    'the longest that a statement of news_reader, or of a role that was granted it, may take, in seconds',
  ),
  allowPorts: setting<readonly number[]>(
    'NEWSLOOM_ALLOW_PORTS',
    [],
    wholeList(1, 65_535),
    'ports besides 80 and 443 that may be fetched from, separated by commas',
  ),
  allowPrivate: setting(
    'NEWSLOOM_ALLOW_PRIVATE',
    false,
    flag,
    'lets fetches reach private and loopback addresses: for tests and sealed networks only',
  ),
  renderUrl: setting<string | undefined>(
    'NEWSLOOM_RENDER_URL',
    undefined,
    { type: 'http_url' },
    'the rendering service for outlets whose rules say "render": true, such as http://127.0.0.1:8410/render ("newsloom worker render" is one); without it every page is fetched plainly',
  ),
  renderPort: setting(
    'NEWSLOOM_RENDER_PORT',
    8410,
    whole(0, 65_535),
    'the port that "newsloom worker render" listens on, at NEWSLOOM_HOST (0: any free one)',
  ),
  browser: setting(
    'NEWSLOOM_BROWSER',
    '/usr/bin/chromium',
    text,
    'the Chromium that "newsloom worker render" starts',
  ),
  webhookPrivate: setting(
    'NEWSLOOM_WEBHOOK_PRIVATE',
    false,
    flag,
    "lets webhooks be posted into one's own network: private and loopback addresses, any port, never Newsloom's own services",
  ),
  httpProxy: setting<string | undefined>(
    'HTTP_PROXY',
    undefined,
    { type: 'proxy_url' },
    'the proxy through which http:// addresses are asked for, webhooks too; it resolves their names',
    true,
  ),
  httpsProxy: setting<string | undefined>(
    'HTTPS_PROXY',
    undefined,
    { type: 'proxy_url' },
    'the same for https:// addresses (without it, HTTP_PROXY)',
    true,
  ),
  noProxy: setting<string | undefined>(
    'NO_PROXY',
    undefined,
    text,
    'names, domains, addresses and ranges that are asked for without a proxy, separated by commas (this machine always)',
  ),
  caFile: setting<string | undefined>(
    'NEWSLOOM_CA_FILE',
    undefined,
    { type: 'certificates' },
    'a file of certificates in PEM form that are trusted besides the usual ones, such as that of a proxy that opens TLS',
  ),
  refetchHours: setting<readonly number[]>(
    'NEWSLOOM_REFETCH_HOURS',
    [1, 6, 24],
    hours,
    'how many hours after it was first seen an article is looked at again, for edits and withdrawals; never: not at all',
  ),
  documentsDays: setting(
    'NEWSLOOM_DOCUMENTS_DAYS',
    90,
    whole(1, 36_500),
    'how long raw bytes are kept for replay',
  ),
  documentsUrl: setting<string | undefined>(
    'NEWSLOOM_DOCUMENTS_URL',
    undefined,
    { type: 'documents_url' },
    'where raw bytes are kept outside of Postgres: file:///folder, or s3://bucket/prefix?endpoint=https://host&region=name for an S3-compatible server; with ?write=false what is there is read, and new ones go into Postgres; without it all in Postgres',
    true,
  ),
  awsAccessKeyId: setting<string | undefined>(
    'AWS_ACCESS_KEY_ID',
    undefined,
    text,
    'the key for an s3:// address in NEWSLOOM_DOCUMENTS_URL',
    true,
  ),
  awsSecretAccessKey: setting<string | undefined>(
    'AWS_SECRET_ACCESS_KEY',
    undefined,
    text,
    'its secret',
    true,
  ),
  awsSessionToken: setting<string | undefined>(
    'AWS_SESSION_TOKEN',
    undefined,
    text,
    'the token that belongs to a temporary key',
    true,
  ),
  awsRegion: setting<string | undefined>(
    'AWS_REGION',
    undefined,
    text,
    'the region of the bucket, where its address names none; without it us-east-1',
  ),
  pollHistoryDays: setting(
    'NEWSLOOM_POLL_HISTORY_DAYS',
    56,
    whole(1, 36_500),
    'how long the history of polls is kept',
  ),
  keysDays: setting(
    'NEWSLOOM_KEYS_DAYS',
    60,
    whole(21, 36_500),
    'how long after it came in an article is compared with others (copies look back 14 days, stories 10)',
  ),
  outboxDays: setting('NEWSLOOM_OUTBOX_DAYS', 30, whole(1, 36_500), 'how long the change feed reaches back'),
  statementTimeoutS: setting(
    'NEWSLOOM_STATEMENT_TIMEOUT_S',
    120,
    whole(1, 86_400),
    'the longest that one statement of a worker or a page may take in the database, in seconds',
  ),
  commandTimeoutS: setting(
    'NEWSLOOM_COMMAND_TIMEOUT_S',
    600,
    whole(1, 86_400),
    'the same for a statement of a command, in seconds (exports have no limit)',
  ),
  lockTimeoutS: setting(
    'NEWSLOOM_LOCK_TIMEOUT_S',
    30,
    whole(1, 3_600),
    'the longest wait for a lock in the database, in seconds; after it the step is tried again',
  ),
  idleTransactionS: setting(
    'NEWSLOOM_IDLE_TRANSACTION_S',
    45,
    whole(1, 3_600),
    'after how many seconds without a statement a transaction is rolled back: its process has vanished',
  ),
  leaseS: setting(
    'NEWSLOOM_LEASE_S',
    30,
    whole(1, 600),
    'after how many seconds without a sign of it a frozen scheduler, repairer or notifier is replaced by a spare',
  ),
  extractThreads: setting<number | undefined>(
    'NEWSLOOM_EXTRACT_THREADS',
    undefined,
    whole(1, 256),
    'threads of an extract worker; without it one per core',
  ),
  extractTimeoutMs: setting(
    'NEWSLOOM_EXTRACT_TIMEOUT_MS',
    10_000,
    whole(100, 600_000),
    'the most that one page may cost in extraction',
  ),
} as const
