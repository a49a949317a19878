import { type Queryable, rows, run, sql, type Tx } from '../../adapters/postgres/sql.ts'
import type { NotNull, TableRow } from '../../schema/rows.ts'
import type { Lane } from '../../schema/values.ts'

/** Something that may become an article: an address, or a document without one. */
export interface Candidate {
  readonly url: string | null
  readonly urlKey: string | null
  readonly host: string | null
  readonly outletId: number | null
  readonly lane: Lane
  readonly feedTitle?: string | null
  readonly feedAuthor?: string | null
  readonly feedPublishedAt?: Date | null
}

/**
 * The articles of addresses, created where there is none, in stage `discovered`. An address that is an alias gives the
 * article that it leads to; one that was taken down gives null.
 *
 * @returns in the order of `candidates`: the article's id, and whether it is new
 */
export async function findOrCreateByUrl(
  tx: Tx,
  candidates: readonly (Candidate & {
    readonly url: string
    readonly urlKey: string
    readonly host: string
  })[],
): Promise<({ readonly id: number; readonly isNew: boolean } | null)[]> {
  if (!candidates.length) return []
  const keys = candidates.map((c) => c.urlKey)
  const removed = new Set(
    (
      await rows<NotNull<Pick<TableRow<'tombstones'>, 'url_key'>, 'url_key'>>(
        tx,
        sql`select url_key from tombstones where url_key = any(${keys}::text[])`,
      )
    ).map((row) => row.url_key),
  )
  const known = await articlesByKey(tx, keys)
  const fresh = new Map(
    candidates
      .filter((c) => !known.has(c.urlKey) && !removed.has(c.urlKey))
      .map((c) => [c.urlKey, c] as const),
  )
  const created = new Set<string>()
  if (fresh.size) {
    const list = [...fresh.values()].sort((a, b) => (a.urlKey < b.urlKey ? -1 : 1))
    await ensureHosts(
      tx,
      list.map((c) => c.host),
    )
    const made = await rows<NotNull<Pick<TableRow<'articles'>, 'url_key'>, 'url_key'>>(
      tx,
      sql`insert into articles (url, url_key, host, outlet_id, lane, feed_title, feed_author, feed_published_at)
          select * from unnest(${list.map((c) => c.url)}::text[], ${list.map((c) => c.urlKey)}::text[],
            ${list.map((c) => c.host)}::text[], ${list.map((c) => c.outletId)}::bigint[], ${list.map((c) => c.lane)}::text[],
            ${list.map((c) => c.feedTitle ?? null)}::text[], ${list.map((c) => c.feedAuthor ?? null)}::text[],
            ${list.map((c) => c.feedPublishedAt ?? null)}::timestamptz[])
          on conflict (url_key) do nothing
          returning url_key`,
    )
    for (const row of made) created.add(row.url_key)
    for (const [key, id] of await articlesByKey(tx, [...fresh.keys()])) known.set(key, id)
  }
  return candidates.map(({ urlKey }) => {
    const id = removed.has(urlKey) ? undefined : known.get(urlKey)
    if (id === undefined) return null
    // Twice in one call: only the first is new.
    return { id, isNew: created.delete(urlKey) }
  })
}

/** key → article, by its own address or an alias. */
export async function articlesByKey(db: Queryable, keys: readonly string[]): Promise<Map<string, number>> {
  const found = await rows<NotNull<Pick<TableRow<'articles'>, 'url_key' | 'id'>, 'url_key'>>(
    db,
    sql`select url_key, id from articles where url_key = any(${keys}::text[]) and reason is distinct from 'same_as_known'
        union all
        select url_key, article_id from article_urls where url_key = any(${keys}::text[])`,
  )
  return new Map(found.map((row) => [row.url_key, row.id]))
}

/** Makes sure that each host has its row, which holds its delays and leases. */
export async function ensureHosts(db: Queryable, hosts: readonly string[]): Promise<void> {
  const distinct = [...new Set(hosts)].sort()
  if (distinct.length)
    await run(
      db,
      sql`insert into hosts (host) select unnest(${distinct}::text[]) on conflict (host) do nothing`,
    )
}
