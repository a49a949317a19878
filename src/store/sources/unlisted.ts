import { rows, sql, type Tx } from '../../adapters/postgres/sql.ts'
import type { TableRow } from '../../schema/rows.ts'
import { dropOrFail } from '../articles/transitions.ts'
import { countOutcomes } from '../operations/outcomes.ts'

/**
 * Drops the articles that wait because their page answered 404, and that no feed lists any longer.
 * @param listed the articles that the feed lists now
 */
export async function failUnlisted(tx: Tx, feedId: number, listed: readonly number[]): Promise<void> {
  const gone = await rows<Pick<TableRow<'articles'>, 'id' | 'outlet_id'>>(
    tx,
    sql`select a.id, a.outlet_id from articles a
        where a.stage = 'discovered' and a.reason = 'http_404' and a.version = 0
          and exists (select from entries e where e.article_id = a.id and e.feed_id = ${feedId})
          and not exists (select from entries e where e.article_id = a.id and e.feed_id <> ${feedId})
          and a.id <> all(${listed}::bigint[])
        order by a.id for update of a skip locked`,
  )
  for (const { id } of gone) await dropOrFail(tx, id, 'failed', 'http_404')
  await countOutcomes(
    tx,
    gone.map(({ outlet_id }) => ({
      stage: 'fetch',
      outcome: 'failed',
      reason: 'http_404',
      outletId: outlet_id,
      ms: 0,
    })),
  )
}
