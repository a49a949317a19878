import { setTimeout as sleep } from 'node:timers/promises'
import { transaction } from '../../adapters/postgres/db.ts'
import {
  articlesThatFailed,
  articlesToBackfill,
  openStep,
  type StepKey,
  type StepProgress,
  type StepResult,
  saveProgress,
  saveResults,
  stepArticles,
} from '../../store/articles/annotations.ts'
import { changesAfter, currentCursor } from '../../store/outbox/changes.ts'
import type { Deps } from '../deps.ts'
import type { OwnStep, StepArticle } from './types.ts'

const CONCURRENCY = 4
/** Small: the work done for an interrupted batch is done again. */
const BATCH_PER_CONCURRENCY = 4
/** The texts of articles changed, or came in. */
const KINDS = ['article.new', 'article.revised', 'article.corrected', 'article.restored'] as const
const TRIES = 5
const FIRST_WAIT_MS = 1_000
const MAX_MESSAGE = 1_000
/** A step that has nothing to do records this often that it has read the feed. */
const SEEN_MS = 60_000

type StepDeps = Pick<Deps, 'pool' | 'log' | 'policy'>

export interface StepRunOptions {
  /** Begin with the articles for which the step failed before. */
  readonly retryFailed?: boolean
  /** How long to wait before the second try; each further wait is twice as long. */
  readonly firstWaitMs?: number
}

/** A run of a step: `round` handles what there is to do now. */
export interface StepRun {
  /** Handles the next changes or, when there are none, the next articles that were there before. @returns how many */
  round(): Promise<number>
}

/**
 * Runs a step that a user wrote, as a consumer of the change feed. Its progress is stored in the transaction that stores its
 * results. So a run that is killed continues where the last batch ended, without a gap, and no result is stored twice.
 */
export function createStepRun(
  deps: StepDeps,
  step: OwnStep,
  signal: AbortSignal,
  options: StepRunOptions = {},
): StepRun {
  const batch = BATCH_PER_CONCURRENCY * (step.concurrency ?? CONCURRENCY)
  const key: StepKey = { name: step.name, version: String(step.version) }
  let progress: StepProgress | undefined
  let failedAfter = options.retryFailed ? 0 : null
  let seenMs = Number.NEGATIVE_INFINITY

  const handle = async (ids: readonly number[], next: StepProgress) => {
    const results = await annotateAll(deps, step, ids, signal, options.firstWaitMs ?? FIRST_WAIT_MS)
    signal.throwIfAborted()
    await transaction(deps.pool, async (tx) => {
      await saveResults(tx, key, results)
      await saveProgress(tx, key, next)
    })
    progress = next
    seenMs = performance.now()
  }

  return {
    async round() {
      progress ??= await openStep(deps.pool, key, await currentCursor(deps.pool), deps.policy.outboxDays)
      if (failedAfter !== null) {
        const failed = await articlesThatFailed(deps.pool, key, failedAfter, batch)
        failedAfter = failed.at(-1) ?? null
        if (failed.length) await handle(failed, progress)
        if (failed.length) return failed.length
      }
      const changes = await changesAfter(deps.pool, progress.cursor, KINDS, batch)
      if (changes.length) {
        const ids = [...new Set(changes.map((change) => change.subject_id))]
        await handle(ids, { ...progress, cursor: changes.at(-1)!.cursor })
        return ids.length
      }
      if (progress.backfill_after !== null) {
        const ids = await articlesToBackfill(deps.pool, key, progress.backfill_after, batch)
        await handle(ids, { ...progress, backfill_after: ids.at(-1) ?? null })
        return ids.length
      }
      if (performance.now() - seenMs > SEEN_MS) await handle([], progress)
      return 0
    },
  }
}

async function annotateAll(
  deps: StepDeps,
  step: OwnStep,
  ids: readonly number[],
  signal: AbortSignal,
  firstWaitMs: number,
): Promise<StepResult[]> {
  if (!ids.length) return []
  const articles = await stepArticles<StepArticle>(deps.pool, ids)
  const readable = new Set(articles.map((article) => article.article_id))
  const results: StepResult[] = ids
    .filter((id) => !readable.has(id))
    .map((articleId) => ({ articleId, json: null, failure: null }))
  const waiting = articles[Symbol.iterator]()
  const work = async () => {
    for (const article of waiting) results.push(await annotateOne(deps, step, article, signal, firstWaitMs))
  }
  const workers = Math.min(step.concurrency ?? CONCURRENCY, articles.length)
  await Promise.all(Array.from({ length: workers }, work))
  return results
}

async function annotateOne(
  deps: StepDeps,
  step: OwnStep,
  article: StepArticle,
  signal: AbortSignal,
  firstWaitMs: number,
): Promise<StepResult> {
  const articleId = article.article_id
  for (let tries = 1; ; tries++)
    try {
      signal.throwIfAborted()
      const value = await step.annotate(article, { signal })
      return { articleId, json: value === undefined ? null : jsonOf(value), failure: null }
    } catch (error) {
      signal.throwIfAborted()
      const message = (error instanceof Error ? error.message : String(error))
        .replaceAll('\0', '')
        .slice(0, MAX_MESSAGE)
      if (tries >= TRIES) {
        deps.log.warn(
          { stage: step.name, article_id: articleId, err: error },
          'the step failed for an article',
        )
        return { articleId, json: null, failure: message || 'it threw without a message' }
      }
      await sleep(firstWaitMs * 2 ** (tries - 1), undefined, { signal })
    }
}

/** @throws for values that JSON cannot hold */
function jsonOf(value: unknown): string {
  const json = JSON.stringify(value)
  if (json === undefined) throw new TypeError('the step returned a value that JSON cannot hold')
  return json
}
