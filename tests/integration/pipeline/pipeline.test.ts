import { afterEach, describe, expect, it } from 'vitest'
import type { FoundRow } from '../../../src/pipeline/load/found-row.ts'
import { loadRows } from '../../../src/pipeline/load/load.ts'
import { rowOfLine } from '../../../src/pipeline/load/rows.ts'
import { runStep } from '../../../src/pipeline/run-step.ts'
import { stages } from '../../../src/pipeline/stages.ts'
import { startWorkers } from '../../../src/runtime/workers/run.ts'
import { runPipelineUntilIdle } from '../../../src/runtime/workers/until-idle.ts'
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
const line = (fields: object, n = 1): FoundRow => rowOfLine(JSON.stringify(fields), 'test.jsonl', n)
const signal = new AbortController().signal

async function tables(deps: TestNewsloom): Promise<unknown> {
  const { rows } = await deps.pool.query(
    `select a.url_key, o.slug, a.stage, a.reason, a.title, md5(a.body) as body, a.version,
            (select url_key from articles d where d.id = a.duplicate_of) as copy_of, a.published_at
     from articles a left join outlets o on o.id = a.outlet_id order by a.url_key, a.title, body`,
  )
  return rows
}

const sample: FoundRow[] = Array.from({ length: 40 }, (_, i) =>
  line({
    id: `row-${i}`,
    url: `https://outlet-${i % 7}.example/article-${i}`,
    title: `Headline number ${i}`,
    body: words(60, `w${i % 10 === 0 ? 0 : i}x`),
    published_at: `2026-05-20T10:${String(i).padStart(2, '0')}:00Z`,
  }),
)

describe.each(backends)('the pipeline on the %s queue', (backend) => {
  it('leads every article to its fate, and a second load changes nothing', async ({ skip }) => {
    skip(backend === 'redis' && redisMissing(), 'no redis-server')
    const deps = await newsloom(backend)
    const first = await loadRows(deps, sample)
    const fates = await runPipelineUntilIdle(deps)
    expect(first).toMatchObject({ new: 40, known: 0, refused: 0 })
    expect(Object.values(fates).reduce((a, b) => a + b)).toBe(40)
    expect(fates.waiting).toBeUndefined()
    const before = await tables(deps)
    const second = await loadRows(deps, sample)
    await runPipelineUntilIdle(deps)
    expect(second).toMatchObject({ new: 0, known: 40, refused: 0 })
    expect(await tables(deps)).toEqual(before)
  })

  it('gives the same tables with one set of workers and with four', async ({ skip }) => {
    skip(backend === 'redis' && redisMissing(), 'no redis-server')
    const one = await newsloom(backend)
    await loadRows(one, sample)
    await runPipelineUntilIdle(one)
    const four = await newsloom(backend, {}, { poolSize: 40 })
    const sets = Array.from({ length: 4 }, () =>
      startWorkers(four, ['scheduler', 'extract', 'cluster'], { roundMs: 100 }),
    )
    await loadRows(four, sample)
    await runPipelineUntilIdle(four)
    await Promise.all(sets.map((set) => set.close(5_000)))
    expect(await tables(four)).toEqual(await tables(one))
  })

  it('finds its way again after the whole queue was lost', async ({ skip }) => {
    skip(backend === 'redis' && redisMissing(), 'no redis-server')
    const deps = await newsloom(backend)
    await loadRows(deps, sample)
    for (const queue of deps.queues.bullQueues(['extract', 'cluster']))
      await queue.obliterate({ force: true })
    expect(await deps.queues.waiting('extract')).toBe(0)
    // As if the jobs had been lost a minute ago.
    await deps.pool.query(`update articles set next_attempt_at = now() - interval '1 minute'`)
    const fates = await runPipelineUntilIdle(deps)
    expect(fates.waiting).toBeUndefined()
    expect(Object.values(fates).reduce((a, b) => a + b)).toBe(40)
  })
})

describe('a step', () => {
  it('happens once, however often its job comes', async () => {
    const deps = await newsloom()
    const { articleIds } = await loadRows(deps, [sample[0]!])
    const reports = await Promise.all(
      Array.from({ length: 6 }, () => runStep(deps, stages.extract, articleIds, signal)),
    )
    expect(reports.flatMap((report) => report.done)).toEqual(articleIds)
    const { rows } = await deps.pool.query('select version, stage from articles')
    expect(rows).toEqual([{ version: 1, stage: 'extracted' }])
    const versions = await deps.pool.query('select count(*) as n from article_versions')
    expect(versions.rows[0].n).toBe(1)
  })

  it('that fails for one article leaves the others alone', async () => {
    const deps = await newsloom()
    const { articleIds } = await loadRows(deps, sample.slice(0, 3))
    await deps.pool.query('delete from documents where article_id = $1', [articleIds[1]])
    const report = await runStep(deps, stages.extract, articleIds, signal)
    expect(report.done).toEqual([articleIds[0], articleIds[2]].sort())
    const { rows } = await deps.pool.query('select stage, reason from articles where id = $1', [
      articleIds[1],
    ])
    expect(rows).toEqual([{ stage: 'failed', reason: 'no_document' }])
  })
})

describe('identity', () => {
  it('one address is one article, and a changed text its next version', async () => {
    const deps = await newsloom()
    const url = 'https://a.example/one'
    await loadRows(deps, [line({ url, title: 'First', body: words(50, 'a') })])
    await runPipelineUntilIdle(deps)
    await loadRows(deps, [line({ url: `${url}?utm_source=x`, title: 'Second', body: words(50, 'b') })])
    await runPipelineUntilIdle(deps)
    const { rows } = await deps.pool.query('select title, version from articles')
    expect(rows).toEqual([{ title: 'Second', version: 2 }])
    const versions = await deps.pool.query(
      'select version, title, cause from article_versions order by version',
    )
    expect(versions.rows).toEqual([
      { version: 1, title: 'First', cause: 'first' },
      { version: 2, title: 'Second', cause: 'revised' },
    ])
  })

  it('the same text of one outlet under two addresses is one article with an alias', async () => {
    const deps = await newsloom()
    const body = words(80, 'same')
    await loadRows(deps, [
      line({ id: 'x', url: 'https://a.example/one', outlet: 'A', title: 'T', body }),
      line({ id: 'y', url: 'https://a.example/two', outlet: 'A', title: 'T', body }, 2),
    ])
    await runPipelineUntilIdle(deps)
    const { rows } = await deps.pool.query('select stage, reason from articles order by stage')
    expect(rows).toEqual([
      { stage: 'clustered', reason: null },
      { stage: 'dropped', reason: 'same_as_known' },
    ])
    const alias = await deps.pool.query('select kind from article_urls')
    expect(alias.rows).toEqual([{ kind: 'same_text' }])
    const ids = await deps.pool.query(
      'select count(distinct article_id) as articles, count(*) as ids from article_external_ids',
    )
    expect(ids.rows).toEqual([{ articles: 1, ids: 2 }])
  })

  it('without an address each id is an article, and the same text again a copy', async () => {
    const deps = await newsloom()
    const body = words(80, 'same')
    await loadRows(deps, [
      line({ id: 'x', outlet: 'A', title: 'T', body, published_at: '2026-05-20T10:00:00Z' }),
      line({ id: 'y', outlet: 'B', title: 'T', body, published_at: '2026-05-20T12:00:00Z' }, 2),
    ])
    await runPipelineUntilIdle(deps)
    const { rows } = await deps.pool.query(
      `select x.external_id, o.external_id as copy_of from articles a
       join article_external_ids x on x.article_id = a.id
       left join article_external_ids o on o.article_id = a.duplicate_of order by 1`,
    )
    expect(rows).toEqual([
      { external_id: 'x', copy_of: null },
      { external_id: 'y', copy_of: 'x' },
    ])
  })
})

describe('who is the same, and who is not', () => {
  const body = words(80, 'same')
  const told = async (deps: TestNewsloom) =>
    (
      await deps.pool.query(
        `select x.external_id as id, a.stage, a.id = min(a.id) over () as first, a.duplicate_of is not null as copy
         from article_external_ids x join articles a on a.id = x.article_id order by 1`,
      )
    ).rows

  it('no outlet never equals no outlet: the same text at two addresses is an article and its copy', async () => {
    const deps = await newsloom()
    await loadRows(deps, [
      line({ id: 'x', url: 'https://a.example/one', title: 'T', body }),
      line({ id: 'y', url: 'https://b.example/two', title: 'T', body }, 2),
    ])
    await runPipelineUntilIdle(deps)
    expect((await told(deps)).map(({ id, stage, copy }) => [id, stage, copy])).toEqual([
      ['x', 'clustered', false],
      ['y', 'clustered', true],
    ])
  })

  it('one outlet, no address: each id is an article, the same text again a copy', async () => {
    const deps = await newsloom()
    await loadRows(deps, [
      line({ id: 'x', outlet: 'A', title: 'T', body }),
      line({ id: 'y', outlet: 'A', title: 'T', body }, 2),
    ])
    await runPipelineUntilIdle(deps)
    expect((await told(deps)).map(({ id, copy }) => [id, copy])).toEqual([
      ['x', false],
      ['y', true],
    ])
  })

  it('one id is one article, whatever was loaded twice', async () => {
    const deps = await newsloom()
    const row = line({ id: 'x', outlet: 'A', title: 'T', body })
    await loadRows(deps, [row])
    const again = await loadRows(deps, [row])
    expect(again).toMatchObject({ new: 0, known: 1 })
  })

  it('spellings of an address are one article', async () => {
    const deps = await newsloom()
    await loadRows(deps, [
      line({ url: 'https://www.a.example/one?utm_source=x', title: 'T', body }),
      line({ url: 'http://a.example/one/', title: 'T', body }, 2),
      line({ url: 'https://a.example/one#top', title: 'T', body }, 3),
    ])
    await runPipelineUntilIdle(deps)
    const { rows } = await deps.pool.query('select count(*) as n from articles')
    expect(rows).toEqual([{ n: 1 }])
  })
})

describe('who wrote it', () => {
  it('a wire counts once, however many ran it and however they cut it', async () => {
    const deps = await newsloom()
    const report = (id: string, outlet: string, text: string, hour: number) =>
      line({
        id,
        outlet,
        title: 'Ferry aground off Lindau',
        body: text,
        published_at: `2026-05-20T${hour}:00:00Z`,
      })
    const wire = `LINDAU (Reuters) - ${words(120, 'ferry')}`
    await loadRows(deps, [
      report('paper', 'Paper', wire, 10),
      report('other', 'Other', wire.split(' ').slice(0, 70).join(' '), 12),
      report('late', 'Reuters', wire.replace('LINDAU (Reuters) - ', ''), 13),
    ])
    await runPipelineUntilIdle(deps)
    const { rows } = await deps.pool.query(
      `select x.external_id as id, o.external_id as copy_of, a.copy_reasons ->> 'why' as why, s.outlet_count, s.independent_count
       from articles a join article_external_ids x on x.article_id = a.id join stories s on s.id = a.story_id
       left join article_external_ids o on o.article_id = a.duplicate_of order by 1`,
    )
    const counts = { outlet_count: 3, independent_count: 1 }
    expect(rows).toEqual([
      { id: 'late', copy_of: null, why: null, ...counts },
      { id: 'other', copy_of: 'late', why: 'named', ...counts },
      { id: 'paper', copy_of: 'late', why: 'named', ...counts },
    ])
    const why = await deps.pool.query(`select why from news.story_articles where outlet = 'other'`)
    expect(why.rows[0].why).toMatch(
      /^\d+ % of its text stands in article 3; it leaves out \d+ words; .*the original is by whom others credit$/,
    )
    const syndicated = await deps.pool.query(
      `select outlet, agency, is_credited, original_outlet, share > 0.9 as whole, share_of_original < 0.7 as cut, words_cut > 40 as many
       from news.syndication order by 1`,
    )
    expect(syndicated.rows).toEqual([
      {
        outlet: 'other',
        agency: 'Reuters',
        is_credited: true,
        original_outlet: 'reuters',
        whole: true,
        cut: true,
        many: true,
      },
      {
        outlet: 'paper',
        agency: 'Reuters',
        is_credited: true,
        original_outlet: 'reuters',
        whole: true,
        cut: false,
        many: false,
      },
    ])
  })
})

describe('articles that are a title alone', () => {
  it('are copies where outlet, day and title say so, and never else', async () => {
    const deps = await newsloom()
    const title = 'Ferry runs aground off Lindau'
    const rows = [
      { id: 'a', outlet: 'A', title, published_at: '2026-05-20T10:00:00Z' },
      { id: 'again', outlet: 'A', title, published_at: '2026-05-20T12:00:00Z' },
      { id: 'b', outlet: 'B', title, published_at: '2026-05-20T10:00:00Z' },
      { id: 'tomorrow', outlet: 'A', title, published_at: '2026-05-21T10:00:00Z' },
      { id: 'nobody', title, published_at: '2026-05-20T10:00:00Z' },
      { id: 'nobody-too', title, published_at: '2026-05-20T10:00:00Z' },
      { id: 'text', outlet: 'A', title, published_at: '2026-05-20T13:00:00Z', body: words(80, 'w') },
    ]
    await loadRows(
      deps,
      rows.map((row, i) => line(row, i)),
    )
    await runPipelineUntilIdle(deps)
    const found = await deps.pool.query(
      `select x.external_id, o.external_id as copy_of, a.copy_reasons ->> 'by_title' as by_title from articles a
       join article_external_ids x on x.article_id = a.id
       join article_external_ids o on o.article_id = a.duplicate_of order by 1`,
    )
    expect(found.rows).toEqual([
      { external_id: 'a', copy_of: 'text', by_title: 'true' },
      { external_id: 'again', copy_of: 'text', by_title: 'true' },
    ])
  })
})

describe('bad rows', () => {
  it.each([
    ['not JSON', '{"title": ', 'bad_json'],
    ['no object', '[1]', 'bad_row'],
    ['nothing in it', '{"id": 1}', 'bad_row'],
    ['a title that is no text', '{"title": 5}', 'bad_row'],
    ['an address that is none', '{"title": "x", "url": "nonsense"}', 'bad_row'],
  ])('%s is refused and named, the good ones are loaded', async (_what, text, code) => {
    const deps = await newsloom()
    const report = await loadRows(deps, [rowOfLine(text, 'bad.jsonl', 1), line({ title: 'Good one' }, 2)])
    expect(report).toMatchObject({ new: 1, refused: 1 })
    expect(report.refusals[0]).toMatchObject({ file: 'bad.jsonl', line: 1, code })
    const { rows } = await deps.pool.query('select file, line, code from load_refusals')
    expect(rows).toEqual([{ file: 'bad.jsonl', line: 1, code }])
  })
})

describe('two versions of one address in one load', () => {
  it('are both kept, and the later one counts', async () => {
    const deps = await newsloom()
    const url = 'https://a.example/one'
    const report = await loadRows(deps, [
      line({ url, title: 'First', body: words(50, 'a') }),
      line({ url, title: 'Second', body: words(50, 'b') }, 2),
    ])
    await runPipelineUntilIdle(deps)
    expect(report.new).toBe(2)
    const { rows } = await deps.pool.query('select count(*) as n from documents')
    expect(rows[0].n).toBe(2)
    const articles = await deps.pool.query('select title from articles')
    expect(articles.rows).toEqual([{ title: 'Second' }])
  })
})

describe('where each field came from', () => {
  const html = `<!doctype html><html lang="en"><head><meta property="og:title" content="The ferry sails again">
<script type="application/ld+json">{"@type":"NewsArticle","headline":"The ferry sails again","articleSection":"Town"}</script></head>
<body><article><h1>The ferry sails again</h1>${'<p>The ferry to Marrow Quay sailed again on Monday, after nine weeks in dry dock, and its captain sounded the horn.</p>'.repeat(3)}</article></body></html>`

  it('is stored with the article, what its feed said included', async () => {
    const deps = await newsloom('postgres')
    await loadRows(deps, [line({ url: 'https://quaycourier.example/town/ferry', html })])
    await deps.pool.query(`update articles set feed_author = 'By Ines Okafor'`)
    await runPipelineUntilIdle(deps)
    const { rows } = await deps.pool.query('select authors, provenance from articles')
    expect(rows).toEqual([
      {
        authors: ['Ines Okafor'],
        provenance: { title: 'page', section: 'json_ld', language: 'page', body: 'page', authors: 'feed' },
      },
    ])
  })
})
