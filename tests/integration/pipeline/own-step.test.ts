import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { transaction } from '../../../src/adapters/postgres/db.ts'
import { createStepRun } from '../../../src/pipeline/own-step/round.ts'
import type { OwnStep, StepArticle } from '../../../src/pipeline/own-step/types.ts'
import { packageFile } from '../../../src/runtime/package-root.ts'
import { removeArticle } from '../../../src/store/articles/removals.ts'
import { createApp } from '../../../src/web/server.ts'
import { newsloom, temporaryFolder } from '../../support/cli.ts'
import { openNewsloom, type TestNewsloom } from '../../support/newsloom.ts'
import { programsOf } from '../../support/packed.ts'
import { loadExpectedSample } from '../../support/sample-corpus.ts'

let deps: TestNewsloom
let total: number
beforeAll(async () => {
  deps = await openNewsloom()
  await loadExpectedSample(deps.pool)
  total = await count('select count(*)::int as n from news.articles')
})
afterAll(() => deps.close())
beforeEach(() => deps.pool.query('truncate annotations, annotation_failures, own_steps'))

async function count(statement: string): Promise<number> {
  return (await deps.pool.query(statement)).rows[0].n
}
const annotated = () => count('select count(*)::int as n from news.annotations')

function stepOf(annotate: OwnStep['annotate'], version: string | number = 1): OwnStep {
  return { name: 'test', version, annotate }
}
/** Runs a step until it has nothing to do. @returns the articles it was called for */
async function runOut(
  annotate: OwnStep['annotate'],
  options: Parameters<typeof createStepRun>[3] = {},
  version = 1,
) {
  const called: number[] = []
  const step = stepOf((article, context) => {
    called.push(article.article_id)
    return annotate(article, context)
  }, version)
  const run = createStepRun(deps, step, new AbortController().signal, { firstWaitMs: 1, ...options })
  while ((await run.round()) > 0);
  return called
}
const emit = (id: number, kind: string, key: string) =>
  deps.pool.query('insert into outbox (kind, subject_id, dedupe_key) values ($1, $2, $3)', [kind, id, key])

describe('a step of a user’s own', () => {
  it('is given each article that is there once, and then what changes', async () => {
    const seen: StepArticle[] = []
    const keep = (article: StepArticle) => {
      seen.push(article)
      return { words: article.word_count }
    }
    expect(new Set(await runOut(keep)).size).toBe(total)
    expect(seen).toHaveLength(total)
    expect(seen[0]).toMatchObject({
      article_id: expect.any(Number),
      body: expect.any(String),
      authors: expect.any(Array),
    })
    expect(await annotated()).toBe(total)
    expect(await runOut(keep)).toEqual([])
    const id = seen[3]!.article_id
    await emit(id, 'article.revised', 'revised-once')
    await emit(id, 'story.grew', 'another-kind')
    expect(await runOut(keep)).toEqual([id])
    expect(await annotated()).toBe(total)
  })

  it('keeps nothing for undefined, and drops what was kept', async () => {
    const called = await runOut(() => 1)
    await emit(called[0]!, 'article.revised', 'revised-to-nothing')
    await runOut(() => undefined)
    expect(await annotated()).toBe(total - 1)
  })

  it('keeps results of several versions side by side', async () => {
    await runOut(() => 1)
    await runOut(() => 2, {}, 2)
    const { rows } = await deps.pool.query(
      'select version, count(*)::int as n from news.annotations group by 1 order by 1',
    )
    expect(rows).toEqual([
      { version: '1', n: total },
      { version: '2', n: total },
    ])
  })

  it('records a failure, goes on with the others, and tries it again when asked', async () => {
    let bad: number | undefined
    const failing = (article: StepArticle) => {
      bad ??= article.article_id
      if (article.article_id === bad) throw new Error('no such language')
      return { text: 'with \u0000 a zero' }
    }
    const called = await runOut(failing)
    expect(called.filter((id) => id === bad)).toHaveLength(5)
    const failures = await deps.pool.query('select article_id, message from annotation_failures')
    expect(failures.rows).toEqual([{ article_id: bad, message: 'no such language' }])
    expect(await annotated()).toBe(total - 1)
    expect(await runOut(() => 1)).toEqual([])
    expect(await runOut(() => 1, { retryFailed: true })).toEqual([bad])
    expect(await annotated()).toBe(total)
    expect(await count('select count(*)::int as n from annotation_failures')).toBe(0)
  })

  it('looks at all texts again when it was away for longer than the feed reaches back', async () => {
    const called = await runOut(() => 1)
    await deps.pool.query(`update own_steps set seen_at = now() - interval '40 days'`)
    await deps.pool.query('delete from annotations where article_id = $1', [called[5]])
    expect(await runOut(() => 1)).toEqual([called[5]])
  })

  it('shows on the article page, and goes with an article that is taken down', async () => {
    const called = await runOut(() => ({ tone: '<b>dry</b>' }))
    const id = called.at(-1)!
    const page = await createApp(deps).app.request(`http://127.0.0.1/article/${id}`, {
      headers: { host: '127.0.0.1' },
    })
    const html = await page.text()
    expect(html).toContain('Annotations')
    expect(html).toContain('&lt;b&gt;dry&lt;/b&gt;')
    await transaction(deps.pool, (tx) => removeArticle(tx, id, 'test'))
    expect(await annotated()).toBe(total - 1)
  })
})

describe('newsloom worker run FILE', () => {
  const folder = temporaryFolder()
  afterAll(() => folder.remove())

  it('that is killed goes on without a gap and without a double', async () => {
    const file = join(folder.path, 'step.mts')
    const log = join(folder.path, 'calls.txt')
    writeFileSync(log, '')
    writeFileSync(
      file,
      `import { appendFileSync } from 'node:fs'
       import { setTimeout as sleep } from 'node:timers/promises'
       export const name: string = 'slow', version = 1, concurrency = 2
       export async function annotate(article: { article_id: number }) {
         appendFileSync(${JSON.stringify(log)}, article.article_id + '\\n')
         await sleep(20)
         return { id: article.article_id }
       }`,
    )
    const start = () =>
      spawn(process.execPath, [packageFile('src', 'cli', 'main.ts'), 'worker', 'run', file], {
        env: { ...process.env, ...deps.env, NEWSLOOM_LOG: 'error' },
        stdio: 'ignore',
      })
    const readable = await count('select count(*)::int as n from news.articles')
    for (const until of [20, 45]) {
      const child = start()
      while ((await annotated()) < until && child.exitCode === null) await sleep(10)
      child.kill('SIGKILL')
      await once(child, 'exit')
      expect(await annotated()).toBeLessThan(readable)
    }
    const last = start()
    while ((await annotated()) < readable && last.exitCode === null) await sleep(50)
    last.kill('SIGTERM')
    expect(await once(last, 'exit')).toEqual([0, null])
    const { rows } = await deps.pool.query(
      `select count(*)::int as n, count(distinct article_id)::int as articles, bool_and((value->>'id')::bigint = article_id) as own
       from news.annotations where name = 'slow'`,
    )
    expect(rows).toEqual([{ n: readable, articles: readable, own: true }])
    const calls = readFileSync(log, 'utf8').trim().split('\n')
    expect(new Set(calls).size).toBe(readable)
    // A batch that was cut off is done again: two kills, eight articles each at most.
    expect(calls.length).toBeLessThanOrEqual(readable + 16)
  })

  it('runs the example of docs/how-to/own-steps.md', async () => {
    const file = join(folder.path, 'sentiment.ts')
    writeFileSync(join(folder.path, 'package.json'), '{"type":"module"}')
    writeFileSync(file, programsOf('docs/how-to/own-steps.md')['sentiment.ts']!)
    const { annotate } = (await import(file)) as OwnStep
    const article = {
      language: 'en-GB',
      title: 'Hope after the flood',
      body: 'Progress, and no fear.',
    } as StepArticle
    expect(annotate(article, { signal: new AbortController().signal })).toEqual({
      score: 0,
      positive: 2,
      negative: 2,
      words: 8,
    })
  })

  it.each([
    [['worker', 'run'], /give one file/],
    [['worker', 'run', '/nowhere/step.ts'], /cannot load \/nowhere\/step\.ts/],
    [['worker', 'run', packageFile('package.json')], /cannot load/],
    [['worker', 'run', packageFile('src', 'index.ts')], /is not a step: .*annotate/],
  ])('%j is a wrong call', async (args, says) => {
    const ran = await newsloom(args, { env: deps.env })
    expect(ran.code).toBe(2)
    expect(ran.stderr).toMatch(says)
  })
})
