import { bigint, customType, pgSchema, timestamp } from 'drizzle-orm/pg-core'

/**
 * Column types that several tables share. A column's key is its name in the database, so that a row reads the same
 * whether drizzle or a statement of SQL fetched it.
 */

/** The schema of the public views. */
export const news = pgSchema('news')

/** An id that the database gives. Ids stay below 2^53. */
export const identity = () => bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity()

/** The id of a row, here or in another table. */
export const reference = () => bigint({ mode: 'number' })

/** A point in time, in UTC. */
export const instant = () => timestamp({ withTimezone: true, mode: 'date' })

/** The id of a transaction, as text: it may be above 2^53. */
export const xid8 = customType<{ data: string; driverData: string }>({ dataType: () => 'xid8' })

export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' })

/** The words of a text, as full-text search indexes them. */
export const tsvector = customType<{ data: string; driverData: string }>({ dataType: () => 'tsvector' })

/** The name of a text search configuration. */
export const regconfig = customType<{ data: string; driverData: string }>({ dataType: () => 'regconfig' })
