/**
 * Invented articles of recurring forms, each kind in small windows: real streams have many of them, and no labelled set does.
 * Written for training; no text is copied from a real source.
 */
import { BUSINESS_KINDS } from './forms/business-kinds.ts'
import { EVENT_KINDS } from './forms/event-kinds.ts'
import { LINE_KINDS } from './forms/line-kinds.ts'
import { createMaker, type Kind } from './forms/maker.ts'
import { SERVICE_KINDS } from './forms/service-kinds.ts'
import type { LabelledArticle } from './sets.ts'

export const KINDS: readonly Kind[] = [...SERVICE_KINDS, ...BUSINESS_KINDS, ...EVENT_KINDS, ...LINE_KINDS]

const HOUR_MS = 3_600_000
/** Windows are further apart than the time over which articles are compared for stories. */
const APART_MS = 40 * 24 * HOUR_MS
const FROM = Date.UTC(1975, 0, 6, 6)

/** Makes `windows` windows of each kind; the articles of a window report several events in one form. */
export function madeUpForms(windows: number, seed = 1): LabelledArticle[] {
  const rows: LabelledArticle[] = []
  let number = 0
  for (const [k, kind] of KINDS.entries())
    for (let w = 0; w < windows; w++) {
      const make = createMaker(seed * 1_000_003 + k * 1_009 + w)
      const start = FROM + number++ * APART_MS
      const outlets = Array.from(
        { length: 24 },
        () => `${make.place()} ${make.one(['Post', 'Echo', 'News', 'Star'])}`,
      )
      for (const [i, instance] of kind(make).entries())
        for (const [r, { outlet, title, body, hour }] of instance.entries())
          rows.push({
            id: `form-${k}-${w}-${i}-${r}`,
            outlet: outlets[outlet % outlets.length]!,
            title,
            body,
            published: new Date(start + hour * HOUR_MS).toISOString(),
            lang: 'en',
            story: `form-${k}-${w}-${i}`,
          })
    }
  return rows
}
