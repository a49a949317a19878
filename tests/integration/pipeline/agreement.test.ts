import { afterEach, describe, expect, it } from 'vitest'
import { madeUpDay } from '../../../bench/stories/made-up.ts'
import { arrival, type LabelledArticle } from '../../../bench/stories/sets.ts'
import { transaction } from '../../../src/adapters/postgres/db.ts'
import { loadRows } from '../../../src/pipeline/load/load.ts'
import { rowOfLine } from '../../../src/pipeline/load/rows.ts'
import { repairRound } from '../../../src/pipeline/repair/round.ts'
import { startWorkers } from '../../../src/runtime/workers/run.ts'
import { runPipelineUntilIdle } from '../../../src/runtime/workers/until-idle.ts'
import { mergeStories, undoEdit } from '../../../src/store/stories/edits.ts'
import { openNewsloom, type TestNewsloom } from '../../support/newsloom.ts'

let open: TestNewsloom[] = []
afterEach(async () => {
  for (const deps of open) await deps.close()
  open = []
})

async function newsloom(poolSize = 10): Promise<TestNewsloom> {
  const deps = await openNewsloom('postgres', {}, { poolSize })
  open.push(deps)
  return deps
}

const rowsOf = (articles: readonly LabelledArticle[]) =>
  articles.map((a, i) =>
    rowOfLine(
      JSON.stringify({
        id: a.id,
        outlet: a.outlet,
        title: a.title,
        body: a.body,
        published_at: a.published,
        language: a.lang,
      }),
      'day.jsonl',
      i + 1,
    ),
  )

/** For each article (by its external id) the external id of its original, and who shares its story. */
async function outcome(deps: TestNewsloom): Promise<Record<string, string>> {
  const { rows } = await deps.pool.query(
    `select x.external_id as id, o.external_id as original, s.first as story from articles a
     join article_external_ids x on x.article_id = a.id
     left join article_external_ids o on o.article_id = a.duplicate_of
     join lateral (select min(y.external_id) as first from articles b
                   join article_external_ids y on y.article_id = b.id where b.story_id = a.story_id) s on true`,
  )
  return Object.fromEntries(rows.map((row) => [row.id, `${row.original ?? 'original'} in ${row.story}`]))
}

describe('copies and stories', () => {
  const day = madeUpDay(5)

  it('are the same for one worker and for eight, in whatever order the articles come', async () => {
    const one = await newsloom()
    await loadRows(one, rowsOf(day))
    await runPipelineUntilIdle(one)
    const expected = await outcome(one)
    expect(Object.values(expected).filter((text) => !text.startsWith('original'))).toHaveLength(40)

    const named = await one.pool.query(
      'select count(*) as n from stories where article_count > 0 and top_terms = $1',
      ['{}'],
    )
    expect(named.rows[0].n).toBe(0)

    const eight = await newsloom(40)
    const sets = Array.from({ length: 8 }, () => startWorkers(eight, ['cluster']))
    await loadRows(eight, rowsOf(arrival(day, 3)))
    await runPipelineUntilIdle(eight)
    await Promise.all(sets.map((set) => set.close(5_000)))
    expect(await outcome(eight)).toEqual(expected)
  })

  it('that passed each other are found by the second look, and the emptied story forwards', async () => {
    const deps = await newsloom()
    await loadRows(deps, rowsOf(day.slice(0, 5)))
    await runPipelineUntilIdle(deps)
    const expected = await outcome(deps)
    // As if each had been clustered in the same moment as the others.
    const { rows } = await deps.pool.query('select id from articles order by id')
    for (const { id } of rows.slice(1)) {
      const story = await deps.pool.query('insert into stories default values returning id')
      await deps.pool.query(
        `update articles set duplicate_of = null, similarity = null, copy_reasons = null, story_id = $1 where id = $2`,
        [story.rows[0].id, id],
      )
    }
    await deps.pool.query(`update articles set clustered_at = now()`)
    const report = await repairRound(deps)
    expect(report.relinked).toBe(4)
    expect(await outcome(deps)).toEqual(expected)
    const stories = await deps.pool.query(
      'select merged_into_id, article_count from stories where id > 1 order by id',
    )
    expect(stories.rows).toEqual(Array.from({ length: 4 }, () => ({ merged_into_id: 1, article_count: 0 })))
    const links = await deps.pool.query(
      `select bool_and(similarity > 0.3 and copy_reasons ? 'words_cut') as told from articles where duplicate_of is not null`,
    )
    expect(links.rows).toEqual([{ told: true }])
    expect((await repairRound(deps)).relinked).toBe(0)
  })

  it('a copy of a copy is led to the original', async () => {
    const deps = await newsloom()
    await loadRows(deps, rowsOf(day.slice(0, 3)))
    await runPipelineUntilIdle(deps)
    const expected = await outcome(deps)
    await deps.pool.query(
      `update articles set duplicate_of = (select max(id) from articles where duplicate_of is not null), clustered_at = now()
       where id = (select min(id) from articles where duplicate_of is not null)`,
    )
    await repairRound(deps)
    expect(await outcome(deps)).toEqual(expected)
  })

  it('that people have put into two stories stay there', async () => {
    const deps = await newsloom()
    await loadRows(deps, rowsOf(day.slice(0, 2)))
    await runPipelineUntilIdle(deps)
    const story = await deps.pool.query('insert into stories default values returning id')
    const edit = await deps.pool.query(
      `insert into story_edits (kind, story_id, other_story_id, before) values ('split', 1, $1, '[]') returning id`,
      [story.rows[0].id],
    )
    await deps.pool.query(
      'update articles set duplicate_of = null, clustered_at = now(), story_pinned_by = $1',
      [edit.rows[0].id],
    )
    await deps.pool.query(
      'update articles set story_pinned_by = null, story_id = $1 where id = (select max(id) from articles)',
      [story.rows[0].id],
    )
    await deps.pool.query('update articles set story_pinned_by = $1', [edit.rows[0].id])
    await repairRound(deps)
    const { rows } = await deps.pool.query('select count(distinct story_id) as n from articles')
    expect(rows[0].n).toBe(2)
  })
})

describe('what people decided', () => {
  it('stays through a second look, and is the machine’s again once it is taken back', async () => {
    const deps = await newsloom()
    const day = madeUpDay(3).filter(({ id }) => id.endsWith('-own'))
    await loadRows(deps, rowsOf(day))
    await runPipelineUntilIdle(deps)
    const expected = await outcome(deps)
    const [first, other] = (
      await deps.pool.query('select distinct on (story_id) id, story_id from articles order by story_id, id')
    ).rows
    const merged = await transaction(deps.pool, (tx) =>
      mergeStories(tx, first.story_id, other.story_id, 'test'),
    )
    const after = await outcome(deps)
    expect(after).not.toEqual(expected)
    const look = async () => {
      await deps.pool.query('update articles set clustered_at = now()')
      await repairRound(deps)
      return outcome(deps)
    }
    expect(await look()).toEqual(after)
    await transaction(deps.pool, (tx) => undoEdit(tx, merged.ok ? merged.editId : 0))
    expect(await look()).toEqual(expected)
  })
})
