import { tokenize } from '../dates/text/tokens.ts'
import { monthOf } from '../dates/words/months.ts'
import { findAgencies, isAgency } from '../people/agency.ts'
import { datelineOf, type ParsedDateline } from './dateline-parts.ts'
import { eastAsianDateline } from './east-asian-dateline.ts'
import { cityOf, countryOf } from './places.ts'

/** How far into a paragraph a dateline may reach. */
const REACH = 120

/**
 * The dateline at the head of an article's first paragraph: `LONDON (Reuters) -`, `HELSINKI, Finland-`,
 * `BERLIN, 3. Mai (dpa) –`, `МОСКВА, 5 марта. /ТАСС/.`, `(ANSA) - ROMA, 5 MAR -`, `新华社北京5月20日电`.
 * Null when there is none: a place must be known, or be written in capitals with its country or an agency.
 * @param home the outlet's country (ISO 3166-1 alpha-2): it decides which of several places of one name is meant (San Juan)
 */
export function parseDateline(paragraph: string, home: string | null = null): ParsedDateline | null {
  const text = paragraph.trimStart()
  return (
    eastAsianDateline(text) ?? agencyFirst(text, home) ?? uncased(text) ?? western(text, home) ?? signed(text)
  )
}

const WITHOUT_CAPITALS =
  /^[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Thai}]/u

/** القاهرة - رويترز - ; नई दिल्ली, 5 मार्च (पीटीआई)  : in scripts without capitals the city must be known, and a punctuation mark must follow. */
function uncased(text: string): ParsedDateline | null {
  if (!WITHOUT_CAPITALS.test(text)) return null
  const head =
    /^(?<city>[\p{L}\p{M}' ]{2,25}?)(?<middle>(?:\s*[,،]\s*[\p{L}\p{M}\p{N} ]{1,20})?(?:\s*\([^()]{2,40}\))?)\s*[-–—:]+\s*/u.exec(
      text,
    )
  const place = head && cityOf(head.groups!.city!)
  if (!head || !place) return null
  let length = head[0].length
  const agency = /^([^-–—:.]{2,40}?)\s*[-–—:]+\s*/u.exec(text.slice(length))
  if (agency && findAgencies(agency[1]!).length > 0) length += agency[0].length
  return datelineOf(text, length, place)
}

const SEPARATOR = /^\s*(?:--+|[-–—―]+|:(?=\s)|\.\s*[-–—]+|[/|])\s*/u

/** (ANSA) - ROMA, 5 MAR - ; (Reuters) - Text: the agency comes before the place, or there is no place. */
function agencyFirst(text: string, home: string | null): ParsedDateline | null {
  const head = /^(?:[([]\s*([^()[\]]{2,30})\s*[)\]]|([\p{Lu}\p{L}.]{2,20}))\s*(?:[-–—]+|[|])\s*/u.exec(text)
  if (!head || findAgencies((head[1] ?? head[2])!).length === 0) return null
  if (head[2] && findAgencies(head[2]).length === 0) return null
  const inner = western(text.slice(head[0].length), home)
  if (inner) {
    const length = text.length - inner.rest.length
    return datelineOf(text, length, inner)
  }
  return head[1] ? datelineOf(text, head[0].length, { city: null, country: null }) : null
}

interface PlaceRead {
  readonly city: string
  readonly country: string | null
  readonly known: boolean
  readonly end: number
}

/** Words of a place: capitalised, with the small ones inside a name (Rio de Janeiro, Dar es Salaam). */
const WORD = "(?:\\p{Lu}[\\p{L}\\p{M}'’.]*(?:-[\\p{L}\\p{M}'’]+)*)"
const PLACE = new RegExp(
  `^${WORD}(?:[ ]+(?:(?:de|del|da|do|di|la|el|am|an|der|es|sur|upon|on|al|pri|y)[ ]+)?${WORD}){0,3}`,
  'u',
)

/** A place in capitals, up to a dash without a space before it: HELSINKI, Finland-Russian. */
function readPlace(text: string, home: string | null): PlaceRead | null {
  const match = PLACE.exec(text)
  if (!match) return null
  // The longest beginning that is a known place: "Tel Aviv The", "LONDON-British"
  const words = match[0].split(/(?<=[ ])|(?<=-)/)
  for (let count = words.length; count > 0; count--) {
    const joined = words.slice(0, count).join('')
    const name = joined.replace(/[ -]+$/, '')
    const place = cityOf(name.replace(/\.$/, ''), home) ?? cityOf(name, home)
    // "Hamburg. In": the full stop does not belong to the place, unless the place has others (D.C.)
    if (place) return { ...place, known: true, end: name.replace(/^([^.]+)\.$/, '$1').length }
  }
  const capitals = /^[\p{Lu}\p{M}'’. -]{3,}/u.exec(match[0])?.[0].replace(/[ .-]+$/, '')
  if (!capitals || /^[\p{Lu}]\p{Ll}/u.test(text.slice(capitals.length - 1))) return null
  return { city: titleCase(capitals), country: null, known: false, end: capitals.length }
}

function titleCase(name: string): string {
  return name.toLowerCase().replace(/(?:^|[\s'’-])\p{L}/gu, (start) => start.toUpperCase())
}

/** `CITY[, region][, date] [(agency)] separator`, in that order; only the city and the separator must be there. */
function western(text: string, home: string | null): ParsedDateline | null {
  const window = text.slice(0, REACH)
  const first = readPlace(window, home)
  if (!first) return null
  const inCapitals = window.slice(0, first.end) === window.slice(0, first.end).toUpperCase()
  let at = first.end
  let country = first.country
  let regionGiven = false
  let agency = false
  let dated = false
  for (let part = 0; part < 5; part++) {
    const rest = window.slice(at)
    // a second city: Berlin/München, GENEVA/LONDON
    const second = /^\s*(?:\/|,?\s+and\s+|,?\s+und\s+)\s*/u.exec(rest)
    const secondPlace =
      second && !/^\s*\/[^/()]{2,12}\/\s*/.test(rest) ? readPlace(rest.slice(second[0].length), home) : null
    if (second && secondPlace?.known) {
      at += second[0].length + secondPlace.end
      continue
    }
    const date = dateLength(rest)
    if (date > 0) {
      at += date
      dated = true
      continue
    }
    const credit = /^[\s.,]*(?:\(([^()]{2,40})\)|\[([^[\]]{2,40})\]|\/([^/()]{2,20})\/)/u.exec(rest)
    const creditor = credit?.[1] ?? credit?.[2] ?? credit?.[3] ?? ''
    if (credit && (findAgencies(creditor).length > 0 || (first.known && SIGN.test(creditor)))) {
      at += credit[0].length
      agency = true
      continue
    }
    const region = /^(?:,\s*|\s*\()([^,()–—:]{2,30}?)(?:\)|(?=\s*[,(–—:]|\s+--?\s|-|\s*$|\s+\())/u.exec(rest)
    const regionCountry = region && countryOf(region[1]!)
    if (!region || !regionCountry || regionGiven) break
    country = regionCountry
    regionGiven = true
    at += region[0].length
  }
  const tail = window.slice(at)
  const bare = /^[\s,]*(Reuters|REUTERS|AFP|AP|ANI|PTI|IANS|Xinhua|dpa|UPI|APA|ANSA|EFE)(?=\s*[-–—:])/u.exec(
    tail,
  )
  if (bare) {
    at += bare[0].length
    agency = true
  }
  const separator =
    SEPARATOR.exec(window.slice(at)) ??
    (agency
      ? /^[\s.:=]*[-–—]*\s*/u.exec(window.slice(at))
      : dated || first.known
        ? /^\s*\.\s+/u.exec(window.slice(at))
        : null)
  if (!separator) return null
  at += separator[0].length
  // INTERFAX.RU - ; РИА Новости. : the agency after the dash or the date
  const after = /^([\p{Lu}][\p{L}. ]{1,25}?)(?:\s*[-–—]+|\.)\s+/u.exec(text.slice(at))
  if (after && isAgency(after[1]!)) at += after[0].length
  const rest = text.slice(at)
  if (!believable(first, { inCapitals, regionGiven, agency, dated }, separator[0], rest)) return null
  return datelineOf(text, at, { city: first.city, country })
}

/** How an agency that is not in the registry signs: (RNS), (dpo). */
const SIGN = /^(?:\p{Lu}{2,6}|\p{Ll}{2,4})$/u

interface Signs {
  readonly inCapitals: boolean
  readonly regionGiven: boolean
  readonly agency: boolean
  readonly dated: boolean
}

/**
 * Whether what looks like a dateline is one. A dash without spaces also joins words (Moscow-based, COVID-19): then the
 * place must be in capitals or followed by its country, and a new sentence must begin.
 */
function believable(place: PlaceRead, signs: Signs, separator: string, rest: string): boolean {
  if (rest.trim() === '') return false
  const sentence = /^[\p{Lu}\p{Lt}\p{Lo}\p{N}"“”„«‘'¿¡(]/u.test(rest.trimStart())
  if (signs.agency) return true
  if (!sentence) return false
  if (!place.known) return signs.inCapitals && signs.regionGiven
  if (signs.inCapitals || signs.dated) return true
  const glued = !/\s/.test(separator)
  if (glued) return false
  // `Cuxhaven. Die Fähre …`: a single name as a sentence counts only before a whole paragraph
  if (/^\.\s+$/.test(separator)) return rest.length >= LEAST_PARAGRAPH
  return signs.regionGiven || /[-–—|]/.test(separator) || /^\s*:/.test(separator)
}

const LEAST_PARAGRAPH = 80

/** `Neuenburg am See (dpa) – Der …`: any name is a place if an agency follows in brackets. */
function signed(text: string): ParsedDateline | null {
  const head =
    /^(?<city>\p{Lu}[\p{L}\p{M}'’.-]+(?: [\p{L}\p{M}'’.-]{2,}){0,3}) ?\((?<by>[^()]{2,30})\)(?:\s*[-–—:]+|\.)\s+(?=[\p{Lu}„“"«¿¡\d])/u.exec(
      text,
    )
  if (!head || !isAgency(head.groups!.by!)) return null
  return datelineOf(text, head[0].length, { city: head.groups!.city!, country: null })
}

/** The length of `, March 5`, `, 5. Mai 2024`, `. 5 марта`, `, 5 Mar.` at the beginning of a text, else 0. */
function dateLength(text: string): number {
  const match =
    /^(?:[,.]\s*|\s+)(?:(?:le|den|am|el|il|a)\s+)?(?:\d{4}\.\s+)?(?:(?<day>\d{1,2})(?:\.|er|º|-)?\s+(?:de\s+)?(?<month>[\p{L}\p{M}]{3,12})|(?<month2>[\p{L}\p{M}]{3,12})\.?\s+(?<day2>\d{1,2})\.?)(?:\s+(?:de\s+)?\d{4}|,\s*\d{4})?(?:\s*г(?:\.|ода))?(?=[\s.,(/–—-]|$)/u.exec(
      text,
    )
  const name = match?.groups?.month ?? match?.groups?.month2
  if (!match || !name) return 0
  const word = tokenize(name)[0]?.folded
  return word && monthOf(word, undefined) ? match[0].length : 0
}
