import { type OpmlFeed, writeOpml } from '../../core/sources/opml.ts'
import { listFeeds } from '../../store/sources/sources.ts'
import type { Deps } from '../deps.ts'

/** Every feed as OPML 2.0, in folders by outlet. */
export async function exportOpml(deps: Deps): Promise<string> {
  const feeds = await listFeeds(deps.pool)
  const list: OpmlFeed[] = feeds.map((feed) => ({
    title: feed.title,
    feedUrl: feed.url,
    homeUrl: null,
    folders: feed.outlet ? [feed.outlet] : [],
    language: null,
    isPage: feed.kind === 'page',
  }))
  return writeOpml('Newsloom', list, deps.now())
}
