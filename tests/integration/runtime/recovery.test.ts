import { type ChildProcess, spawn } from 'node:child_process'
import { Redis } from 'ioredis'
import { afterEach, describe, expect, inject, it, vi } from 'vitest'
import { loadRows } from '../../../src/pipeline/load/load.ts'
import { rowOfLine } from '../../../src/pipeline/load/rows.ts'
import { retain } from '../../../src/pipeline/retention/retain.ts'
import { giveUp } from '../../../src/pipeline/run-step.ts'
import { dispatchRound } from '../../../src/pipeline/schedule/dispatch.ts'
import { newWatch } from '../../../src/pipeline/schedule/lost-work.ts'
import { enqueueUrls } from '../../../src/pipeline/sources/enqueue.ts'
import { stages } from '../../../src/pipeline/stages.ts'
import { packageFile } from '../../../src/runtime/package-root.ts'
import { runPipelineUntilIdle } from '../../../src/runtime/workers/until-idle.ts'
import { startStageWorker } from '../../../src/runtime/workers/worker.ts'
import { checkInvariants } from '../../../src/store/operations/invariants.ts'
import { goneProcesses } from '../../../src/store/operations/processes.ts'
import { leftBehind, setBack } from '../../../src/store/operations/stuck.ts'
import { takeForFetch } from '../../../src/store/sources/host-leases.ts'
import { freeHostsOf } from '../../../src/store/sources/host-recovery.ts'
import { backends, openNewsloom, redisMissing, type TestNewsloom } from '../../support/newsloom.ts'

let open: TestNewsloom[] = []
let children: ChildProcess[] = []
let endings: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of endings) await end()
  for (const child of children) child.kill('SIGKILL')
  for (const deps of open) await deps.close()
  open = []
  children = []
  endings = []
})

async function newsloom(...args: Parameters<typeof openNewsloom>): Promise<TestNewsloom> {
  const deps = await openNewsloom(...args)
  open.push(deps)
  return deps
}

const words = (n: number, seed: string) => Array.from({ length: n }, (_, i) => `${seed}${i}`).join(' ')
const lines = (n: number) =>
  Array.from({ length: n }, (_, i) =>
    rowOfLine(
      JSON.stringify({ url: `https://a.example/${i}`, title: `T${i}`, body: words(50, `w${i}x`) }),
      'f.jsonl',
      i + 1,
    ),
  )

async function startWorker(deps: TestNewsloom, name: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [packageFile('workers', `${name}.ts`)], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env.PATH ?? '', ...deps.env, NEWSLOOM_EXTRACT_THREADS: '1' },
  })
  children.push(child)
  await new Promise<void>((resolve, reject) => {
    let log = ''
    child.stderr!.on('data', (chunk) => {
      log += chunk
      if (log.includes('"started"')) resolve()
    })
    child.once('exit', (code) => reject(new Error(`the worker ended with ${code}: ${log}`)))
  })
  return child
}

const ended = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))

async function attempts(deps: TestNewsloom): Promise<number> {
  let made = 0
  for (const queue of deps.queues.bullQueues(['extract', 'cluster']))
    for (const job of await queue.getJobs(['waiting', 'active', 'delayed', 'failed']))
      made += job?.attemptsMade ?? 0
  return made
}

describe.each(backends)('SIGTERM on the %s queue', (backend) => {
  it('ends a worker under load in good order, and no attempt is spent', async ({ skip }) => {
    skip(backend === 'redis' && redisMissing(), 'no redis-server')
    const deps = await newsloom(backend)
    await loadRows(deps, lines(200))
    const child = await startWorker(deps, 'extract')
    const gone = ended(child)
    child.kill('SIGTERM')
    expect(await gone).toBe(0)
    expect(await attempts(deps)).toBe(0)
    const { rows } = await deps.pool.query(
      `select count(*) as n from articles where stage in ('fetched', 'extracted')`,
    )
    expect(rows).toEqual([{ n: 200 }])
  })

  it('ends a stuck worker within 30 s, and a second signal at once', async ({ skip }) => {
    skip(backend === 'redis' && redisMissing(), 'no redis-server')
    const deps = await newsloom(backend)
    const client = await deps.pool.connect()
    try {
      const [patient, hasty] = [await startWorker(deps, 'extract'), await startWorker(deps, 'extract')]
      await loadRows(deps, lines(3))
      await client.query('begin')
      await client.query('lock table articles in access exclusive mode')
      const started = performance.now()
      const ends = [ended(patient), ended(hasty)] as const
      patient.kill('SIGTERM')
      hasty.kill('SIGTERM')
      hasty.kill('SIGINT')
      await ends[1]
      expect(performance.now() - started).toBeLessThan(10_000)
      await ends[0]
      expect(performance.now() - started).toBeLessThan(31_000)
    } finally {
      await client.query('rollback')
      client.release()
    }
    expect(await attempts(deps)).toBe(0)
  })
})

describe('leases', () => {
  it('one process asks a host at a time, and what a dead one held is free at once', async () => {
    const deps = await newsloom()
    const { articleIds } = await enqueueUrls(deps, [
      'https://a.example/1',
      'https://a.example/2',
      'https://b.example/1',
    ])
    expect((await takeForFetch(deps.pool, articleIds, deps.processKey, 60)).length).toBe(2)
    expect(await takeForFetch(deps.pool, articleIds, deps.processKey + 1, 60)).toEqual([])
    // The process that holds them lives.
    expect(await goneProcesses(deps.pool, [])).toEqual([])
    await deps.pool.query('update hosts set leased_by = 1')
    const gone = await goneProcesses(deps.pool, [deps.processKey, 2])
    expect(gone.sort()).toEqual([1, 2])
    expect(await freeHostsOf(deps.pool, gone)).toBe(2)
    expect((await takeForFetch(deps.pool, articleIds, deps.processKey, 60)).length).toBe(2)
  })

  it('what was leased and never enqueued is leased again by a scheduler that knows of lost jobs', async () => {
    const deps = await newsloom()
    await enqueueUrls(deps, ['https://a.example/1', 'https://b.example/1'])
    expect((await dispatchRound(deps)).fetches).toBe(2)
    expect((await dispatchRound(deps)).fetches).toBe(0)
    expect((await dispatchRound(deps, true)).fetches).toBe(2)
  })

  it('a Redis that was emptied is noticed', async ({ skip }) => {
    skip(redisMissing(), 'no redis-server')
    const deps = await newsloom('redis')
    await enqueueUrls(deps, ['https://a.example/1'])
    expect((await dispatchRound(deps)).fetches).toBe(1)
    expect(await deps.queues.remembers()).toBe(true)
    const redis = new Redis(inject('redisUrl')!)
    await redis.del(...(await redis.keys(`${deps.env.NEWSLOOM_QUEUE_PREFIX}:*`)))
    redis.disconnect()
    expect((await dispatchRound(deps)).fetches).toBe(1)
  })
})

const waitFor = async (met: () => Promise<boolean>) => {
  while (!(await met())) await new Promise((resolve) => setTimeout(resolve, 20))
}

describe.each(backends)('a worker that dies over its jobs, on the %s queue', (backend) => {
  it('has them enqueued again at the second look, each article apart, and a live one keeps its own', async ({
    skip,
  }) => {
    skip(backend === 'redis' && redisMissing(), 'no redis-server')
    const deps = await newsloom(backend)
    await loadRows(deps, lines(3))
    const [dead, alive] = [1, deps.processKey]
    let end = () => {}
    const hanging = new Promise<void>((resolve) => {
      end = resolve
    })
    const hold = (owner: number, ids: number[]) => {
      const worker = deps.queues.work(
        'extract',
        async (target) => {
          ids.push(...target.ids)
          if (target.ids.length) await hanging
        },
        { concurrency: 1, name: 'test', owner },
      )
      endings.push(async () => {
        end()
        await worker.close(1_000)
      })
    }
    const [heldByDead, heldByLive]: [number[], number[]] = [[], []]
    hold(dead, heldByDead)
    await waitFor(async () => heldByDead.length === 3)
    hold(alive, heldByLive)
    await deps.pool.query(`update articles set next_attempt_at = now() - interval '1 minute'`)
    const watch = newWatch()
    // Once may be a connection that was lost for a moment.
    expect((await dispatchRound(deps, false, watch)).revived).toBe(0)
    expect((await dispatchRound(deps, false, watch)).revived).toBe(3)
    await waitFor(async () => heldByLive.length === 1)
    expect((await dispatchRound(deps, false, watch)).revived).toBe(0)
    const { rows } = await deps.pool.query('select try_count from articles')
    expect(rows).toEqual([{ try_count: 1 }, { try_count: 1 }, { try_count: 1 }])
  })
})

describe('a row that workers die over', () => {
  it('waits longer after each death, and is tried alone from the second on', async () => {
    const deps = await newsloom()
    await loadRows(deps, lines(4))
    const { rows } = await deps.pool.query<{ id: number }>(
      `update articles set next_attempt_at = now() - interval '1 minute' returning id`,
    )
    const ids = rows.map(({ id }) => id)
    const due = async (inJobs: number[]) => {
      await deps.pool.query(`update articles set next_attempt_at = now() - interval '1 minute'`)
      return (await leftBehind(deps.pool, 'fetched', 5, inJobs, 100)).map(({ tries }) => tries).sort()
    }
    expect(await due([])).toEqual([0, 0, 0, 0])
    await setBack(deps.pool, 'fetched', ids, false)
    expect(await due([ids[0]!])).toEqual([1, 1, 1])
    await setBack(deps.pool, 'fetched', ids.slice(0, 3), false)
    // Three suspects: one of them at a time, and none beside another.
    expect(await due([])).toEqual([1, 2])
    expect(await due([ids[0]!])).toEqual([1])
    await deps.pool.query('update articles set try_count = 9')
    await setBack(deps.pool, 'fetched', ids, false)
    const { rows: waits } = await deps.pool.query(
      `select extract(epoch from next_attempt_at - now())::float as s from articles`,
    )
    for (const { s } of waits) expect(s).toBeGreaterThan(5)
    expect(await leftBehind(deps.pool, 'fetched', 0, [], 100)).toEqual([])
  })
})

describe('a disk that is full', () => {
  it('makes no poison: a try that ends in an error is not counted', async () => {
    const deps = await newsloom()
    await deps.pool.query(`
      create sequence failures;
      create function full_disk() returns trigger language plpgsql as $$
      begin
        perform nextval('failures');
        raise exception 'could not extend file' using errcode = '53100';
      end $$;
      create trigger full_disk before update on articles for each row when (new.stage = 'extracted')
        execute function full_disk()`)
    await loadRows(deps, lines(1))
    const worker = startStageWorker(deps, 'extract')
    endings.push(() => worker.close(1_000))
    await waitFor(async () => {
      const { rows } = await deps.pool.query(
        `select 1 from articles, failures
         where last_value >= 2 and try_count = 0 and parked_count = 0 and stage = 'fetched'`,
      )
      return rows.length === 1
    })
    const { rows } = await deps.pool.query('select stage, try_count from articles')
    expect(rows).toEqual([{ stage: 'fetched', try_count: expect.toBeOneOf([0, 1]) }])
  })
})

describe('an article that the clusterer cannot work on', () => {
  it('is a dead letter with its reason, and one that stands in a story stays there', async () => {
    const deps = await newsloom()
    await loadRows(deps, lines(2))
    await runPipelineUntilIdle(deps)
    const { rows } = await deps.pool.query<{ id: number }>('select id from articles order by id')
    const [known, fresh] = rows.map(({ id }) => id)
    await deps.pool.query(`update articles set stage = 'extracted'`)
    await deps.pool.query(
      `update stories set article_count = 0 where id = (select story_id from articles where id = $1)`,
      [fresh],
    )
    await deps.pool.query('update articles set story_id = null where id = $1', [fresh])
    for (const id of [known, fresh]) await giveUp(deps, stages.cluster, id!, new Error('a bug'))
    const { rows: fates } = await deps.pool.query('select stage, reason from articles order by id')
    expect(fates).toEqual([
      { stage: 'clustered', reason: null },
      { stage: 'failed', reason: 'internal' },
    ])
    expect(await checkInvariants(deps.pool)).toEqual([])
  })
})

describe('the clock', () => {
  afterEach(() => void vi.useRealTimers())

  it('is that of the database, whatever the machine believes', async () => {
    const deps = await newsloom()
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2101-01-01') })
    const { rows } = await deps.pool.query<{ ms: number }>(
      'select extract(epoch from clock_timestamp())::float8 * 1000 as ms',
    )
    expect(Math.abs(deps.now().getTime() - rows[0]!.ms)).toBeLessThan(5_000)
    expect((await retain(deps)).dropped).toEqual([])
  })
})
