import { readFileSync } from 'node:fs'
import type { Pool } from 'pg'
import { transaction } from '../../src/adapters/postgres/db.ts'
import { comparable, overlapOf } from '../../src/core/copies/similarity.ts'
import { describeEdit } from '../../src/core/edits/diff.ts'
import { hostOf, urlKey } from '../../src/core/fetching/url.ts'
import { type ArticleRecord, emptyRecord } from '../../src/core/record/record.ts'
import { digestText } from '../../src/core/text/digest.ts'
import { packageFile } from '../../src/runtime/package-root.ts'
import { seedRegistry } from '../../src/runtime/seed.ts'
import { fieldColumns, fieldTypes } from '../../src/store/articles/columns.ts'
import { saveEntities } from '../../src/store/articles/entities.ts'
import { addVersions } from '../../src/store/articles/versions.ts'
import { emitEvents } from '../../src/store/outbox/events.ts'
import { refreshStories } from '../../src/store/stories/stories.ts'

interface SamplePage {
  readonly file: string
  readonly url: string | null
  readonly outlet: string
  readonly event: string
  readonly copy_of: string | null
  readonly revision_of: string | null
  readonly record: Partial<ArticleRecord>
}

/**
 * Loads the bundled sample as `seeds/expected.json` describes it: each page with the record that it should give, in the story
 * of its event, copies under their original. The cookbook's results come from this database, so that they depend on the
 * statements and not on the extractor; other tests check that the pipeline gives the same records.
 */
export async function loadExpectedSample(pool: Pool): Promise<void> {
  const pages = JSON.parse(readFileSync(packageFile('seeds', 'expected.json'), 'utf8')) as SamplePage[]
  await seedRegistry(pool, { sample: true })
  const byFile = new Map(pages.map((page) => [page.file, page]))
  const ids = new Map<string, number>()
  const stories = new Map<string, number>()
  await transaction(pool, async (tx) => {
    for (const page of inOrder(pages)) {
      const { record } = page
      const original = page.copy_of ? byFile.get(page.copy_of)! : undefined
      if (page.revision_of) {
        const before = byFile.get(page.revision_of)!
        const id = ids.get(page.revision_of)!
        await tx.query(
          'update articles set title = $2, body = $3, dek = $4, modified_at = $5, version = 2 where id = $1',
          [id, record.title, record.body, record.dek, record.modified_at],
        )
        await addVersions(tx, [
          {
            ...versionOf(id, 2, record),
            edit: describeEdit(textOf(before.record), textOf(record)),
            cause: 'revised',
          },
        ])
        await emitEvents(tx, [event('article.revised', id, `article.revised:${id}:2`)])
        continue
      }
      const isArticle = record.kind === 'article' || record.kind === 'live_blog'
      let storyId: number | null = null
      if (isArticle) {
        storyId = stories.get(page.event) ?? null
        if (storyId === null) {
          const { rows } = await tx.query('insert into stories default values returning id')
          storyId = Number(rows[0].id)
          stories.set(page.event, storyId)
        }
      }
      const { rows } = await tx.query(
        `insert into articles (outlet_id, url, url_key, host, stage, reason, version, story_id, duplicate_of, similarity,
           clustered_at, ${fieldColumns()})
         select (select id from outlets where slug = $1), $2, $3, $4, $5, $6, $7, $8, $9, $10, now(), ${fieldColumns('d')}
         from jsonb_to_record($11::jsonb) as d (${fieldTypes}) returning id`,
        [
          page.outlet,
          page.url,
          page.url && urlKey(page.url),
          page.url && hostOf(page.url),
          isArticle ? 'clustered' : 'dropped',
          isArticle ? null : (record.reason ?? record.kind),
          isArticle ? 1 : 0,
          storyId,
          original ? ids.get(original.file) : null,
          original ? shareOf(record, original.record) : null,
          JSON.stringify({
            ...emptyRecord(),
            ...record,
            word_count: record.body?.split(/\s+/).length ?? 0,
            kind: isArticle ? record.kind : null,
          }),
        ],
      )
      const id = Number(rows[0].id)
      ids.set(page.file, id)
      if (!isArticle) continue
      await addVersions(tx, [{ ...versionOf(id, 1, record), edit: null, cause: 'first' }])
      await saveEntities(tx, [
        { ...textOf(record), dek: record.dek ?? null, language: record.language ?? null, id },
      ])
      await emitEvents(tx, [event('article.new', id, `article.new:${id}`)])
    }
    await refreshStories(tx, [...stories.values()])
  })
  await pool.query('select refresh_outlet_days(10000)')
}

/** In the order of publication, an original before its copies. */
function inOrder(pages: readonly SamplePage[]): SamplePage[] {
  const rank = (page: SamplePage) => Number(page.copy_of !== null) + 2 * Number(page.revision_of !== null)
  const at = (page: SamplePage) => Date.parse(page.record.published_at ?? '') || 0
  return [...pages].sort((a, b) => rank(a) - rank(b) || at(a) - at(b) || (a.file < b.file ? -1 : 1))
}

const textOf = (record: Partial<ArticleRecord>) => ({
  title: record.title ?? null,
  body: record.body ?? null,
})

const versionOf = (articleId: number, version: number, record: Partial<ArticleRecord>) => ({
  articleId,
  version,
  title: record.title ?? null,
  dek: record.dek ?? null,
  body: record.body ?? null,
  modifiedAt: record.modified_at ?? null,
  contentHash: null,
})

const event = (kind: 'article.new' | 'article.revised', subjectId: number, dedupeKey: string) => ({
  kind,
  subjectId,
  dedupeKey,
  payload: { article_id: subjectId },
})

function shareOf(copy: Partial<ArticleRecord>, original: Partial<ArticleRecord>): number {
  const digest = (record: Partial<ArticleRecord>) =>
    comparable(digestText(record.body ?? ''), record.title ?? null)
  return Math.round(overlapOf(digest(copy), digest(original)).share * 1000) / 1000
}
