/**
 * What a connection is used for. The limits of its session follow from it:
 *
 * - `work`: statements and short transactions of workers and pages;
 * - `queue`: the statements of BullMQ;
 * - `command`: the queries of a command, which may read a whole table;
 * - `stream`: an export, whose statement lasts as long as its reader reads;
 * - `hold`: a connection that only needs to stay open, for an advisory lock or LISTEN. It is nearly always idle;
 * - `migrate`: changes of the schema, which may build an index for minutes.
 */
export type ConnectionUse = 'work' | 'queue' | 'command' | 'stream' | 'hold' | 'migrate'

/** Time limits of a session, in milliseconds. */
export interface SessionLimits {
  /** The longest statement of a worker or a page. */
  readonly statementMs: number
  /** The longest statement of a command. */
  readonly commandMs: number
  /** The longest wait for a lock. */
  readonly lockMs: number
  /** How long a transaction may be open without a statement: then its client counts as gone and its locks are freed. */
  readonly idleInTransactionMs: number
}

/** Together under two minutes: after that, a lock of a vanished client is free, and the waiting process has tried again. */
export const defaultLimits: SessionLimits = {
  statementMs: 120_000,
  commandMs: 600_000,
  lockMs: 30_000,
  idleInTransactionMs: 45_000,
}

/** The session-level migration lock is released this long after its holder stopped answering. */
const IDLE_MIGRATION_MS = 120_000
/** A statement of a connection that only holds a lock or listens. */
const HOLD_STATEMENT_MS = 15_000

export interface SessionOptions {
  readonly use: ConnectionUse
  readonly limits: SessionLimits
  /** `search_path` of the session; without it `public`, whatever the role or the database has set. */
  readonly searchPath?: string | undefined
  /** Plans each statement once for each connection, whatever its values, and with an index. */
  readonly planOnce?: boolean | undefined
  /** For a single transaction, because a pooler gives its connection to others afterwards. */
  readonly local?: boolean | undefined
}

type Settings = Readonly<Record<string, string>>

/**
 * What our statements and the driver rely on, whatever the server, the database or the role have set: the driver reads
 * times in ISO form only, and days are counted in UTC.
 */
const ALWAYS: Settings = {
  datestyle: 'ISO, YMD',
  intervalstyle: 'postgres',
  timezone: 'UTC',
  client_encoding: 'UTF8',
  standard_conforming_strings: 'on',
  bytea_output: 'hex',
  extra_float_digits: '1',
}

/** Of the connection, and of the transactions that begin on it. */
const OF_SESSIONS: Settings = {
  default_transaction_isolation: 'read committed',
  default_transaction_deferrable: 'off',
  // A machine that disappears without closing its connections is noticed within half a minute instead of two hours.
  tcp_keepalives_idle: '15',
  tcp_keepalives_interval: '5',
  tcp_keepalives_count: '3',
}

/**
 * The settings of a session as plain SET statements, to be run right after connecting. Not the startup parameter
 * `options`: a pooler such as PgBouncer refuses it.
 */
export function sessionStatements(options: SessionOptions): string {
  const settings: Settings = {
    ...ALWAYS,
    ...(options.local ? {} : OF_SESSIONS),
    search_path: options.searchPath ?? 'public',
    ...limitsOf(options.use, options.limits),
    ...(options.planOnce ? { plan_cache_mode: 'force_generic_plan', enable_seqscan: 'off' } : {}),
  }
  return Object.entries(settings)
    .map(
      ([name, value]) =>
        `set ${options.local ? 'local ' : ''}${name} = ${name === 'search_path' ? value : `'${value}'`}`,
    )
    .join('; ')
}

function limitsOf(use: ConnectionUse, limits: SessionLimits): Settings {
  const { statementMs, commandMs, lockMs, idleInTransactionMs } = limits
  const of = (statement: number, more: Settings = {}): Settings => ({
    statement_timeout: `${statement}ms`,
    lock_timeout: `${lockMs}ms`,
    idle_in_transaction_session_timeout: `${idleInTransactionMs}ms`,
    ...more,
  })
  switch (use) {
    case 'work':
    case 'queue':
      return of(statementMs)
    case 'command':
      return of(commandMs)
    case 'stream':
      return of(0)
    case 'hold':
      return of(Math.min(HOLD_STATEMENT_MS, statementMs))
    case 'migrate':
      return of(0, {
        // A second process that migrates waits for the first one.
        lock_timeout: `${Math.max(lockMs, IDLE_MIGRATION_MS)}ms`,
        idle_session_timeout: `${Math.max(idleInTransactionMs, IDLE_MIGRATION_MS)}ms`,
      })
  }
}
