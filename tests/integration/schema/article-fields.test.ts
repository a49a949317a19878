import type { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPool } from '../../../src/adapters/postgres/db.ts'
import { rows } from '../../../src/adapters/postgres/sql.ts'
import { apiFields, emptyRecord, storedFields } from '../../../src/core/record/record.ts'
import { apiArticle, apiArticles } from '../../../src/queries/api.ts'
import { articlePage } from '../../../src/queries/article-page.ts'
import { exportStatement } from '../../../src/queries/exports.ts'
import { readArticle } from '../../../src/queries/reading.ts'
import { answers } from '../../../src/web/api/schemas.ts'
import { cloneDatabase, type TestDatabase } from '../../support/database.ts'
import { loadExpectedSample } from '../../support/sample-corpus.ts'

let database: TestDatabase
let pool: Pool
let id: number
beforeAll(async () => {
  database = await cloneDatabase()
  pool = createPool(database.url)
  await loadExpectedSample(pool)
  const found = await pool.query(
    `select id from articles where version > 0 and published_at is not null order by id limit 1`,
  )
  id = found.rows[0].id
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

const names = storedFields.map((field) => field.name)
const shown = names.filter((name) => name !== 'body_html')

describe('a field of the list in core/record.ts is in', () => {
  it('an empty record', () => {
    expect(Object.keys(emptyRecord())).toEqual(expect.arrayContaining(names))
  })

  it('the export', async () => {
    const [row] = await rows(pool, exportStatement('articles', null))
    expect(Object.keys(row!)).toEqual(expect.arrayContaining(names))
  })

  it('newsloom article', async () => {
    expect(Object.keys((await readArticle(pool, id))!)).toEqual(expect.arrayContaining(shown))
  })

  it('the page of an article', async () => {
    expect(Object.keys((await articlePage(pool, id))!)).toEqual(expect.arrayContaining(shown))
  })

  it('the answers of the API that the list names, as their description says', async () => {
    const [listed] = await apiArticles(pool, {
      outlet: null,
      language: null,
      storyId: null,
      undated: false,
      since: null,
      until: null,
      after: null,
      limit: 1,
    })
    const { place: _, ...line } = listed!
    expect(Object.keys(line).sort()).toEqual(Object.keys(answers.Article.shape).sort())
    const single = (await apiArticle(pool, id))!
    expect(Object.keys(single).sort()).toEqual(Object.keys(answers.ArticleDetail.shape).sort())
    expect(Object.keys(single)).toEqual(expect.arrayContaining(apiFields('detail')))
  })
})
