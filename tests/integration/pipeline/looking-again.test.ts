import { describe, expect, test } from 'vitest'
import { refetch } from '../../../src/pipeline/fetch/refetch.ts'
import { loadRows } from '../../../src/pipeline/load/load.ts'
import { rowOfLine } from '../../../src/pipeline/load/rows.ts'
import { replay } from '../../../src/pipeline/replay/replay.ts'
import { runStep } from '../../../src/pipeline/run-step.ts'
import { enqueueUrls } from '../../../src/pipeline/sources/enqueue.ts'
import { stages } from '../../../src/pipeline/stages.ts'
import { readArticle } from '../../../src/queries/reading.ts'
import { runPipelineUntilIdle } from '../../../src/runtime/workers/until-idle.ts'
import { checkInvariants } from '../../../src/store/operations/invariants.ts'
import type { TestNewsloom } from '../../support/newsloom.ts'
import { openForEachTest } from '../../support/scripted-newsloom.ts'
import type { ScriptedServer } from '../../support/servers/scripted-server.ts'

let server: ScriptedServer
let deps: TestNewsloom
const signal = new AbortController().signal

openForEachTest((opened) => {
  ;({ server, deps } = opened)
})

const rowsOf = async (text: string, values: unknown[] = []) => (await deps.pool.query(text, values)).rows
const one = async (text: string, values: unknown[] = []) => (await rowsOf(text, values))[0]
const text = (which: string) =>
  Array.from(
    { length: 5 },
    (_, i) =>
      `The ${which} account of the fire at the rope works says in part ${i} that gate ${i * 7} was shut by hand.`,
  )
const page = (which: string) =>
  `<!doctype html><html lang="en"><head><title>Fire at the rope works</title></head><body><article><h1>Fire at the rope works</h1>${text(
    which,
  )
    .map((p) => `<p>${p}</p>`)
    .join('')}</article></body></html>`
const row = (which: string, more: object = {}) =>
  rowOfLine(
    JSON.stringify({
      url: 'https://rope.example/fire',
      title: 'Fire at the rope works',
      body: text(which).join('\n\n'),
      ...more,
    }),
    'fire.jsonl',
    1,
  )

async function through(ids: readonly number[]): Promise<void> {
  for (const stage of [stages.fetch, stages.extract, stages.cluster]) await runStep(deps, stage, ids, signal)
}

async function fetched(path: string): Promise<number> {
  const { articleIds } = await enqueueUrls(deps, [server.url + path])
  await through(articleIds)
  expect(await one('select stage from articles where id = $1', [articleIds[0]])).toEqual({
    stage: 'clustered',
  })
  return articleIds[0]!
}

/** Another look, as if `minutes` had gone by since the one before. */
async function lookAgain(id: number, minutes = 0): Promise<void> {
  await deps.pool.query(
    `update articles set refetch_at = now(), gone_since = gone_since - make_interval(mins => $2) where id = $1`,
    [id, minutes],
  )
  await through([id])
}

describe('an article that waits for another look', () => {
  test('keeps its stage and its text while its host is down', async () => {
    server.set('/a', { body: page('first') })
    const id = await fetched('/a')
    server.set('/a', { status: 503, headers: { 'retry-after': '3600' } })
    await lookAgain(id)
    expect(
      await one(
        `select stage, reason, parked_count, refetch_reason, refetch_parked_count, refetch_at > now() + interval '50 minutes' as later
                 from articles where id = $1`,
        [id],
      ),
    ).toEqual({
      stage: 'clustered',
      reason: null,
      parked_count: 0,
      refetch_reason: 'http_503',
      refetch_parked_count: 1,
      later: true,
    })
    expect(await rowsOf('select article_id from news.articles')).toEqual([{ article_id: id }])
  })

  test('can never be sent back to where articles without a text wait', async () => {
    server.set('/a', { body: page('first') })
    const id = await fetched('/a')
    await expect(
      deps.pool.query(`update articles set stage = 'discovered' where id = $1`, [id]),
    ).rejects.toThrow('articles_text_not_discovered')
  })

  test.each(['fetched', 'extracted'])(
    'is compared with a new copy of it, also while a newer text of it is %s',
    async (stage) => {
      await loadRows(deps, [
        row('first', { outlet: 'Alpha' }),
        row('first', { outlet: 'Beta', url: 'https://beta.example/fire' }),
      ])
      await runPipelineUntilIdle(deps)
      const original = await one('select id from articles where duplicate_of is null')
      await deps.pool.query('update articles set stage = $2 where id = $1', [original.id, stage])
      const { articleIds } = await loadRows(deps, [
        row('first', { outlet: 'Gamma', url: 'https://gamma.example/fire' }),
      ])
      await runStep(deps, stages.extract, articleIds, signal)
      await runStep(deps, stages.cluster, articleIds, signal)
      expect(await one('select stage, duplicate_of from articles where id = $1', [articleIds[0]])).toEqual({
        stage: 'clustered',
        duplicate_of: original.id,
      })
    },
  )

  test('is looked at in its turn by the schedule of NEWSLOOM_REFETCH_HOURS', async () => {
    server.set('/a', { body: page('first') })
    const id = await fetched('/a')
    const dueIn = () =>
      one(
        `select round(extract(epoch from refetch_at - first_seen_at) / 3600)::int as hours from articles where id = $1`,
        [id],
      )
    expect(await dueIn()).toEqual({ hours: 1 })
    await deps.pool.query(`update articles set first_seen_at = first_seen_at - interval '2 hours'`)
    await lookAgain(id)
    expect(await dueIn()).toEqual({ hours: 6 })
    await deps.pool.query(`update articles set first_seen_at = first_seen_at - interval '2 days'`)
    await lookAgain(id)
    expect(await one('select refetch_at from articles')).toEqual({ refetch_at: null })
  })
})

describe('an article that its outlet withdrew', () => {
  test.each([404, 410])(
    'is withdrawn when a second look, ten minutes later, finds status %i again',
    async (status) => {
      server.set('/a', { body: page('first') })
      const id = await fetched('/a')
      server.set('/a', { status })
      await lookAgain(id)
      expect(await one('select withdrawn_at, refetch_at > now() as planned from articles')).toEqual({
        withdrawn_at: null,
        planned: true,
      })
      await lookAgain(id, 9)
      expect(await rowsOf('select article_id from news.withdrawals')).toEqual([])
      await lookAgain(id, 2)
      expect(
        await one(
          'select stage, withdrawn_at is not null as withdrawn, body is not null as has_text from news.articles',
        ),
      ).toEqual({
        stage: 'clustered',
        withdrawn: true,
        has_text: true,
      })
      expect(await rowsOf('select article_id, url, status, restored_at from news.withdrawals')).toEqual([
        { article_id: id, url: `${server.url}/a`, status, restored_at: null },
      ])
      expect(await rowsOf(`select kind, subject_id from outbox where kind like 'article.w%'`)).toEqual([
        { kind: 'article.withdrawn', subject_id: id },
      ])
      expect(await readArticle(deps.pool, id)).toMatchObject({ withdrawals: [{ status, restored_at: null }] })
      await lookAgain(id, 60)
      expect(await rowsOf('select article_id from news.withdrawals')).toHaveLength(1)
    },
  )

  test('is not restored by a replay of what was read before', async () => {
    server.set('/a', { body: page('first') })
    const id = await fetched('/a')
    server.set('/a', { status: 404 })
    await lookAgain(id)
    await lookAgain(id, 20)
    await replay(deps, { stage: 'extract', reason: null, outlet: null, since: null })
    await through([id])
    expect(await rowsOf('select restored_at from news.withdrawals')).toEqual([{ restored_at: null }])
    expect(await rowsOf(`select kind from outbox where kind = 'article.restored'`)).toEqual([])
  })

  test('is not withdrawn when it is there at the second look', async () => {
    server.set('/a', { body: page('first') })
    const id = await fetched('/a')
    server.set('/a', { status: 404 })
    await lookAgain(id)
    server.set('/a', { body: page('first') })
    await lookAgain(id, 20)
    server.set('/a', { status: 404 })
    await lookAgain(id)
    expect(await rowsOf('select article_id from news.withdrawals')).toEqual([])
  })

  test.each([
    ['the text it had', 'first', 1],
    ['another text', 'second', 2],
  ])('is restored when it comes back with %s', async (_what, which, version) => {
    server.set('/a', { body: page('first') })
    const id = await fetched('/a')
    server.set('/a', { status: 404 })
    await lookAgain(id)
    await lookAgain(id, 20)
    server.set('/a', { body: page(which) })
    await lookAgain(id)
    expect(
      await one('select withdrawn_at, version, body like $1 as is_new from news.articles', [
        `%${which} account%`,
      ]),
    ).toEqual({
      withdrawn_at: null,
      version,
      is_new: true,
    })
    expect(await rowsOf('select restored_at > withdrawn_at as restored from news.withdrawals')).toEqual([
      { restored: true },
    ])
    expect(await rowsOf(`select subject_id from outbox where kind = 'article.restored'`)).toEqual([
      { subject_id: id },
    ])
  })
})

describe('a newer text', () => {
  test('that arrives while the older one is read is read after it, and both are versions', async () => {
    const { articleIds } = await loadRows(deps, [row('first')])
    let arrived: Promise<unknown> | undefined
    const during = {
      ...deps,
      extractor: {
        ...deps.extractor,
        run: async (task: Parameters<typeof deps.extractor.run>[0]) => {
          await (arrived ??= loadRows(deps, [row('second')]))
          return deps.extractor.run(task)
        },
      },
    }
    await runStep(during, stages.extract, articleIds, signal)
    await runPipelineUntilIdle(deps)
    expect(
      await one('select version, body like $1 as newest from news.articles', ['%second account%']),
    ).toEqual({ version: 2, newest: true })
    expect(await rowsOf('select version from news.edits')).toEqual([{ version: 2 }])
    expect(await checkInvariants(deps.pool)).toEqual([])
  })

  test('that is stored while the older one is compared is compared itself', async () => {
    const { articleIds } = await loadRows(deps, [row('first')])
    await runStep(deps, stages.extract, articleIds, signal)
    const step = stages.cluster.step
    const inputs = await step.load(deps.pool, articleIds)
    await loadRows(deps, [row('second')])
    await runStep(deps, stages.extract, articleIds, signal)
    const stale = { ...stages.cluster, step: { ...step, load: async () => inputs } }
    expect((await runStep(deps, stale, articleIds, signal)).done).toEqual([])
    expect(await one('select stage from articles')).toEqual({ stage: 'extracted' })
    await runPipelineUntilIdle(deps)
    expect(await checkInvariants(deps.pool)).toEqual([])
  })

  test('of a copy is compared itself, also when another copy is placed meanwhile', async () => {
    const at = (host: string) => ({ outlet: host, url: `https://${host}.example/fire` })
    await loadRows(deps, [row('first', at('alpha')), row('first', at('beta'))])
    await runPipelineUntilIdle(deps)
    const { articleIds: changed } = await loadRows(deps, [row('second', at('beta'))])
    await runStep(deps, stages.extract, changed, signal)
    const { articleIds: third } = await loadRows(deps, [row('first', at('gamma'))])
    await runStep(deps, stages.extract, third, signal)
    await runStep(deps, stages.cluster, third, signal)
    expect(await one('select stage from articles where id = $1', [changed[0]])).toEqual({
      stage: 'extracted',
    })
    await runPipelineUntilIdle(deps)
    expect(await checkInvariants(deps.pool)).toEqual([])
  })

  test.each([
    ['three texts of one address in one load', ['first', 'second', 'third'], 3],
    ['a text that comes back after another one', ['first', 'second', 'first'], 3],
    ['the same text twice', ['first', 'first', 'second'], 2],
  ])('%s: as many versions, in the order given', async (_what, order, versions) => {
    await loadRows(
      deps,
      order.map((which) => row(which)),
    )
    await runPipelineUntilIdle(deps)
    const stored = await rowsOf(
      'select version, substring(body from 5 for 5) as which from article_versions order by version',
    )
    expect(stored).toEqual(
      order
        .filter((which, i) => which !== order[i - 1])
        .map((which, i) => ({ version: i + 1, which: which.slice(0, 5) })),
    )
    expect(await one('select version, body from articles')).toEqual({
      version: versions,
      body: text(order.at(-1)!).join('\n\n'),
    })
    expect(await rowsOf('select version from news.edits')).toHaveLength(versions - 1)
  })

  test('of one id over three loads is a version each, whatever the clock says', async () => {
    let now = Date.now()
    for (const which of ['first', 'second', 'first']) {
      now -= 60_000
      await loadRows({ ...deps, now: () => new Date(now) }, [row(which, { id: 'x1', url: undefined })])
      await runPipelineUntilIdle(deps)
    }
    expect(await one('select version, body from articles')).toEqual({
      version: 3,
      body: text('first').join('\n\n'),
    })
  })

  test('is read although an older one that waits before it cannot be', async () => {
    const { articleIds } = await loadRows(deps, [row('first'), row('second')])
    await deps.pool.query('delete from documents where fetched_at = (select min(fetched_at) from documents)')
    await runStep(deps, stages.extract, articleIds, signal)
    await runPipelineUntilIdle(deps)
    expect(await one('select stage, body like $1 as newest from articles', ['%second account%'])).toEqual({
      stage: 'clustered',
      newest: true,
    })
  })
})

describe('newsloom article refetch', () => {
  test('makes articles with a text, dead letters and parked ones due at once, and says which cannot be', async () => {
    server.set('/a', { body: page('first') })
    const clustered = await fetched('/a')
    const { articleIds } = await enqueueUrls(deps, [`${server.url}/gone`])
    await through(articleIds)
    const [dead] = articleIds
    const { articleIds: loaded } = await loadRows(deps, [row('first', { url: undefined, id: 'no-address' })])
    await deps.pool.query('update articles set refetch_at = null')
    const report = await refetch(deps, [clustered, dead!, loaded[0]!])
    expect(report).toEqual({
      due: [clustered, dead],
      refused: [{ id: loaded[0], why: 'has no address to look at' }],
    })
    expect(
      await one('select stage, refetch_at <= now() as due from articles where id = $1', [clustered]),
    ).toEqual({ stage: 'clustered', due: true })
    expect(await one('select stage from articles where id = $1', [dead])).toEqual({ stage: 'discovered' })
    server.set('/a', { body: page('second') })
    server.set('/gone', { body: page('third') })
    await through([clustered, dead!])
    expect(
      await rowsOf('select id, version from articles where id = any($1) order by id', [[clustered, dead]]),
    ).toEqual([
      { id: clustered, version: 2 },
      { id: dead, version: 1 },
    ])
  })
})
