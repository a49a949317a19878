import { HttpError } from '../../adapters/http/error.ts'
import { type HttpResult, httpGet } from '../../adapters/http/request.ts'
import { transaction } from '../../adapters/postgres/db.ts'
import type { Tx } from '../../adapters/postgres/sql.ts'
import { hostOf, registrableDomain, requestUrl, urlKey } from '../../core/fetching/url.ts'
import { wellKnownFeeds } from '../../core/sources/discover.ts'
import type { FeedKind } from '../../schema/values.ts'
import { ensureHosts } from '../../store/articles/articles.ts'
import { addFeed } from '../../store/sources/feeds.ts'
import { outletsByDomain, outletsByName } from '../../store/sources/outlet-names.ts'
import { changeFeed, type FeedFacts, findFeedBy } from '../../store/sources/registry-edits.ts'
import type { Deps } from '../deps.ts'
import { robotsFor } from '../fetch/robots.ts'
import type { Source } from '../poll/source.ts'
import { readInThread } from '../poll/source-pool.ts'
import { namedOutlet } from './named-outlet.ts'

export interface AddedSource {
  readonly feedId: number
  readonly url: string
  readonly kind: FeedKind
  readonly title: string | null
  readonly isNew: boolean
  /** Entries in it now. */
  readonly entries: number
  /** Its outlet's slug. */
  readonly outlet: string | null
  readonly active: boolean
  /** What adding a known feed changed, and what it left, in words. */
  readonly notes: readonly string[]
}

export type AddResult =
  | { readonly ok: true; readonly sources: readonly AddedSource[] }
  | { readonly ok: false; readonly message: string }

export interface AddSourceOptions {
  /** Slug or name of an outlet that is there. */
  readonly outlet?: string | undefined
  /** Make the outlet where it does not exist, and move a known feed to it. */
  readonly yes?: boolean | undefined
  readonly paused?: boolean | undefined
  /**
   * The kind of the address: then no other kind is tried, and no links are followed. Without it: a feed, or a page that links
   * to one.
   */
  readonly kind?: FeedKind | undefined
}

/** A page may declare many feeds; with more than this it is a directory, not an outlet. */
const MAX_DECLARED = 5

/**
 * Adds the feed, the news sitemap, or what a home page leads to (declared feeds but those of comments, then usual places) at
 * `input`. The
 * outlet is that of the option, else that of the address, made where there is none. Of a known feed nothing changes but
 * its outlet, and that only with `yes`.
 */
export async function addSource(
  deps: Deps,
  input: string,
  options: AddSourceOptions,
  signal: AbortSignal,
): Promise<AddResult> {
  const url = requestUrl(/^[a-z]+:/i.test(input) ? input : `https://${input}`)
  if (!url) return { ok: false, message: `"${input}" is not an http or https address` }
  if (options.outlet) {
    const outlet = await namedOutlet(deps, options.outlet, options.yes ?? false)
    if (!outlet.ok) return { ok: false, message: outlet.message }
  }
  const look = await fetchSource(deps, url, signal, options.kind === 'page')
  if ('message' in look) return { ok: false, message: look.message }
  if (options.kind) {
    const refusal = otherKind(url, options.kind, look.source)
    if (refusal) return { ok: false, message: refusal }
  }
  if (look.source.ok)
    return { ok: true, sources: [await store(deps, look.response.finalUrl, look.source, options)] }
  // feeds of readers' comments are not news
  const declared = look.source.found.filter((feed) => !feed.isComments).slice(0, MAX_DECLARED)
  const found = await tryAll(
    deps,
    declared.map((feed) => feed.url),
    options,
    signal,
    MAX_DECLARED,
  )
  if (found.length) return { ok: true, sources: found }
  const guessed = await tryAll(
    deps,
    wellKnownFeeds(look.response.finalUrl).map((feed) => feed.url),
    options,
    signal,
    1,
  )
  if (guessed.length) return { ok: true, sources: guessed }
  const title = look.source.pageTitle
  return {
    ok: false,
    message: `${url}${title ? ` ("${title}")` : ''} is not a feed (${look.source.reason.replaceAll('_', ' ')}), and neither declares one nor has one in the usual places: give the feed's own address, or --kind page if it lists articles`,
  }
}

/** Why the address is not of the requested kind; null where it is. */
function otherKind(url: string, kind: FeedKind, source: Source): string | null {
  if (source.ok) return source.kind === kind ? null : `${url} is a ${source.kind}, not a ${kind}`
  if (kind !== 'page') return `${url} is not a ${kind} (${source.reason.replaceAll('_', ' ')})`
  return source.reason === 'nofollow'
    ? `${url} asks crawlers not to follow its links (robots meta tag)`
    : `${url} has no links that look like articles: give a page that lists headlines (a page that a script fills has none)`
}

async function tryAll(
  deps: Deps,
  urls: readonly string[],
  options: AddSourceOptions,
  signal: AbortSignal,
  enough: number,
): Promise<AddedSource[]> {
  const found: AddedSource[] = []
  const seen = new Set<string>()
  for (const url of urls) {
    if (found.length >= enough) break
    const look = await fetchSource(deps, url, signal)
    if ('message' in look || !look.source.ok) continue
    // the same entries as RSS and as Atom are one feed
    const listed = look.source.entries.map(({ link }) => link ?? '').join(' ')
    if (listed && seen.has(listed)) continue
    seen.add(listed)
    found.push(await store(deps, look.response.finalUrl, look.source, options))
  }
  return found
}

async function fetchSource(
  deps: Deps,
  url: string,
  signal: AbortSignal,
  isPage = false,
): Promise<{ readonly response: HttpResult; readonly source: Source } | { readonly message: string }> {
  const isForbidden = async (address: string) => {
    const trouble = { now: deps.now(), chance: deps.chance(), parkedCount: 0 }
    return (await robotsFor(deps, address, trouble, signal)).kind === 'disallowed'
  }
  const forbidden = { message: `${url} may not be fetched: the robots.txt of its host forbids it` }
  try {
    if (await isForbidden(url)) return forbidden
    const response = await httpGet(deps.http, url, {
      accept: '*/*',
      signal,
      mayFollow: async (next) => !(await isForbidden(next.href)),
    })
    if (response.refused) return forbidden
    if (response.status < 200 || response.status >= 300)
      return { message: `${url} answered with status ${response.status}: check the address` }
    const shapes = isPage ? new Map() : undefined
    return { response, source: await readInThread(deps.sources, response, {}, shapes) }
  } catch (error) {
    if (!(error instanceof HttpError)) throw error
    return { message: `${url} could not be fetched (${error.code.replaceAll('_', ' ')}): ${error.message}` }
  }
}

async function store(
  deps: Deps,
  address: string,
  source: Extract<Source, { ok: true }>,
  options: AddSourceOptions,
): Promise<AddedSource> {
  const url = requestUrl(address) ?? address
  const key = urlKey(url)
  const host = hostOf(url)
  if (!key || !host) throw new Error(`the feed's address ${url} has no host`)
  const outletId = await outletOf(deps, source.home ?? url, url, options.outlet)
  return transaction(deps.pool, async (tx) => {
    await ensureHosts(tx, [host])
    const { id, isNew } = await addFeed(tx, {
      url,
      urlKey: key,
      host,
      kind: source.kind,
      outletId,
      title: source.title,
      active: !options.paused,
    })
    const known = isNew ? undefined : await findFeedBy(tx, { id })
    const notes = known ? await noteKnown(tx, known, outletId, options) : []
    const now = (await findFeedBy(tx, { id }))!
    return {
      feedId: id,
      url: now.url,
      kind: source.kind,
      title: source.title,
      isNew,
      entries: source.entries.length,
      outlet: now.outlet,
      active: now.active,
      notes,
    }
  })
}

/** What adding a feed that exists already changes, and what it does not. */
async function noteKnown(
  tx: Tx,
  feed: FeedFacts,
  outletId: number | null,
  options: AddSourceOptions,
): Promise<string[]> {
  const notes: string[] = []
  if (options.outlet && outletId !== null && outletId !== feed.outlet_id)
    if (options.yes) {
      await changeFeed(tx, feed.feed_id, { outletId })
      const { outlet } = (await findFeedBy(tx, { id: feed.feed_id }))!
      notes.push(`its outlet was ${feed.outlet ?? 'none'}, and is ${outlet} now`)
    } else
      notes.push(
        `it stays with ${feed.outlet ? `the outlet ${feed.outlet}` : 'no outlet'}: "newsloom feed set ${feed.feed_id} --outlet ${options.outlet}" moves it`,
      )
  if (!feed.active && !options.paused)
    notes.push(`it stays paused: "newsloom feed resume ${feed.feed_id}" polls it again`)
  if (feed.active && options.paused)
    notes.push(`it stays active: "newsloom feed pause ${feed.feed_id}" stops polling it`)
  return notes.length ? notes : ['nothing changes']
}

async function outletOf(
  deps: Deps,
  home: string,
  url: string,
  named: string | undefined,
): Promise<number | null> {
  if (named) return (await outletsByName(deps.pool, [named])).get(named) ?? null
  const domain = registrableDomain(home) ?? registrableDomain(url)
  return domain ? ((await outletsByDomain(deps.pool, [domain])).get(domain) ?? null) : null
}
