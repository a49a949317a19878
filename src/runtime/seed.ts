import { readFileSync } from 'node:fs'
import type { Pool } from 'pg'
import { transaction } from '../adapters/postgres/db.ts'
import { canonicalUrl, hostOf, urlKey } from '../core/fetching/url.ts'
import type { OutletFacts } from '../core/record/record.ts'
import { ensureHosts } from '../store/articles/articles.ts'
import { addFeed } from '../store/sources/feeds.ts'
import { upsertOutlet } from '../store/sources/outlets.ts'
import { packageFile } from './package-root.ts'

interface StarterOutlet {
  readonly slug: string
  readonly name: string
  readonly domain: string | null
  readonly country: string | null
  readonly language: string | null
  readonly timezone: string | null
  readonly feeds: readonly { readonly url: string; readonly title?: string }[]
}

export function readRegistry(): readonly OutletFacts[] {
  return JSON.parse(readFileSync(packageFile('seeds', 'outlets.json'), 'utf8')) as OutletFacts[]
}

/** The invented outlets of the sample live under .example, which no real outlet can. */
const isInvented = (outlet: OutletFacts) => outlet.domain?.endsWith('.example') ?? false

/**
 * The outlets of `seeds/outlets.json`, as facts: no feed is added by it. The invented ones of the sample come only
 * where it is used.
 *
 * @returns how many there are now of them
 */
export async function seedRegistry(pool: Pool, { sample = false } = {}): Promise<number> {
  const outlets = readRegistry().filter((outlet) => sample || !isInvented(outlet))
  await transaction(pool, async (tx) => {
    for (const outlet of outlets) await upsertOutlet(tx, outlet)
  })
  return outlets.length
}

/** The starter list: outlets of the world with their feeds, each paused until someone resumes it. */
export async function seedStarter(pool: Pool): Promise<{ readonly outlets: number; readonly feeds: number }> {
  const starter = JSON.parse(readFileSync(packageFile('seeds', 'starter.json'), 'utf8')) as StarterOutlet[]
  let feeds = 0
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
        await addFeed(tx, {
          url: canonical,
          urlKey: key,
          host,
          kind: 'feed',
          outletId,
          title: title ?? null,
          active: false,
        })
        feeds++
      }
    }
  })
  return { outlets: starter.length, feeds }
}

/** A registry without a single outlet is one that was never seeded. */
export async function seedOnce(pool: Pool): Promise<void> {
  const { rows } = await pool.query('select 1 from outlets limit 1')
  if (!rows.length) await seedRegistry(pool)
}
