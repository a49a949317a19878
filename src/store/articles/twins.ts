import { rows, run, sql, type Tx } from '../../adapters/postgres/sql.ts'
import { COPY_POLICY } from '../../core/copies/policy.ts'
import { saysNothingOf } from '../../core/copies/title-in-body.ts'
import { hostOf } from '../../core/fetching/url.ts'
import type { TableRow } from '../../schema/rows.ts'
import type { StoredDocument } from '../documents/documents.ts'

/** An article that is about to be stored, as far as its identity is concerned. */
interface Prepared {
  readonly input: {
    readonly id: number
    readonly version: number
    readonly url: string | null
    readonly url_key: string | null
    readonly document: StoredDocument | undefined
  }
  readonly value: { readonly contentHash: string | null }
  readonly outletId: number | null
  readonly nextDocumentAt: Date | null
  readonly fields: {
    readonly title: string | null
    readonly body: string | null
    readonly published_at: string | null
  }
}

/** A text that its outlet publishes again at a later date is an article of its own (`ran_before`), not a second address. */
const RUN_MS = COPY_POLICY.windowDays * 24 * 3_600_000

/** One transaction at a time may store a given text of a given site: otherwise two addresses of it would miss each other. */
export async function lockTexts(tx: Tx, items: readonly Prepared[]): Promise<void> {
  const keys = items.flatMap((item) => {
    const site = siteOf(item)
    return site && item.value.contentHash
      ? [`text:${site.outletId ?? site.host}:${item.value.contentHash}`]
      : []
  })
  if (!keys.length) return
  await run(
    tx,
    sql`select pg_advisory_xact_lock(k) from (
          select distinct hashtextextended(key, 0) as k from unnest(${keys}::text[]) as key order by 1) as sorted`,
  )
}

interface Site {
  readonly outletId: number | null
  /** Null where the article has an outlet. */
  readonly host: string | null
}

/**
 * The site within which one text is one article, whatever its address: at its outlet, or, for a page that was fetched and
 * belongs to no outlet, at its host. Null for a text without an address.
 */
function siteOf({ input, outletId }: Prepared): Site | null {
  if (input.url_key === null) return null
  if (outletId !== null) return { outletId, host: null }
  const isFetched = input.document !== undefined && input.document.status !== null
  const host = isFetched && input.url !== null ? hostOf(input.url) : null
  return host === null ? null : { outletId: null, host }
}

/** Whether another address of this text would be the same article: it has a site and a text, and is new. */
function mayHaveTwin(item: Prepared): boolean {
  // If a newer text waits, it will not be the same article any more.
  return (
    item.nextDocumentAt === null &&
    item.value.contentHash !== null &&
    item.input.version === 0 &&
    siteOf(item) !== null
  )
}

export function twinInBatch(item: Prepared, batch: readonly Prepared[]): number | undefined {
  if (!mayHaveTwin(item)) return undefined
  const { outletId, host } = siteOf(item)!
  return batch.find((other) => {
    const site = siteOf(other)
    return (
      site !== null &&
      site.outletId === outletId &&
      site.host === host &&
      other.value.contentHash === item.value.contentHash &&
      isSameRun(item.fields.published_at, other.fields.published_at) &&
      !isPlaceholder(item, other.fields.title)
    )
  })?.input.id
}

/** The text is a plea or a banner in the place of two articles: they are not one article at two addresses. */
function isPlaceholder({ fields: { title, body } }: Prepared, otherTitle: string | null): boolean {
  return body !== null && saysNothingOf(title, otherTitle, body)
}

function isSameRun(a: string | null, b: string | null): boolean {
  return a === null || b === null || Math.abs(Date.parse(a) - Date.parse(b)) <= RUN_MS
}

/** Of the articles with one text so many are asked whether they are the same article, those with the same title first. */
const MAX_ASKED = 8

/**
 * The stored articles that these are under another address: same site, same text, same publication run, both with an address.
 */
export async function knownTwins(tx: Tx, items: readonly Prepared[]): Promise<Map<number, number>> {
  const wanted = items.filter(mayHaveTwin).map((item) => ({ ...item, site: siteOf(item)! }))
  if (!wanted.length) return new Map()
  const found = await rows<Pick<TableRow<'articles'>, 'id' | 'title'> & { readonly twin: number }>(
    tx,
    sql`select w.id, t.id as twin, t.title
        from unnest(${wanted.map(({ input }) => input.id)}::bigint[], ${wanted.map(({ site }) => site.outletId)}::bigint[],
                    ${wanted.map(({ site }) => site.host)}::text[],
                    ${wanted.map(({ value }) => value.contentHash)}::text[],
                    ${wanted.map(({ fields }) => runAround(fields.published_at))}::tstzrange[],
                    ${wanted.map(({ fields }) => fields.title)}::text[]
                   ) as w (id, outlet_id, host, content_hash, run, title)
        cross join lateral (
          (select id, title from articles
           where outlet_id = w.outlet_id and content_hash = w.content_hash and id <> w.id
             and url_key is not null and stage in ('extracted', 'clustered')
             and (published_at is null or published_at <@ w.run)
           order by title is distinct from w.title, id limit ${MAX_ASKED}::int)
          union all
          (select id, title from articles
           where w.outlet_id is null and outlet_id is null and host = w.host and content_hash = w.content_hash
             and id <> w.id and url_key is not null and stage in ('extracted', 'clustered')
             and (published_at is null or published_at <@ w.run)
           order by title is distinct from w.title, id limit ${MAX_ASKED}::int)) t
        order by t.title is distinct from w.title, t.id`,
  )
  const itemOf = new Map(wanted.map((item) => [item.input.id, item]))
  const twins = new Map<number, number>()
  for (const { id, twin, title } of found)
    if (!twins.has(id) && !isPlaceholder(itemOf.get(id)!, title)) twins.set(id, twin)
  return twins
}

/** The publication times of one run of a text, as a Postgres range; all times where the article has none. */
function runAround(publishedAt: string | null): string {
  if (publishedAt === null) return '(,)'
  const at = Date.parse(publishedAt)
  return `[${new Date(at - RUN_MS).toISOString()},${new Date(at + RUN_MS).toISOString()}]`
}
