import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadRows } from '../../../src/pipeline/load/load.ts'
import { rowOfLine } from '../../../src/pipeline/load/rows.ts'
import { repairRecords } from '../../../src/pipeline/repair/records.ts'
import { runPipelineUntilIdle } from '../../../src/runtime/workers/until-idle.ts'
import { checkInvariants } from '../../../src/store/operations/invariants.ts'
import { openNewsloom, type TestNewsloom } from '../../support/newsloom.ts'

let deps: TestNewsloom
beforeEach(async () => {
  deps = await openNewsloom()
})
afterEach(() => deps.close())

const rowsOf = async (text: string) => (await deps.pool.query(text)).rows
const text = (which: string) =>
  Array.from(
    { length: 5 },
    (_, i) => `The ${which} note on the slipway says in part ${i} that plank ${i * 13} was laid by hand.`,
  )
const page = (which: string, side: string) =>
  `<!doctype html><html lang="en"><head><title>The slipway</title></head><body><article><h1>The slipway</h1>${text(
    which,
  )
    .map((p) => `<p>${p}</p>`)
    .join('')}</article><aside><ul><li><a href="/s">${side}</a></li></ul></aside></body></html>`
const load = async (which: string, side: string) => {
  await loadRows(deps, [
    rowOfLine(
      JSON.stringify({ url: 'https://slip.example/a', outlet: 'Slip', html: page(which, side) }),
      'slip.jsonl',
      1,
    ),
  ])
  await runPipelineUntilIdle(deps)
}
const broken = async () => (await checkInvariants(deps.pool)).map(({ law }) => law)

/** As the program before recorded it: a version of its own, by whatever it had learned meanwhile. */
const falseEdit = (documentAt: string) =>
  deps.pool.query(
    `with told as (
       insert into article_versions (article_id, version, title, body, cause, document_at)
       select id, version + 1, title, body || ' more', 'revised', ${documentAt} from articles)
     update articles set version = version + 1`,
  )

test('an edit between equal documents is found and withdrawn, with an event, and its version stays', async () => {
  await load('first', 'a box')
  await falseEdit('text_document_at')
  expect(await broken()).toEqual(['an edit is between two different documents'])
  expect(await repairRecords(deps)).toEqual({ editsWithdrawn: 1, readAgain: 0, comparedAgain: 0 })
  expect(await broken()).toEqual([])
  expect(await rowsOf('select version from news.edits')).toEqual([])
  expect(
    await rowsOf('select version, withdrawn_at is not null as withdrawn from article_versions order by 1'),
  ).toEqual([
    { version: 1, withdrawn: false },
    { version: 2, withdrawn: true },
  ])
  expect(
    await rowsOf(`select kind, payload->>'version' as version from outbox where kind = 'edit.withdrawn'`),
  ).toEqual([{ kind: 'edit.withdrawn', version: '2' }])
  expect(await repairRecords(deps)).toMatchObject({ editsWithdrawn: 0 })
})

test('an edit whose documents differ beside the text only is withdrawn, and one of the text is not', async () => {
  await load('first', 'a box')
  await load('first', 'another box')
  expect(await rowsOf('select version from article_versions')).toHaveLength(1)
  await falseEdit('text_document_at')
  await deps.pool.query(
    'update article_versions set document_at = (select min(fetched_at) from documents) where version = 1',
  )
  await load('second', 'another box')
  await deps.pool.query(`update article_versions set reread_before = false`)
  expect(await repairRecords(deps)).toMatchObject({ editsWithdrawn: 1 })
  expect(await rowsOf('select version from news.edits')).toEqual([{ version: 3 }])
})

test('a text that is not of its newest document is read again, and what was passed over becomes a version', async () => {
  await load('first', 'a box')
  await deps.pool.query(
    `insert into documents (article_id, fetched_at, kind, url, headers, compression, bytes, byte_count, fingerprint)
     select article_id, fetched_at + interval '1 second', kind, url, headers, 'none', convert_to($1, 'UTF8'), octet_length($1), 'newer' from documents`,
    [page('second', 'a box')],
  )
  expect(await broken()).toEqual(['a text came from the newest document of its article'])
  expect(await repairRecords(deps)).toMatchObject({ readAgain: 1 })
  await runPipelineUntilIdle(deps)
  expect(await broken()).toEqual([])
  expect(await rowsOf(`select version, body like '%second note%' as newest from news.articles`)).toEqual([
    { version: 2, newest: true },
  ])
})

test.each([
  ['keys of another text', `update articles set body = 'Another text.'`],
  ['a story that was decided for another text', 'update articles set text_revision = text_revision + 1'],
])('%s: found, and compared again', async (_what, damage) => {
  await load('first', 'a box')
  await deps.pool.query(damage)
  expect(await broken()).toEqual(['keys and story decision are of the stored text'])
  expect(await repairRecords(deps)).toMatchObject({ comparedAgain: 1 })
  await runPipelineUntilIdle(deps)
  expect(await broken()).toEqual([])
})
