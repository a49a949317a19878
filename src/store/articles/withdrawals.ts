import { rows, run, sql, type Tx } from '../../adapters/postgres/sql.ts'
import type { NotNull, TableRow } from '../../schema/rows.ts'
import { emitEvents } from '../outbox/events.ts'

/** The second fetch is planned for this long after the earliest time that counts: clocks of machines differ a little. */
const MARGIN_S = 30

/**
 * Records that another fetch found an article gone. The first such fetch only plans a second one. If the second comes at
 * least `confirmAfterS` seconds later and finds it gone too, the article is withdrawn, as of the first. The text stays.
 */
export async function recordGone(
  tx: Tx,
  look: {
    readonly id: number
    readonly status: 404 | 410
    readonly at: Date
    readonly confirmAfterS: number
    readonly refetchAfterS: readonly number[]
  },
): Promise<void> {
  const { id, status, at, confirmAfterS } = look
  const confirmed = await rows<NotNull<Pick<TableRow<'articles'>, 'withdrawn_at'>, 'withdrawn_at'>>(
    tx,
    sql`update articles set withdrawn_at = gone_since,
          refetch_at = next_refetch_at(first_seen_at, ${at}::timestamptz, ${look.refetchAfterS}::float8[]), updated_at = now()
        where id = ${id} and withdrawn_at is null
          and gone_since <= ${at}::timestamptz - make_interval(secs => ${confirmAfterS})
        returning withdrawn_at`,
  )
  const withdrawnAt = confirmed[0]?.withdrawn_at
  if (!withdrawnAt) {
    await run(
      tx,
      sql`update articles set gone_since = coalesce(gone_since, ${at}),
            refetch_at = coalesce(gone_since, ${at}) + make_interval(secs => ${confirmAfterS + MARGIN_S})
          where id = ${id} and withdrawn_at is null`,
    )
    return
  }
  await run(
    tx,
    sql`insert into article_withdrawals (article_id, withdrawn_at, status)
        select id, withdrawn_at, ${status} from articles where id = ${id} on conflict do nothing`,
  )
  await emitEvents(tx, [
    {
      kind: 'article.withdrawn',
      subjectId: id,
      dedupeKey: `article.withdrawn:${id}:${withdrawnAt.toISOString()}`,
      payload: { article_id: id, status, withdrawn_at: withdrawnAt.toISOString() },
    },
  ])
}

/**
 * Records that articles are at their addresses (at the time `at`): those that were withdrawn are restored. Where a document
 * shows this (`document`), it must be the one that was fetched since, because a replay reads older ones.
 */
export async function restoreArticles(
  tx: Tx,
  items: readonly { readonly id: number; readonly at: Date; readonly document?: Date }[],
): Promise<void> {
  if (!items.length) return
  const restored = await rows<
    NotNull<Pick<TableRow<'articles'>, 'id' | 'withdrawn_at'>, 'withdrawn_at'> & { readonly at: Date }
  >(
    tx,
    sql`with back as (
          select a.id, a.withdrawn_at, b.at
          from unnest(${items.map(({ id }) => id)}::bigint[], ${items.map(({ at }) => at)}::timestamptz[],
                      ${items.map(({ document }) => document ?? null)}::timestamptz[]) as b (id, at, document)
          join articles a on a.id = b.id
          where (a.gone_since is not null or a.withdrawn_at is not null)
            and (b.document is null or a.seen_again_at = b.document)),
        cleared as (
          update articles a set gone_since = null, withdrawn_at = null, seen_again_at = null,
            updated_at = now() from back where a.id = back.id),
        closed as (
          update article_withdrawals w set restored_at = back.at from back
          where w.article_id = back.id and w.restored_at is null)
        select id, withdrawn_at, at from back where withdrawn_at is not null`,
  )
  await emitEvents(
    tx,
    restored.map(({ id, withdrawn_at, at }) => ({
      kind: 'article.restored' as const,
      subjectId: id,
      dedupeKey: `article.restored:${id}:${withdrawn_at.toISOString()}`,
      payload: { article_id: id, withdrawn_at: withdrawn_at.toISOString(), restored_at: at.toISOString() },
    })),
  )
}
