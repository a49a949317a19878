import { transaction } from '../../adapters/postgres/db.ts'
import { TaskCrash, TaskTimeout } from '../../adapters/threads/pool.ts'
import { withFeedAndCorrections } from '../../core/record/said-elsewhere.ts'
import { type ExtractInput, loadForReading } from '../../store/articles/extract-input.ts'
import { identityOfDocument, type StoredDocument } from '../../store/documents/documents.ts'
import { loadDocuments } from '../../store/documents/stored.ts'
import {
  editsWithDocuments,
  type RecordedEdit,
  sendRoundAgain,
  withdrawEdits,
} from '../../store/operations/false-records.ts'
import type { Deps } from '../deps.ts'
import { MissingDocumentError } from '../documents/document-store.ts'
import { readStored } from '../extract/step.ts'
import { stages } from '../stages.ts'

const EDITS_AT_ONCE = 50

export interface RepairedRecords {
  /** Edits that the outlet did not make. */
  readonly editsWithdrawn: number
  /** Articles that are read again, because a newer document of theirs was skipped. */
  readonly readAgain: number
  /** Articles that are compared again, because their keys or their story belonged to another text. */
  readonly comparedAgain: number
}

/**
 * Corrects records that today's rules would not have made. It withdraws edits between documents that are the same, and edits
 * where the recording program did not read both documents by one set of rules and one set reads them as the same. It sends
 * articles through the pipeline again whose text, keys or story are not from their newest document.
 */
export async function repairRecords(deps: Deps): Promise<RepairedRecords> {
  const again = await transaction(deps.pool, sendRoundAgain)
  await deps.queues.enqueue('extract', again.extract, stages.extract.perJob)
  await deps.queues.enqueue('cluster', again.cluster, stages.cluster.perJob)
  let editsWithdrawn = 0
  let after = { article: 0, version: 0 }
  for (;;) {
    const edits = await editsWithDocuments(deps.pool, after, EDITS_AT_ONCE)
    const last = edits.at(-1)
    if (!last) break
    after = { article: last.article_id, version: last.version }
    const wrong: RecordedEdit[] = []
    for (const edit of edits) if (await isFalse(deps, edit)) wrong.push(edit)
    editsWithdrawn += await transaction(deps.pool, (tx) => withdrawEdits(tx, wrong))
  }
  return { editsWithdrawn, readAgain: again.extract.length, comparedAgain: again.cluster.length }
}

async function isFalse(deps: Deps, edit: RecordedEdit): Promise<boolean> {
  const load = async (documentAt: Date) =>
    (await loadDocuments(deps.pool, [{ id: edit.article_id, documentAt }])).get(edit.article_id)
  const [before, after] = [await load(edit.document_before), await load(edit.document_at)]
  if (!before || !after) return false
  if (identityOfDocument(before) === identityOfDocument(after)) return true
  if (edit.reread_before || before.kind !== after.kind) return false
  const [input] = await loadForReading(deps.pool, [edit.article_id])
  if (!input) return false
  const [old, now] = [await textOf(deps, input, before), await textOf(deps, input, after)]
  return old !== null && old === now
}

/** Headline and body of a document by today's rules; null where there is neither. */
async function textOf(deps: Deps, input: ExtractInput, document: StoredDocument): Promise<string | null> {
  try {
    const { record } = await readStored(deps, input, document)
    if (record.kind !== 'article' && record.kind !== 'live_blog') return null
    const { title, body } = withFeedAndCorrections(record, input)
    return JSON.stringify([title, body])
  } catch (error) {
    const isUnreadable = [TaskTimeout, TaskCrash, MissingDocumentError].some((kind) => error instanceof kind)
    if (isUnreadable) return null
    throw error
  }
}
