import { setTimeout as sleep } from 'node:timers/promises'
import { isDatabaseTrouble, isRefusedValue, transaction } from '../../adapters/postgres/db.ts'
import { canonicalUrl, hostOf, registrableDomain, urlKey } from '../../core/fetching/url.ts'
import { type GivenFields, packDocument } from '../../store/documents/documents.ts'
import { identityOf, type LoadItem, type LoadVerdict, storeLoaded } from '../../store/operations/loads.ts'
import { outletsByDomain, outletsByName } from '../../store/sources/outlet-names.ts'
import type { Deps } from '../deps.ts'
import type { LoadRow, Refusal } from './found-row.ts'

/** What became of a row. */
export interface Stored {
  readonly verdict: LoadVerdict
  readonly articleId: number | null
}

/**
 * Stores rows. Where the database refuses a batch because of its content, the halves are tried, so that in the end only the
 * bad row is refused.
 */
export async function storeEach(
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

export async function storeBatch(
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
  const addresses = rows.map((row) => (row.url ? canonicalUrl(row.url) : null))
  const packed = await Promise.all(
    rows.map((row, i) =>
      packDocument({
        kind: row.document,
        url: addresses[i]!,
        status: row.status,
        headers: row.headers,
        given: row.given as GivenFields | null,
        bytes: row.bytes,
      }),
    ),
  )
  const documents = await deps.documents.keep(packed)
  const items: LoadItem[] = rows.map((row, i) => {
    const url = addresses[i]!
    const name = row.outlet ?? fallbackOutlet
    return {
      file: row.file,
      line: row.line,
      url,
      urlKey: url ? urlKey(url) : null,
      host: url ? hostOf(url) : null,
      externalId: row.externalId,
      outletId: name ? byName.get(name)! : url ? (byDomain.get(registrableDomain(url) ?? '') ?? null) : null,
      document: documents[i]!,
    }
  })
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
 * Storing is idempotent. So a lost connection (or a feed that brought the same address at the same moment) is no reason to
 * stop: what was committed is recognized the next time.
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

/** The items in their order, cut into batches so that no identity occurs twice in one batch. */
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
