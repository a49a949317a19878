import { prepared, rows, run, sql, type Tx } from '../../adapters/postgres/sql.ts'
import { describeEdit } from '../../core/edits/diff.ts'
import { type Change, judgeEdit, type TextBefore } from '../../core/edits/judge.ts'
import { canonicalUrl, hostOf, sameSite, urlKey } from '../../core/fetching/url.ts'
import type { FieldSource } from '../../core/record/provenance.ts'
import type { ArticleRecord } from '../../core/record/record.ts'
import { completed } from '../../core/record/said-elsewhere.ts'
import type { TableRow } from '../../schema/rows.ts'
import { emitEvents } from '../outbox/events.ts'
import { outletsByName } from '../sources/outlet-names.ts'
import { addAlias, mergeInto } from './aliases.ts'
import { fieldsSetFrom, fieldTypes } from './columns.ts'
import { saveEntities } from './entities.ts'
import type { Extracted, ExtractInput } from './extract-input.ts'
import { refuseRemovedText, removedTexts } from './removals.ts'
import { knownTwins, lockTexts, twinInBatch } from './twins.ts'
import { addFirstVersions, addVersions } from './versions.ts'
import { restoreArticles } from './withdrawals.ts'

/** Raised when a change of the extractor should lead to a new extraction of stored documents. */
export const EXTRACTOR_VERSION = 11

export interface SavedExtract {
  readonly id: number
  readonly outcome: 'done' | 'dropped'
  readonly reason?: string
  /** A newer document waits: the article is extracted again. */
  readonly again?: boolean
}

/**
 * Stores what was extracted from articles that the caller has locked, and moves them to `extracted`. Where the same outlet
 * (without one: the same host) has the same text under a second address, that address becomes an alias of the first article.
 * A text that the outlet changed becomes a new version. Where newer documents wait, the article stays in `fetched` for the
 * next of them.
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
    // Only a document from the network shows that the article is at its address.
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

/** The address it redirected to, `rel=canonical` and the AMP version on the same site are other addresses of this article. */
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
