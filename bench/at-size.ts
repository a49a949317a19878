/**
 * Measures what an article costs in a database with 10,000, 100,000 and 1,000,000 articles. The tables that are read when an
 * article is clustered are filled by SQL; then the CPU time of the lookup of copies, the lookup and decision of stories, and the
 * dispatch of fetches is measured, with that of the server's backend.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type pg from 'pg'
import { createPool, transaction } from '../src/adapters/postgres/db.ts'
import { migrate } from '../src/adapters/postgres/migrate.ts'
import type { Tx } from '../src/adapters/postgres/sql.ts'
import { COPY_POLICY } from '../src/core/copies/policy.ts'
import { decideStory, STORY_POLICY } from '../src/core/stories/decision.ts'
import { WINDOW_POLICY } from '../src/core/stories/window.ts'
import { preparer } from '../src/pipeline/cluster/stories.ts'
import { stages } from '../src/pipeline/stages.ts'
import { packageFile } from '../src/runtime/package-root.ts'
import { findCopyCandidates } from '../src/store/copies/fingerprints.ts'
import { leaseArticles } from '../src/store/sources/host-leases.ts'
import { findStoryCandidates, loadProfiles } from '../src/store/stories/terms.ts'
import { drawCurves } from './stand/curves.ts'
import { fillArticles, fillKeys, fillStories, probeOf } from './stand/fill.ts'
import { cpuMs } from './stand/proc.ts'
import { withScratchDatabase } from './stand/scratch.ts'

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '10000,100000,1000000' },
    probes: { type: 'string', default: '320' },
    json: { type: 'string' },
    svg: { type: 'string' },
  },
})
const sizes = values.sizes.split(',').map(Number)
const probes = Number(values.probes)
const BATCH = stages.cluster.perJob

const asked = Array.from({ length: probes }, (_, i) => probeOf(5_000 + i))

interface Cost {
  readonly size: number
  readonly copyMs: number
  readonly storyMs: number
  readonly dispatchMs: number
  /** Elapsed time, one article at a time: 99 of 100 lookups take less. */
  readonly copyP99Ms: number
  readonly storyP99Ms: number
}

const costs: Cost[] = []
await withScratchDatabase(async (url) => {
  // As in a worker: lookups use a connection that plans a statement once, dispatch uses one that does not.
  const pool = createPool(url, { max: 1, planOnce: true, idleTimeoutMs: 3_600_000 })
  const dispatchPool = createPool(url, { max: 1, idleTimeoutMs: 3_600_000 })
  try {
    await migrate(pool, packageFile('migrations'))
    // The limit of a worker is for a worker's statements, not for filling a million rows.
    await pool.query('set statement_timeout = 0')
    await pool.query(
      `insert into outlets (slug, name) select 'o-' || i, 'Outlet ' || i from generate_series(1, 500) i`,
    )
    await pool.query(`insert into hosts (host) select 'h' || i || '.example' from generate_series(1, 500) i`)
    let there = 0
    for (const size of sizes) {
      await fillArticles(pool, there, size)
      await fillKeys(pool, there, size)
      await fillStories(pool, there, size)
      there = size
      await pool.query('vacuum analyze')
      const cost = await measure(pool, dispatchPool, size)
      costs.push(cost)
      console.log(
        `${size} articles: copies ${cost.copyMs.toFixed(2)} ms, story ${cost.storyMs.toFixed(2)} ms, dispatch ${cost.dispatchMs.toFixed(2)} ms CPU an article; lookups of one article, p99 by the clock: copies ${cost.copyP99Ms.toFixed(1)} ms, story ${cost.storyP99Ms.toFixed(1)} ms`,
      )
    }
  } finally {
    await dispatchPool.end()
    await pool.end()
  }
})
if (values.json) writeFileSync(values.json, `${JSON.stringify(costs, null, 2)}\n`)
if (values.svg)
  writeFileSync(
    values.svg,
    drawCurves(
      'articles already there',
      'CPU ms an article',
      costs.map(({ size }) => size),
      {
        'copy lookup': costs.map(({ copyMs }) => copyMs),
        'story lookup and decision': costs.map(({ storyMs }) => storyMs),
        dispatch: costs.map(({ dispatchMs }) => dispatchMs),
      },
    ),
  )

async function measure(pool: pg.Pool, dispatchPool: pg.Pool, size: number): Promise<Cost> {
  const backends = [await backendOf(pool), await backendOf(dispatchPool)]
  const cpuOf = async (work: () => Promise<void>) => {
    const spent = () => backends.reduce((sum, pid) => sum + cpuMs(pid), ownCpuMs())
    const before = spent()
    await work()
    return spent() - before
  }
  const batches = Array.from({ length: Math.ceil(probes / BATCH) }, (_, i) =>
    asked.slice(i * BATCH, (i + 1) * BATCH),
  )
  const findCopies = (tx: Tx, batch: typeof asked) =>
    findCopyCandidates(
      tx,
      batch.map(({ id, day, value }) => ({ id, day, fingerprints: value.fingerprints, words: value.words })),
      COPY_POLICY,
    )
  const findStories = (tx: Tx, batch: typeof asked) =>
    findStoryCandidates(
      tx,
      batch.map(({ id, day, value }) => ({ id, day, terms: value.keys })),
      WINDOW_POLICY.windowDays,
    )
  const copies = async () => {
    for (const batch of batches) await transaction(pool, (tx) => findCopies(tx, batch))
  }
  const stories = async () => {
    // As in a worker, which keeps what it has prepared for as long as the history of the stream is the same.
    const prepared = preparer(new Map())
    for (const batch of batches)
      await transaction(pool, async (tx) => {
        const hits = await findStories(tx, batch)
        const found = await loadProfiles(tx, [...new Set(hits.map(({ candidate }) => candidate))])
        const profiles = new Map(found.map((profile) => [profile.id, profile]))
        for (const { id, publishedAt, value } of batch) {
          decideStory(
            prepared({ profile: value.profile, published_at: publishedAt }),
            hits.flatMap((hit) => {
              const row = hit.id === id ? profiles.get(hit.candidate) : undefined
              if (!row || row.story_id === null) return []
              return [{ id: row.id, storyId: row.story_id, prepared: prepared(row) }]
            }),
            STORY_POLICY,
          )
        }
      })
  }
  let dispatched = 0
  const dispatch = async () => {
    dispatched = 0
    for (let i = 0; i < 10; i++) {
      dispatched += (
        await leaseArticles(dispatchPool, { lane: 'live', troubled: false, limit: 100, leaseS: 60 })
      ).length
      await dispatchPool.query('update hosts set leased_until = null')
    }
  }
  // Once before measuring, so that plans are made and code is compiled.
  await copies()
  await stories()
  await dispatch()
  return {
    size,
    copyMs: (await cpuOf(copies)) / probes,
    storyMs: (await cpuOf(stories)) / probes,
    dispatchMs: (await cpuOf(dispatch)) / Math.max(1, dispatched),
    copyP99Ms: await p99Of(pool, findCopies),
    storyP99Ms: await p99Of(pool, findStories),
  }
}

/** Elapsed milliseconds within a transaction, for one article at a time. */
async function p99Of(
  pool: pg.Pool,
  lookup: (tx: Tx, batch: typeof asked) => Promise<unknown>,
): Promise<number> {
  const times: number[] = []
  for (const probe of asked)
    await transaction(pool, async (tx) => {
      const started = performance.now()
      await lookup(tx, [probe])
      times.push(performance.now() - started)
    })
  return times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)]!
}

async function backendOf(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid')
  return rows[0]!.pid
}

function ownCpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
