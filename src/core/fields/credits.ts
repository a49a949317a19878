import { findAgencies, isAgency } from '../people/agency.ts'
import { parseByline } from '../people/byline.ts'
import { isRole } from '../people/names.ts'
import { squeeze } from '../text/squeeze.ts'
import { collective, followButton, nobody, organisation, plainName } from './authors/tables.ts'

/** A name as a source gave it, and what the source says it is. */
export interface Credit {
  readonly text: string
  readonly kind: 'person' | 'organisation' | 'unknown'
  /** From a field that contains only a name. */
  readonly structured: boolean
}

/** A list of more names than this is not a list of authors, or is an attack: each is compared with all before it. */
const MAX_CREDITS = 100

export function readCredits(
  siteNames: readonly string[],
  credits: readonly Credit[],
  outlets: ReadonlySet<string>,
  language: string | undefined,
): { authors: string[]; agencies: string[] } {
  const authors: string[] = []
  const agencies: string[] = []
  const addTo = (list: string[], name: string): void => {
    if (
      squeeze(name).length > 1 &&
      /\p{L}/u.test(name) &&
      list.length < MAX_CREDITS &&
      !list.some((known) => squeeze(known) === squeeze(name))
    )
      list.push(name)
  }
  for (const { text: given, kind, structured } of credits.slice(0, MAX_CREDITS)) {
    const text = withoutOutlet(
      given
        .replace(/\s*[|,(<]?\s*\S+@\S+\.\S+.*$/, '')
        .replace(/\s*[-–—|,(<]*\s*https?:\/\/\S+$/i, '')
        .replace(followButton, '')
        .trim(),
      siteNames,
    )
    if (!text || /^https?:/.test(text) || nobody.test(text) || /^[,;|]/.test(text)) continue
    const own = squeeze(text)
    if (isAgency(text)) {
      for (const agency of findAgencies(text, 'text')) addTo(agencies, agency.name)
      continue
    }
    const outlet = outlets.has(own)
    // A user's name, in the spelling that the page gives.
    if (
      structured &&
      kind !== 'organisation' &&
      !outlet &&
      /^\p{L}[\p{L}\d._-]*$/u.test(text) &&
      !organisation.test(text)
    ) {
      addTo(authors, text)
      continue
    }
    if (structured && outlet && /\d/.test(text)) {
      addTo(agencies, text)
      continue
    }
    // Joined to the next words without a space: `Ann LeeCity Columnist`.
    const glued = /\p{Ll}{3}\p{Lu}\p{Ll}/u.test(text) && text.split(' ').some(isRole)
    if (
      structured &&
      !glued &&
      (kind === 'organisation' || organisation.test(text) || (outlet && kind !== 'person'))
    ) {
      if (text.length <= 60) addTo(agencies, text)
      continue
    }
    const words = text.split(' ').length
    if (
      structured &&
      words <= 4 &&
      (words > 1 || kind === 'person') &&
      plainName.test(text) &&
      !/^(?:von|par|por|di|de|af|av|door)\s|(?:^|\s)by\s/i.test(text) &&
      !glued &&
      !/\s(?:and|und|et|y|e|og|och|en|i|ja|with|mit|for|from)\s/i.test(text)
    ) {
      addTo(authors, text)
      continue
    }
    // `Quay Courier Team`: a signature with such a word is not a person, whatever the words before it look like.
    const signed = text.replace(
      /^(?:(?:written|posted|published) )?(?:by|von|par|por|di|door|av)\s*:?\s+/i,
      '',
    )
    if (
      signed.length <= 40 &&
      !/[,;|/]|\s(?:and|und|et|y|e|og|och|&)\s/i.test(signed) &&
      collective.test(signed)
    ) {
      addTo(agencies, signed)
      continue
    }
    const byline = parseByline(text, { language })
    for (const name of byline.authors) {
      if (/^https?:|@/.test(name) || isAgency(name) || nobody.test(name)) continue
      const key = squeeze(name)
      if (
        outlets.has(key) ||
        organisation.test(name) ||
        (name.split(' ').length === 1 && [...outlets].some((o) => o.includes(key) && key.length > 3))
      ) {
        if (structured) addTo(agencies, name)
      } else addTo(authors, name)
    }
    for (const name of byline.agencies) addTo(agencies, name)
    if (
      !structured &&
      byline.authors.length + byline.agencies.length === 0 &&
      signed.length <= 40 &&
      (organisation.test(signed) || outlets.has(squeeze(signed))) &&
      !/\d|[.!?:]$|\bdesk$/i.test(signed)
    )
      addTo(agencies, signed)
    if (
      byline.authors.length === 0 &&
      byline.agencies.length === 0 &&
      structured &&
      text.length <= 40 &&
      !/[|@<>]|https?:/.test(text)
    ) {
      if (kind === 'person' || /^[\p{L}\d._-]+$/u.test(text)) addTo(authors, text)
      else addTo(agencies, text)
    }
  }
  return { authors, agencies }
}

/** `Jane Doe Harbour Gazette`: the outlet's name set under the writer's. */
function withoutOutlet(text: string, siteNames: readonly string[]): string {
  for (const name of siteNames)
    if (text.length > name.length + 5 && name.length > 3 && text.includes(` ${name}`)) {
      const rest = text.slice(0, text.indexOf(` ${name}`)).replace(/[\s,|–-]+$/, '')
      if (/\s/.test(rest) && !/\s(?:at|of|for|von|the|de|du|der|by|par|por|av|door|from)$/i.test(rest))
        return rest
    }
  return text
}
