/**
 * News and photo agencies: the name that records carry, then every spelling that credits, bylines and
 * datelines use for it, in any language. Facts, gathered from the agencies' own style of signing, in `seeds/agencies.json`.
 * Spellings that are all capitals, or all small letters, count only in that case: AP, dpa, but not "ap".
 */
import registry from '../../../seeds/agencies.json' with { type: 'json' }

export interface AgencyEntry {
  readonly name: string
  readonly aliases: readonly string[]
  /** Sells pictures: a bare credit of it is a photo credit. */
  readonly photo?: boolean
}

export const AGENCIES: readonly AgencyEntry[] = registry.agencies

/** Words that stand for agencies without naming one: a credit of them is no author. */
export const GENERIC_AGENCIES: readonly string[] = registry.generic
