import { transaction } from '../../adapters/postgres/db.ts'
import { checkUrl } from '../../core/fetching/address.ts'
import { canonicalUrl, hostOf, registrableDomain, urlKey } from '../../core/fetching/url.ts'
import { findOrCreateByUrl } from '../../store/articles/articles.ts'
import { outletsByDomain, outletsByName } from '../../store/sources/outlet-names.ts'
import type { Deps } from '../deps.ts'

export interface EnqueueReport {
  readonly new: number
  readonly known: number
  readonly refused: readonly { readonly url: string; readonly message: string }[]
  readonly articleIds: readonly number[]
}

export interface EnqueueOptions {
  /** Slug or name of the outlet they belong to; without it, the outlet of the address. */
  readonly outlet?: string | undefined
  /** In the lane of archives, which has a lower priority than live news. */
  readonly backfill?: boolean | undefined
}

/** The result for one address: an article, or the reason why there is none. */
export type Enqueued =
  | { readonly url: string; readonly articleId: number; readonly isNew: boolean }
  | { readonly url: string; readonly message: string }

type EnqueueDeps = Pick<Deps, 'pool' | 'http'>

/** Makes articles from addresses, in stage `discovered`; the scheduler then enqueues them. */
export async function enqueueUrls(
  deps: EnqueueDeps,
  urls: readonly string[],
  options: EnqueueOptions = {},
): Promise<EnqueueReport> {
  const each = await enqueueEach(deps, urls, options)
  const articles = each.filter((one) => 'articleId' in one)
  return {
    new: articles.filter((article) => article.isNew).length,
    known: articles.filter((article) => !article.isNew).length,
    refused: each.filter((one) => 'message' in one),
    articleIds: articles.map((article) => article.articleId),
  }
}

/** The same, with the result for each address, in the order of `urls`. */
export async function enqueueEach(
  deps: EnqueueDeps,
  urls: readonly string[],
  options: EnqueueOptions = {},
): Promise<Enqueued[]> {
  const read = urls.map((input) => readUrl(deps, input))
  const usable = read.filter((one) => 'urlKey' in one)
  const outletId = options.outlet
    ? (await outletsByName(deps.pool, [options.outlet])).get(options.outlet)!
    : undefined
  const byDomain = outletId
    ? new Map<string, number>()
    : await outletsByDomain(
        deps.pool,
        usable.flatMap(({ url }) => registrableDomain(url) ?? []),
      )
  const found = await transaction(deps.pool, (tx) =>
    findOrCreateByUrl(
      tx,
      usable.map(({ url, urlKey, host }) => ({
        url,
        urlKey,
        host,
        outletId: outletId ?? byDomain.get(registrableDomain(url) ?? '') ?? null,
        lane: options.backfill ? 'backfill' : 'live',
      })),
    ),
  )
  let next = 0
  return read.map((one, i) => {
    const url = urls[i]!
    if ('message' in one) return { url, message: one.message }
    const article = found[next++]
    return article
      ? { url, articleId: article.id, isNew: article.isNew }
      : { url, message: 'it was taken down here and does not come back' }
  })
}

type ReadUrl =
  | { readonly url: string; readonly urlKey: string; readonly host: string }
  | { readonly message: string }

function readUrl(deps: EnqueueDeps, input: string): ReadUrl {
  const url = canonicalUrl(input)
  const key = url && urlKey(url)
  const host = url && hostOf(url)
  if (!url || !key || !host) return { message: 'not an http or https address' }
  const checked = checkUrl(url, deps.http.policy)
  return 'code' in checked ? { message: checked.reason } : { url, urlKey: key, host }
}
