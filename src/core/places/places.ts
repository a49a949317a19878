import { CITIES, NAMESAKES, REGIONS } from './places-table.ts'

export interface Place {
  /** The usual English name. */
  readonly city: string
  /** ISO 3166-1 alpha-2. */
  readonly country: string
}

const key = (name: string) =>
  name.normalize('NFC').toLocaleLowerCase('en').replace(/[’`]/g, "'").replace(/\s+/g, ' ').trim()

let cities: ReadonlyMap<string, readonly Place[]> | undefined
let countries: ReadonlyMap<string, string> | undefined

function cityMap(): ReadonlyMap<string, readonly Place[]> {
  if (cities) return cities
  const made = new Map<string, Place[]>()
  for (const [country, list] of [...Object.entries(CITIES), ...Object.entries(NAMESAKES)])
    for (const entry of list.split('|')) {
      const names = entry.split('=').map((name) => name.replace(/\s*\(.*\)$/, ''))
      const place = { city: names[0]!.replace(/, \w+$/, ''), country }
      for (const name of names) {
        const namesakes = made.get(key(name))
        if (namesakes) namesakes.push(place)
        else made.set(key(name), [place])
      }
    }
  cities = made
  return made
}

const LANGUAGES = ['en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'ru', 'zh', 'ja', 'ar', 'sv', 'pl', 'tr']

function countryMap(): ReadonlyMap<string, string> {
  if (countries) return countries
  const made = new Map<string, string>()
  for (const [country, names] of Object.entries(REGIONS))
    for (const name of names.split('|')) made.set(key(name), country)
  for (const language of LANGUAGES) {
    const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' })
    for (const country of Object.keys(CITIES)) {
      const name = names.of(country)
      if (name && !made.has(key(name))) made.set(key(name), country)
    }
  }
  countries = made
  return made
}

/**
 * The city of a name in any common spelling and case, or null when it is not in the table. Of several cities with one name
 * (San Juan) it is the one in the country `home`, else the best known: outlets of a country mean their own city.
 */
export function cityOf(name: string, home: string | null = null): Place | null {
  const namesakes = cityMap().get(key(name))
  if (!namesakes) return null
  const [first] = namesakes
  return (namesakes.length > 1 && home && namesakes.find(({ country }) => country === home)) || first!
}

/** ISO 3166-1 alpha-2 of a country, or of the country of a state or province, or null. */
export function countryOf(name: string): string | null {
  return countryMap().get(key(name)) ?? countryMap().get(key(name.replace(/[.,]+$/, ''))) ?? null
}

export function isPlace(name: string): boolean {
  return cityOf(name) !== null || countryOf(name) !== null
}
