import type { PublishedPrecision, PublishedTzSource } from '../record.ts'

export interface When {
  readonly instant: string | null
  readonly local_date: string | null
  readonly precision: PublishedPrecision | null
  readonly tz_source: PublishedTzSource | null
}

/** Reads ISO dates only, until `published.ts` is there. */
export function readWhen(raw: string): When | null {
  const iso =
    /(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?/.exec(
      raw,
    )
  if (!iso) return null
  const day = `${iso[1]}-${iso[2]}-${iso[3]}`
  if (!iso[4])
    return { instant: `${day}T00:00:00Z`, local_date: day, precision: 'day', tz_source: 'assumed_utc' }
  const zone = iso[7] ? (iso[7] === 'Z' ? 'Z' : iso[7].replace(/(\d\d)(\d\d)$/, '$1:$2')) : 'Z'
  const instant = new Date(`${day}T${iso[4]}:${iso[5]}:${iso[6] ?? '00'}${zone}`)
  if (Number.isNaN(+instant)) return null
  return {
    instant: instant.toISOString().replace('.000Z', 'Z'),
    local_date: day,
    precision: iso[6] ? 'second' : 'minute',
    tz_source: iso[7] ? 'text' : 'assumed_utc',
  }
}
