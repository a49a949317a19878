import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

export interface TestDatabase {
  readonly url: string
  drop(): Promise<void>
}

/** A migrated database for the caller alone, cloned from the template: 50 ms instead of running all migrations. */
export async function cloneDatabase(): Promise<TestDatabase> {
  const template = inject('databaseUrl')
  const name = `test_${randomBytes(6).toString('hex')}`
  await admin(template, `create database ${name} template ${new URL(template).pathname.slice(1)}`)
  const url = new URL(template)
  url.pathname = `/${name}`
  return {
    url: url.href,
    drop: () => admin(template, `drop database if exists ${name} with (force)`),
  }
}

async function admin(template: string, statement: string): Promise<void> {
  const url = new URL(template)
  url.pathname = '/postgres'
  // The template can be cloned only once at a time; the second call tries again.
  for (let attempt = 0; ; attempt++) {
    const client = new pg.Client({ connectionString: url.href })
    try {
      await client.connect()
      await client.query(statement)
      return
    } catch (error) {
      if (attempt >= 40 || !/being accessed by other users/.test((error as Error).message)) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    } finally {
      await client.end()
    }
  }
}
