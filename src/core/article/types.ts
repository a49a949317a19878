import type { BlockModel } from '../body/forest.ts'
import type { Provenance } from '../record/provenance.ts'
import type { ArticleRecord, OutletFacts } from '../record/record.ts'

/** What is known about a page or a text dump beside its own characters. */
export interface ExtractContext {
  /** The address it was fetched from, after redirects. */
  readonly url?: string
  /** The outlet it belongs to; null when it is known to belong to none of the registry. */
  readonly outlet?: OutletFacts | null
  /** The registry, to recognise an outlet by domain or by masthead when `outlet` is not given. */
  readonly outlets?: readonly OutletFacts[]
  /** HTTP response headers, names in lower case. */
  readonly headers?: Readonly<Record<string, string>>
  /** When it was fetched: what relative dates count from, and what no publication date may exceed. */
  readonly fetchedAt?: Date
  /** Hashes of blocks that this outlet repeats on its pages; such blocks are dropped. */
  readonly boilerplate?: ReadonlySet<string>
  /** Whether a feed or a file gave the headline: then more evidence is needed that the page is not an article. */
  readonly announced?: boolean
  /** Also say for every block why it stayed or went. */
  readonly explain?: boolean
  /** Another block model than the one that ships, to measure one on pages that it has not seen. */
  readonly model?: BlockModel
  /** True once the caller's time is over; called from time to time, extraction then ends with `too_slow`. */
  readonly expired?: () => boolean
}

/** One block of the page and its fate, for `newsloom inspect article --explain`. */
export interface BlockExplanation {
  readonly text: string
  /** Tag and class path of the block, innermost last. */
  readonly path: string
  readonly kept: boolean
  /** Which rule or model decided. */
  readonly why: string
  /** The model's probability that the block belongs to the body, 0 to 1, where it was asked. */
  readonly score?: number
}

/** What an outlet's own rules found on the page. */
export interface RulesUsed {
  readonly valid_until: string
  /** False where the page is younger than that day: the rules are then left aside. */
  readonly in_force: boolean
  readonly selectors: readonly {
    /** The field of `extract_rules`. */
    readonly field: string
    readonly selector: string
    /** Elements that it finds. */
    readonly found: number
    /** The first one's text. */
    readonly text: string | null
  }[]
}

/** How many blocks one rule decided otherwise than the model. */
export interface RuleCount {
  readonly rule: string
  readonly kept: boolean
  readonly blocks: number
  readonly characters: number
}

export interface Explanation {
  readonly blocks: readonly BlockExplanation[]
  /** Where each field came from: field → source and the candidates it beat. */
  readonly fields: Readonly<Record<string, string>>
  /** The probability that the page is not an article, and the evidence for it. */
  readonly kind?: { readonly other: number; readonly features: Readonly<Record<string, number>> }
  /** What each rule took out of the text, or put in besides what the model kept. */
  readonly corrections?: readonly RuleCount[]
  /** Why the rest of the page was not read (limits.ts, or the caller's deadline); absent for a page that was read whole. */
  readonly cut?: 'too_large' | 'too_deep' | 'too_slow'
  /** Of an outlet that has rules. */
  readonly rules?: RulesUsed
}

export interface ExtractResult {
  readonly record: ArticleRecord
  readonly provenance: Provenance
  /** Hashes of the page's blocks, for learning what an outlet repeats. */
  readonly blockHashes: readonly string[]
  /** Other addresses of the same article. */
  readonly aliases: { readonly canonical?: string; readonly amp?: string }
  /** The canonical address when it lies on another registrable domain: evidence of syndication. */
  readonly syndicatedFrom?: string
  /** Further pages of the same article (`rel=next`, page links), to be joined by the caller. */
  readonly nextPage?: string
  readonly explain?: Explanation
}
