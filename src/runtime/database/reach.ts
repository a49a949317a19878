import type { Pool, QueryConfig } from 'pg'
import { placeOf } from '../../adapters/postgres/address.ts'
import { explainConnection } from '../../adapters/postgres/explain.ts'
import { databaseCause } from '../../adapters/postgres/lost-cause.ts'
import type { SessionLimits } from '../../adapters/postgres/session.ts'
import type { Config } from '../config.ts'

/** A server that accepts a connection and does not answer is given up early enough that a command ends within 15 s. */
export const CONNECT_TIMEOUT_MS = 8_000

/** The limits of this process's sessions in the database, as the settings have them. */
export function sessionLimits(config: Config): SessionLimits {
  return {
    statementMs: config.statementTimeoutS * 1000,
    commandMs: config.commandTimeoutS * 1000,
    lockMs: config.lockTimeoutS * 1000,
    idleInTransactionMs: config.idleTransactionS * 1000,
  }
}

/** How messages name the database: never with its password. */
export function databaseName(config: Config): string {
  return config.databaseUrl ? placeOf(config.databaseUrl) : `the embedded Postgres in ${config.home}`
}

/** @throws in one sentence when the database does not answer */
export async function reach(pool: Pool, config: Config): Promise<void> {
  try {
    // The driver has this query option; its types do not say so.
    await pool.query({ text: 'select 1', query_timeout: CONNECT_TIMEOUT_MS } as QueryConfig)
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException
    const why = config.databaseUrl
      ? explainConnection(error)
      : `${databaseCause(error) ?? (message || code)}; try again when other programs have given connections back`
    throw new Error(`cannot reach the database at ${databaseName(config)}: ${why}`, { cause: error })
  }
}
