import { readFileSync } from 'node:fs'
import type { Pool } from 'pg'
import { transaction } from '../adapters/postgres/db.ts'
import { canonicalUrl, hostOf, urlKey } from '../core/fetching/url.ts'
import type { OutletFacts } from '../core/record/record.ts'
import { ensureHosts } from '../store/articles/articles.ts'
import { addFeed } from '../store/sources/feeds.ts'
import { upsertOutlet } from '../store/sources/outlets.ts'
import { setFeedsActive } from '../store/sources/sources.ts'
import { packageFile } from './package-root.ts'

interface StarterOutlet extends Omit<OutletFacts, 'mastheads' | 'extract_rules'> {
  readonly feeds: readonly { readonly url: string; readonly title?: string }[]
}

export function readRegistry(): readonly OutletFacts[] {
  return JSON.parse(readFileSync(packageFile('seeds', 'outlets.json'), 'utf8')) as OutletFacts[]
}

/** The domains of the sample's invented outlets end with .example, which no real outlet can have. */
const isInvented = (outlet: OutletFacts) => outlet.domain?.endsWith('.example') ?? false

/**
 * The outlets of `seeds/outlets.json`, as facts: this adds no feed. The invented ones of the sample are added only where it
 * is used.
 *
 * @returns how many of them exist now
 */
export async function seedRegistry(pool: Pool, { sample = false } = {}): Promise<number> {
  const outlets = readRegistry().filter((outlet) => sample || !isInvented(outlet))
  await transaction(pool, async (tx) => {
    for (const outlet of outlets) await upsertOutlet(tx, outlet)
  })
  return outlets.length
}

export interface StarterChoice {
  /** Two capital letters each; all countries without. */
  readonly countries?: readonly string[] | undefined
  /** Primary language tags in lower case; all languages without. */
  readonly languages?: readonly string[] | undefined
  /** Polls the feeds from now on; if false they are paused until a person resumes them. */
  readonly active?: boolean | undefined
}

const readStarter = () =>
  JSON.parse(readFileSync(packageFile('seeds', 'starter.json'), 'utf8')) as StarterOutlet[]

export interface StarterPart {
  /** A country's two capital letters, or a primary language tag in lower case. */
  readonly code: string
  readonly feeds: number
}

/** The countries and languages by which the starter list can be filtered, the codes in order. */
export function starterParts(): {
  readonly countries: readonly StarterPart[]
  readonly languages: readonly StarterPart[]
} {
  const starter = readStarter()
  const parts = (codeOf: (outlet: StarterOutlet) => string | null | undefined): StarterPart[] => {
    const counts = new Map<string, number>()
    for (const outlet of starter) {
      const code = codeOf(outlet)
      if (code) counts.set(code, (counts.get(code) ?? 0) + outlet.feeds.length)
    }
    return [...counts].map(([code, feeds]) => ({ code, feeds })).sort((a, b) => (a.code < b.code ? -1 : 1))
  }
  return { countries: parts(({ country }) => country), languages: parts(languageOf) }
}

const languageOf = ({ language }: StarterOutlet): string => (language ?? '').toLowerCase().split('-')[0]!

/**
 * Adds the starter list, or a part of it: outlets of the world with their feeds. A known feed that was paused becomes active
 * if requested.
 */
export async function seedStarter(
  pool: Pool,
  { countries, languages, active = false }: StarterChoice = {},
): Promise<{ readonly outlets: number; readonly feeds: number }> {
  const starter = readStarter().filter(
    (outlet) =>
      (!countries || countries.includes(outlet.country ?? '')) &&
      (!languages || languages.includes(languageOf(outlet))),
  )
  let feeds = 0
  const ids: number[] = []
  await transaction(pool, async (tx) => {
    for (const outlet of starter) {
      const outletId = await upsertOutlet(tx, outlet)
      for (const { url, title } of outlet.feeds) {
        const canonical = canonicalUrl(url)
        const key = canonical && urlKey(canonical)
        const host = canonical && hostOf(canonical)
        if (!canonical || !key || !host)
          throw new Error(`seeds/starter.json holds a feed without a usable address: ${url}`)
        await ensureHosts(tx, [host])
        const { id } = await addFeed(tx, {
          url: canonical,
          urlKey: key,
          host,
          kind: 'feed',
          outletId,
          title: title ?? null,
          active,
        })
        if (active) ids.push(id)
        feeds++
      }
    }
  })
  if (ids.length) await setFeedsActive(pool, ids, true)
  return { outlets: starter.length, feeds }
}

/** A registry without an outlet was never filled. */
export async function seedOnce(pool: Pool): Promise<void> {
  const { rows } = await pool.query('select 1 from outlets limit 1')
  if (!rows.length) await seedRegistry(pool)
}
