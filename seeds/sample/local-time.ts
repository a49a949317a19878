/** A wall-clock time at an outlet, in the spellings that pages use. */
export interface LocalTime {
  /** `2025-09-15T09:14:22+02:00` */
  readonly iso: string
  /** `2025-09-15T09:14+02:00` */
  readonly isoMinute: string
  /** `2025-09-15T07:14:22Z` */
  readonly utc: string
  readonly date: string
  readonly year: string
  readonly month: string
  readonly day: string
  readonly hour: string
  readonly minute: string
  /** 1–12 */
  readonly monthNumber: number
  /** 0 is Sunday. */
  readonly weekday: number
}

/** @param wall `YYYY-MM-DDTHH:MM:SS` as the outlet's clock shows it @param timezone IANA name */
export function localTime(wall: string, timezone: string): LocalTime {
  const naive = Date.parse(`${wall}Z`)
  const first = naive - offsetMinutes(naive, timezone) * 60_000
  const offset = offsetMinutes(first, timezone)
  const instant = new Date(naive - offset * 60_000)
  const sign = offset < 0 ? '-' : '+'
  const hours = String(Math.floor(Math.abs(offset) / 60)).padStart(2, '0')
  const minutes = String(Math.abs(offset) % 60).padStart(2, '0')
  const [date = '', clock = ''] = wall.split('T')
  const [year = '', month = '', day = ''] = date.split('-')
  const [hour = '', minute = ''] = clock.split(':')
  return {
    iso: `${wall}${sign}${hours}:${minutes}`,
    isoMinute: `${date}T${hour}:${minute}${sign}${hours}:${minutes}`,
    utc: instant.toISOString().replace('.000Z', 'Z'),
    date,
    year,
    month,
    day,
    hour,
    minute,
    monthNumber: Number(month),
    weekday: new Date(naive).getUTCDay(),
  }
}

function offsetMinutes(instantMs: number, timezone: string): number {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  const part = Object.fromEntries(format.formatToParts(instantMs).map(({ type, value }) => [type, value]))
  const wall = Date.parse(
    `${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}:${part.second}Z`,
  )
  return Math.round((wall - instantMs) / 60_000)
}

const months = {
  en: 'January February March April May June July August September October November December',
  de: 'Januar Februar März April Mai Juni Juli August September Oktober November Dezember',
  es: 'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre',
  fr: 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre',
} as const

export function monthName(time: LocalTime, language: keyof typeof months): string {
  return months[language].split(' ')[time.monthNumber - 1] ?? ''
}

export function weekdayName(time: LocalTime): string {
  return 'Sun Mon Tue Wed Thu Fri Sat'.split(' ')[time.weekday] ?? ''
}
