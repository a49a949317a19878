import type { Pool } from 'pg'
import { embeddedExists } from '../adapters/embedded/join.ts'
import { pendingMigrations } from '../adapters/postgres/migrate.ts'
import type { Config } from './config.ts'
import { packageFile } from './package-root.ts'

/**
 * What a read-only command needs before it opens a connection: a database that exists.
 *
 * @throws when there is none, with the command that makes one
 */
export function requireDatabase(config: Config): void {
  if (config.databaseUrl || embeddedExists(config.home)) return
  throw new Error(
    `there is no database in ${config.home} yet, and a command that only looks makes none: "newsloom up" or "newsloom load" does, or set DATABASE_URL`,
  )
}

/**
 * Compares the database with this program, and changes nothing.
 *
 * @param where how to name the database
 * @returns sentences for the user: which database was queried, and how its schema differs from this program's
 * @throws when the database does not contain Newsloom's tables
 */
export async function describeDatabase(pool: Pool, where: string): Promise<string[]> {
  const { pending, unknown, known } = await pendingMigrations(pool, packageFile('migrations'))
  if (!known.length)
    throw new Error(
      `the database at ${where} holds no Newsloom yet, and a command that only looks makes none: run "newsloom migrate"`,
    )
  const said = [`database: ${where}`]
  if (pending.length)
    said.push(
      `it is older than this program: ${pending.join(', ')} pending; "newsloom migrate" applies them, and until then answers may be wrong or missing`,
    )
  if (unknown.length)
    said.push(
      `it is newer than this program (${unknown.join(', ')}): use the version that it was migrated by`,
    )
  return said
}
