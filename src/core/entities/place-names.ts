import { cityOf, countryOf } from '../places/places.ts'

const placeNames = new Map<string, string | null>()
const english = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
const LANGUAGES = ['en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'ru', 'zh', 'ja', 'ar', 'sv', 'pl', 'tr']
const displayNames = LANGUAGES.map(
  (language) => new Intl.DisplayNames(language, { type: 'region', fallback: 'none' }),
)

/** The usual English name of a place in any spelling that the tables hold, or null. */
export function placeName(name: string): string | null {
  // A short abbreviation may be anything (Ala., Me., Pa.).
  const abbreviated =
    name.length < 4 && !/^(?:UK|USA|UAE|U\.S|U\.K)$/.test(name) && /^[\p{Lu}\p{Ll}.]+$/u.test(name)
  let known = placeNames.get(name)
  if (known === undefined) {
    known = abbreviated ? null : (cityOf(name)?.city ?? countryName(name))
    // Bounded: every word of every text would pass through here.
    if (placeNames.size > 50_000) placeNames.clear()
    placeNames.set(name, known)
  }
  return known
}

/** A country in English; a state or province as it is written. */
function countryName(name: string): string | null {
  const code = countryOf(name)
  if (!code) return /^(?:USA|U\.S\.?A?|United States of America)$/.test(name) ? 'United States' : null
  const isCountry = displayNames.some((names) => names.of(code)?.toLowerCase() === name.toLowerCase())
  return isCountry || ALSO_COUNTRIES.has(name) ? (english.of(code) ?? name) : name
}

const ALSO_COUNTRIES = new Set([
  'UK',
  'Britain',
  'Great Britain',
  'UAE',
  'Holland',
  'Russian Federation',
  'DRC',
  'DR Congo',
  'Burma',
])
