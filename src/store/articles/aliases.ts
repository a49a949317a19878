import { run, sql, type Tx } from '../../adapters/postgres/sql.ts'
import type { AliasKind } from '../../schema/values.ts'

/** Records that `key` leads to the article too, unless the address belongs to an article already. */
export async function addAlias(
  tx: Tx,
  articleId: number,
  url: string,
  key: string,
  kind: AliasKind,
): Promise<void> {
  await run(
    tx,
    sql`insert into article_urls (url_key, article_id, url, kind)
        select ${key}, ${articleId}, ${url}, ${kind}
        where not exists (select 1 from articles where url_key = ${key})
        on conflict (url_key) do nothing`,
  )
}

/**
 * The article proved to be `survivor` under another address: what referred to it now refers to `survivor`, and it ends as
 * dropped (same_as_known).
 */
export async function mergeInto(
  tx: Tx,
  article: { readonly id: number; readonly url: string | null; readonly url_key: string | null },
  survivor: number,
): Promise<void> {
  await run(
    tx,
    sql`update article_external_ids set article_id = ${survivor} where article_id = ${article.id}`,
  )
  await run(tx, sql`update entries set article_id = ${survivor} where article_id = ${article.id}`)
  await run(tx, sql`update article_urls set article_id = ${survivor} where article_id = ${article.id}`)
  if (article.url_key)
    await run(
      tx,
      sql`insert into article_urls (url_key, article_id, url, kind)
          values (${article.url_key}, ${survivor}, ${article.url}, 'same_text') on conflict (url_key) do nothing`,
    )
  await run(
    tx,
    sql`update articles set stage = 'dropped', reason = 'same_as_known', refetch_at = null, updated_at = now()
        where id = ${article.id}`,
  )
}
