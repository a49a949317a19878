/** What two articles have in common and what distinguishes them, as numbers (computed in features.ts). */
export interface PairFacts {
  /** Cosine of the whole TF-IDF vectors. */
  readonly text: number
  /** Cosine of the titles. */
  readonly title: number
  /** Cosine of title and lead together. */
  readonly lead: number
  /** Share (by IDF) of adjacent title words in common. */
  readonly phrase: number
  /** Share of one title's IDF that the other article's terms hold: the better and the worse direction. */
  readonly titleInBest: number
  readonly titleInWorst: number
  /** Cosine over names. */
  readonly names: number
  /** Cosine over all terms that are not names: what happened, rather than to whom. */
  readonly actions: number
  readonly leadActions: number
  /** Sum of the IDF of the three rarest terms in common. */
  readonly rare: number
  /** IDF of the numbers in common over that of the one with fewer. */
  readonly numbers: number
  readonly sharedNumbers: number
  readonly quotes: number
  /** Days between, null when either is undated. */
  readonly days: number | null
  readonly titleOnly: 0 | 1 | 2
  /** Both name years: 1 when none is the same, −1 when one is, else 0. */
  readonly yearsApart: -1 | 0 | 1
  /** The same for months beside a number, and for weekdays near the top. */
  readonly monthsApart: -1 | 0 | 1
  readonly weekdaysApart: -1 | 0 | 1
  /** Share of one article's foremost names that the other has: the better and the worse direction. */
  readonly topNamesBest: number
  readonly topNamesWorst: number
  readonly firstNamesBest: number
  readonly firstNamesWorst: number
  /** IDF of the rarest name in one's title that the other does not have: the larger and the smaller. */
  readonly nameMissingMost: number
  readonly nameMissingLeast: number
  /** Things that both count: with the same number, and with another. */
  readonly countedSame: number
  readonly countedApart: number
  /** Share of the words for what happened in a title (those that are not names) that the other article has. */
  readonly titleActionsBest: number
  readonly titleActionsWorst: number
  /** Words of the shorter and of the longer article. */
  readonly shorter: number
  readonly longer: number
  /** Names that both have, in any spelling; the same first name of two people does not count. */
  readonly sharedNames: number
  /** IDF of the rarest of them. */
  readonly rarestName: number
  /** Names of the article that has fewer. */
  readonly fewerNames: number
  /** IDF of the rarest name in one's title or lead that the other lacks: the larger and the smaller. */
  readonly leadNameMissingMost: number
  readonly leadNameMissingLeast: number
  /** Both give numbers in title or lead: 1 when none is the same. */
  readonly leadNumbersApart: 0 | 1
  /** IDF of the rarest of those that are the same. */
  readonly rarestNumber: number
  /** How many are the same, over those of the one that has fewer. */
  readonly leadNumbersShared: number
  readonly titleNumbersApart: 0 | 1
  /** Both have the form in which their outlet writes such things (see form.ts). */
  readonly sameForm: 0 | 1
}
