import { rows, run, sql, type Tx } from '../../adapters/postgres/sql.ts'
import { COPY_POLICY } from '../../core/copies/policy.ts'
import { comparable } from '../../core/copies/similarity.ts'
import { isSameText } from '../../core/copies/verdict.ts'
import { digestText } from '../../core/text/digest.ts'
import type { NotNull, TableRow } from '../../schema/rows.ts'
import type { ClusterItem } from './item.ts'

/** How many articles of one key are read and compared: the most distant ones, and the nearest ones in time. */
const MAX_COMPARED = 3

/**
 * Records the text's key where it was not recorded with the story (`placeOriginals`), and which article had the same text
 * before the days in which copies are searched. Where an archive is loaded after its successors, this is recorded on them. It
 * costs two index lookups for each article, and one or two comparisons of texts where they find any.
 */
export async function noteRanBefore(tx: Tx, items: readonly ClusterItem[]): Promise<void> {
  const keyed = items.filter(({ value }) => value.textKey !== null)
  const ids = keyed.map(({ input }) => input.id)
  if (!ids.length) return
  const keys = keyed.map(({ value }) => String(value.textKey))
  await run(
    tx,
    sql`update articles a set text_key = k.key, ran_before = null
        from unnest(${ids}::bigint[], ${keys}::bigint[]) as k (id, key)
        where a.id = k.id and a.text_key is distinct from k.key`,
  )
  const found = await rows<
    NotNull<Pick<TableRow<'articles'>, 'title' | 'body'>, 'body'> & {
      readonly earlier: TableRow<'articles'>['id']
      readonly later: number
      readonly own: number
      readonly same_outlet: boolean
    }
  >(
    tx,
    sql`select other.earlier, other.later, k.id as own, other.title, other.body,
               coalesce(other.outlet_id = a.outlet_id, false) as same_outlet
        from unnest(${ids}::bigint[], ${keys}::bigint[]) as k (id, key)
        join articles a on a.id = k.id
        cross join lateral (
          (select b.id as earlier, k.id as later, b.title, b.body, b.outlet_id, coalesce(b.published_at, b.first_seen_at) as at
           from articles b
           where b.text_key = k.key and b.id <> k.id and b.body is not null
             and coalesce(b.published_at, b.first_seen_at)
                 < coalesce(a.published_at, a.first_seen_at) - make_interval(days => ${COPY_POLICY.windowDays}::int)
           order by at, 1 limit ${MAX_COMPARED}::int)
          union all
          (select k.id, b.id, b.title, b.body, b.outlet_id, coalesce(b.published_at, b.first_seen_at) as at
           from articles b
           where b.text_key = k.key and b.id <> k.id and b.body is not null and b.ran_before is null
             and coalesce(b.published_at, b.first_seen_at)
                 > coalesce(a.published_at, a.first_seen_at) + make_interval(days => ${COPY_POLICY.windowDays}::int)
           order by at, 2 limit ${MAX_COMPARED}::int)) other
        order by other.at, 1, 2`,
  )
  const textOf = new Map(keyed.map(({ input, value }) => [input.id, value.text]))
  const before = new Map<number, number>()
  for (const { earlier, later, own, title, body, same_outlet } of found)
    if (!before.has(later) && isSameText(textOf.get(own)!, comparable(digestText(body), title), same_outlet))
      before.set(later, earlier)
  if (!before.size) return
  await run(
    tx,
    sql`update articles a set ran_before = k.before
        from unnest(${[...before.keys()]}::bigint[], ${[...before.values()]}::bigint[]) as k (id, before)
        where a.id = k.id and a.ran_before is distinct from k.before`,
  )
}
