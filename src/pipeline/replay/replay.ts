import { loadForReading } from '../../store/articles/extract-input.ts'
import { type ReplayFilter, replayable, sendBack, storedReadings } from '../../store/operations/replays.ts'
import type { Deps } from '../deps.ts'
import { readDocument } from '../extract/step.ts'
import { stages } from '../stages.ts'

export type { ReplayFilter }

const BATCH = 500

export interface Replayed {
  /** Articles that were sent back (or would be, with `dryRun`). */
  readonly count: number
  readonly to: 'discovered' | 'fetched' | 'extracted'
}

/**
 * Sends articles through a stage again: an `UPDATE`, and jobs up to the ceiling of the queue. The scheduler enqueues the rest
 * when the queue runs short, so that live news comes first. Extraction and clustering work on stored bytes; `fetch` asks the
 * network again. What people corrected stays.
 */
export async function replay(deps: Deps, filter: ReplayFilter, dryRun = false): Promise<Replayed> {
  const stage = stages[filter.stage]
  const to = stage.from
  let count = 0
  let enqueued = 0
  for (let after = 0; ; ) {
    const ids = await replayable(deps.pool, filter, after, BATCH)
    if (!ids.length) break
    after = ids.at(-1)!
    const moved = dryRun ? ids : await sendBack(deps.pool, ids, to)
    count += moved.length
    // Hosts limit the rate of fetches: the scheduler enqueues those.
    if (dryRun || filter.stage === 'fetch' || enqueued >= stage.ceiling) continue
    enqueued += moved.length
    await deps.queues.enqueue(stage.name, moved, stage.perJob)
  }
  return { count, to }
}

export interface FieldChange {
  readonly article_id: number
  readonly url: string | null
  readonly before: string | null
  readonly after: string | null
}

export interface ReplayReport {
  readonly read: number
  readonly unchanged: number
  /** Clustered articles that would be dropped or fail now, by reason; and other articles that would be extracted now. */
  readonly lost: Readonly<Record<string, number>>
  readonly gained: number
  readonly changed: Readonly<
    Record<string, { readonly count: number; readonly examples: readonly FieldChange[] }>
  >
  readonly words: { readonly before: number; readonly after: number }
}

const EXAMPLES = 5
const COMPARED = ['title', 'dek', 'body', 'authors', 'published_at', 'language'] as const

/** Reads the stored bytes with today's extractor and compares with what is stored. Nothing is written. */
export async function reportReplay(
  deps: Deps,
  filter: Omit<ReplayFilter, 'stage'>,
  limit: number,
  onProgress: (read: number) => void = () => {},
): Promise<ReplayReport> {
  const changed: Record<string, { count: number; examples: FieldChange[] }> = {}
  const lost: Record<string, number> = {}
  let read = 0
  let unchanged = 0
  let gained = 0
  const words = { before: 0, after: 0 }
  for (let after = 0; read < limit; ) {
    const ids = await replayable(
      deps.pool,
      { ...filter, stage: 'extract' },
      after,
      Math.min(50, limit - read),
    )
    if (!ids.length) break
    after = ids.at(-1)!
    const stored = new Map((await storedReadings(deps.pool, ids)).map((row) => [row.id, row]))
    const inputs = await loadForReading(deps.pool, ids)
    const outcomes = await Promise.all(inputs.map((input) => readDocument(deps, input)))
    for (const [i, input] of inputs.entries()) {
      const outcome = outcomes[i]!
      const before = stored.get(input.id)!
      read++
      words.before += before.word_count
      if (outcome.kind !== 'done') {
        const reason = outcome.kind === 'failed' ? outcome.code : outcome.reason
        if (before.stage === 'clustered') lost[reason] = (lost[reason] ?? 0) + 1
        else unchanged++
        continue
      }
      const now = { ...outcome.value.record, ...input.corrections }
      words.after += now.word_count
      if (before.stage !== 'clustered') gained++
      let same = before.stage === 'clustered'
      for (const field of COMPARED) {
        const [old, fresh] = [plain(before[field]), plain(now[field])]
        if (old === fresh) continue
        same = false
        const entry = (changed[field] ??= { count: 0, examples: [] })
        entry.count++
        if (entry.examples.length < EXAMPLES)
          entry.examples.push({
            article_id: input.id,
            url: input.url,
            before: firstDifference(old, fresh),
            after: firstDifference(fresh, old),
          })
      }
      if (same) unchanged++
    }
    onProgress(read)
  }
  return { read, unchanged, lost, gained, changed, words }
}

function plain(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.join(', ')
  const text = String(value)
  // Two spellings of one instant are equal.
  return /^\d{4}-\d\d-\d\dT/.test(text) ? new Date(text).toISOString() : text
}

const EXCERPT = 120

/** `text` from a little before the point where it differs from `other`. */
function firstDifference(text: string | null, other: string | null): string | null {
  if (text === null) return null
  let at = 0
  while (at < text.length && text[at] === other?.[at]) at++
  return text.slice(Math.max(0, at - 20), at + EXCERPT)
}
