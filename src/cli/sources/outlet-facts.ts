import type { Command } from 'commander'
import { MAX_OUTLET_NAME } from '../../core/record/outlet-name.ts'
import type { OutletChange } from '../../store/sources/registry-edits.ts'
import { UsageError } from '../errors.ts'

/** Facts about an outlet, as options of `outlet add` and `outlet set`. */
export interface OutletFactOptions {
  readonly slug?: string
  readonly domain?: string
  readonly country?: string
  readonly language?: string
  readonly timezone?: string
  readonly masthead?: string[]
}

export function outletFactOptions(command: Command): Command {
  return command
    .option('--domain <domain>', 'its registrable domain')
    .option('--country <code>', 'ISO 3166-1 alpha-2')
    .option('--language <tag>', 'BCP 47')
    .option('--timezone <name>', 'IANA name: the time zone of times that name none')
    .option('--masthead <line...>', 'lines that name the outlet in a text dump')
}

const MAX_MASTHEADS = 50
const MAX_DOMAIN = 253

/** @throws UsageError where a name is empty or too long */
export function checkOutletName(name: string): void {
  if (!name.trim()) throw new UsageError('the name is empty')
  if (name.length > MAX_OUTLET_NAME)
    throw new UsageError(`the name has ${name.length} characters: give at most ${MAX_OUTLET_NAME}`)
}

/** @throws UsageError where one is not well made */
export function checkOutletFacts(options: OutletFactOptions): OutletChange {
  const { slug, domain, country, language, timezone, masthead } = options
  if (slug !== undefined && !/^(?=.{1,80}$)[a-z0-9]+(-[a-z0-9]+)*$/.test(slug))
    throw new UsageError(
      `"${slug}" is not a slug: use lower-case letters, digits and single dashes, at most 80`,
    )
  if (country && !/^[A-Z]{2}$/.test(country))
    throw new UsageError(`"${country}" is not a country code: give two capital letters such as DE`)
  if (language && !isLanguageTag(language))
    throw new UsageError(`"${language}" is not a language: give a BCP 47 tag such as de or pt-BR`)
  if (timezone && !isTimezone(timezone))
    throw new UsageError(`"${timezone}" is not a time zone: give an IANA name such as Europe/Berlin`)
  if (domain && domain.length > MAX_DOMAIN)
    throw new UsageError(
      `the domain has ${domain.length} characters: names of hosts have at most ${MAX_DOMAIN}`,
    )
  if (masthead && masthead.length > MAX_MASTHEADS)
    throw new UsageError(`these are ${masthead.length} mastheads: give at most ${MAX_MASTHEADS}`)
  for (const line of masthead ?? [])
    if (line.length > MAX_OUTLET_NAME)
      throw new UsageError(`a masthead has ${line.length} characters: give at most ${MAX_OUTLET_NAME}`)
  return {
    ...(slug ? { slug } : {}),
    ...(domain ? { domain: domain.toLowerCase() } : {}),
    ...(country ? { country } : {}),
    ...(language ? { language } : {}),
    ...(timezone ? { timezone } : {}),
    ...(masthead ? { mastheads: masthead } : {}),
  }
}

function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0
  } catch {
    return false
  }
}

function isTimezone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}
