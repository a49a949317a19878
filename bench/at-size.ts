/**
 * What an article costs when many are there already: 10,000, 100,000, 1,000,000. The tables that placing an article
 * reads are filled by SQL; then the lookup of copies, the lookup and decision of stories, and the dispatch of fetches
 * are timed in CPU, the server's backend included.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type pg from 'pg'
import { createPool, transaction } from '../src/adapters/db.ts'
import { migrate } from '../src/adapters/migrate.ts'
import { decideStory, STORY_POLICY } from '../src/core/clustering.ts'
import { COPY_POLICY } from '../src/core/similarity.ts'
import { prepare } from '../src/core/story/features.ts'
import { packProfile } from '../src/core/story/packed.ts'
import { blendedIdf, WINDOW_POLICY } from '../src/core/story/window.ts'
import { keysOf } from '../src/pipeline/cluster.ts'
import { packageFile } from '../src/runtime/package-root.ts'
import { findCopyCandidates } from '../src/store/fingerprints.ts'
import { leaseArticles } from '../src/store/hosts.ts'
import { findStoryCandidates, loadProfiles } from '../src/store/terms.ts'
import { withScratchDatabase } from './scratch.ts'
import { drawCurves } from './stand/curves.ts'
import { cpuMs } from './stand/proc.ts'
import { articleOf } from './web-corpus.ts'

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
const TEMPLATES = 1_000
const A_DAY = 10_000
const BATCH = 16

const web = { hosts: 500, articles: 1_000_000 }
const probeOf = (index: number) => {
  const article = articleOf(index, web)
  const body = article.paragraphs.join('\n\n')
  return {
    id: 2_000_000_000 + index,
    day: article.publishedAt.toISOString().slice(0, 10),
    publishedAt: article.publishedAt,
    value: keysOf({ title: article.title, body, language: 'en', kind: 'article' }),
  }
}
const templates = Array.from({ length: TEMPLATES }, (_, i) => probeOf(i))
const asked = Array.from({ length: probes }, (_, i) => probeOf(5_000 + i))

interface Cost {
  readonly size: number
  readonly copyMs: number
  readonly storyMs: number
  readonly dispatchMs: number
}

const costs: Cost[] = []
await withScratchDatabase(async (url) => {
  // As in a worker: the lookups on a connection that plans once, the dispatch on one that does not.
  const pool = createPool(url, { max: 1, planOnce: true, idleTimeoutMs: 3_600_000 })
  const dispatchPool = createPool(url, { max: 1, idleTimeoutMs: 3_600_000 })
  try {
    await migrate(pool, packageFile('migrations'))
    await pool.query(
      `insert into outlets (slug, name) select 'o-' || i, 'Outlet ' || i from generate_series(1, 500) i`,
    )
    await pool.query(`insert into hosts (host) select 'h' || i || '.example' from generate_series(1, 500) i`)
    let there = 0
    for (const size of sizes) {
      await fill(pool, there, size)
      there = size
      await pool.query('vacuum analyze')
      const cost = await measure(pool, dispatchPool, size)
      costs.push(cost)
      console.log(
        `${size} articles: copies ${cost.copyMs.toFixed(2)} ms, story ${cost.storyMs.toFixed(2)} ms, dispatch ${cost.dispatchMs.toFixed(2)} ms CPU an article`,
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

/**
 * Articles `from` to `to`, ten thousand a day back from the newest: profiles of real size, fingerprints of their own,
 * and terms that return within their day as the news of a day do.
 */
async function fill(pool: pg.Pool, from: number, to: number): Promise<void> {
  const span = [from, to - 1, A_DAY, TEMPLATES]
  await pool.query(
    'create temporary table if not exists template (n int primary key, profile jsonb, terms int[], prints bigint[])',
  )
  for (const [n, { value }] of templates.entries())
    await pool.query(
      'insert into template values ($1, $2, $3::text::int[], $4::text::bigint[]) on conflict do nothing',
      [
        n,
        JSON.stringify(packProfile(value.profile)),
        `{${value.keys.map(({ hash }) => hash).join()}}`,
        `{${value.fingerprints.join()}}`,
      ],
    )
  await pool.query(
    `insert into articles (outlet_id, url, url_key, host, stage, title, body, language, kind, published_at, first_seen_at, next_attempt_at)
     select 1 + i % 500, 'https://h' || i % 500 || '.example/' || i, 'h' || i % 500 || '.example/' || i, 'h' || 1 + i % 500 || '.example',
            case when i % 100 = 0 then 'discovered' else 'clustered' end, 'Article ' || i, repeat('word ', 400), 'en', 'article',
            timestamptz '2026-11-20 12:00+00' - make_interval(days => i / $3), now() - make_interval(days => i / $3), now()
     from generate_series($1::int, $2::int) i`,
    [from, to - 1, A_DAY],
  )
  await pool.query(
    `insert into article_fingerprints (hash, day, seen_on, article_id)
     select hashint8extended(print, i), date '2026-11-20' - i / $3, current_date - i / $3, 1 + i
     from generate_series($1::int, $2::int) i join template t on t.n = i % $4 cross join lateral unnest(t.prints) print`,
    span,
  )
  // The newest day keeps the very terms of its templates: the probes are of the same kind of news.
  await pool.query(
    `insert into article_terms (term, day, seen_on, article_id)
     select case when i < $3 then term else hashint4(term # (i / $3)) end, date '2026-11-20' - i / $3, current_date - i / $3, 1 + i
     from generate_series($1::int, $2::int) i join template t on t.n = i % $4 cross join lateral unnest(t.terms) term`,
    span,
  )
  await pool.query(
    `insert into article_profiles (article_id, day, seen_on, language, fingerprints, terms, word_count, profile)
     select 1 + i, date '2026-11-20' - i / $3, current_date - i / $3, 'en', t.prints, t.terms, 500, t.profile
     from generate_series($1::int, $2::int) i join template t on t.n = i % $4`,
    span,
  )
  // Each article in a story of its own.
  await pool.query(
    `insert into stories (article_count, first_published_at, last_published_at) select 1, now(), now() from generate_series($1::int, $2::int)`,
    [from, to - 1],
  )
  await pool.query(
    `update articles set story_id = id where id between $1 + 1 and $2 + 1 and stage = 'clustered'`,
    [from, to - 1],
  )
}

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
  const copies = async () => {
    for (const batch of batches)
      await transaction(pool, (tx) =>
        findCopyCandidates(
          tx,
          batch.map(({ id, day, value }) => ({
            id,
            day,
            fingerprints: value.fingerprints,
            terms: [],
            words: value.words,
            language: 'en',
            profile: {},
          })),
          COPY_POLICY,
        ),
      )
  }
  const stories = async () => {
    for (const batch of batches)
      await transaction(pool, async (tx) => {
        const hits = await findStoryCandidates(
          tx,
          batch.map(({ id, day, value }) => ({ id, day, terms: value.keys })),
          WINDOW_POLICY.windowDays,
        )
        const found = await loadProfiles(tx, [...new Set(hits.map(({ candidate }) => candidate))])
        const profiles = new Map(found.map((profile) => [profile.id, profile]))
        for (const { id, publishedAt, value } of batch) {
          const idf = blendedIdf('en', 0, () => 0)
          decideStory(
            prepare(value.profile, publishedAt.getTime(), idf),
            hits.flatMap((hit) => {
              const row = hit.id === id ? profiles.get(hit.candidate) : undefined
              if (!row || row.story_id === null) return []
              return [
                {
                  id: row.id,
                  storyId: row.story_id,
                  prepared: prepare(row.profile, row.published_at?.getTime() ?? null, idf),
                },
              ]
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
  // Once before it counts: plans and code are made then.
  await copies()
  await stories()
  await dispatch()
  return {
    size,
    copyMs: (await cpuOf(copies)) / probes,
    storyMs: (await cpuOf(stories)) / probes,
    dispatchMs: (await cpuOf(dispatch)) / Math.max(1, dispatched),
  }
}

async function backendOf(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid')
  return rows[0]!.pid
}

function ownCpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
