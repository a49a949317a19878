import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPool, transaction } from '../../../src/adapters/postgres/db.ts'
import { mergeStories, splitStory, undoEdit } from '../../../src/store/stories/edits.ts'
import { refreshStories } from '../../../src/store/stories/stories.ts'
import { cloneDatabase, type TestDatabase } from '../../support/database.ts'
import { holdsAsync } from '../../support/properties.ts'

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

/** Stories of two to four articles; every second article after the first is a copy of it. */
async function makeStories(sizes: readonly number[]): Promise<number[]> {
  const ids: number[] = []
  for (const size of sizes) {
    const story = await pool.query('insert into stories default values returning id')
    const id = story.rows[0].id as number
    ids.push(id)
    await pool.query(
      `with first as (
         insert into articles (stage, title, version, story_id, published_at) values ('clustered', 'one', 1, $1, now())
         returning id)
       insert into articles (stage, title, version, story_id, published_at, duplicate_of)
       select 'clustered', 'more', 1, $1, now(), case when n % 2 = 0 then id end from first, generate_series(2, $2) n`,
      [id, size],
    )
  }
  await transaction(pool, (tx) => refreshStories(tx, ids))
  return ids
}

/** Where every article of these stories stands, and what its story says of itself. */
async function places(articles: readonly number[]): Promise<unknown> {
  const { rows } = await pool.query(
    `select a.id, a.story_id, a.story_pinned_by, a.duplicate_of, s.article_count, s.merged_into_id
     from articles a join stories s on s.id = a.story_id where a.id = any($1) order by a.id`,
    [articles],
  )
  return rows
}

const step = fc.record({
  kind: fc.constantFrom('merge', 'split'),
  one: fc.nat(9),
  other: fc.nat(9),
  taken: fc.nat(15),
})

describe('edits of stories by hand', () => {
  it('leave everything as it was when they are taken back in turn, whatever they were', async () => {
    let made = 0
    await holdsAsync(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 2, max: 4 }), { minLength: 2, maxLength: 3 }),
        fc.array(step, { minLength: 1, maxLength: 5 }),
        async (sizes, steps) => {
          const stories = await makeStories(sizes)
          const of = await pool.query('select id from articles where story_id = any($1) order by id', [
            stories,
          ])
          const articles: number[] = of.rows.map(({ id }) => id)
          const before = await places(articles)
          const edits: number[] = []
          for (const { kind, one, other, taken } of steps) {
            const [a, b] = [stories[one % stories.length]!, stories[other % stories.length]!]
            const there = await pool.query('select id from articles where story_id = $1 order by id', [a])
            const out = there.rows.filter((_, i) => taken & (1 << i)).map(({ id }) => id as number)
            const result = await transaction(pool, (tx) =>
              kind === 'merge' ? mergeStories(tx, a, b, 'test') : splitStory(tx, a, out, 'test'),
            )
            if (!result.ok) continue
            edits.push(result.editId)
            if (kind === 'split') stories.push(result.otherStoryId)
            const stray = await pool.query(
              `select a.id from articles a join articles o on o.id = a.duplicate_of
               where a.id = any($1) and a.story_id <> o.story_id`,
              [articles],
            )
            expect(stray.rows, 'a copy apart from its original').toEqual([])
          }
          made += edits.length
          for (const id of edits.toReversed())
            expect(await transaction(pool, (tx) => undoEdit(tx, id))).toMatchObject({ ok: true })
          expect(await places(articles)).toEqual(before)
        },
      ),
      25,
    )
    expect(made).toBeGreaterThan(10)
  })
})
