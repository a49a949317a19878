/** From which shares and counts on a text is a copy, and how far back copies are searched. */
export interface CopyPolicy {
  /** Share of the shorter text that must be in the other one when their leads agree. */
  readonly minShare: number
  /** The same when their leads do not agree (a shared block further down can be anything). */
  readonly minShareApart: number
  /** Two pages of one outlet share blocks of background, so only nearly complete texts are copies. */
  readonly minShareSameOutlet: number
  /** Share of a lead that must be in the other text. */
  readonly minLead: number
  readonly leadWords: number
  /** Below this, for numbers and for names, the facts did not go along. */
  readonly minFacts: number
  readonly minNumbers: number
  /** Two texts with different titles that have at most this share of the title's words are a placeholder, not a copy. */
  readonly maxOfTitle: number
  /** The same within one outlet, whose name and town may be in its titles and in its banners. */
  readonly maxOfTitleSameOutlet: number
  /** At most this many candidates of the new text are verified. */
  readonly maxVerified: number
  /** Fingerprint keys that make a candidate; a very short text has too few to ask for two. */
  readonly minSharedKeys: number
  readonly shortWords: number
  readonly windowDays: number
}

export const COPY_POLICY: CopyPolicy = {
  minShare: 0.33,
  minShareApart: 0.52,
  minShareSameOutlet: 0.8,
  minLead: 0.15,
  leadWords: 80,
  minFacts: 0.45,
  minNumbers: 0.5,
  maxOfTitle: 0,
  maxOfTitleSameOutlet: 0.25,
  maxVerified: 8,
  minSharedKeys: 2,
  shortWords: 60,
  windowDays: 14,
}
