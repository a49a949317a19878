import { TaskCrash, TaskTimeout } from '../../adapters/threads/pool.ts'
import type { TextBefore } from '../../core/edits/judge.ts'
import {
  type DropReason,
  done,
  dropped,
  dropReasons,
  failed,
  type Outcome,
} from '../../core/record/outcome.ts'
import type { OutletFacts } from '../../core/record/record.ts'
import {
  type Extracted,
  type ExtractInput,
  learnBlocks,
  loadForExtract,
} from '../../store/articles/extract-input.ts'
import { saveExtracted } from '../../store/articles/extracted.ts'
import type { StoredDocument } from '../../store/documents/documents.ts'
import type { Deps } from '../deps.ts'
import { MissingDocumentError } from '../documents/document-store.ts'
import type { Step } from '../step.ts'
import { readBefore } from './read-before.ts'

/** fetched → extracted: the raw bytes become a record, in a thread, with a time limit that ends the thread's work. */
export const extractStep: Step<ExtractInput, ExtractedNow> = {
  load: loadForExtract,
  decide: readAndCompare,
  write: saveExtracted,
  after: (deps, items) =>
    learnBlocks(
      deps.pool,
      items.flatMap(({ input, outcome }) =>
        outcome.kind === 'done' ? [{ input, value: outcome.value }] : [],
      ),
    ),
}

/** The result of reading a document, and what is known of the text before it. */
export interface ExtractedNow extends Extracted {
  readonly before: TextBefore
}

async function readAndCompare(deps: Deps, input: ExtractInput): Promise<Outcome<ExtractedNow>> {
  const outcome = await readDocument(deps, input)
  if (outcome.kind !== 'done') return outcome
  const before = await readBefore(input, outcome.value.record, (document) =>
    readStored(deps, input, document),
  )
  return done({ ...outcome.value, before })
}

/** What today's extractor makes of an article's stored bytes. Writes nothing. */
export async function readDocument(deps: Deps, input: ExtractInput): Promise<Outcome<Extracted>> {
  const { document } = input
  if (!document) return failed('no_document')
  let answer: Extracted
  try {
    answer = await readStored(deps, input, document)
  } catch (error) {
    if (error instanceof MissingDocumentError) {
      deps.log.error({ stage: 'extract', article_id: input.id }, error.message)
      return failed('no_document')
    }
    if (error instanceof TaskTimeout) return failed('extract_timeout')
    if (error instanceof TaskCrash) return failed('extract_crashed')
    throw error
  }
  const { record } = answer
  if (record.kind === 'not_article' || record.kind === 'gallery' || record.kind === 'video')
    return dropped(dropReasonOf(record.kind, record.reason))
  if (!record.body && !record.title) return failed('no_text')
  return done(answer)
}

/**
 * Reads a document of the article, with everything known that helps to read it.
 * @throws TaskTimeout, TaskCrash, MissingDocumentError, StoreTroubleError
 */
export async function readStored(
  deps: Deps,
  input: ExtractInput,
  document: StoredDocument,
): Promise<Extracted> {
  const [packed, ...pages] = await Promise.all(
    [document, ...document.pages].map((page) => deps.documents.bytesOf(page)),
  )
  return deps.extractor.run({
    kind: document.kind,
    ...packed!,
    url: document.url ?? input.url,
    headers: document.headers,
    ...(pages.length > 0
      ? {
          pages: document.pages.map(({ url, headers }, i) => ({ ...pages[i]!, url, headers })),
        }
      : {}),
    given: document.given,
    fetchedAt: document.fetchedAt.toISOString(),
    outlet: input.outlet,
    registry: input.outlet ? [] : (input.registry as OutletFacts[]),
    boilerplate: input.boilerplate,
  })
}

function dropReasonOf(kind: string, reason: string | null): DropReason {
  const known = dropReasons.find((name) => name === reason) ?? dropReasons.find((name) => name === kind)
  return known ?? 'not_article'
}
