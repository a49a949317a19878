import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import type { Pool, PoolClient } from 'pg'

export { and, asc, desc, eq, inArray, isNull, or, sql as expression } from 'drizzle-orm'

/**
 * Drizzle's query builder for statements of one table, on a pool or on a client inside a transaction. Import this file
 * and the tables of src/schema where a statement runs, with `import()`: loading drizzle costs more than a second of CPU
 * time, and `newsloom help` or a worker that needs no such statement must not pay it.
 */
export function orm(db: Pool | PoolClient): NodePgDatabase {
  return drizzle(db)
}
