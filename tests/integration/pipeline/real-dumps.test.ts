import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { loadFiles } from '../../../src/pipeline/load/load.ts'
import { exportStatement } from '../../../src/queries/exports.ts'
import { packageFile } from '../../../src/runtime/package-root.ts'
import { seedRegistry } from '../../../src/runtime/seed.ts'
import { runPipelineUntilIdle } from '../../../src/runtime/workers/until-idle.ts'
import { openNewsloom, type TestNewsloom } from '../../support/newsloom.ts'

let deps: TestNewsloom | undefined
afterEach(async () => {
  await deps?.close()
  deps = undefined
})

async function loaded(files: readonly string[]): Promise<Record<string, unknown>[]> {
  deps = await openNewsloom()
  await seedRegistry(deps.pool, { sample: true })
  await loadFiles(deps, files)
  await runPipelineUntilIdle(deps)
  const { text, values } = exportStatement('articles', null)
  const { rows } = await deps.pool.query(text, values)
  return JSON.parse(JSON.stringify(rows).replaceAll('.000Z"', 'Z"'))
}

const folder = packageFile('..', 'shared', 'data', 'seeds')

describe('two real page dumps', () => {
  it.skipIf(!existsSync(folder))(
    'give the records expected of them, in one story of two outlets (needs ../shared)',
    async () => {
      const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as {
        source_file: string
        record: Record<string, unknown> & { outlet: string; body_sha256: string }
      }[]
      const articles = await loaded(
        readdirSync(folder)
          .filter((name) => name.endsWith('.txt'))
          .map((name) => join(folder, name)),
      )
      expect(articles).toHaveLength(2)
      for (const { record } of expected) {
        const { body_sha256, ...fields } = record
        const article = articles.find(({ outlet }) => outlet === record.outlet)!
        expect(Object.fromEntries(Object.keys(fields).map((name) => [name, article[name]]))).toEqual(fields)
        expect(createHash('sha256').update(String(article.body)).digest('hex')).toBe(body_sha256)
      }
      expect(articles[0]!.story_id).toBe(articles[1]!.story_id)
      expect(articles.map(({ duplicate_of }) => duplicate_of)).toEqual([null, null])
      const { rows } = await deps!.pool.query(
        'select article_count, outlet_count from news.stories where merged_into is null',
      )
      expect(rows).toEqual([{ article_count: 2, outlet_count: 2 }])
    },
  )
})

describe('their twins, written for this project', () => {
  it('are told apart from each other, named by their mastheads, and woven into one story', async () => {
    const pages = packageFile('seeds', 'pages')
    const articles = await loaded([
      join(pages, 'strait-courier-global', 'baltic-gulf-ports-talks.txt'),
      join(pages, 'savanna-post', 'lindqvist-al-dhaheri-meet.txt'),
    ])
    expect(articles.map(({ outlet }) => outlet).sort()).toEqual(['savanna-post', 'strait-courier-global'])
    expect(articles.map(({ duplicate_of }) => duplicate_of)).toEqual([null, null])
    expect(articles[0]!.story_id).toBe(articles[1]!.story_id)
  })
})
