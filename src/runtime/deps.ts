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
   * What the workers of the stages run on. Their statements are few, their values all alike: planned anew each time,
   * over weekly partitions, they cost a fifth more.
   */
  readonly stepPool: Deps['pool']
  /** What pages, the API and exports read from: a standby where DATABASE_READ_URL names one, else `pool`. */
  readonly readPool: Deps['pool']
  /** For what needs a session: a lock that outlives its transaction, LISTEN. `pool`, unless a pooler stands before the server. */
  readonly sessionPool: Deps['pool']
  readonly meter: Meter | undefined
  readonly log: Logger
  readonly config: Config
  readonly databaseUrl: string
  /** The embedded Postgres, when no DATABASE_URL names another. */
  readonly embedded: EmbeddedPostgres | undefined
  /** @param lost the database has gone away: nothing that needs its answer is waited for */
  close(lost?: boolean): Promise<void>
}

export interface OpenOptions {
  /** How many workers this process will run; 0 for a command that only asks. */
  readonly workers?: number
  /** Bring the tables up to date first, and fill an empty registry. */
  readonly migrate?: boolean
  /** Called when the database was reached and the migrations begin. */
  readonly onMigrating?: () => void
  readonly poolSize?: number
  /** For a command that stores or moves documents: see first whether their place can be used. */
  readonly documents?: boolean
  /** For an export: opens the database that DATABASE_READ_URL names and no other. */
  readonly readOnly?: boolean
  /** Only look: no database is made or migrated, and `say` is told which one was asked and what is pending in it. */
  readonly look?: boolean
  readonly say?: (sentence: string) => void
  /** What its connections are for; without it `work` for a process with workers, else `command`. */
  readonly use?: ConnectionUse
  /** The embedded Postgres, where it is on its way up already. */
  readonly embedded?: Promise<EmbeddedPostgres>
  /** How much to log where NEWSLOOM_LOG says nothing. */
  readonly logLevel?: LogLevel
  readonly refetchAfterS?: readonly number[]
  readonly confirmGoneAfterS?: number
  /**
   * Is given the watch on the database as soon as the database was reached, and closes it. Without it, the watch ends
   * when everything is open.
   */
  readonly onReached?: (watch: DatabaseWatch) => void
}

/** What the server does not end within its own limit has no server any more. */
const ANSWER_MARGIN_MS = 5_000
/** A connection that logs in and plans anew costs as much as ten articles. */
const WORKER_IDLE_MS = 120_000

/** An address that answers 404 may be a mistake of minutes: only a second look, this much later, counts. */
const CONFIRM_GONE_AFTER_S = 600

/**
 * Opens everything that a process needs: the database (embedded unless DATABASE_URL is set), the queues, the HTTP
 * client, the extraction threads.
 *
 * @throws with one sentence that says what could not be reached and what to do; also when the database goes away or goes
 * silent before everything is open
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
  // A command is over soon; what runs for long has its server started again when it dies.
  if (options.workers) embedded?.watch((sentence) => log.warn({ stage: 'database' }, sentence))
  let closing = false
  const onError = (error: Error) => {
    // Once we are leaving, a server that closes its end first is no news.
    if (!closing) log.warn({ err: error }, 'connection trouble')
  }
  const limits = sessionLimits(config)
  const poolOptions: PoolOptions = {
    use: options.use ?? (options.workers ? 'work' : 'command'),
    limits,
    // A server that is gone without a word must not hold a worker for ever.
    ...(options.workers
      ? { queryTimeoutMs: limits.statementMs + ANSWER_MARGIN_MS, idleTimeoutMs: WORKER_IDLE_MS }
      : {}),
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
    onError,
  }
  // The cursor of an export keeps its connection for as long as somebody reads.
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
    // A command that only asks signs no lease, and needs no connection to show that it lives.
    const clock = await openClock(pool)
    const presence = options.workers ? await showPresence(sessionPool) : undefined
    // Loads every stage, and with them the parsers: a command that only asks starts without.
    const meter =
      config.healthPort === undefined ? undefined : (await import('./health/metrics.ts')).createMeter()
    const tracer = await openTracer(() => traceKey(pool))
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
