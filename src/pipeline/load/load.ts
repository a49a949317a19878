import { setTimeout as sleep } from 'node:timers/promises'
import { isDatabaseTrouble, isRefusedValue, transaction } from '../../adapters/postgres/db.ts'
import { canonicalUrl, hostOf, registrableDomain, urlKey } from '../../core/fetching/url.ts'
import { type GivenFields, packDocument } from '../../store/documents/documents.ts'
import { finishLoad, refuseLine, startLoad } from '../../store/operations/load-records.ts'
import { identityOf, type LoadItem, type LoadVerdict, storeLoaded } from '../../store/operations/loads.ts'
import { outletsByDomain, outletsByName } from '../../store/sources/outlet-names.ts'
import type { Deps } from '../deps.ts'
import { stages } from '../stages.ts'
import { noteArticles } from '../traces.ts'
import { rowsOfFile } from './files.ts'
import type { FoundRow, LoadRow, UnreadField } from './found-row.ts'

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

export interface Refusal {
  readonly file: string
  readonly line: number
  readonly code: string
  readonly message: string
}

export interface UnreadInRow extends UnreadField {
  readonly file: string
  readonly line: number
}

export interface LoadOptions {
  /** Slug or name of the outlet of all that has none of its own. */
  readonly outlet?: string | undefined
  readonly onProgress?: (report: {
    readonly rows: number
    readonly new: number
    readonly refused: number
  }) => void
}

const BATCH_ROWS = 100
/** Of refused rows, and of fields that could not be read. */
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
 * Loads documents into articles in stage `fetched` and enqueues their extraction. A row that cannot be used is
 * counted, named and kept in `load_refusals`; the good rows of a bad file are loaded.
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

interface Stored {
  readonly verdict: LoadVerdict
  readonly articleId: number | null
}

/**
 * Stores rows; where the database refuses a batch for what is in it, its halves, so that in the end a bad row is refused
 * alone.
 */
async function storeEach(
  rows: readonly LoadRow[],
  store: (rows: readonly LoadRow[]) => Promise<readonly Stored[]>,
): Promise<(Stored | Refusal)[]> {
  try {
    return [...(await store(rows))]
  } catch (error) {
    if (!isRefusedValue(error)) throw error
    const [first] = rows
    if (rows.length === 1) {
      const { file, line } = first!
      return [
        { file, line, code: 'not_storable', message: `the database refuses it: ${(error as Error).message}` },
      ]
    }
    const half = rows.length >> 1
    return [...(await storeEach(rows.slice(0, half), store)), ...(await storeEach(rows.slice(half), store))]
  }
}

async function storeBatch(
  deps: Deps,
  loadId: number,
  rows: readonly LoadRow[],
  fallbackOutlet: string | undefined,
  nextInstant: () => Date,
): Promise<Stored[]> {
  const names = rows.flatMap((row) => row.outlet ?? fallbackOutlet ?? [])
  const domains = rows.flatMap((row) =>
    row.outlet || fallbackOutlet || !row.url ? [] : (registrableDomain(row.url) ?? []),
  )
  const byName = await outletsByName(deps.pool, names)
  const byDomain = await outletsByDomain(deps.pool, domains)
  const items: LoadItem[] = await Promise.all(
    rows.map(async (row) => {
      const url = row.url ? canonicalUrl(row.url) : null
      const name = row.outlet ?? fallbackOutlet
      return {
        file: row.file,
        line: row.line,
        url,
        urlKey: url ? urlKey(url) : null,
        host: url ? hostOf(url) : null,
        externalId: row.externalId,
        outletId: name
          ? byName.get(name)!
          : url
            ? (byDomain.get(registrableDomain(url) ?? '') ?? null)
            : null,
        document: await packDocument({
          kind: row.document,
          url,
          status: row.status,
          headers: row.headers,
          given: row.given as GivenFields | null,
          bytes: row.bytes,
        }),
      }
    }),
  )
  const verdicts: Stored[] = []
  for (const group of withoutRepeats(items)) {
    const at = nextInstant()
    verdicts.push(
      ...(await persistently(() => transaction(deps.pool, (tx) => storeLoaded(tx, loadId, group, at)))),
    )
  }
  return verdicts
}

const TRIES = 5
const UNIQUE_VIOLATION = '23505'

/**
 * Storing is idempotent, so a lost connection (or a feed that brought the same address in the same moment) is no reason
 * to break off: what was committed is found known the next time.
 */
async function persistently<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++)
    try {
      return await work()
    } catch (error) {
      const again = isDatabaseTrouble(error) || (error as { code?: string }).code === UNIQUE_VIOLATION
      if (!again || tries >= TRIES) throw error
      await sleep(500 * tries)
    }
}

/** The items in their order, cut wherever one would meet its own identity again. */
function withoutRepeats(items: readonly LoadItem[]): LoadItem[][] {
  const groups: LoadItem[][] = []
  let seen = new Set<string>()
  for (const item of items) {
    const identity = item.urlKey ?? identityOf(item)
    if (!groups.length || seen.has(identity)) {
      groups.push([])
      seen = new Set()
    }
    seen.add(identity)
    groups.at(-1)!.push(item)
  }
  return groups
}
