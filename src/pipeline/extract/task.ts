import type { PackedBytes } from '../../adapters/files/packed-bytes.ts'
import type { OutletFacts } from '../../core/record/record.ts'
import type { DocumentKind } from '../../schema/values.ts'
import type { GivenFields } from '../../store/documents/documents.ts'

/**
 * The input of a thread of the extract pool. Plain data: it crosses a thread boundary, and the document stays compressed as
 * it is stored.
 */
export interface ExtractTask extends PackedBytes {
  readonly kind: DocumentKind
  readonly url: string | null
  /** The pages of the same article that follow it, in order. */
  readonly pages?: readonly (PackedBytes & Pick<ExtractTask, 'url' | 'headers'>)[]
  readonly headers: Readonly<Record<string, string>> | null
  readonly given: GivenFields | null
  readonly fetchedAt: string
  readonly outlet: OutletFacts | null
  /** Outlets that a text dump may name by its masthead; empty when the outlet is known. */
  readonly registry: readonly OutletFacts[]
  /** Hashes of blocks that the outlet repeats. */
  readonly boilerplate: readonly string[]
}
