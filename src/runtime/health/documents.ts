import { StoreTroubleError } from '../../adapters/objects/types.ts'
import { counted } from '../../core/text/counted.ts'
import { adoptOrphans, type Comparison, compareStore, LAST_HASH } from '../../pipeline/documents/compare.ts'
import type { ExternalStore } from '../../pipeline/documents/document-store.ts'
import { sweepObjects } from '../../pipeline/documents/sweep.ts'
import { hasObjects, overdueObjects } from '../../store/documents/objects.ts'
import type { OpenDeps } from '../deps.ts'
import type { Finding } from './finding.ts'

/** Of a large store only a part is checked, beginning at a hash that differs from call to call. */
const MOST_LOOKED = 10_000
const EXAMPLES = 3

/** Whether all documents that are kept outside of the database exist there, and no other objects do. */
export async function diagnoseDocuments(deps: OpenDeps): Promise<Finding> {
  const check = 'documents'
  const { elsewhere } = deps.documents
  if (!elsewhere)
    return (await hasObjects(deps.pool))
      ? {
          check,
          ok: false,
          message: 'documents are kept outside of the database: name the place in NEWSLOOM_DOCUMENTS_URL',
        }
      : { check, ok: true, message: 'raw bytes are in Postgres' }
  const { place } = elsewhere.store
  try {
    const found = await lookAround(deps, elsewhere)
    const overdue = await overdueObjects(deps.pool)
    const wrong = [
      ...missingIn(found),
      ...(found.orphans.length
        ? [
            `${counted(found.orphans.length, 'object belongs', 'objects belong')} to no document: "newsloom doctor --repair" removes what is left over`,
          ]
        : []),
      ...(overdue
        ? [
            `${counted(overdue, 'object has', 'objects have')} waited for a day to be deleted: run a scheduler with NEWSLOOM_DOCUMENTS_URL`,
          ]
        : []),
    ]
    const seen = `${found.complete ? 'all' : 'of many,'} ${counted(found.looked, 'object')} of ${place} looked at`
    return { check, ok: !wrong.length, message: [seen, ...wrong].join('; ') }
  } catch (error) {
    if (!(error instanceof StoreTroubleError)) throw error
    return { check, ok: false, message: `${place} cannot be used: ${error.message}` }
  }
}

/** From a random point to the end, then from the beginning to that point. */
async function lookAround(deps: OpenDeps, elsewhere: ExternalStore): Promise<Comparison> {
  const from = Math.floor(deps.chance() * 256)
    .toString(16)
    .padStart(2, '0')
  const rest = await compareStore(deps, elsewhere, { after: from, upTo: LAST_HASH, most: MOST_LOOKED })
  if (!rest.complete) return rest
  const most = MOST_LOOKED - rest.looked
  const first = await compareStore(deps, elsewhere, { after: '', upTo: from, most })
  return {
    looked: first.looked + rest.looked,
    missing: [...first.missing, ...rest.missing],
    orphans: [...first.orphans, ...rest.orphans],
    complete: first.complete,
  }
}

function missingIn({ missing }: Comparison): string[] {
  if (!missing.length) return []
  const examples = missing.slice(0, EXAMPLES).join(', ')
  return [
    `the bytes of ${counted(missing.length, 'document is', 'documents are')} not there (${examples}): put them back from a copy of the store; until then those articles keep their text and cannot be read again`,
  ]
}

/** Removes objects without a document: left by a program that died, or unknown to a database restored from a backup. */
export async function repairDocuments(
  deps: OpenDeps,
  onProgress: (looked: number) => void,
): Promise<Finding[]> {
  const { elsewhere } = deps.documents
  if (!elsewhere) return []
  const range = { after: '', upTo: LAST_HASH, most: Number.POSITIVE_INFINITY }
  const { looked, orphans } = await compareStore(deps, elsewhere, range, onProgress)
  await adoptOrphans(deps, orphans)
  const deleted = await sweepObjects(deps, elsewhere, Number.POSITIVE_INFINITY)
  const message = `objects looked at: ${looked}; objects without a document deleted: ${deleted}`
  return [{ check: 'repair of documents', ok: true, message }]
}
