import type { PublishedSource } from '../../record/record.ts'
import type { Byline } from '../authors/find.ts'

/** Nowhere, in metadata only, or where the page's readers see it. */
export type Said = 'no' | 'stated' | 'shown'

/** As numbers for the model. */
export const degrees = { no: 0, stated: 1, shown: 2 } as const satisfies Record<Said, number>

/** How a page says when it was published; an address says nothing to its readers. */
export const saidWhen = (source: PublishedSource | undefined): Said =>
  source === 'text' || source === 'time_tag'
    ? 'shown'
    : source === undefined || source === 'url'
      ? 'no'
      : 'stated'

export const saidByWhom = ({ authors, agencies, source }: Byline): Said =>
  authors.length + agencies.length === 0
    ? 'no'
    : source === 'byline' || source === 'line'
      ? 'shown'
      : 'stated'
