import { first, type Queryable, rows, run, sql, type Tx } from '../../adapters/postgres/sql.ts'
import { canonicalUrl, urlKey } from '../../core/fetching/url.ts'
import type { Outcome } from '../../core/record/outcome.ts'
import type { TableRow } from '../../schema/rows.ts'
import {
  identityOfDocument,
  insertDocuments,
  type PackedDocument,
  storedIdentities,
  timesForDocuments,
} from '../documents/documents.ts'
import type { HostRow } from '../sources/hosts.ts'
import { mergeInto } from './aliases.ts'
import { articlesByKey } from './articles.ts'
import type { ReadState } from './transitions.ts'
import { recordGone, restoreArticles } from './withdrawals.ts'

export interface FetchInput
  extends ReadState,
    Pick<
      TableRow<'articles'>,
      | 'outlet_id'
      | 'version'
      | 'url'
      | 'url_key'
      | 'first_seen_at'
      | 'host'
      | 'etag'
      | 'last_modified'
      | 'text_document_at'
    > {
  /** For this fetch: those of earlier fetches are not counted. */
  readonly parked_count: number
  /** The address as given by the first feed that listed it. */
  readonly feed_url: string | null
  /** Why it was parked last; null where it was not. */
  readonly reason: TableRow<'articles'>['reason']
  /** The time from its parking to when it is due, in seconds. */
  readonly waited_s: number
  /** How often in a row its host was in trouble. */
  readonly host_troubles: number
  /** The outlet's rules say that its pages need a browser. */
  readonly needs_browser: boolean
  /** The host as it is now. */
  readonly known: HostRow
}

export interface Fetched {
  /** After redirects. */
  readonly finalUrl: string
  readonly etag: string | null
  readonly lastModified: string | null
  /** Null when the server says that nothing changed since the last time, and where there is `noDocument`. */
  readonly document: PackedDocument | null
  /** The pages of the same article that follow it, in order. */
  readonly pages?: readonly PackedDocument[]
  /** Why another fetch of an article that has a text brought no document. */
  readonly noDocument?: Extract<Outcome<never>, { kind: 'dropped' | 'failed' }>
  /** When the answer came. */
  readonly at: Date
  /** When to fetch it again, in seconds after the article was first seen. */
  readonly refetchAfterS: readonly number[]
  /** The minimum time between two fetches that find an article gone for it to count as withdrawn. */
  readonly confirmGoneAfterS: number
  /** From the request to the last byte. */
  readonly tookMs: number
}

/** Articles that wait for their first fetch, and those that have a text and are due to be fetched again. */
export async function loadForFetch(db: Queryable, ids: readonly number[]): Promise<FetchInput[]> {
  const found = await rows<FetchInput & HostRow>(
    db,
    sql`select a.id, a.stage, a.document_at, a.text_revision, date_trunc('milliseconds', a.refetch_at) as refetch_at,
               a.outlet_id, a.version, a.url, e.url as feed_url, a.url_key, a.host, a.etag, a.last_modified, a.text_document_at,
               a.first_seen_at, a.reason, extract(epoch from a.next_attempt_at - a.updated_at)::float8 as waited_s,
               case when a.stage = 'clustered' then a.refetch_parked_count else a.parked_count end as parked_count,
               coalesce(h.backoff_count, 0) as host_troubles,
               coalesce(o.extract_rules->'render' = 'true'::jsonb, false) as needs_browser, h.min_delay_ms, h.robots_delay_ms, h.backoff_count,
               h.robots_status, h.robots_fetched_at, h.robots_expires_at
        from articles a left join hosts h on h.host = a.host left join outlets o on o.id = a.outlet_id
        left join lateral (select url from entries where article_id = a.id and url is not null
                           order by first_seen_at, feed_id, guid limit 1) e on true
        where a.id = any(${ids}::bigint[])
          and (a.stage = ${'discovered'} or (a.stage = ${'clustered'} and a.refetch_at <= now()))
        order by a.id`,
  )
  return found.map((row) => ({ ...row, known: row }))
}

export interface SavedFetch {
  readonly id: number
  readonly outcome: 'done' | 'dropped' | 'failed'
  readonly reason?: string
}

/**
 * Stores what was fetched for articles that the caller has locked, and moves them to `fetched`. An address that redirects to
 * a known article is an alias of it. A fetch that brought the same bytes from which the text was read, or none, leaves the
 * text in its stage.
 */
export async function saveFetched(
  tx: Tx,
  items: readonly { input: FetchInput; value: Fetched }[],
): Promise<SavedFetch[]> {
  const settled: SavedFetch[] = []
  const fetched: Brought[] = []
  const known = await storedIdentities(
    tx,
    items.flatMap(({ input }) => [
      { id: input.id, at: input.text_document_at },
      { id: input.id, at: input.document_at },
    ]),
  )
  const unchanged: { input: FetchInput; value: Fetched }[] = []
  for (const { input, value } of items) {
    if (value.noDocument) {
      settled.push(await noDocument(tx, input, value, value.noDocument))
      continue
    }
    const { document } = value
    const isKnown =
      document && known.get(input.id)?.has(identityOfDocument({ ...document, pages: value.pages ?? [] }))
    if (!document || (isKnown && input.stage === 'clustered')) {
      unchanged.push({ input, value })
      settled.push({ id: input.id, outcome: 'dropped', reason: 'not_modified' })
      continue
    }
    const finalUrl = canonicalUrl(value.finalUrl)
    const finalKey = finalUrl && urlKey(finalUrl)
    if (finalUrl && finalKey && finalKey !== input.url_key) {
      const other = (await articlesByKey(tx, [finalKey])).get(finalKey)
      if (other !== undefined && other !== input.id && (await isArticleAt(tx, other, finalKey))) {
        // The text of another article is not an edit of this one, which keeps its own.
        if (input.version > 0) await planNextLook(tx, input.id, value)
        else await mergeInto(tx, input, other)
        settled.push({ id: input.id, outcome: 'dropped', reason: 'same_as_known' })
        continue
      }
    }
    fetched.push({ input, value, document })
    settled.push({ id: input.id, outcome: 'done' })
  }
  await storeDocuments(tx, fetched)
  for (const { input, value } of unchanged) await planNextLook(tx, input.id, value)
  await restoreArticles(
    tx,
    unchanged.map(({ input, value }) => ({ id: input.id, at: value.at })),
  )
  return settled
}

interface Brought {
  readonly input: FetchInput
  readonly value: Fetched
  readonly document: PackedDocument
}

async function storeDocuments(tx: Tx, items: readonly Brought[]): Promise<void> {
  if (!items.length) return
  const again = items.filter(({ input }) => input.document_at !== null).map(({ input }) => input.id)
  const first = items[0]!.value
  const times = await timesForDocuments(tx, again, first.at)
  const atOf = ({ input }: Brought) => times.get(input.id) ?? first.at
  await insertDocuments(
    tx,
    items.map((item) => ({
      articleId: item.input.id,
      at: atOf(item),
      document: item.document,
      pages: item.value.pages ?? [],
    })),
  )
  await run(
    tx,
    sql`update articles a set stage = 'fetched', reason = null, next_attempt_at = now(), parked_count = 0,
          try_count = 0, document_at = f.at, fetched_at = f.at, etag = f.etag, last_modified = f.last_modified,
          updated_at = now(), refetch_parked_count = 0, refetch_reason = null, gone_since = null,
          seen_again_at = case when a.withdrawn_at is not null then f.at end,
          refetch_at = next_refetch_at(a.first_seen_at, a.withdrawn_at, ${first.refetchAfterS}::float8[])
        from unnest(${items.map(({ input }) => input.id)}::bigint[], ${items.map(atOf)}::timestamptz[],
                    ${items.map(({ value }) => value.etag)}::text[],
                    ${items.map(({ value }) => value.lastModified)}::text[]) as f (id, at, etag, last_modified)
        where a.id = f.id`,
  )
}

/**
 * Whether the article is known by exactly this address, or has proved to be an article. A page that all articles of an outlet
 * redirect to (consent, log-in) must not take their place: such an alias is learned only from a text.
 */
async function isArticleAt(tx: Tx, id: number, key: string): Promise<boolean> {
  const row = await first<{ known: boolean }>(
    tx,
    sql`select url_key = ${key} or version > 0 as known from articles where id = ${id}`,
  )
  return row?.known ?? false
}

/** For another fetch that brought no document: records what it says of the page; the text stays. */
async function noDocument(
  tx: Tx,
  input: FetchInput,
  value: Fetched,
  outcome: NonNullable<Fetched['noDocument']>,
): Promise<SavedFetch> {
  await planNextLook(tx, input.id, value)
  if (outcome.kind === 'dropped') return { id: input.id, outcome: 'dropped', reason: outcome.reason }
  if (outcome.code === 'http_404' || outcome.code === 'http_410')
    await recordGone(tx, {
      id: input.id,
      status: outcome.code === 'http_404' ? 404 : 410,
      at: value.at,
      confirmAfterS: value.confirmGoneAfterS,
      refetchAfterS: value.refetchAfterS,
    })
  return { id: input.id, outcome: 'failed', reason: outcome.code }
}

async function planNextLook(tx: Tx, id: number, value: Fetched): Promise<void> {
  await run(
    tx,
    sql`update articles set try_count = 0, refetch_parked_count = 0, refetch_reason = null,
          refetch_at = next_refetch_at(first_seen_at, withdrawn_at, ${value.refetchAfterS}::float8[])
        where id = ${id}`,
  )
}

/** Articles with an address are fetched, for the first time or again, as soon as a fetch worker and their host are free. */
export async function lookAgainNow(tx: Tx, ids: readonly number[]): Promise<void> {
  await run(
    tx,
    sql`insert into hosts (host) select distinct host from articles
        where id = any(${ids}::bigint[]) and host is not null order by host on conflict (host) do nothing`,
  )
  await run(
    tx,
    sql`update articles set
          refetch_at = case when version > 0 then now() else refetch_at end, refetch_parked_count = 0, refetch_reason = null,
          next_attempt_at = case when stage = 'discovered' then now() else next_attempt_at end
        where id = any(${ids}::bigint[]) and host is not null and stage not in ('dropped', 'failed')`,
  )
}
