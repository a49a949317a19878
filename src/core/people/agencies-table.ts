/**
 * News and photo agencies: the name that records carry, then every spelling that credits, bylines and
 * datelines use for it, in any language. They were collected from how the agencies sign, and are kept in `seeds/agencies.json`.
 * Spellings that are all capitals, or all small letters, count only in that case: AP, dpa, but not "ap".
 */
import registry from '../../../seeds/agencies.json' with { type: 'json' }

export interface AgencyEntry {
  readonly name: string
  readonly aliases: readonly string[]
  /** It sells pictures: a credit that names only this agency is a photo credit. */
  readonly photo?: boolean
}

export const AGENCIES: readonly AgencyEntry[] = registry.agencies

/** Words that mean "agencies" without naming one: a credit made of them names no author. */
export const GENERIC_AGENCIES: readonly string[] = registry.generic
