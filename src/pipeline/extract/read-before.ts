import { TaskCrash, TaskTimeout } from '../../adapters/threads/pool.ts'
import type { TextBefore } from '../../core/edits/judge.ts'
import { applyGiven, recordOfGiven } from '../../core/record/given.ts'
import type { ArticleRecord } from '../../core/record/record.ts'
import { withFeedAndCorrections } from '../../core/record/said-elsewhere.ts'
import type { Extracted, ExtractInput } from '../../store/articles/extract-input.ts'
import { type GivenFields, identityOfDocument, type StoredDocument } from '../../store/documents/documents.ts'
import { MissingDocumentError } from '../documents/document-store.ts'

/**
 * The text before the document that `input` names: the document that the stored text came from, read again (`read`) with the
 * same rules as the newer one. So the two differ only in what the outlet itself changed.
 */
export async function readBefore(
  input: ExtractInput,
  after: ArticleRecord,
  read: (document: StoredDocument) => Promise<Extracted>,
): Promise<TextBefore> {
  const { document, previous } = input
  if (!document || input.version === 0) return { kind: 'none' }
  if (input.text_document_at?.getTime() === document.fetchedAt.getTime()) return { kind: 'same_document' }
  if (!previous) return rowBefore(input, document, after)
  if (identityOfDocument(previous) === identityOfDocument(document)) return { kind: 'same_document' }
  if (previous.kind !== document.kind) return { kind: 'unknown', why: 'other_kind' }
  if (!previous.complete || !document.complete) return { kind: 'unknown', why: 'incomplete' }
  let record: ArticleRecord
  try {
    ;({ record } = await read(previous))
  } catch (error) {
    if (error instanceof MissingDocumentError) return { kind: 'unknown', why: 'no_document' }
    if (error instanceof TaskTimeout || error instanceof TaskCrash)
      return { kind: 'unknown', why: 'unreadable' }
    throw error
  }
  if (record.kind !== 'article' && record.kind !== 'live_blog') return { kind: 'unknown', why: 'unreadable' }
  return comparable(input, record, after, previous.given?.title !== undefined, document)
}

/** A row that was loaded as `body` is its own document: what is stored of it replaces bytes that no longer exist. */
function rowBefore(input: ExtractInput, document: StoredDocument, after: ArticleRecord): TextBefore {
  if (input.text_document_kind !== 'record' || document.kind !== 'record')
    return { kind: 'unknown', why: 'no_document' }
  const given: GivenFields = input.title === null ? {} : { title: input.title }
  const { record } = applyGiven(recordOfGiven(input.body ?? '', given, input.outlet), given, input.outlet)
  return comparable(input, record, after, input.title !== null, document)
}

/** The two readings side by side, as far as they can be compared. */
function comparable(
  input: ExtractInput,
  before: ArticleRecord,
  after: ArticleRecord,
  hadTitle: boolean,
  document: StoredDocument,
): TextBefore {
  // A row that brought only a headline, and one that brings the text with it: something was added, nothing was changed.
  if ((before.body === null) !== (after.body === null)) return { kind: 'unknown', why: 'unreadable' }
  const [old, now] = [withFeedAndCorrections(before, input), withFeedAndCorrections(after, input)]
  // Somebody who loaded a file gave one of the two a headline of their own: it says nothing about the outlet's headline.
  const sameSource = hadTitle === (document.given?.title !== undefined)
  return { kind: 'reread', text: { title: sameSource ? old.title : now.title, body: old.body } }
}
