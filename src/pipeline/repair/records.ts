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
import { MissingDocumentError } from '../documents/keeper.ts'
import { readStored } from '../extract/step.ts'
import { stages } from '../stages.ts'

const EDITS_AT_ONCE = 50

export interface RepairedRecords {
  /** Edits that were none of the outlet's. */
  readonly editsWithdrawn: number
  /** Articles that are read again, because a newer document of theirs was passed over. */
  readonly readAgain: number
  /** Articles that are compared again, because their keys or their story were of another text. */
  readonly comparedAgain: number
}

/**
 * Puts records right that the rules of today would not have made: withdraws edits between documents that are the same, or
 * that read the same by one set of rules where the program that recorded them did not read both by one; and sends
 * articles round again whose text, keys or story are not of their newest document.
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

/** Headline and body of a document by the rules of today; null where it gives none. */
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
