import type { Tx } from '../../adapters/postgres/sql.ts'
import { hostOf, requestUrl, sameSite, urlKey } from '../../core/fetching/url.ts'
import { ensureHosts } from '../../store/articles/articles.ts'
import { addFeed, type FeedRow, moveFeed } from '../../store/sources/feeds.ts'

/** The parts of a sitemap index are polled like feeds of their own, for the same outlet. */
export async function addParts(tx: Tx, feed: FeedRow, sitemaps: readonly string[]): Promise<void> {
  for (const part of sitemaps) {
    const url = requestUrl(part)
    const key = url && urlKey(url)
    const host = url && hostOf(url)
    if (!url || !key || !host || !sameSite(url, feed.url)) continue
    await ensureHosts(tx, [host])
    await addFeed(tx, {
      url,
      urlKey: key,
      host,
      kind: 'sitemap',
      outletId: feed.outlet_id,
      title: null,
      active: true,
    })
  }
}

/**
 * Gives the feed a new address.
 *
 * @param from the address that it replaces, to be requested again if the new one fails
 */
export async function adopt(tx: Tx, feedId: number, url: string, from: string | null): Promise<void> {
  const key = urlKey(url)
  const host = hostOf(url)
  if (!key || !host) return
  await ensureHosts(tx, [host])
  await moveFeed(tx, feedId, { url, urlKey: key, host, from })
}
