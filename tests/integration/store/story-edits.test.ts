import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPool, transaction } from '../../../src/adapters/postgres/db.ts'
import { readStory } from '../../../src/queries/reading.ts'
import { mergeStories, splitStory, undoEdit } from '../../../src/store/stories/edits.ts'
import { listEdits } from '../../../src/store/stories/list-edits.ts'
import { cloneDatabase, type TestDatabase } from '../../support/database.ts'

let database: TestDatabase
let pool: ReturnType<typeof createPool>

beforeAll(async () => {
  database = await cloneDatabase()
  pool = createPool(database.url)
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

async function story(titles: readonly string[]): Promise<{ id: number; articles: number[] }> {
  const made = await pool.query('insert into stories default values returning id')
  const id = made.rows[0].id as number
  const articles: number[] = []
  for (const title of titles) {
    const row = await pool.query(
      `insert into articles (stage, title, version, story_id, published_at)
       values ('clustered', $1, 1, $2, now()) returning id`,
      [title, id],
    )
    articles.push(row.rows[0].id)
  }
  return { id, articles }
}

const storyOf = async (article: number): Promise<number> =>
  (await pool.query('select story_id from articles where id = $1', [article])).rows[0].story_id

describe('edits by hand', () => {
  it('merges into the older story, forwards the other, and takes it back', async () => {
    const a = await story(['ferry aground', 'ferry afloat'])
    const b = await story(['ferry on sandbank'])
    const merged = await transaction(pool, (tx) => mergeStories(tx, b.id, a.id, 'test'))
    expect(merged).toMatchObject({ ok: true, storyId: a.id, otherStoryId: b.id })
    expect(await storyOf(b.articles[0]!)).toBe(a.id)
    const forward = await pool.query('select merged_into_id, article_count from stories where id = $1', [
      b.id,
    ])
    expect(forward.rows[0]).toEqual({ merged_into_id: a.id, article_count: 0 })
    const kept = await pool.query('select article_count from stories where id = $1', [a.id])
    expect(kept.rows[0].article_count).toBe(3)

    const editId = merged.ok ? merged.editId : 0
    expect(await transaction(pool, (tx) => undoEdit(tx, editId))).toMatchObject({ ok: true })
    expect(await storyOf(b.articles[0]!)).toBe(b.id)
    const back = await pool.query('select merged_into_id, article_count from stories where id = $1', [b.id])
    expect(back.rows[0]).toEqual({ merged_into_id: null, article_count: 1 })
    expect((await listEdits(pool, a.id))[0]).toMatchObject({ kind: 'merge', made_by: 'test' })
    expect(await transaction(pool, (tx) => undoEdit(tx, editId))).toMatchObject({ ok: false })
  })

  it('splits copies off together with their original', async () => {
    const s = await story(['quake', 'quake at sea', 'another event'])
    const [first, copy, other] = s.articles as [number, number, number]
    await pool.query('update articles set duplicate_of = $1 where id = $2', [first, copy])
    const split = await transaction(pool, (tx) => splitStory(tx, s.id, [copy], 'test'))
    expect(split).toMatchObject({ ok: true, storyId: s.id })
    const newId = split.ok ? split.otherStoryId : 0
    expect([await storyOf(first), await storyOf(copy), await storyOf(other)]).toEqual([newId, newId, s.id])

    await transaction(pool, (tx) => undoEdit(tx, split.ok ? split.editId : 0))
    expect([await storyOf(first), await storyOf(copy), await storyOf(other)]).toEqual([s.id, s.id, s.id])
  })

  it('the machine cannot move what a person placed', async () => {
    const s = await story(['one', 'two'])
    const split = await transaction(pool, (tx) => splitStory(tx, s.id, [s.articles[1]!], 'test'))
    const newId = split.ok ? split.otherStoryId : 0
    await pool.query('update articles set story_id = $1 where story_id = $2', [s.id, newId])
    expect(await storyOf(s.articles[1]!)).toBe(newId)
  })

  it('refuses what makes no sense, in words', async () => {
    const s = await story(['one', 'two'])
    const t = await story(['three'])
    const asks = [
      [() => transaction(pool, (tx) => mergeStories(tx, s.id, s.id, 'test')), /same story already/],
      [() => transaction(pool, (tx) => mergeStories(tx, s.id, 999_999, 'test')), /no story 999999/],
      [() => transaction(pool, (tx) => splitStory(tx, s.id, s.articles, 'test')), /nothing would stay/],
      [() => transaction(pool, (tx) => splitStory(tx, s.id, t.articles, 'test')), /not in story/],
      [() => transaction(pool, (tx) => undoEdit(tx, 999_999)), /no edit/],
    ] as const
    for (const [ask, message] of asks)
      expect(await ask()).toMatchObject({ ok: false, message: expect.stringMatching(message) })
  })

  it('later edits of the same articles go first', async () => {
    const a = await story(['one', 'two'])
    const b = await story(['three'])
    const merge = await transaction(pool, (tx) => mergeStories(tx, a.id, b.id, 'test'))
    const split = await transaction(pool, (tx) => splitStory(tx, a.id, [a.articles[0]!], 'test'))
    const mergeId = merge.ok ? merge.editId : 0
    expect(await transaction(pool, (tx) => undoEdit(tx, mergeId))).toMatchObject({ ok: false })
    await transaction(pool, (tx) => undoEdit(tx, split.ok ? split.editId : 0))
    expect(await transaction(pool, (tx) => undoEdit(tx, mergeId))).toMatchObject({ ok: true })
    expect([await storyOf(a.articles[0]!), await storyOf(b.articles[0]!)]).toEqual([a.id, b.id])
  })
  it('says who made each, and whether it can be undone', async () => {
    const a = await story(['one', 'two'])
    const b = await story(['three'])
    const merge = await transaction(pool, (tx) => mergeStories(tx, a.id, b.id, 'web:ida'))
    const split = await transaction(pool, (tx) => splitStory(tx, a.id, [a.articles[0]!], 'cli:root'))
    await pool.query(
      `insert into story_edits (kind, story_id, other_story_id, before, made_by) values ('merge', $1, $2, '[]', 'repair')`,
      [a.id, b.id],
    )
    const shown = async () =>
      (await listEdits(pool, a.id)).map(({ made_by, may_undo }) => [made_by, may_undo])
    expect(await shown()).toEqual([
      ['repair', false],
      ['cli:root', true],
      ['web:ida', false],
    ])
    await transaction(pool, (tx) => undoEdit(tx, split.ok ? split.editId : 0))
    expect(await shown()).toEqual([
      ['repair', false],
      ['cli:root', false],
      ['web:ida', true],
    ])
    expect(await transaction(pool, (tx) => undoEdit(tx, merge.ok ? merge.editId : 0))).toMatchObject({
      ok: true,
    })
  })
  it('leave no reason behind that names an article of another story', async () => {
    const a = await story(['one', 'two'])
    const [one, two] = a.articles
    await pool.query('update stories set article_count = 2 where id = $1', [a.id])
    await pool.query(
      `insert into story_links (article_id, probability, reasons, decided_by)
       values ($1, 0.9, $2, 'cluster')`,
      [two, JSON.stringify({ why: 'joined', probability: 0.9, like: one })],
    )
    const reasonsOf = async () =>
      (await readStory(pool, a.id))!.articles.find(({ article_id }) => article_id === two)!.reasons
    expect(await reasonsOf()).toMatchObject({ like: one })
    await transaction(pool, (tx) => splitStory(tx, a.id, [one!], 'test'))
    expect(await reasonsOf()).toEqual({ why: 'joined', probability: 0.9 })
  })
})
