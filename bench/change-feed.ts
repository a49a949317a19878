// Reads the change feed while sixteen writers commit in random order, and counts changes that are missed or read twice.
//   node bench/change-feed.ts [--events 100000] [--writers 16]
// Uses DATABASE_URL (a database whose contents may be lost) or an embedded Postgres of its own.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from 'pg'
import { createPool, transaction } from '../src/adapters/postgres/db.ts'
import { migrate } from '../src/adapters/postgres/migrate.ts'
import { packageFile } from '../src/runtime/package-root.ts'
import { changesAfter, FROM_THE_BEGINNING } from '../src/store/outbox/changes.ts'
import { emitEvents } from '../src/store/outbox/events.ts'
import { numberOption, withScratchDatabase } from './stand/scratch.ts'

export interface ChangeFeedResult {
  readonly events: number
  readonly missed: number
  readonly twice: number
  /** Events that a cursor that is only an id would have missed in the same run: shows that the difficulty occurred. */
  readonly missedById: number
  readonly pulls: number
  readonly seconds: number
}

/** Runs writers with random delays before their commits, a reader by cursor, and for comparison one by id alone. */
export async function measureChangeFeed(
  pool: Pool,
  {
    events,
    writers,
    chance,
  }: { readonly events: number; readonly writers: number; readonly chance: () => number },
): Promise<ChangeFeedResult> {
  const started = performance.now()
  let next = 0
  let writing = writers
  const write = async () => {
    while (next < events) {
      const batch = Math.min(events - next, 1 + Math.floor(chance() * 20))
      const first = next
      next += batch
      await transaction(pool, async (tx) => {
        await emitEvents(
          tx,
          Array.from({ length: batch }, (_, i) => ({
            kind: 'article.new' as const,
            subjectId: first + i,
            dedupeKey: `bench:${first + i}`,
            payload: {},
          })),
        )
        // Some commit at once, others hold their transaction open for long.
        const delayMs = chance() < 0.5 ? 0 : chance() < 0.95 ? chance() * 20 : chance() * 150
        if (delayMs) await sleep(delayMs)
      })
    }
    writing--
  }
  const seen = new Map<number, number>()
  const seenById = new Set<number>()
  let pulls = 0
  const read = async () => {
    let cursor = FROM_THE_BEGINNING
    let id = 0
    for (;;) {
      const last = writing === 0
      const changes = await changesAfter(pool, cursor, null, 500)
      pulls++
      for (const { subject_id } of changes) seen.set(subject_id, (seen.get(subject_id) ?? 0) + 1)
      cursor = changes.at(-1)?.cursor ?? cursor
      const naive = await pool.query<{ id: number; subject_id: number }>(
        'select id, subject_id from outbox where id > $1 order by id limit 500',
        [id],
      )
      for (const row of naive.rows) seenById.add(row.subject_id)
      id = naive.rows.at(-1)?.id ?? id
      if (last && !changes.length && !naive.rows.length) return
      if (changes.length < 500) await sleep(5)
    }
  }
  await Promise.all([read(), ...Array.from({ length: writers }, write)])
  return {
    events,
    missed: events - seen.size,
    twice: [...seen.values()].filter((times) => times > 1).length,
    missedById: events - seenById.size,
    pulls,
    seconds: Math.round((performance.now() - started) / 100) / 10,
  }
}

if (import.meta.main) {
  const events = numberOption('events', 100_000)
  const writers = numberOption('writers', 16)
  await withScratchDatabase(async (url) => {
    const pool = createPool(url, { max: writers + 4 })
    try {
      await migrate(pool, packageFile('migrations'))
      const result = await measureChangeFeed(pool, { events, writers, chance: Math.random })
      console.log(JSON.stringify(result))
      if (result.missed || result.twice) process.exitCode = 1
    } finally {
      await pool.end()
    }
  })
}
