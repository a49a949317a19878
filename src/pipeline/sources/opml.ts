import { transaction } from '../../adapters/postgres/db.ts'
import { checkUrl } from '../../core/fetching/address.ts'
import { hostOf, registrableDomain, requestUrl, urlKey } from '../../core/fetching/url.ts'
import { type OpmlFeed, parseOpml, writeOpml } from '../../core/sources/opml.ts'
import { ensureHosts } from '../../store/articles/articles.ts'
import { addFeed } from '../../store/sources/feeds.ts'
import { outletsByDomain } from '../../store/sources/outlet-names.ts'
import { listFeeds } from '../../store/sources/sources.ts'
import type { Deps } from '../deps.ts'

export interface OpmlReport {
  readonly new: number
  readonly known: number
  readonly refused: readonly { readonly url: string; readonly message: string }[]
}

/** Adds the feeds of a subscription list, without fetching any. Null when the text is no OPML. */
export async function importOpml(deps: Deps, text: string, paused: boolean): Promise<OpmlReport | null> {
  const list = parseOpml(text)
  if (!list.ok) return null
  const counts = { new: 0, known: 0 }
  const refused: { url: string; message: string }[] = []
  for (const feed of list.feeds) {
    const url = requestUrl(feed.feedUrl)
    const key = url && urlKey(url)
    const host = url && hostOf(url)
    if (!url || !key || !host) {
      refused.push({ url: feed.feedUrl, message: 'not an http or https address' })
      continue
    }
    const checked = checkUrl(url, deps.http.policy)
    if ('code' in checked) {
      refused.push({ url, message: checked.reason })
      continue
    }
    const domain = registrableDomain(feed.homeUrl ?? url) ?? registrableDomain(url)
    const outletId = domain ? ((await outletsByDomain(deps.pool, [domain])).get(domain) ?? null) : null
    const { isNew } = await transaction(deps.pool, async (tx) => {
      await ensureHosts(tx, [host])
      return addFeed(tx, {
        url,
        urlKey: key,
        host,
        kind: 'feed',
        outletId,
        title: feed.title,
        active: !paused,
      })
    })
    if (isNew) counts.new++
    else counts.known++
  }
  return { ...counts, refused }
}

/** Every feed as OPML 2.0, in folders by outlet. */
export async function exportOpml(deps: Deps): Promise<string> {
  const feeds = await listFeeds(deps.pool)
  const list: OpmlFeed[] = feeds.map((feed) => ({
    title: feed.title,
    feedUrl: feed.url,
    homeUrl: null,
    folders: feed.outlet ? [feed.outlet] : [],
    language: null,
  }))
  return writeOpml('Newsloom', list, deps.now())
}
