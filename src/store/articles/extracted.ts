import { prepared, type Queryable, rows, run, sql, type Tx } from '../../adapters/postgres/sql.ts'
import type { ExtractResult } from '../../core/article/types.ts'
import { describeEdit } from '../../core/edits/diff.ts'
import { type Change, judgeEdit, type TextBefore } from '../../core/edits/judge.ts'
import { canonicalUrl, hostOf, sameSite, urlKey } from '../../core/fetching/url.ts'
import { parseByline } from '../../core/people/byline.ts'
import type { FieldSource } from '../../core/record/provenance.ts'
import type { ArticleRecord, OutletFacts } from '../../core/record/record.ts'
import type { TableRow } from '../../schema/rows.ts'
import { emitEvents } from '../outbox/events.ts'
import { outletsByName } from '../sources/outlet-names.ts'
import { outletsById, outletsWithMasthead } from '../sources/outlets.ts'
import { addAlias, mergeInto } from './aliases.ts'
import { fieldsSetFrom, fieldTypes } from './columns.ts'
import { loadDocuments, type StoredDocument } from './documents.ts'
import { saveEntities } from './entities.ts'
import { refuseRemovedText, removedTexts } from './removals.ts'
import type { ReadState } from './transitions.ts'
import { knownTwins, lockTexts, twinInBatch } from './twins.ts'
import { addFirstVersions, addVersions } from './versions.ts'
import { restoreArticles } from './withdrawals.ts'

/** Raised whenever a change of the extractor should re-extract what is stored. */
export const EXTRACTOR_VERSION = 10

/** What came out of a document. */
export interface Extracted extends Omit<ExtractResult, 'explain'> {
  /** The identity of the body, or null where there is too little text to have one. */
  readonly contentHash: string | null
}

type StoredArticle = Pick<
  TableRow<'articles'>,
  | 'id'
  | 'outlet_id'
  | 'version'
  | 'parked_count'
  | 'url'
  | 'url_key'
  | 'title'
  | 'body'
  | 'feed_title'
  | 'feed_author'
  | 'feed_published_at'
  | 'extractor_version'
  | 'corrections'
  | 'text_document_at'
  | 'text_document_kind'
>

/** An article whose document is to be read, with all that reading it needs. */
export interface ExtractInput extends StoredArticle, ReadState {
  readonly document: StoredDocument | undefined
  /** The document that the stored text was read from, where it is another one and is still kept. */
  readonly previous: StoredDocument | undefined
  readonly outlet: OutletFacts | null
  readonly registry: readonly OutletFacts[]
  readonly boilerplate: readonly string[]
}

/** Of an outlet whose boilerplate is known, one article in so many still teaches: it changes its template rarely. */
const TEACHES_ONE_IN = 4

export function loadForExtract(db: Queryable, ids: readonly number[]): Promise<ExtractInput[]> {
  return loadForReading(db, ids, 'fetched')
}

/** The same for articles in any stage, to read them without storing what comes of it. */
export async function loadForReading(
  db: Queryable,
  ids: readonly number[],
  stage: 'fetched' | null = null,
): Promise<ExtractInput[]> {
  const found = await rows<StoredArticle & ReadState>(
    db,
    sql`select id, stage, text_revision, date_trunc('milliseconds', refetch_at) as refetch_at, outlet_id, version,
               parked_count, url, url_key, title, body, feed_title, feed_author, feed_published_at,
               extractor_version, corrections, document_at, text_document_at, text_document_kind
        from articles
        where id = any(${ids}::bigint[]) and (${stage}::text is null or stage = ${stage}) order by id`,
  )
  const outletIds = [...new Set(found.flatMap((row) => row.outlet_id ?? []))]
  const [documents, previous, outlets, registry, blocks] = await Promise.all([
    loadDocuments(
      db,
      found.map((row) => ({ id: row.id, documentAt: row.document_at })),
    ),
    loadDocuments(
      db,
      found
        .filter((row) => row.text_document_at?.getTime() !== row.document_at?.getTime())
        .map((row) => ({ id: row.id, documentAt: row.text_document_at })),
    ),
    outletIds.length ? outletsById(db, outletIds) : [],
    found.some((row) => row.outlet_id === null) ? outletsWithMasthead(db) : [],
    outletIds.length ? repeatedBlocks(db, outletIds) : new Map<number, string[]>(),
  ])
  const byId = new Map(outlets.map((outlet) => [outlet.id, outlet]))
  return found.map((row) => ({
    ...row,
    document: documents.get(row.id),
    previous: previous.get(row.id),
    outlet: (row.outlet_id !== null && byId.get(row.outlet_id)) || null,
    registry,
    boilerplate: (row.outlet_id !== null && blocks.get(row.outlet_id)) || [],
  }))
}

/** A block counts as an outlet's boilerplate once it stood in three of its articles: as in outlet_blocks_repeated. */
async function repeatedBlocks(db: Queryable, outletIds: readonly number[]): Promise<Map<number, string[]>> {
  const found = await rows<Pick<TableRow<'outletBlocks'>, 'outlet_id'> & { readonly hashes: string[] }>(
    db,
    sql`select outlet_id, array_agg(block_hash) as hashes from outlet_blocks
        where outlet_id = any(${outletIds}::bigint[]) and article_count >= 3 group by outlet_id`,
  )
  return new Map(found.map((row) => [row.outlet_id, row.hashes]))
}

/**
 * Counts the blocks of first-time articles for their outlets, those that are not known as boilerplate yet. Best effort
 * and apart from the step: only learning.
 */
export async function learnBlocks(
  db: Queryable,
  items: readonly { input: ExtractInput; value: Extracted }[],
): Promise<void> {
  const pairs = items.flatMap(({ input, value }) => {
    if (input.version > 0 || input.outlet_id === null) return []
    if (input.boilerplate.length && input.id % TEACHES_ONE_IN) return []
    const known = new Set(input.boilerplate)
    return [...new Set(value.blockHashes)]
      .filter((hash) => !known.has(hash))
      .map((hash) => ({ outlet: input.outlet_id, article: input.id, hash }))
  })
  if (!pairs.length) return
  await run(
    db,
    sql`insert into outlet_blocks (outlet_id, block_hash, article_count, first_article_id)
        select outlet_id, block_hash, count(*), min(article_id)
        from unnest(${pairs.map((p) => p.outlet)}::bigint[], ${pairs.map((p) => p.hash)}::text[],
                    ${pairs.map((p) => p.article)}::bigint[]) as b (outlet_id, block_hash, article_id)
        group by outlet_id, block_hash order by outlet_id, block_hash
        on conflict (outlet_id, block_hash) do update
          set article_count = outlet_blocks.article_count + excluded.article_count, last_seen_on = current_date`,
  )
}

export interface SavedExtract {
  readonly id: number
  readonly outcome: 'done' | 'dropped'
  readonly reason?: string
  /** A newer document waits: the article goes round again. */
  readonly again?: boolean
}

/**
 * Stores what was extracted from articles that the caller has locked, and moves them to `extracted`. The same text
 * of the same outlet (without one: of the same host) under a second address becomes an alias of the first article instead; a text that the outlet
 * changed becomes a new version. Where newer documents wait, the article stays in `fetched` for the next of them.
 */
export async function saveExtracted(
  tx: Tx,
  items: readonly { input: ExtractInput; value: Extracted & { readonly before: TextBefore } }[],
): Promise<SavedExtract[]> {
  const outletIds = await outletsNamedByText(tx, items)
  const nextDocuments = await documentsThatWait(
    tx,
    items.map(({ input }) => input.id),
  )
  const prepared = items.map(({ input, value }) => ({
    input,
    value,
    outletId: input.outlet_id ?? (value.record.outlet ? (outletIds.get(value.record.outlet) ?? null) : null),
    nextDocumentAt: nextDocuments.get(input.id) ?? null,
    ...completed(value, input),
  }))
  await lockTexts(tx, prepared)
  const settled: SavedExtract[] = []
  const saved: typeof prepared = []
  const removed = await removedTexts(
    tx,
    prepared.flatMap(({ value }) => value.contentHash ?? []),
  )
  const twins = await knownTwins(tx, prepared)
  for (const item of prepared) {
    if (item.value.contentHash && removed.has(item.value.contentHash)) {
      await refuseRemovedText(tx, item.input)
      settled.push({ id: item.input.id, outcome: 'dropped', reason: 'removed' })
      continue
    }
    const same = twinInBatch(item, saved) ?? twins.get(item.input.id)
    if (same === undefined) saved.push(item)
    else {
      await mergeInto(tx, item.input, same)
      settled.push({ id: item.input.id, outcome: 'dropped', reason: 'same_as_known' })
    }
  }
  const changes = saved.map((item) => ({
    ...item,
    change: judgeEdit(item.value.before, item.input, item.fields),
  }))
  const changed = changes.filter(({ change }) => change.kind !== 'none')
  await updateArticles(tx, saved, new Set(changed.map(({ input }) => input.id)))
  await saveEntities(
    tx,
    saved.map(({ input, fields }) => ({ ...fields, id: input.id })),
  )
  await saveVersions(tx, changed)
  await restoreArticles(
    tx,
    // Only what the network brought says that the article is at its address.
    saved.flatMap(({ input: { id, document, version } }) =>
      version > 0 && document && document.status !== null
        ? [{ id, at: document.fetchedAt, document: document.fetchedAt }]
        : [],
    ),
  )
  for (const { input, value } of saved) await rememberAliases(tx, input, value)
  return [
    ...settled,
    ...saved.map(({ input, nextDocumentAt }) => ({
      id: input.id,
      outcome: 'done' as const,
      again: nextDocumentAt !== null,
    })),
  ]
}

async function saveVersions(
  tx: Tx,
  changed: readonly (Prepared & { readonly change: Change })[],
): Promise<void> {
  await addFirstVersions(
    tx,
    changed.filter(({ change }) => change.kind === 'first').map(({ input }) => input.id),
  )
  const later = changed.filter(({ change }) => change.kind !== 'first')
  await addVersions(
    tx,
    later.map(({ input, value, fields, change }) => ({
      articleId: input.id,
      version: input.version + 1,
      title: fields.title,
      dek: fields.dek,
      body: fields.body,
      modifiedAt: fields.modified_at,
      contentHash: value.contentHash,
      documentAt: input.document_at,
      ...(change.kind === 'revised'
        ? { cause: 'revised', edit: describeEdit(change.before, fields), before: change.before }
        : { cause: 'unattributed' }),
    })),
  )
  await emitEvents(
    tx,
    later.flatMap(({ input, change }) =>
      change.kind === 'revised'
        ? [
            {
              kind: 'article.revised' as const,
              subjectId: input.id,
              dedupeKey: `article.revised:${input.id}:${input.version + 1}`,
              payload: { article_id: input.id, version: input.version + 1 },
            },
          ]
        : [],
    ),
  )
}

/** The next document of each article that has one newer than the one that was read. */
async function documentsThatWait(tx: Tx, ids: readonly number[]): Promise<Map<number, Date>> {
  const found = await rows<Pick<TableRow<'articles'>, 'id'> & { readonly next: Date }>(
    tx,
    sql`select a.id, min(d.fetched_at) as next
        from articles a join documents d on d.article_id = a.id and d.page = 1 and d.fetched_at > a.document_at
        where a.id = any(${ids}::bigint[]) group by a.id`,
  )
  return new Map(found.map((row) => [row.id, row.next]))
}

interface Prepared {
  readonly input: ExtractInput
  readonly value: Extracted & { readonly before: TextBefore }
  readonly nextDocumentAt: Date | null
  readonly outletId: number | null
  readonly fields: ArticleRecord
  readonly provenance: { readonly [field: string]: FieldSource }
}

async function outletsNamedByText(
  tx: Tx,
  items: readonly { input: ExtractInput; value: Extracted }[],
): Promise<Map<string, number>> {
  const slugs = items.flatMap(({ input, value }) =>
    input.outlet_id === null && value.record.outlet ? [value.record.outlet] : [],
  )
  return outletsByName(tx, slugs)
}

/** What an article says of itself once its feed and people have had their say. */
export function withFeedAndCorrections(record: ArticleRecord, input: ExtractInput): ArticleRecord {
  return { ...withFeedFallback(record, input), ...input.corrections }
}

/** What the page does not say itself, its feed may have said. */
function withFeedFallback(record: ArticleRecord, input: ExtractInput): ArticleRecord {
  const published: Partial<ArticleRecord> =
    record.published_at === null && input.feed_published_at
      ? {
          published_at: input.feed_published_at.toISOString(),
          published_local: input.feed_published_at.toISOString().replace('.000Z', '+00:00'),
          published_precision: 'second',
          published_tz_source: 'text',
          published_source: 'feed',
        }
      : {}
  const byline =
    record.authors.length === 0 && input.feed_author
      ? parseByline(input.feed_author, { language: record.language ?? undefined })
      : null
  return {
    ...record,
    ...published,
    title: record.title ?? input.feed_title,
    authors: byline?.authors ?? record.authors,
  }
}

/** The record with what the feed and people say, and where each field then comes from. */
function completed(value: Extracted, input: ExtractInput): Pick<Prepared, 'fields' | 'provenance'> {
  const fields = withFeedFallback(value.record, input)
  const provenance: { [field: string]: FieldSource } = { ...value.provenance }
  if (value.record.title === null && fields.title !== null) provenance.title = 'feed'
  if (value.record.authors.length === 0 && fields.authors.length > 0) provenance.authors = 'feed'
  // What people put right wins over the page.
  for (const field of Object.keys(input.corrections ?? {})) provenance[field] = 'corrected'
  return { fields: { ...fields, ...input.corrections }, provenance }
}

async function updateArticles(
  tx: Tx,
  items: readonly Prepared[],
  changed: ReadonlySet<number>,
): Promise<void> {
  if (!items.length) return
  const records = items.map(({ input, value, outletId, fields, provenance, nextDocumentAt }) => ({
    ...fields,
    provenance,
    id: input.id,
    outlet_id: outletId,
    version: input.version + (changed.has(input.id) ? 1 : 0),
    content_hash: value.contentHash,
    syndicated_from: value.syndicatedFrom ?? null,
    document_kind: input.document?.kind ?? null,
    next_document_at: nextDocumentAt,
  }))
  await run(tx, storeRecords(JSON.stringify(records), EXTRACTOR_VERSION))
}

const storeRecords = prepared(
  `update articles a set
     stage = case when d.next_document_at is null then 'extracted' else 'fetched' end,
     document_at = coalesce(d.next_document_at, a.document_at), text_document_at = a.document_at,
     text_document_kind = d.document_kind, document_reason = null, text_revision = a.text_revision + 1,
     reason = null, next_attempt_at = now(), parked_count = 0, try_count = 0,
     outlet_id = d.outlet_id, ${fieldsSetFrom('d')}, provenance = d.provenance,
     content_hash = d.content_hash, version = d.version, syndicated_from = d.syndicated_from,
     extractor_version = $2, extracted_at = now(), updated_at = now()
   from jsonb_to_recordset($1::jsonb) as d (
     id bigint, outlet_id bigint, ${fieldTypes}, provenance jsonb,
     content_hash text, version integer, syndicated_from text, document_kind text, next_document_at timestamptz)
   where a.id = d.id`,
)

/** Where it redirected to, `rel=canonical` and the AMP twin on the same site are other addresses of this article. */
async function rememberAliases(tx: Tx, input: ExtractInput, value: Extracted): Promise<void> {
  const landed = input.document?.url && canonicalUrl(input.document.url)
  const landedKey = landed && urlKey(landed)
  if (landed && landedKey && input.url_key && landedKey !== input.url_key)
    await addAlias(tx, input.id, landed, landedKey, 'redirect')
  for (const kind of ['canonical', 'amp'] as const) {
    const url = value.aliases[kind]
    if (!url || !input.url || !sameSite(url, input.url)) continue
    const key = urlKey(url)
    // A canonical address that names the home page is a mistake that many sites make.
    if (key && key !== input.url_key && new URL(url).pathname.length > 1 && hostOf(url))
      await addAlias(tx, input.id, url, key, kind)
  }
}
