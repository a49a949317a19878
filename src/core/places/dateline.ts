import { monthOf } from '../dates/months.ts'
import { tokenize } from '../dates/tokens.ts'
import { findAgencies, isAgency } from '../people/agency.ts'
import type { Agency, Dateline } from '../record/record.ts'
import { cityOf, countryOf } from './places.ts'

export interface ParsedDateline extends Dateline {
  /** The paragraph after the dateline. */
  readonly rest: string
  readonly agencies: readonly Agency[]
}

/** How far into a paragraph a dateline may reach. */
const REACH = 120

/**
 * The dateline at the head of an article's first paragraph: `LONDON (Reuters) -`, `HELSINKI, Finland-`,
 * `BERLIN, 3. Mai (dpa) –`, `МОСКВА, 5 марта. /ТАСС/.`, `(ANSA) - ROMA, 5 MAR -`, `新华社北京5月20日电`.
 * Null when there is none: a place must be known, or stand in capitals with its country or an agency.
 * @param home the outlet's country (ISO 3166-1 alpha-2), which tells namesakes apart: San Juan
 */
export function parseDateline(paragraph: string, home: string | null = null): ParsedDateline | null {
  const text = paragraph.trimStart()
  return eastAsian(text) ?? agencyFirst(text, home) ?? uncased(text) ?? western(text, home) ?? signed(text)
}

function result(
  text: string,
  length: number,
  place: { city: string | null; country: string | null },
): ParsedDateline {
  const raw = text.slice(0, length).trimEnd()
  return {
    raw,
    city: place.city,
    country: place.country,
    rest: text.slice(length).trimStart(),
    // in brackets the Japanese agencies go by half their names
    agencies: findAgencies(raw.replace(/(?<=[=＝])(共同|時事)(?=】)/u, '$1通信'), 'text'),
  }
}

const CHINESE =
  /^(?:[(（【［[]\s*(?<head>[^)）】］\]]{2,12}?)\s*[)）】］\]]\s*)?(?:据?(?<agency>新华社|中新社|中新网|中国新闻网|央视网|人民网|本报|本台|法新社|路透社|美联社|共同社|中央社|新華社)\s*)(?<city>\p{Script=Han}{2,12}?)?\s*(?:\d{1,2}月)?\d{1,2}日\s*(?:综合)?(?:电|電|讯|訊|消息|报道)?\s*(?:[(（][^)）]{1,40}[)）])?[\s,，：:—-]*/u
/** 【北京=共同】, (서울=연합뉴스) 홍길동 기자 =, （中央社記者王小明台北5日電） */
const BRACKETED =
  /^(?:【(?<ja>[^】=＝]{1,14})[=＝](?<jaAgency>[^】]{1,14})】|[(（[](?<ko>[^)）\]=＝]{1,14})[=＝](?<koAgency>[^)）\]]{1,14})[)）\]](?:\s*[^=＝\n]{1,40}?\s*기자(?:\s*[·,]?[^=＝\n]{1,20}?기자)?\s*[=＝])?|[(（]中央社記者(?<tw>\p{Script=Han}{4,12}?)\d{1,2}日[^)）]{0,6}[)）])\s*/u

function eastAsian(text: string): ParsedDateline | null {
  const chinese = CHINESE.exec(text)
  if (chinese) {
    const place = hanPlace(chinese.groups!.city) ?? hanPlace(chinese.groups!.head)
    return result(text, chinese[0].length, place ?? { city: null, country: null })
  }
  const bracketed = BRACKETED.exec(text)
  if (!bracketed) return null
  const groups = bracketed.groups!
  const named = (groups.ja ?? groups.ko ?? '').split(/[·・、,]/)[0]!.trim()
  const place = named ? (cityOf(named) ?? countryPlace(named)) : taiwanese(groups.tw ?? '')
  if (!place && findAgencies(bracketed[0]).length === 0) return null
  return result(text, bracketed[0].length, place ?? { city: named || null, country: null })
}

function hanPlace(name: string | undefined): { city: string; country: string } | null {
  return name ? cityOf(name) : null
}

/** 王小明台北: the place is the end of it. */
function taiwanese(text: string): { city: string; country: string } | null {
  for (let length = 2; length <= 4; length++) {
    const place = cityOf(text.slice(-length))
    if (place) return place
  }
  return null
}

function countryPlace(name: string): { city: null; country: string } | null {
  const country = countryOf(name)
  return country ? { city: null, country } : null
}

const WITHOUT_CAPITALS =
  /^[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Thai}]/u

/** القاهرة - رويترز - ; नई दिल्ली, 5 मार्च (पीटीआई) : scripts without capitals need a known city and a sign after it. */
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
  return result(text, length, place)
}

const SEPARATOR = /^\s*(?:--+|[-–—―]+|:(?=\s)|\.\s*[-–—]+|[/|])\s*/u

/** (ANSA) - ROMA, 5 MAR - ; (Reuters) - Rest: an agency before the place, or without one. */
function agencyFirst(text: string, home: string | null): ParsedDateline | null {
  const head = /^(?:[([]\s*([^()[\]]{2,30})\s*[)\]]|([\p{Lu}\p{L}.]{2,20}))\s*(?:[-–—]+|[|])\s*/u.exec(text)
  if (!head || findAgencies((head[1] ?? head[2])!).length === 0) return null
  if (head[2] && findAgencies(head[2]).length === 0) return null
  const inner = western(text.slice(head[0].length), home)
  if (inner) {
    const length = text.length - inner.rest.length
    return result(text, length, inner)
  }
  return head[1] ? result(text, head[0].length, { city: null, country: null }) : null
}

interface PlaceRead {
  readonly city: string
  readonly country: string | null
  readonly known: boolean
  readonly end: number
}

/** Words of a place: capitalised, with the small ones that stand inside (Rio de Janeiro, Dar es Salaam). */
const WORD = "(?:\\p{Lu}[\\p{L}\\p{M}'’.]*(?:-[\\p{L}\\p{M}'’]+)*)"
const PLACE = new RegExp(
  `^${WORD}(?:[ ]+(?:(?:de|del|da|do|di|la|el|am|an|der|es|sur|upon|on|al|pri|y)[ ]+)?${WORD}){0,3}`,
  'u',
)

/** A place in capitals, up to the dash that is glued to it: HELSINKI, Finland-Russian. */
function readPlace(text: string, home: string | null): PlaceRead | null {
  const match = PLACE.exec(text)
  if (!match) return null
  // The longest known beginning: "Tel Aviv The", "LONDON-British"
  const words = match[0].split(/(?<=[ ])|(?<=-)/)
  for (let count = words.length; count > 0; count--) {
    const joined = words.slice(0, count).join('')
    const name = joined.replace(/[ -]+$/, '')
    const place = cityOf(name.replace(/\.$/, ''), home) ?? cityOf(name, home)
    // "Hamburg. In": the stop is not the place's, unless it has others (D.C.)
    if (place) return { ...place, known: true, end: name.replace(/^([^.]+)\.$/, '$1').length }
  }
  const capitals = /^[\p{Lu}\p{M}'’. -]{3,}/u.exec(match[0])?.[0].replace(/[ .-]+$/, '')
  if (!capitals || /^[\p{Lu}]\p{Ll}/u.test(text.slice(capitals.length - 1))) return null
  return { city: titleCase(capitals), country: null, known: false, end: capitals.length }
}

function titleCase(name: string): string {
  return name.toLowerCase().replace(/(?:^|[\s'’-])\p{L}/gu, (start) => start.toUpperCase())
}

/** `CITY[, region][, date] [(agency)] separator`, in that order, each part optional but the city and separator. */
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
  return result(text, at, { city: first.city, country })
}

/** How agencies sign that the registry does not hold: (RNS), (dpo). */
const SIGN = /^(?:\p{Lu}{2,6}|\p{Ll}{2,4})$/u

interface Signs {
  readonly inCapitals: boolean
  readonly regionGiven: boolean
  readonly agency: boolean
  readonly dated: boolean
}

/**
 * Whether what looks like a dateline is one. A dash without blanks also joins words (Moscow-based, COVID-19):
 * then the place must stand in capitals or with its country, and the sentence must begin anew.
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
  // `Cuxhaven. Die Fähre …`: one name as a sentence, before a paragraph and not before another fragment
  if (/^\.\s+$/.test(separator)) return rest.length >= LEAST_PARAGRAPH
  return signs.regionGiven || /[-–—|]/.test(separator) || /^\s*:/.test(separator)
}

const LEAST_PARAGRAPH = 80

/** `Neuenburg am See (dpa) – Der …`: a place of any name, if an agency signs it in brackets. */
function signed(text: string): ParsedDateline | null {
  const head =
    /^(?<city>\p{Lu}[\p{L}\p{M}'’.-]+(?: [\p{L}\p{M}'’.-]{2,}){0,3}) ?\((?<by>[^()]{2,30})\)(?:\s*[-–—:]+|\.)\s+(?=[\p{Lu}„“"«¿¡\d])/u.exec(
      text,
    )
  if (!head || !isAgency(head.groups!.by!)) return null
  return result(text, head[0].length, { city: head.groups!.city!, country: null })
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
