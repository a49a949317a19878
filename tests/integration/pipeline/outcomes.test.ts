import { afterEach, describe, expect, it } from 'vitest'
import { transaction } from '../../../src/adapters/postgres/db.ts'
import type { FoundRow } from '../../../src/pipeline/load/found-row.ts'
import { loadRows } from '../../../src/pipeline/load/load.ts'
import { rowOfLine } from '../../../src/pipeline/load/rows.ts'
import { replay, reportReplay } from '../../../src/pipeline/replay/replay.ts'
import { reextractRound } from '../../../src/pipeline/schedule/reextract.ts'
import { enqueueUrls } from '../../../src/pipeline/sources/enqueue.ts'
import { runPipelineUntilIdle } from '../../../src/runtime/workers/until-idle.ts'
import { correctArticle } from '../../../src/store/articles/corrections.ts'
import { removeArticle } from '../../../src/store/articles/removals.ts'
import { checkInvariants, outcomeInvariants } from '../../../src/store/operations/invariants.ts'
import { backends, openNewsloom, redisMissing, type TestNewsloom } from '../../support/newsloom.ts'

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
const line = (fields: object, n: number): FoundRow => rowOfLine(JSON.stringify(fields), 'rows.jsonl', n)
const rowsOf = async (deps: TestNewsloom, text: string, values: unknown[] = []) =>
  (await deps.pool.query(text, values)).rows

const page = (title: string, body: string) =>
  `<!doctype html><html lang="en"><head><title>${title}</title></head><body><article><h1>${title}</h1>${body
    .split('|')
    .map((text) => `<p>${text}.</p>`)
    .join('')}</article></body></html>`

const sample = (): FoundRow[] => [
  line(
    {
      id: 'a',
      url: 'https://a.example/1',
      outlet: 'A',
      title: 'One',
      body: words(80, 'one'),
      published_at: '2026-05-20T10:00:00Z',
    },
    1,
  ),
  line(
    {
      id: 'b',
      url: 'https://b.example/1',
      outlet: 'B',
      title: 'One',
      body: words(80, 'one'),
      published_at: '2026-05-21T12:00:00Z',
    },
    2,
  ),
  line({ id: 'c', url: 'https://c.example/1', outlet: 'C', html: '<html><body></body></html>' }, 3),
  rowOfLine('{"broken', 'rows.jsonl', 4),
]

describe.each(backends)('the outcome invariants on the %s queue', (backend) => {
  it('gives each line and each article exactly one fate', async ({ skip }) => {
    skip(backend === 'redis' && redisMissing(), 'no redis-server')
    const deps = await newsloom(backend)
    await loadRows(deps, sample())
    await enqueueUrls(deps, ['https://d.example/later'])
    expect(await checkInvariants(deps.pool)).toEqual([])
    await runPipelineUntilIdle(deps)
    const fates = await rowsOf(deps, `select kind, thing, fate, reason from news.fates order by kind, thing`)
    expect(fates).toMatchObject([
      { kind: 'article', thing: 'https://a.example/1', fate: 'clustered' },
      { kind: 'article', thing: 'https://b.example/1', fate: 'copy' },
      { kind: 'article', thing: 'https://c.example/1', fate: expect.stringMatching(/dropped|failed/) },
      { kind: 'article', thing: 'https://d.example/later', fate: 'waiting' },
      { kind: 'line', thing: expect.stringContaining('rows.jsonl:1'), fate: 'clustered' },
      { kind: 'line', thing: expect.stringContaining('rows.jsonl:2'), fate: 'copy' },
      {
        kind: 'line',
        thing: expect.stringContaining('rows.jsonl:3'),
        fate: expect.stringMatching(/dropped|failed/),
      },
      { kind: 'line', thing: expect.stringContaining('rows.jsonl:4'), fate: 'failed', reason: 'bad_json' },
    ])
    expect(await checkInvariants(deps.pool)).toEqual([])
  })
})

describe('the check of the outcome invariants', () => {
  const breaks: Record<string, string> = {
    'a clustered article has a text and a story': `update articles set story_id = null where url_key = 'a.example/1'`,
    'a text has each of its versions': `delete from article_versions`,
    'an article is announced once': `insert into outbox (kind, subject_id, dedupe_key) select kind, subject_id, dedupe_key || 'x' from outbox where kind = 'article.new'`,
    'a story counts its articles': `update stories set article_count = article_count + 1`,
    'a copy points to an original': `update articles set duplicate_of = (select id from articles where url_key = 'b.example/1') where url_key = 'a.example/1'`,
    'an article that waits for extraction has its document': `with gone as (delete from documents) update articles set stage = 'fetched' where url_key = 'a.example/1'`,
  }
  it.each(Object.entries(breaks))('sees when not: %s', async (law, statement) => {
    const deps = await newsloom()
    await loadRows(deps, sample())
    await runPipelineUntilIdle(deps)
    expect(Object.keys(outcomeInvariants)).toContain(law)
    await deps.pool.query(statement)
    expect((await checkInvariants(deps.pool)).map((breach) => breach.law)).toContain(law)
  })
})

describe('replay', () => {
  it('takes dead letters up again from stored bytes, and counts only with a dry run', async () => {
    const deps = await newsloom()
    await loadRows(deps, sample())
    await runPipelineUntilIdle(deps)
    await deps.pool.query(
      `update articles set stage = 'failed', reason = 'internal', version = 0, story_id = null where url_key = 'a.example/1'`,
    )
    await deps.pool.query(
      `delete from article_versions where article_id = (select id from articles where url_key = 'a.example/1')`,
    )
    const letters = await rowsOf(
      deps,
      `select url, reason, has_document from news.dead_letters where reason = 'internal'`,
    )
    expect(letters).toEqual([{ url: 'https://a.example/1', reason: 'internal', has_document: true }])
    const filter = { stage: 'extract', reason: 'internal', outlet: null, since: null } as const
    expect(await replay(deps, filter, true)).toEqual({ count: 1, to: 'fetched' })
    expect(await replay(deps, { ...filter, outlet: 'b' })).toMatchObject({ count: 0 })
    expect(await replay(deps, filter)).toEqual({ count: 1, to: 'fetched' })
    await runPipelineUntilIdle(deps)
    const [article] = await rowsOf(
      deps,
      `select stage, reason, version from articles where url_key = 'a.example/1'`,
    )
    expect(article).toEqual({ stage: 'clustered', reason: null, version: 1 })
  })

  it('changes nothing when the extractor has not changed', async () => {
    const deps = await newsloom()
    await loadRows(deps, sample())
    await runPipelineUntilIdle(deps)
    const read = () =>
      rowsOf(
        deps,
        `select id, stage, reason, title, body, version, duplicate_of, story_id from articles order by id`,
      )
    const before = await read()
    await replay(deps, { stage: 'extract', reason: null, outlet: null, since: null })
    await runPipelineUntilIdle(deps)
    await replay(deps, { stage: 'cluster', reason: null, outlet: null, since: null })
    await runPipelineUntilIdle(deps)
    expect(await read()).toEqual(before)
    expect(await checkInvariants(deps.pool)).toEqual([])
  })

  it('keeps what people corrected, and reports without writing', async () => {
    const deps = await newsloom()
    const html = page(
      'The wrong headline of it all',
      `${words(40, 'first')}|${words(40, 'second')}|${words(40, 'third')}`,
    )
    const { articleIds } = await loadRows(deps, [line({ url: 'https://a.example/1', outlet: 'A', html }, 1)])
    await runPipelineUntilIdle(deps)
    const id = articleIds[0]!
    expect(
      await transaction(deps.pool, (tx) => correctArticle(tx, id, { title: 'The right headline' })),
    ).toBe(true)
    await runPipelineUntilIdle(deps)
    await deps.pool.query(`update articles set dek = 'something that the page does not say' where id = $1`, [
      id,
    ])
    const report = await reportReplay(deps, { reason: null, outlet: null, since: null }, 10)
    expect(report).toMatchObject({ read: 1, unchanged: 0 })
    expect(Object.keys(report.changed)).toEqual(['dek'])
    await replay(deps, { stage: 'extract', reason: null, outlet: null, since: null })
    await runPipelineUntilIdle(deps)
    const [article] = await rowsOf(deps, `select title, dek, version, stage from articles where id = $1`, [
      id,
    ])
    expect(article).toMatchObject({ title: 'The right headline', dek: null, stage: 'clustered' })
    const causes = await rowsOf(
      deps,
      `select cause from article_versions where article_id = $1 order by version`,
      [id],
    )
    expect(causes.map((row) => row.cause)).toEqual(['first', 'corrected'])
  })

  it('reads again in the background what an older extractor read, each article once', async () => {
    const deps = await newsloom()
    await loadRows(deps, sample())
    await runPipelineUntilIdle(deps)
    await deps.pool.query(
      `update articles set extractor_version = 0, title = 'as read of old' where url_key = 'a.example/1'`,
    )
    // What the scheduler of the run before noted: that nothing was left to read again.
    await deps.pool.query(`delete from settings where key = 'reextract'`)
    // Workers of the version before may still be at work: not at once.
    expect(await reextractRound(deps)).toBe(0)
    expect(await reextractRound(deps)).toBe(0)
    await deps.pool.query(
      `update settings set updated_at = now() - interval '11 minutes' where key = 'reextract'`,
    )
    expect(await reextractRound(deps)).toBe(1)
    await runPipelineUntilIdle(deps)
    expect(await reextractRound(deps)).toBe(0)
    expect(await reextractRound(deps)).toBe(0)
    const versions = await rowsOf(
      deps,
      `select v.cause, v.title from article_versions v join articles a on a.id = v.article_id
       where a.url_key = 'a.example/1' order by v.version`,
    )
    // Another reading is no version: the outlet changed nothing.
    expect(versions).toEqual([{ cause: 'first', title: 'One' }])
    expect(await rowsOf(deps, `select title from articles where url_key = 'a.example/1'`)).toEqual([
      { title: 'One' },
    ])
  })
})

describe('a takedown', () => {
  it('takes text, versions, bytes and keys out, tells of it, and keeps the copies of others', async () => {
    const deps = await newsloom()
    await loadRows(deps, sample())
    await runPipelineUntilIdle(deps)
    const [{ id }] = await rowsOf(deps, `select id from articles where url_key = 'a.example/1'`)
    const removed = await transaction(deps.pool, (tx) => removeArticle(tx, id, 'by order of a court'))
    expect(removed).toMatchObject({ article_id: id, addresses: 1, copies: 1 })
    const [left] = await rowsOf(
      deps,
      `select stage, reason, title, body, content_hash, story_id,
         (select count(*) from documents where article_id = a.id) + (select count(*) from article_versions where article_id = a.id)
         + (select count(*) from article_fingerprints where article_id = a.id) + (select count(*) from article_terms where article_id = a.id)
         + (select count(*) from article_profiles where article_id = a.id) + (select count(*) from article_search where article_id = a.id)
         + (select count(*) from article_entities where article_id = a.id) + (select count(*) from story_links where article_id = a.id) as rest
       from articles a where id = $1`,
      [id],
    )
    expect(left).toEqual({
      stage: 'dropped',
      reason: 'removed',
      title: null,
      body: null,
      content_hash: null,
      story_id: null,
      rest: 0,
    })
    expect(await rowsOf(deps, `select 1 from news.articles where article_id = $1`, [id])).toEqual([])
    expect(await rowsOf(deps, `select duplicate_of from articles where url_key = 'b.example/1'`)).toEqual([
      { duplicate_of: null },
    ])
    expect(
      await rowsOf(deps, `select kind from outbox where subject_id = $1 and kind = 'article.removed'`, [id]),
    ).toHaveLength(1)
    expect(await checkInvariants(deps.pool)).toEqual([])
  })

  it('stays away: by its address, by its id, and by its text', async () => {
    const deps = await newsloom()
    await loadRows(deps, sample())
    await runPipelineUntilIdle(deps)
    for (const { id } of await rowsOf(
      deps,
      `select id from articles where url_key in ('a.example/1', 'b.example/1')`,
    ))
      await transaction(deps.pool, (tx) => removeArticle(tx, id, 'asked to'))
    const again = await loadRows(deps, sample())
    expect(again).toMatchObject({ new: 0, refused: 1 })
    expect(await enqueueUrls(deps, ['https://www.a.example/1?utm_source=x'])).toMatchObject({
      new: 0,
      known: 0,
    })
    await loadRows(deps, [line({ id: 'elsewhere', outlet: 'E', title: 'One', body: words(80, 'one') }, 1)])
    await runPipelineUntilIdle(deps)
    await replay(deps, { stage: 'extract', reason: null, outlet: null, since: null })
    await runPipelineUntilIdle(deps)
    expect(await rowsOf(deps, `select url from news.articles`)).toEqual([])
    expect(
      await rowsOf(
        deps,
        `select count(*) as n from documents d join articles a on a.id = d.article_id where a.reason = 'removed'`,
      ),
    ).toEqual([{ n: 0 }])
    const fates = await rowsOf(
      deps,
      `select fate, reason, count(*) as n from news.fates where kind = 'line' and reason = 'removed' group by 1, 2`,
    )
    expect(fates.length).toBeGreaterThan(0)
    expect(await checkInvariants(deps.pool)).toEqual([])
  })
})
