import { transaction } from '../../adapters/postgres/db.ts'
import { run, sql, type Tx } from '../../adapters/postgres/sql.ts'
import { checkUrl } from '../../core/fetching/address.ts'
import { hostOf, registrableDomain, requestUrl, urlKey } from '../../core/fetching/url.ts'
import { storable } from '../../core/record/storable.ts'
import { type ListedFeed, parseFeedList, type RefusedLine } from '../../core/sources/feed-list.ts'
import { ensureHosts } from '../../store/articles/articles.ts'
import { addFeed } from '../../store/sources/feeds.ts'
import { outletsByDomain, outletsByName } from '../../store/sources/outlet-names.ts'
import type { Deps } from '../deps.ts'

export interface ImportReport {
  readonly new: number
  readonly known: number
  readonly refused: readonly RefusedLine[]
}

/**
 * Adds the feeds of a list (OPML, addresses, CSV, JSON Lines: `parseFeedList`) in one transaction, without fetching any. A
 * feed belongs to the outlet that its row names, else to that of the domain of its home page, else of its own domain. An
 * outlet without a country or language gets those of the row.
 *
 * @returns why the text is not a list, in words, where it is not one
 */
export async function importFeeds(
  deps: Pick<Deps, 'pool' | 'http'>,
  text: string,
  paused: boolean,
): Promise<ImportReport | { readonly problem: string }> {
  const list = parseFeedList(text)
  if (!list.ok) return { problem: list.reason }
  const counts = { new: 0, known: 0 }
  const refused = [...list.refused]
  await transaction(deps.pool, async (tx) => {
    for (const feed of list.feeds) {
      const checked = checkUrl(feed.feedUrl, deps.http.policy)
      if ('code' in checked) {
        refused.push({ line: null, reason: `${feed.feedUrl}: ${checked.reason}` })
        continue
      }
      const { isNew } = await addListed(tx, feed, paused)
      if (isNew) counts.new++
      else counts.known++
    }
  })
  return { ...counts, refused }
}

async function addListed(tx: Tx, feed: ListedFeed, paused: boolean): Promise<{ readonly isNew: boolean }> {
  const url = requestUrl(feed.feedUrl)
  const key = url && urlKey(url)
  const host = url && hostOf(url)
  if (!url || !key || !host) throw new Error(`${feed.feedUrl} was read as an address, and is none`)
  await ensureHosts(tx, [host])
  const outletId = await outletOf(tx, feed, url)
  if (outletId !== null && (feed.country || feed.language))
    await run(
      tx,
      sql`update outlets set country = coalesce(country, ${feed.country}), language = coalesce(language, ${feed.language})
          where id = ${outletId}`,
    )
  return addFeed(tx, {
    url,
    urlKey: key,
    host,
    kind: feed.kind,
    outletId,
    title: storable(feed.title),
    active: !paused,
  })
}

async function outletOf(tx: Tx, feed: ListedFeed, url: string): Promise<number | null> {
  const named = storable(feed.outlet)
  if (named) return (await outletsByName(tx, [named])).get(named) ?? null
  const domain = registrableDomain(feed.homeUrl ?? url) ?? registrableDomain(url)
  return domain ? ((await outletsByDomain(tx, [domain])).get(domain) ?? null) : null
}
