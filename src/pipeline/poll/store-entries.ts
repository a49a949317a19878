import { createHash } from 'node:crypto'
import type { Tx } from '../../adapters/postgres/sql.ts'
import { isSameTitle } from '../../core/feeds/title-counters.ts'
import { canonicalUrl, hostOf, urlKey } from '../../core/fetching/url.ts'
import { findOrCreateByUrl } from '../../store/articles/articles.ts'
import {
  entriesOfArticles,
  entriesWithoutArticle,
  insertEntries,
  type KnownEntry,
  knownEntries,
  noteRetitled,
} from '../../store/sources/entries.ts'
import type { FeedRow } from '../../store/sources/feeds.ts'
import { failUnlisted } from '../../store/sources/unlisted.ts'
import type { SourceEntry } from './source.ts'

export interface StoredEntries {
  /** Entries that the feed has not had before. */
  readonly added: number
  /** The articles of those. */
  readonly articleIds: readonly number[]
}

/**
 * Stores the entries that the feed has not had before, each with its article or the reason why there is none. Articles whose
 * page did not exist yet, and that the feed no longer lists, are dropped.
 */
export async function storeEntries(
  tx: Tx,
  feed: FeedRow,
  found: readonly SourceEntry[],
): Promise<StoredEntries> {
  if (!found.length) return { added: 0, articleIds: [] }
  const apart = found.map((entry) => ({ ...entry, guid: guidOfAddress(entry) }))
  const known = await knownEntries(
    tx,
    feed.id,
    [...found, ...apart].map(({ guid }) => guid),
  )
  // A guid is a hint: with another address and another title it is another article.
  const entries = found.map((entry, i) => {
    const before = known.get(entry.guid)
    return before && isAnother(before, entry) ? apart[i]! : entry
  })
  const fresh = entries.filter(({ guid }) => !known.has(guid))
  const articleOf = await articlesOf(tx, feed, fresh)
  const renamed = await underAnotherGuid(tx, feed.id, fresh, articleOf)
  const inserted = fresh.filter((entry) => !renamed.has(entry))
  const added = await insertEntries(
    tx,
    feed.id,
    inserted.map((entry) => ({
      guid: entry.guid,
      url: entry.link,
      title: entry.title,
      publishedAt: entry.publishedAt,
      articleId: articleOf.get(entry) ?? null,
      refused: articleOf.get(entry)
        ? null
        : !entry.link
          ? 'no_link'
          : articleOf.has(entry)
            ? 'removed'
            : 'bad_url',
    })),
  )
  for (const entry of entries) {
    const before = known.get(entry.guid) ?? renamed.get(entry)
    if (before && entry.title && before.title !== entry.title)
      await noteRetitled(tx, feed.id, before.guid, entry.title, !isSameTitle(before.title, entry.title))
  }
  const listed = entries.flatMap((entry) => articleOf.get(entry) ?? known.get(entry.guid)?.articleId ?? [])
  await failUnlisted(tx, feed.id, listed)
  return { added, articleIds: inserted.flatMap((entry) => articleOf.get(entry) ?? []) }
}

/** Of entries with a usable address: their articles, made where there is none; null for one that was removed. */
async function articlesOf(
  tx: Tx,
  feed: FeedRow,
  entries: readonly SourceEntry[],
): Promise<Map<SourceEntry, number | null>> {
  const candidates = entries.flatMap((entry) => {
    const url = entry.link && canonicalUrl(entry.link)
    const key = url && urlKey(url)
    const host = url && hostOf(url)
    return url && key && host ? [{ entry, url, urlKey: key, host }] : []
  })
  const articles = await findOrCreateByUrl(
    tx,
    candidates.map(({ entry, url, urlKey: key, host }) => ({
      url,
      urlKey: key,
      host,
      outletId: feed.outlet_id,
      lane: feed.lane,
      feedTitle: entry.title,
      feedAuthor: entry.author,
      feedPublishedAt: entry.publishedAt,
    })),
  )
  return new Map(candidates.map(({ entry }, i) => [entry, articles[i]?.id ?? null]))
}

/**
 * Entries whose guid is new while their address is known: some systems write a new guid into each answer. They are not new
 * entries. Where no article identifies them, address and title must both be the same. @returns each with the entry that the
 * feed had for it before
 */
async function underAnotherGuid(
  tx: Tx,
  feedId: number,
  fresh: readonly SourceEntry[],
  articleOf: ReadonlyMap<SourceEntry, number | null>,
): Promise<Map<SourceEntry, KnownEntry>> {
  const ids = fresh.flatMap((entry) => articleOf.get(entry) ?? [])
  const before = await entriesOfArticles(tx, feedId, ids)
  const nameOf = ({
    link,
    url,
    title,
  }: {
    link?: string | null
    url?: string | null
    title: string | null
  }) => JSON.stringify([link ?? url ?? null, title])
  const withoutArticle = fresh.filter((entry) => !articleOf.get(entry))
  const refused = new Map(
    (
      await entriesWithoutArticle(
        tx,
        feedId,
        withoutArticle.map(({ link, title }) => ({ url: link, title })),
      )
    ).map((known) => [nameOf(known), known]),
  )
  const times = new Map<number, number>()
  for (const id of ids) times.set(id, (times.get(id) ?? 0) + 1)
  return new Map(
    fresh.flatMap((entry) => {
      const id = articleOf.get(entry)
      const known = id ? before.get(id) : refused.get(nameOf(entry))
      if (!known) return []
      if (!id) return [[entry, known] as const]
      // several entries of one page have several titles: none of them is a new title of another
      return [[entry, times.get(id) === 1 ? known : { ...known, title: entry.title }] as const]
    }),
  )
}

function isAnother(before: KnownEntry, entry: SourceEntry): boolean {
  if (!before.url || !entry.link || before.url === entry.link) return false
  const [was, is] = [canonicalUrl(before.url), canonicalUrl(entry.link)]
  return was !== null && is !== null && urlKey(was) !== urlKey(is) && before.title !== entry.title
}

function guidOfAddress({ guid, link }: SourceEntry): string {
  return `${guid.slice(0, 400)} ${createHash('sha1')
    .update(link ?? '')
    .digest('base64url')}`
}
