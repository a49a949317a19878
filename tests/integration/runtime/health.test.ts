import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { openQueues } from '../../../src/adapters/queue/queues.ts'
import { loadRows } from '../../../src/pipeline/load/load.ts'
import { rowOfLine } from '../../../src/pipeline/load/rows.ts'
import { dispatchRound } from '../../../src/pipeline/schedule/dispatch.ts'
import { enqueueUrls } from '../../../src/pipeline/sources/enqueue.ts'
import { unknownSettings } from '../../../src/runtime/config.ts'
import { diagnose } from '../../../src/runtime/health/doctor.ts'
import { checkHealth, startHealth } from '../../../src/runtime/health/health.ts'
import { packageFile } from '../../../src/runtime/package-root.ts'
import { runPipelineUntilIdle } from '../../../src/runtime/workers/until-idle.ts'
import { backends, openNewsloom, redisMissing, type TestNewsloom } from '../../support/newsloom.ts'
import { startRedis } from '../../support/servers/redis.ts'

let open: TestNewsloom[] = []
afterEach(async () => {
  for (const deps of open) await deps.close()
  open = []
})

async function newsloom(...args: Parameters<typeof openNewsloom>): Promise<TestNewsloom> {
  const deps = await openNewsloom(...args)
  open.push(deps)
  return deps
}

const words = (n: number, seed: string) => Array.from({ length: n }, (_, i) => `${seed}${i}`).join(' ')
const line = (n: number) =>
  rowOfLine(
    JSON.stringify({ url: `https://a.example/${n}`, title: `T${n}`, body: words(50, `w${n}x`) }),
    'f.jsonl',
    n,
  )

/** The metrics that the dashboard and the alert rules of deploy/ ask for. */
function namesAskedFor(): string[] {
  const files = [packageFile('deploy', 'monitoring', 'dashboard.json'), packageFile('deploy', 'alerts.yml')]
  const names = files.flatMap((file) => readFileSync(file, 'utf8').match(/\bnewsloom_\w+/g) ?? [])
  expect(names.length).toBeGreaterThan(20)
  return [...new Set(names)]
}

/** The names that a Prometheus stores of what /metrics shows: those of a histogram have endings. */
function namesOf(metrics: string): Set<string> {
  return new Set(
    [...metrics.matchAll(/^# TYPE (\S+) (\S+)$/gm)].flatMap(([, name = '', type]) =>
      type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
    ),
  )
}

describe.each(backends)('health and metrics on the %s queue', (backend) => {
  it('answers with what was done and what waits', async ({ skip }) => {
    skip(backend === 'redis' && redisMissing(), 'no redis-server')
    const deps = await newsloom(backend, { healthPort: 0 })
    const health = await startHealth({ workers: ['extract'], host: '127.0.0.1', port: 0, log: deps.log })
    health.ready(deps)
    try {
      await loadRows(deps, [line(1), line(2)])
      await runPipelineUntilIdle(deps)
      await loadRows(deps, [line(3)])
      const at = `http://127.0.0.1:${health.port}`
      const report = await fetch(`${at}/health`)
      expect(report.status).toBe(200)
      expect(await report.json()).toMatchObject({
        ok: true,
        database: 'ok',
        queue: 'ok',
        progress: 'ok',
        workers: ['extract'],
        backlog: { due: 1 },
      })
      const text = await (await fetch(`${at}/metrics`)).text()
      expect(text).toMatch(/newsloom_outcomes_total\{stage="extract",outcome="done",reason=""\} 2/)
      expect(text).toMatch(/newsloom_outcomes_total\{stage="cluster",outcome="done",reason=""\} 2/)
      expect(text).toMatch(/newsloom_step_seconds_count\{stage="extract"\} 2/)
      expect(text).toMatch(/newsloom_backlog\{stage="fetched"\} 1/)
      expect(text).toMatch(/newsloom_queue_jobs\{queue="extract",state="waiting"\} 1/)
      expect(text).toMatch(/newsloom_last_outcome_age_seconds \d/)
      expect(namesAskedFor().filter((name) => !namesOf(text).has(name))).toEqual([])
      expect((await fetch(`${at}/other`)).status).toBe(404)
    } finally {
      await health.close()
    }
  })
})

describe('health', () => {
  it('is bad when a backlog waits and nothing happens', async () => {
    const deps = await newsloom()
    await loadRows(deps, [line(1)])
    await deps.pool.query(`update articles set next_attempt_at = now() - interval '10 minutes'`)
    const report = await checkHealth(deps)
    expect(report.ok).toBe(false)
    expect(report.progress).toMatch(
      /^extract: 1 article waits, the longest for 600 s, and no step has ended at all$/,
    )
  })

  it('is bad when one stage stands still while another works, or puts everything off', async () => {
    const deps = await newsloom()
    await loadRows(deps, [line(1), line(2)])
    await deps.pool.query(`update articles set next_attempt_at = now() - interval '10 minutes' where id = 1`)
    await deps.pool.query(
      `insert into outcomes (day, stage, outcome, reason, count) values
         (current_date, 'cluster', 'done', '', 5), (current_date, 'extract', 'parked', 'transient', 9)`,
    )
    const report = await checkHealth(deps)
    expect(report).toMatchObject({
      ok: false,
      backlog: {
        stages: [
          { stage: 'fetch', due: 0 },
          { stage: 'extract', due: 2 },
          { stage: 'cluster', due: 0 },
        ],
      },
    })
    expect(report.progress).toMatch(/^extract: 2 articles wait.*no step has ended at all$/)
    await deps.pool.query(
      `insert into outcomes (day, stage, outcome, reason, count) values (current_date, 'extract', 'dropped', 'too_short', 1)`,
    )
    expect((await checkHealth(deps)).progress).toBe('ok')
  })

  it('is bad when fetch stands still: articles wait, their hosts may be asked, and none was', async () => {
    const deps = await newsloom()
    const times = (ago: string) => `now() - interval '${ago}'`
    await enqueueUrls(deps, ['https://a.example/1', 'https://a.example/2', 'https://b.example/1'])
    await deps.pool.query(`update articles set next_attempt_at = ${times('10 minutes')}`)
    await deps.pool.query(`update hosts set next_allowed_at = ${times('8 minutes')}`)
    // The scheduler leases the hosts, and no fetch worker takes the jobs.
    await deps.pool.query(`update hosts set leased_until = now() + interval '1 minute'`)
    const report = await checkHealth(deps)
    expect(report.ok).toBe(false)
    expect(report.progress).toMatch(
      /^fetch: 3 articles wait, the longest for 48\d s, and no step has ended at all$/,
    )
    await deps.pool.query(
      `insert into outcomes (day, stage, outcome, reason, count) values (current_date, 'fetch', 'dropped', 'robots', 1)`,
    )
    expect((await checkHealth(deps)).progress).toBe('ok')
  })

  it.each([
    ['backs off', `backoff_until = now() + interval '1 hour'`],
    ['has backed off until now', `backoff_until = now() - interval '1 minute'`],
    ['may be asked later', `next_allowed_at = now() + interval '1 hour'`],
  ])('is good when articles wait only for a host that %s', async (_what, change) => {
    const deps = await newsloom()
    await enqueueUrls(deps, ['https://a.example/1'])
    await deps.pool.query(`update articles set next_attempt_at = now() - interval '10 minutes'`)
    await deps.pool.query(`update hosts set next_allowed_at = now() - interval '10 minutes'`)
    await deps.pool.query(`update hosts set ${change}`)
    expect(await checkHealth(deps)).toMatchObject({ ok: true, progress: 'ok' })
  })

  it('is bad when Redis answers but takes no write', async ({ skip }) => {
    const redis = await startRedis(['--maxmemory', '1'])
    skip(!redis, 'no redis-server')
    const deps = await newsloom()
    const queues = await openQueues({ databaseUrl: deps.databaseUrl, redisUrl: redis!.url })
    try {
      const report = await checkHealth({ ...deps, queues })
      expect(report).toMatchObject({ ok: false, database: 'ok' })
      expect(report.queue).toMatch(/OOM|maxmemory/)
    } finally {
      await queues.close()
      await redis!.stop()
    }
  })

  it('a Redis that may evict keys is refused at the start', async ({ skip }) => {
    const redis = await startRedis(['--maxmemory-policy', 'allkeys-lru'])
    skip(!redis, 'no redis-server')
    const deps = await newsloom()
    await expect(openQueues({ databaseUrl: deps.databaseUrl, redisUrl: redis!.url })).rejects.toThrow(
      /allkeys-lru.*noeviction/,
    )
    await redis!.stop()
  })
})

describe('the doctor', () => {
  it('finds nothing wrong with a fresh installation', async () => {
    const deps = await newsloom()
    await loadRows(deps, [line(1)])
    await runPipelineUntilIdle(deps)
    const wrong = (await diagnose(deps)).filter(({ ok }) => !ok)
    expect(wrong).toEqual([])
  })

  it.each([
    ['outcome invariants', `update articles set story_id = null`],
    ['poison', `update articles set try_count = 5, stage = 'fetched'`],
    ['strays', `insert into feed_polls (feed_id, outcome, polled_at) values (1, 'failed', '2001-01-01')`],
  ])('says what to do about: %s', async (check, statement) => {
    const deps = await newsloom()
    await loadRows(deps, [line(1)])
    await runPipelineUntilIdle(deps)
    await deps.pool.query(statement)
    const wrong = (await diagnose(deps)).filter(({ ok }) => !ok)
    expect(wrong.map((finding) => finding.check)).toEqual([check])
    expect(wrong[0]!.message).toContain('; ')
  })

  it('knows a setting that is none', () => {
    expect(unknownSettings({ NEWSLOOM_HOME: 'x', NEWSLOOM_HOEM: 'y', PATH: 'z' })).toEqual(['NEWSLOOM_HOEM'])
  })
})

describe('poison', () => {
  const round = async (deps: TestNewsloom) => {
    await deps.pool.query(
      `update articles set next_attempt_at = now() - interval '1 hour' where stage = 'fetched'`,
    )
    return dispatchRound(deps)
  }
  it('a row that was tried ten times becomes a dead letter, and a backlog without workers does not', async () => {
    const deps = await newsloom()
    await loadRows(deps, [line(1), line(2)])
    for (let i = 0; i < 12; i++) await round(deps)
    const waiting = await deps.pool.query(`select count(*) as n from articles where stage = 'fetched'`)
    expect(waiting.rows).toEqual([{ n: 2 }])
    // As ten workers would have left it that each died over it.
    await deps.pool.query(`update articles set try_count = 10 where url_key = 'a.example/1'`)
    expect((await round(deps)).poisoned).toBe(1)
    const letters = await deps.pool.query(`select url, reason from news.dead_letters`)
    expect(letters.rows).toEqual([{ url: 'https://a.example/1', reason: 'poison' }])
    await runPipelineUntilIdle(deps)
    const { rows } = await deps.pool.query(`select stage, count(*) as n from articles group by 1 order by 1`)
    expect(rows).toEqual([
      { stage: 'clustered', n: 1 },
      { stage: 'failed', n: 1 },
    ])
  })
})
