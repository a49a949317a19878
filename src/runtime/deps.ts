import { availableParallelism } from 'node:os'
import { type EmbeddedPostgres, joinEmbedded } from '../adapters/embedded/join.ts'
import { toReadFrom } from '../adapters/postgres/address.ts'
import type { PoolOptions } from '../adapters/postgres/db.ts'
import type { ConnectionUse } from '../adapters/postgres/session.ts'
import { openQueues } from '../adapters/queue/queues.ts'
import { openTracer } from '../adapters/traces/tracer.ts'
import type { Deps } from '../pipeline/deps.ts'
import { createExtractPool } from '../pipeline/extract/pool.ts'
import { createSourcePool } from '../pipeline/poll/source-pool.ts'
import { traceKey } from '../store/operations/trace-key.ts'
import { type Config, databaseOfPgHost } from './config.ts'
import { type ConnectionBudget, connectionBudget } from './database/connections.ts'
import { openPools } from './database/pools.ts'
import { CONNECT_TIMEOUT_MS, databaseName, reach, sessionLimits } from './database/reach.ts'
import { checkReading, checkServer, migrateOrWait } from './database/start.ts'
import { openDocuments } from './documents/open.ts'
import { type DatabaseWatch, databaseTrouble, watchDatabase } from './health/database-watch.ts'
import type { Meter } from './health/metrics.ts'
import { type HttpClients, openHttpClients, userAgentOf } from './http-clients.ts'
import { describeDatabase, requireDatabase } from './look.ts'
import { openClock } from './process/clock.ts'
import { createLogger, type Logger } from './process/logger.ts'
import { withinMs } from './process/within-ms.ts'
import { seedOnce } from './seed.ts'
import type { LogLevel } from './settings.ts'
import { showPresence } from './workers/presence.ts'

export interface OpenDeps extends Deps, HttpClients {
  /**
   * For the statements of the stages, which are few and have similar values: planned again each time, over weekly partitions,
   * they cost a fifth more.
   */
  readonly stepPool: Deps['pool']
  /** The pool for pages, the API and exports: a standby where DATABASE_READ_URL names one, else `pool`. */
  readonly readPool: Deps['pool']
  /** For session state: locks that outlive a transaction, LISTEN. The same as `pool`, unless there is a pooler. */
  readonly sessionPool: Deps['pool']
  readonly meter: Meter | undefined
  readonly log: Logger
  readonly config: Config
  readonly databaseUrl: string
  /** The embedded Postgres, when there is no DATABASE_URL. */
  readonly embedded: EmbeddedPostgres | undefined
  /** @param lost the database is unavailable: do not wait for anything that needs its answer */
  close(lost?: boolean): Promise<void>
}

export interface OpenOptions {
  /** How many workers this process will run; 0 for a command that only reads. */
  readonly workers?: number
  /** First migrate the tables, and fill an empty registry. */
  readonly migrate?: boolean
  /** Called when the database was reached and the migrations begin. */
  readonly onMigrating?: () => void
  readonly poolSize?: number
  /** For a command that stores or moves documents: first check whether their place can be used. */
  readonly documents?: boolean
  /** For an export: opens the database that DATABASE_READ_URL names and no other. */
  readonly readOnly?: boolean
  /** Only read: no database is created or migrated, and `say` gets which one was queried and its pending migrations. */
  readonly look?: boolean
  readonly say?: (sentence: string) => void
  /** The use of its connections; if not given `work` for a process with workers, else `command`. */
  readonly use?: ConnectionUse
  /** The embedded Postgres, if it is starting already. */
  readonly embedded?: Promise<EmbeddedPostgres>
  /** How much to log if NEWSLOOM_LOG is not set. */
  readonly logLevel?: LogLevel
  readonly refetchAfterS?: readonly number[]
  readonly confirmGoneAfterS?: number
  /**
   * Gets the watch on the database as soon as the database was reached, and closes it. Without it, the watch ends when
   * everything is open.
   */
  readonly onReached?: (watch: DatabaseWatch) => void
}

/** If the server does not end a statement within its own limit, the server is gone. */
const ANSWER_MARGIN_MS = 5_000
/** A connection that logs in and plans its statements again costs as much as ten articles. */
const WORKER_IDLE_MS = 120_000

/** An address that answers 404 may be a mistake of minutes: only a second fetch, this much later, counts. */
const CONFIRM_GONE_AFTER_S = 600

/**
 * Opens everything that a process needs: the database (embedded unless DATABASE_URL is set), the queues, the HTTP
 * client, the extraction threads.
 *
 * @throws with one sentence that says what could not be reached and what to do; also when the database disconnects or stops
 * answering before everything is open
 */
export async function openDeps(config: Config, options: OpenOptions = {}): Promise<OpenDeps> {
  const reading = options.readOnly ? config.databaseReadUrl : undefined
  const named =
    reading === undefined
      ? config
      : { ...config, databaseUrl: toReadFrom(reading), databasePooledUrl: undefined }
  if (options.look) requireDatabase(named)
  const { databasePooledUrl } = named
  const budget = connectionBudget(
    config.connections,
    options.workers ?? 0,
    config.redisUrl === undefined,
    databasePooledUrl !== undefined,
  )
  return openOn(named, options, budget)
}

async function openOn(config: Config, options: OpenOptions, budget: ConnectionBudget): Promise<OpenDeps> {
  const log = createLogger(config.logLevel ?? options.logLevel ?? 'info')
  const embedded = config.databaseUrl ? undefined : await (options.embedded ?? joinEmbedded(config.home))
  const databaseUrl = config.databaseUrl ?? embedded!.url
  // A command is over soon; for a process that runs long, a server that dies is started again.
  if (options.workers) embedded?.watch((sentence) => log.warn({ stage: 'database' }, sentence))
  let closing = false
  const onError = (error: Error) => {
    // Once this process is closing, it is not an error that the server closes its end first.
    if (!closing) log.warn({ err: error }, 'connection trouble')
  }
  const limits = sessionLimits(config)
  const poolOptions: PoolOptions = {
    use: options.use ?? (options.workers ? 'work' : 'command'),
    limits,
    // A server that disappears without closing its connections must not stop a worker forever.
    ...(options.workers
      ? { queryTimeoutMs: limits.statementMs + ANSWER_MARGIN_MS, idleTimeoutMs: WORKER_IDLE_MS }
      : {}),
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
    onError,
  }
  // The cursor of an export keeps its connection for as long as its reader reads.
  const pooledUrl = options.use === 'stream' ? undefined : config.databasePooledUrl
  const readUrl = options.readOnly ? undefined : config.databaseReadUrl
  const addresses = { databaseUrl, pooledUrl, readUrl }
  const pools = openPools(addresses, poolOptions, budget, options.poolSize)
  const { pool, sessionPool } = pools
  let watch: DatabaseWatch | undefined
  try {
    await reach(sessionPool, config)
    watch = watchDatabase(databaseUrl, databaseName(config))
    options.onReached?.(watch)
    return await Promise.race([open(), watch.lost])
  } catch (error) {
    const trouble = watch && (await databaseTrouble(error, databaseName(config), watch))
    await pools.end()
    await embedded?.leave()
    throw trouble ? new Error(trouble.message, { cause: error }) : error
  } finally {
    if (!options.onReached) watch?.close()
  }

  async function open(): Promise<OpenDeps> {
    if (config.databaseUrl) await checkServer(config.databaseUrl, limits, { ...options, pooledUrl })
    if (readUrl) await checkReading(pools.readPool)
    if (config.databaseUrl && config.databaseUrl === databaseOfPgHost()) {
      const say = options.say ?? ((sentence: string) => log.info({ stage: 'database' }, sentence))
      say(`PGHOST names the database: ${databaseName(config)} (DATABASE_URL would win)`)
    }
    if (options.look)
      for (const sentence of await describeDatabase(pool, databaseName(config))) options.say?.(sentence)
    else if (options.migrate) {
      options.onMigrating?.()
      await migrateOrWait(databaseUrl, limits, log, options.workers ?? 0)
      await seedOnce(pool)
    }
    const documents = await openDocuments(config, pool, log, Boolean(options.workers || options.documents))
    const queues = await openQueues({
      databaseUrl,
      redisUrl: config.redisUrl,
      prefix: config.queuePrefix,
      workers: options.workers ?? 0,
      look: options.look ?? false,
      limits,
      connections: budget.queue,
      onError,
      onFailed: (queue, { ids, error, attempt }) =>
        log.warn({ stage: queue, article_ids: ids, attempt, err: error }, 'job failed'),
    })
    // A command that only reads signs no lease, and needs no connection to show that it runs.
    const clock = await openClock(pool)
    const presence = options.workers ? await showPresence(sessionPool) : undefined
    // Loads every stage, and with them the parsers: a command that only reads starts without them.
    const meter =
      config.healthPort === undefined ? undefined : (await import('./health/metrics.ts')).createMeter()
    // What only reads makes no spans, and may not be allowed to write the key.
    const tracer = options.look || options.readOnly ? undefined : await openTracer(() => traceKey(pool))
    const { http, webhookHttp } = openHttpClients(config, databaseUrl, pool, {
      works: Boolean(options.workers),
      onBusyAddress: () => meter?.addressBusy(),
      say: (sentence) => log.info({ stage: 'http' }, sentence),
    })
    const extractor = createExtractPool({
      threads: config.extractThreads ?? availableParallelism(),
      timeoutMs: config.extractTimeoutMs,
    })
    const sources = createSourcePool()
    return {
      config,
      databaseUrl,
      embedded,
      pool,
      stepPool: pools.stepPool,
      readPool: pools.readPool,
      sessionPool,
      processKey: presence?.key ?? 0,
      queues,
      http,
      webhookHttp,
      renderer: config.renderUrl ? { url: config.renderUrl, userAgent: userAgentOf(config) } : undefined,
      extractor,
      sources,
      documents,
      log,
      meter,
      tracer,
      now: clock.now,
      chance: Math.random,
      policy: {
        userAgent: userAgentOf(config),
        minDelayMs: config.minDelayMs,
        readerLimitS: config.readerLimitS,
        refetchAfterS: options.refetchAfterS ?? config.refetchHours.map((hour) => hour * 3_600),
        confirmGoneAfterS: options.confirmGoneAfterS ?? CONFIRM_GONE_AFTER_S,
        documentsDays: config.documentsDays,
        pollHistoryDays: config.pollHistoryDays,
        keysDays: config.keysDays,
        outboxDays: config.outboxDays,
      },
      async close(lost = false) {
        closing = true
        clock.close()
        // Each with a timeout: a server that does not answer, or a thread in the middle of a page, delays nothing else.
        const clients = [http.close(), webhookHttp.close(), documents.close(), tracer?.close()]
        const parts = Promise.all([extractor.close(), sources.close(), queues.close(), ...clients])
        if (!lost) {
          await withinMs(CLOSE_MS, parts)
          await withinMs(CLOSE_MS, presence?.close())
        }
        const ending = pools.end()
        await (lost ? withinMs(CLOSE_MS, Promise.all([parts, presence?.close(), ending])) : ending)
        await embedded?.leave()
      },
    }
  }
}

const CLOSE_MS = 2_000
