import { describe, expect, test } from 'vitest'
import { transaction } from '../../../src/adapters/postgres/db.ts'
import { loadRows } from '../../../src/pipeline/load/load.ts'
import { rowOfLine } from '../../../src/pipeline/load/rows.ts'
import { replay } from '../../../src/pipeline/replay/replay.ts'
import { runStep } from '../../../src/pipeline/run-step.ts'
import { enqueueUrls } from '../../../src/pipeline/sources/enqueue.ts'
import { stages } from '../../../src/pipeline/stages.ts'
import { runPipelineUntilIdle } from '../../../src/runtime/workers/until-idle.ts'
import { correctArticle } from '../../../src/store/articles/corrections.ts'
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
const LINE = 'Anyone who saw something may write to the newsroom before the evening.'
const topics = ['orchard', 'quarry', 'signal box', 'weir', 'granary', 'chapel']

function body(topic: string): string[] {
  return [
    `The ${topic} of Lower Ashby was surveyed on Tuesday by two engineers, who measured each wall of the ${topic} twice.`,
    `Their report says that the ${topic} can stand for another forty winters if the gutters are kept clear of leaves.`,
    `The parish will read the report on the ${topic} aloud in April, and anyone may ask for a copy of the drawings.`,
  ]
}

function page(topic: string, more: { side?: string; paragraphs?: readonly string[] } = {}): string {
  const paragraphs = [...(more.paragraphs ?? body(topic)), LINE]
  return `<!doctype html><html lang="en"><head><title>Survey of the ${topic}</title></head><body><main><article><h1>Survey of the ${topic}</h1>${paragraphs.map((p) => `<p>${p}</p>`).join('')}</article></main><aside><h3>Most read</h3><ul><li><a href="/x">${more.side ?? 'A walk by the weir'}</a></li></ul></aside></body></html>`
}

/** An outlet whose six pages end with one line; the first three teach it. */
async function outletOfSix(): Promise<number[]> {
  await deps.pool.query(
    `insert into outlets (slug, name, domain) values ('ashby-echo', 'The Ashby Echo', '127.0.0.1')`,
  )
  for (const [i, topic] of topics.entries()) server.set(`/${i}`, { body: page(topic) })
  const { articleIds } = await enqueueUrls(
    deps,
    topics.map((_, i) => `${server.url}/${i}`),
  )
  await deps.pool.query('update articles set outlet_id = (select id from outlets)')
  for (const id of articleIds) await through([id])
  const [{ n }] = await rowsOf(
    `select count(*) as n from articles where stage = 'clustered' and body like '%evening.'`,
  )
  expect(n).toBeGreaterThan(0)
  return [...articleIds]
}

/** The articles through every stage, one after the other. */
async function through(ids: readonly number[]): Promise<void> {
  for (const stage of [stages.fetch, stages.extract, stages.cluster]) await runStep(deps, stage, ids, signal)
}

async function lookAgain(ids: readonly number[]): Promise<void> {
  await deps.pool.query('update articles set refetch_at = now() where id = any($1)', [ids])
  await through(ids)
}

const accusations = () =>
  rowsOf(`select article_id, version from news.edits union all
          select subject_id, null from outbox where kind = 'article.revised' order by 1, 2`)

describe('an edit is what differs between two documents that are read by the same rules', () => {
  test('a line that was learned to be boilerplate is no edit, also where only a box beside the text changed', async () => {
    const ids = await outletOfSix()
    for (const [i, topic] of topics.entries())
      server.set(`/${i}`, { body: page(topic, { side: 'Six old gates' }) })
    await lookAgain(ids)
    expect(await rowsOf(`select count(*)::int as n from articles where body like '%evening.'`)).toEqual([
      { n: 0 },
    ])
    expect(await rowsOf(`select distinct version, stage from articles`)).toEqual([
      { version: 1, stage: 'clustered' },
    ])
    expect(await accusations()).toEqual([])
  })

  test('the same bytes are neither stored nor read again', async () => {
    const ids = await outletOfSix()
    const before = await rowsOf('select id, text_revision, document_at from articles order by id')
    await lookAgain(ids)
    expect(await rowsOf('select id, text_revision, document_at from articles order by id')).toEqual(before)
    expect(await accusations()).toEqual([])
  })

  test('an edit that meets a new extractor and a learned line is recorded as what the outlet changed, and no more', async () => {
    const ids = await outletOfSix()
    await deps.pool.query(`update articles set extractor_version = 0`)
    const [first, second, third] = body('quarry') as [string, string, string]
    const paragraphs = [first, second.replace('forty', 'fourteen'), third]
    server.set('/1', { body: page('quarry', { paragraphs }) })
    await lookAgain(ids)
    const [edit, ...others] = await rowsOf(
      'select article_id, version, diff, words_added, words_removed from news.edits',
    )
    expect(others).toEqual([])
    expect(edit).toMatchObject({ article_id: ids[1], version: 2, words_added: 1, words_removed: 1 })
    expect(edit.diff).toContain('[-forty-]{+fourteen+}')
    expect(edit.diff).not.toContain('newsroom')
    expect(await rowsOf(`select subject_id from outbox where kind = 'article.revised'`)).toEqual([
      { subject_id: ids[1] },
    ])
  })

  test('a replay of another reading makes no version and no event', async () => {
    await outletOfSix()
    await deps.pool.query(`update articles set title = 'As it was read of old', extractor_version = 0`)
    await replay(deps, { stage: 'extract', reason: null, outlet: null, since: null })
    await runPipelineUntilIdle(deps)
    expect(
      await rowsOf(`select count(*)::int as n from articles where title like 'Survey%' and version = 1`),
    ).toEqual([{ n: 6 }])
    expect(await rowsOf(`select distinct cause from article_versions`)).toEqual([{ cause: 'first' }])
    expect(await accusations()).toEqual([])
  })

  test('where the old document is gone the new text is stored and nobody is accused', async () => {
    const ids = await outletOfSix()
    await deps.pool.query('delete from documents')
    server.set('/0', {
      body: page('orchard', {
        paragraphs: [
          ...body('orchard'),
          'The orchard was sold on Friday to a maker of cider from Upper Ashby.',
        ],
      }),
    })
    await lookAgain([ids[0]!])
    expect(
      await rowsOf('select body like $1 as is_new, version from articles where id = $2', ['%cider%', ids[0]]),
    ).toEqual([{ is_new: true, version: 2 }])
    expect(await rowsOf('select cause from article_versions where version = 2')).toEqual([
      { cause: 'unattributed' },
    ])
    expect(await accusations()).toEqual([])
  })

  test('a page that gives no text any more leaves the text, and what comes after it is held against the text', async () => {
    const ids = await outletOfSix()
    server.set('/2', {
      body: '<html><head><title>Sign in</title></head><body><form><input type="password"></form></body></html>',
    })
    await lookAgain([ids[2]!])
    const [kept] = await rowsOf(
      'select stage, reason, version, document_reason from articles where id = $1',
      [ids[2]],
    )
    expect(kept).toMatchObject({ stage: 'clustered', reason: null, version: 1 })
    expect(kept.document_reason).toBeTruthy()
    expect(await checkInvariants(deps.pool)).toEqual([])
    server.set('/2', { body: page('signal box', { side: 'Another box' }) })
    await lookAgain([ids[2]!])
    expect(await rowsOf('select version, document_reason from articles where id = $1', [ids[2]])).toEqual([
      { version: 1, document_reason: null },
    ])
    expect(await accusations()).toEqual([])
  })

  test('of a row that was loaded as a body, the row is the document, also when its bytes are gone', async () => {
    const row = (text: string) =>
      rowOfLine(
        JSON.stringify({ id: 'r1', outlet: 'Ashby Echo', title: 'Rows', body: text }),
        'rows.jsonl',
        1,
      )
    const text = body('weir').join('\n\n')
    await loadRows(deps, [row(text)])
    await runPipelineUntilIdle(deps)
    await deps.pool.query('delete from documents')
    await loadRows(deps, [row(`${text} `)])
    await runPipelineUntilIdle(deps)
    expect(await accusations()).toEqual([])
    await deps.pool.query('delete from documents')
    await loadRows(deps, [row(text.replace('forty', 'fourteen'))])
    await runPipelineUntilIdle(deps)
    expect(await rowsOf('select version, words_added from news.edits')).toEqual([
      { version: 2, words_added: 1 },
    ])
  })

  test('what people put right is no edit of the outlet, and outlives one', async () => {
    const ids = await outletOfSix()
    await transaction(deps.pool, (tx) => correctArticle(tx, ids[3]!, { title: 'Put right by hand' }))
    await runStep(deps, stages.cluster, ids, signal)
    server.set('/3', {
      body: page('weir', {
        paragraphs: [...body('weir'), 'The weir was opened again on Sunday for a race of small boats.'],
      }),
    })
    await lookAgain(ids)
    expect(await rowsOf('select version, headline_changed, headline_after from news.edits')).toEqual([
      { version: 3, headline_changed: false, headline_after: 'Put right by hand' },
    ])
  })
})
