import { transaction } from '../adapters/db.ts'
import { checkUrl } from '../core/address.ts'
import { canonicalUrl, hostOf, registrableDomain, urlKey } from '../core/url.ts'
import { findOrCreateByUrl } from '../store/articles.ts'
import { outletsByDomain, outletsByName } from '../store/outlet-names.ts'
import type { Deps } from './deps.ts'

export interface EnqueueReport {
  readonly new: number
  readonly known: number
  readonly refused: readonly { readonly url: string; readonly message: string }[]
  readonly articleIds: readonly number[]
}

/** Makes articles of addresses, in stage `discovered`; the scheduler takes them from there. */
export async function enqueueUrls(
  deps: Deps,
  urls: readonly string[],
  options: { readonly outlet?: string; readonly backfill?: boolean } = {},
): Promise<EnqueueReport> {
  const refused: { url: string; message: string }[] = []
  const usable = urls.flatMap((input) => {
    const url = canonicalUrl(input)
    const key = url && urlKey(url)
    const host = url && hostOf(url)
    const checked = url === null ? null : checkUrl(url, deps.http.policy)
    const blocked = checked !== null && 'code' in checked ? checked.reason : null
    if (url && key && host && blocked === null) return [{ url, urlKey: key, host }]
    refused.push({ url: input, message: blocked ?? 'not an http or https address' })
    return []
  })
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
      usable.map((candidate) => ({
        ...candidate,
        outletId: outletId ?? byDomain.get(registrableDomain(candidate.url) ?? '') ?? null,
        lane: options.backfill ? 'backfill' : 'live',
      })),
    ),
  )
  found.forEach((entry, i) => {
    if (!entry)
      refused.push({ url: usable[i]!.url, message: 'it was taken down here and does not come back' })
  })
  const present = found.filter((entry) => entry !== null)
  return {
    new: present.filter((entry) => entry.isNew).length,
    known: present.filter((entry) => !entry.isNew).length,
    refused,
    articleIds: present.map((entry) => entry.id),
  }
}
