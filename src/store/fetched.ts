import { first, type Queryable, rows, run, sql, type Tx } from '../adapters/sql.ts'
import { canonicalUrl, urlKey } from '../core/url.ts'
import { mergeInto } from './aliases.ts'
import { articlesByKey } from './articles.ts'
import { insertDocuments, type PackedDocument } from './documents.ts'
import type { HostRow } from './hosts.ts'

export interface FetchInput {
  readonly id: number
  readonly outlet_id: number | null
  readonly version: number
  readonly parked_count: number
  readonly url: string | null
  readonly url_key: string | null
  readonly host: string | null
  readonly etag: string | null
  readonly last_modified: string | null
  /** How often in a row its host was in trouble. */
  readonly host_troubles: number
  /** The host as it stands now. */
  readonly known: HostRow
}

export interface Fetched {
  /** After redirects. */
  readonly finalUrl: string
  readonly etag: string | null
  readonly lastModified: string | null
  /** Null when the server says that nothing changed since the last time. */
  readonly document: PackedDocument | null
  /** The pages of the same article that follow it, in order. */
  readonly pages?: readonly PackedDocument[]
  /** When the answer came. */
  readonly at: Date
  /** When to look again, in seconds after the article was first seen. */
  readonly refetchAfterS: readonly number[]
  /** From the question to the last byte. */
  readonly tookMs: number
}

export async function loadForFetch(db: Queryable, ids: readonly number[]): Promise<FetchInput[]> {
  const found = await rows<FetchInput & HostRow>(
    db,
    sql`select a.id, a.outlet_id, a.version, a.parked_count, a.url, a.url_key, a.host, a.etag, a.last_modified,
               coalesce(h.backoff_count, 0) as host_troubles, h.min_delay_ms, h.robots_delay_ms, h.backoff_count,
               h.robots_status, h.robots_fetched_at, h.robots_expires_at
        from articles a left join hosts h on h.host = a.host
        where a.id = any(${ids}::bigint[]) and a.stage = ${'discovered'} order by a.id`,
  )
  return found.map((row) => ({ ...row, known: row }))
}

/**
 * Stores what was fetched for articles that the caller has locked, and moves them to `fetched`. An address that
 * redirects to a known article is an alias of it.
 */
export async function saveFetched(
  tx: Tx,
  items: readonly { input: FetchInput; value: Fetched }[],
): Promise<{ id: number; outcome: 'done' | 'dropped'; reason?: string }[]> {
  const settled: { id: number; outcome: 'done' | 'dropped'; reason?: string }[] = []
  const fetched: { input: FetchInput; value: Fetched; document: PackedDocument }[] = []
  for (const { input, value } of items) {
    if (!value.document) {
      await rest(tx, input.id, value)
      settled.push({ id: input.id, outcome: 'dropped', reason: 'not_modified' })
      continue
    }
    const finalUrl = canonicalUrl(value.finalUrl)
    const finalKey = finalUrl && urlKey(finalUrl)
    if (finalUrl && finalKey && finalKey !== input.url_key) {
      const known = (await articlesByKey(tx, [finalKey])).get(finalKey)
      if (known !== undefined && known !== input.id && (await isArticleAt(tx, known, finalKey))) {
        await mergeInto(tx, input, known)
        settled.push({ id: input.id, outcome: 'dropped', reason: 'same_as_known' })
        continue
      }
    }
    fetched.push({ input, value, document: value.document })
    settled.push({ id: input.id, outcome: 'done' })
  }
  await storeDocuments(tx, fetched)
  return settled
}

async function storeDocuments(
  tx: Tx,
  items: readonly { input: FetchInput; value: Fetched; document: PackedDocument }[],
): Promise<void> {
  if (!items.length) return
  // Of all that share the transaction: a document is found by its article and this instant.
  const at = items[0]!.value.at
  await insertDocuments(
    tx,
    items.map(({ input, document, value }) => ({ articleId: input.id, document, pages: value.pages ?? [] })),
    at,
  )
  await run(
    tx,
    sql`update articles a set stage = 'fetched', reason = null, next_attempt_at = now(), parked_count = 0,
          ring_count = 0, document_at = ${at}, fetched_at = ${at}, etag = f.etag, last_modified = f.last_modified,
          updated_at = now(),
          refetch_at = (select min(a.first_seen_at + make_interval(secs => s))
                        from unnest(${items[0]!.value.refetchAfterS}::float8[]) s
                        where a.first_seen_at + make_interval(secs => s) > now())
        from unnest(${items.map(({ input }) => input.id)}::bigint[], ${items.map(({ value }) => value.etag)}::text[],
                    ${items.map(({ value }) => value.lastModified)}::text[]) as f (id, etag, last_modified)
        where a.id = f.id`,
  )
}

/**
 * Whether the article is known by this very address, or has proved to be an article. A page that all articles of an
 * outlet redirect to (consent, log-in) must not swallow them: such an alias is learned from a text only.
 */
async function isArticleAt(tx: Tx, id: number, key: string): Promise<boolean> {
  const row = await first<{ known: boolean }>(
    tx,
    sql`select url_key = ${key} or version > 0 as known from articles where id = ${id}`,
  )
  return row?.known ?? false
}

/** Nothing changed: back to where it stood, until the next look. */
async function rest(tx: Tx, id: number, value: Fetched): Promise<void> {
  await run(
    tx,
    sql`update articles set stage = 'clustered', reason = null, parked_count = 0, ring_count = 0,
          refetch_at = (select min(first_seen_at + make_interval(secs => s))
                        from unnest(${value.refetchAfterS}::float8[]) s
                        where first_seen_at + make_interval(secs => s) > now())
        where id = ${id}`,
  )
}

/** Articles whose outlet may have changed them since: back to `discovered`, where the dispatcher finds them. */
export async function reopenForRefetch(db: Queryable, limit: number): Promise<number> {
  return run(
    db,
    sql`update articles set stage = 'discovered', refetch_at = null, next_attempt_at = now()
        where id in (select id from articles where refetch_at <= now() and stage = 'clustered'
                     order by refetch_at limit ${limit} for update skip locked)`,
  )
}
