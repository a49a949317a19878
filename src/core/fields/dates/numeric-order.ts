import { hostOf } from '../../fetching/url.ts'
import type { OutletFacts } from '../../record/record.ts'

/** Countries that write English and whose top-level domain has few other uses. */
const englishDomain = /\.(uk|ie|au|nz|in|za|ng|ke|gh|sg|my|pk|bd|lk|ph|ca|zm|zw|ug|tz|jm|tt|mt|hk|us)$/

/** `13/04/2025` or `04/13/2025`: a date that can be read in one order only. */
const oneOrder = /(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](?:\d{4}|\d{2})(?!\d)/

/**
 * The language tag by which a page's dates are read. Whether `05/03/2025` is in March or in May depends, in English,
 * on the country: of the tag itself, else of the outlet, else of the address, else on the page's other dates.
 * @param texts the page's dates as they are written
 */
export function languageOfDates(
  language: string | undefined,
  outlet: OutletFacts | null,
  url: string | undefined,
  texts: readonly string[],
): string | undefined {
  if (language !== undefined && !/^en$/i.test(language)) return language
  const country = outlet?.country ?? englishDomain.exec((url && hostOf(url)) || '')?.[1]?.replace('uk', 'gb')
  if (country) return `en-${country}`
  for (const text of texts) {
    const [, first, second] = oneOrder.exec(text) ?? []
    if (Number(first) > 12 && Number(second) <= 12) return 'en-GB'
    if (Number(second) > 12 && Number(first) <= 12) return 'en-US'
  }
  return language
}

/** The same language with the other order of day and month; undefined where only one is in use. */
export const withOtherOrder = (language: string | undefined): string | undefined =>
  language === undefined || /^en(?:-|$)/i.test(language)
    ? /-(?:us|ph)$/i.test(language ?? '') || !language?.includes('-')
      ? 'en-GB'
      : 'en-US'
    : undefined
