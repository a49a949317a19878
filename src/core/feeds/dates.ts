import { parseDate } from '../dates/parse.ts'
import { plausibleInstant } from '../dates/plausible.ts'
import type { FeedContext } from './types.ts'

/** What completes a date that names no time zone or no year. */
export interface DateContext {
  readonly language: string | null
  readonly timezone: string | null
  readonly now: Date | null
}

/** A longer text is not a date. */
const MAX_LENGTH = 120

/** An item's date as an ISO instant in UTC; null where the text has no date or a date that is not plausible. */
export function parsePublished(text: string, { language, timezone, now }: DateContext): string | null {
  if (text.length > MAX_LENGTH) return null
  const { instant } = parseDate(text, {
    context: 'feed',
    language: language ?? undefined,
    timezone: timezone ?? undefined,
    now: now ?? undefined,
  })
  return plausibleInstant(instant, now)
}

/** The context of a feed's dates once its own language is known (null: the outlet's). */
export function dateContext(context: FeedContext): (language: string | null) => DateContext {
  const timezone = context.timezone ?? null
  const now = context.now ?? null
  return (language) => ({ language: language ?? context.language ?? null, timezone, now })
}
