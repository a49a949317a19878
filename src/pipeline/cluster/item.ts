import type { ComparableText } from '../../core/copies/similarity.ts'
import type { StoryKey } from '../../core/stories/profile/keys.ts'
import type { StoryProfile } from '../../core/stories/profile/story-profile.ts'
import type { RoundUpSign } from '../../core/stories/round-up.ts'
import type { TableRow } from '../../schema/rows.ts'
import type { ReadState } from '../../store/articles/transitions.ts'
import type { CopyRow } from '../../store/copies/texts.ts'

export interface ClusterInput
  extends Omit<CopyRow, 'word_count'>,
    ReadState,
    Pick<
      TableRow<'articles'>,
      'version' | 'parked_count' | 'story_id' | 'duplicate_of' | 'body' | 'language' | 'kind'
    > {
  /** See `StoryText`. */
  readonly language_is_stated: boolean
}

/** What an article is found and compared by; made outside the transaction. */
export interface ClusterKeys {
  readonly text: ComparableText
  readonly words: number
  readonly fingerprints: readonly bigint[]
  /** See `textKey`. */
  readonly textKey: bigint | null
  readonly profile: StoryProfile
  readonly keys: readonly StoryKey[]
  /** It reports several events: it may join a story, but no other article finds it. */
  readonly roundUp: RoundUpSign | null
}

/** An article that is being placed. */
export interface ClusterItem {
  readonly input: ClusterInput
  readonly value: ClusterKeys
}

/** The day of a moment in UTC, `YYYY-MM-DD`. */
export function dayOf(at: Date | null): string | null {
  return at?.toISOString().slice(0, 10) ?? null
}
