// What the rules of tests/unit/imports.test.ts allow by name. The lists may only become shorter.

/** Tables of data: they may be as long as what they list. */
export const dataTables: ReadonlyMap<string, string> = new Map([
  ['src/core/fetching/tracking-params.ts', 'names of query parameters, by the vendor that sets them'],
  ['src/runtime/settings.ts', 'every setting: its variable, default, kind, and what it means'],
])

/** Files that are over the limit, with how many lines they had when they were listed: they may not grow. */
export const largerFiles: ReadonlyMap<string, number> = new Map([['tests/e2e/pages.test.ts', 532]])

/** Folders that are over the limit, with how many files they had when they were listed. */
export const largerFolders: ReadonlyMap<string, number> = new Map()

/**
 * Names in core whose value changes. A cache gives for the same arguments the same answer as without it, and is bounded
 * or holds one entry for each row of a table; a scratch buffer holds nothing that a later call reads; a table is filled
 * while its module loads and read-only from then on; a cursor is the position of a sticky regular expression, which each call
 * sets first.
 */
export const changesAtRuntime: ReadonlyMap<string, 'cache' | 'scratch' | 'table' | 'cursor'> = new Map([
  ['src/core/body/choose.ts scratch', 'scratch'],
  ['src/core/body/choose.ts shipped', 'cache'],
  ['src/core/copies/title-in-body.ts functionWords', 'cache'],
  ['src/core/dates/words/months.ts lookups', 'cache'],
  ['src/core/dates/zones/offsets.ts formatters', 'cache'],
  ['src/core/dates/zones/offsets.ts years', 'cache'],
  ['src/core/dates/calendars/other-calendars.ts umalqura', 'cache'],
  ['src/core/dates/words/relative.ts unitOf', 'table'],
  ['src/core/entities/place-names.ts placeNames', 'cache'],
  ['src/core/feeds/rss-parser/is-cheap.ts closing', 'cursor'],
  ['src/core/feeds/text.ts named', 'table'],
  ['src/core/feeds/tolerant/tokens.ts quoteAhead', 'cursor'],
  ['src/core/page/classes/mask.ts pieces', 'table'],
  ['src/core/page/classes/mask.ts whole', 'table'],
  ['src/core/page/dom.ts queries', 'cache'],
  ['src/core/page/noscript.ts opening', 'cursor'],
  ['src/core/page/tags.ts kinds', 'table'],
  ['src/core/people/agency.ts byFirstWord', 'table'],
  ['src/core/people/agency.ts glued', 'table'],
  ['src/core/people/names.ts joinerCache', 'cache'],
  ['src/core/places/places.ts cities', 'cache'],
  ['src/core/places/places.ts countries', 'cache'],
  ['src/core/stories/idf.ts unpacked', 'cache'],
  ['src/core/stories/pair/weights.ts shipped', 'cache'],
  ['src/core/stories/profile/lexicon.ts allTerms', 'cache'],
  ['src/core/stories/profile/lexicon.ts lexicons', 'cache'],
  ['src/core/stories/profile/lexicon.ts stopWords', 'cache'],
  ['src/core/stories/profile/words/scan.ts INITIALS', 'cursor'],
  ['src/core/stories/profile/words/scan.ts kinds', 'table'],
  ['src/core/stories/profile/words/read-word.ts readers', 'cache'],
  ['src/core/text/digest.ts draft', 'scratch'],
  ['src/core/text/digest.ts kinds', 'table'],
  ['src/core/text/language.ts weights', 'cache'],
  ['src/core/text/normalize.ts classes', 'table'],
  ['src/core/text/normalize.ts segmenter', 'cache'],
  ['src/core/text/squeeze.ts known', 'cache'],
  ['src/core/text/squeeze.ts narrow', 'scratch'],
  ['src/core/text/squeeze.ts wide', 'scratch'],
  ['src/core/text/word-automaton.ts columns', 'table'],
  ['src/core/text/word-table.ts room', 'scratch'],
])
