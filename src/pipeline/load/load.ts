import { finishLoad, refuseLine, startLoad } from '../../store/operations/load-records.ts'
import type { Deps } from '../deps.ts'
import { stages } from '../stages.ts'
import { noteArticles } from '../traces.ts'
import { rowsOfFile } from './files.ts'
import type { FoundRow, LoadRow, Refusal, UnreadField } from './found-row.ts'
import { type Stored, storeBatch, storeEach } from './store-rows.ts'

export interface LoadReport {
  readonly new: number
  readonly known: number
  readonly refused: number
  readonly skipped: number
  readonly refusals: readonly Refusal[]
  /** Fields of loaded rows that could not be read. */
  readonly unread: number
  readonly unread_fields: readonly UnreadInRow[]
  readonly loadId: number
  readonly articleIds: readonly number[]
}

export interface UnreadInRow extends UnreadField {
  readonly file: string
  readonly line: number
}

export interface LoadOptions {
  /** Slug or name of the outlet for all rows that name none. */
  readonly outlet?: string | undefined
  readonly onProgress?: (report: {
    readonly rows: number
    readonly new: number
    readonly refused: number
  }) => void
}

const BATCH_ROWS = 100
/** Examples of refused rows, and of fields that could not be read. */
const MAX_NAMED = 1_000

/** Loads files: paths, or `-` for stdin. See `loadRows`. */
export function loadFiles(
  deps: Deps,
  files: readonly string[],
  options: LoadOptions = {},
): Promise<LoadReport> {
  return loadRows(deps, rowsOfFiles(files), options)
}

async function* rowsOfFiles(files: readonly string[]): AsyncGenerator<FoundRow> {
  for (const file of files) yield* rowsOfFile(file)
}

/**
 * Loads documents into articles in stage `fetched` and enqueues their extraction. A row that cannot be used is counted,
 * reported and kept in `load_refusals`; the good rows of a bad file are loaded.
 */
export async function loadRows(
  deps: Deps,
  source: AsyncIterable<FoundRow> | Iterable<FoundRow>,
  options: LoadOptions = {},
): Promise<LoadReport> {
  const loadId = await startLoad(deps.pool)
  const counts = { new: 0, known: 0, refused: 0, skipped: 0 }
  let unread = 0
  const unreadFields: UnreadInRow[] = []
  const refusals: Refusal[] = []
  const articleIds = new Set<number>()
  let seen = 0
  // Two documents of one article must not carry the same time: the second would be taken for the first.
  let lastAt = 0
  const nextInstant = () => {
    lastAt = Math.max(lastAt + 1, deps.now().getTime())
    return new Date(lastAt)
  }
  let batch: LoadRow[] = []

  const refuse = async (refusal: Refusal) => {
    counts.refused++
    if (refusals.length < MAX_NAMED) refusals.push(refusal)
    await refuseLine(deps.pool, loadId, refusal)
  }
  const flush = async () => {
    const rows = batch
    batch = []
    if (!rows.length) return
    const verdicts: Stored[] = []
    for (const stored of await storeEach(rows, (some) =>
      storeBatch(deps, loadId, some, options.outlet, nextInstant),
    ))
      if ('verdict' in stored) verdicts.push(stored)
      else await refuse(stored)
    const fresh: number[] = []
    for (const { verdict, articleId } of verdicts) {
      if (verdict === 'new' || verdict === 'revised') fresh.push(articleId!)
      else counts.known++
      if (articleId !== null) articleIds.add(articleId)
    }
    counts.new += fresh.length
    options.onProgress?.({ rows: seen, new: counts.new, refused: counts.refused })
    noteArticles(deps, 'load', fresh, undefined)
    await deps.queues.enqueue('extract', fresh, stages.extract.perJob)
  }

  for await (const row of source) {
    if (row.kind === 'skipped') {
      counts.skipped++
      continue
    }
    seen++
    if (row.kind === 'refused') await refuse(row)
    else {
      batch.push(row)
      for (const { field, message } of row.unread ?? []) {
        unread++
        const { file, line } = row
        if (unreadFields.length < MAX_NAMED) unreadFields.push({ file, line, field, message })
      }
    }
    if (batch.length >= BATCH_ROWS) await flush()
  }
  await flush()
  await finishLoad(deps.pool, loadId, counts)
  return { ...counts, refusals, unread, unread_fields: unreadFields, loadId, articleIds: [...articleIds] }
}
