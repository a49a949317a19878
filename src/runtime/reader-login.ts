import { chmod, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { withLogin } from '../adapters/postgres/address.ts'
import { newClient } from '../adapters/postgres/hosts.ts'
import type { Queryable } from '../adapters/postgres/sql.ts'
import { disableReaderLogin, enableReaderLogin } from '../store/operations/reader.ts'

/** The reader's password of the embedded Postgres, beside the owner's, readable by the same account only. */
const fileIn = (home: string) => join(home, 'reader.password')

/** The address of a database for the user news_reader. */
function readerUrl(databaseUrl: string, password: string): string {
  return withLogin(databaseUrl, 'news_reader', password)
}

/**
 * Gives news_reader a new password.
 * @param home where to keep it; undefined: nowhere
 * @returns the address to connect with
 */
export async function newReaderUrl(
  db: Queryable,
  databaseUrl: string,
  home: string | undefined,
): Promise<string> {
  const password = await enableReaderLogin(db)
  if (home !== undefined) {
    await writeFile(fileIn(home), password, { mode: 0o600 })
    await chmod(fileIn(home), 0o600)
  }
  return readerUrl(databaseUrl, password)
}

/** The address with the stored password, while it is valid; else with a new one. */
export async function storedReaderUrl(db: Queryable, databaseUrl: string, home: string): Promise<string> {
  const password = await kept(home)
  if (password && (await mayLogIn(readerUrl(databaseUrl, password)))) return readerUrl(databaseUrl, password)
  return newReaderUrl(db, databaseUrl, home)
}

async function kept(home: string): Promise<string | undefined> {
  try {
    return await readFile(fileIn(home), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Nobody can log in as news_reader any more. */
export async function endReader(db: Queryable, home: string | undefined): Promise<void> {
  await disableReaderLogin(db)
  if (home !== undefined) await rm(fileIn(home), { force: true })
}

async function mayLogIn(databaseUrl: string): Promise<boolean> {
  const client = newClient(databaseUrl, { connectionTimeoutMillis: 5_000 })
  try {
    await client.connect()
    return true
  } catch {
    // Withdrawn or changed meanwhile: a new one is made.
    return false
  } finally {
    await client.end().catch(() => {})
  }
}
