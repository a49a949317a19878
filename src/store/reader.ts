import { randomBytes } from 'node:crypto'
import type { Queryable } from '../adapters/sql.ts'

/**
 * Lets news_reader log in with a new password, and closes again what a copy of the database has left open.
 *
 * @returns the password: it is stored nowhere
 * @throws when this user may not change roles
 */
export async function letReaderIn(db: Queryable): Promise<string> {
  const password = randomBytes(18).toString('hex')
  await db.query({ text: 'select harden_reader()', values: [] })
  // A role's password takes no parameter; this one is hex digits only.
  await db.query({ text: `alter role news_reader login password '${password}'`, values: [] })
  return password
}

/** Nobody can log in as news_reader any more; who is in stays in. */
export async function shutReaderOut(db: Queryable): Promise<void> {
  await db.query({ text: 'alter role news_reader nologin password null', values: [] })
}
