import { setTimeout as sleep } from 'node:timers/promises'
import { AddressBusyError, HttpError } from '../../adapters/http/error.ts'
import { httpGet } from '../../adapters/http/request.ts'
import { decodeBytes } from '../../core/fetching/charset.ts'
import { sniffKind } from '../../core/fetching/sniff.ts'
import { judgeError, judgeStatus, type Trouble } from '../../core/fetching/verdict.ts'
import { findNextPage, isLaterPage, isNextPage, looksPaged } from '../../core/fields/next-page.ts'
import type { Outcome } from '../../core/record/outcome.ts'
import type { NewDocument } from '../../store/documents/documents.ts'
import type { HostRow } from '../../store/sources/hosts.ts'
import type { Deps } from '../deps.ts'
import { robotsFor } from './robots.ts'

/** Pages of one article, the first included. */
const MAX_PAGES = 10
/** Well below the lease of the host (FETCH_LEASE_S); the first page is included. */
const MAX_JOIN_MS = 120_000
/** A later page is not waited for as long as the first. */
const TIMEOUTS = { headersMs: 10_000, bodyIdleMs: 10_000, totalMs: 20_000 }

export interface FurtherPages {
  readonly pages: readonly NewDocument[]
  /** Why the next page did not come, where a later request may get it. */
  readonly trouble: Outcome<never> | null
  /** False where a further page was named but never came. */
  readonly complete: boolean
}

interface Asking {
  readonly host: HostRow
  readonly trouble: Trouble
  readonly accept: string
  /** When the request for the first page was sent (`performance.now()`). */
  readonly started: number
  readonly signal: AbortSignal
}

/**
 * The pages that follow `first`, found by links to its own address with the next page number. Each must be allowed by
 * robots.txt, is requested after the host's delay, and under the lease of the first page. Extraction judges what they hold
 * (core/join-pages.ts). A page that leads elsewhere, or that came before, ends the series.
 */
export async function furtherPages(deps: Deps, first: NewDocument, asking: Asking): Promise<FurtherPages> {
  const pages: NewDocument[] = []
  const { host, trouble, signal } = asking
  const delayMs = Math.max(host.min_delay_ms ?? deps.policy.minDelayMs, host.robots_delay_ms ?? 0)
  let last = first
  while (pages.length < MAX_PAGES - 1) {
    const url = nextOf(last)
    if (!url || (last === first && isLaterPage(first.url!))) break
    if (performance.now() - asking.started + delayMs + TIMEOUTS.totalMs > MAX_JOIN_MS)
      return { pages, trouble: null, complete: false }
    await sleep(delayMs, undefined, { signal })
    const asked = await askFor(deps, url, asking)
    if ('outcome' in asked)
      return {
        pages,
        complete: false,
        trouble: asked.outcome?.kind === 'parked' && trouble.parkedCount < PATIENCE ? asked.outcome : null,
      }
    const { page } = asked
    const known = [first, ...pages].some((other) => Buffer.compare(other.bytes, page.bytes) === 0)
    if (known || !isNextPage(last.url!, page.url!)) break
    pages.push(page)
    last = page
  }
  return { pages, trouble: null, complete: true }
}

/** How often the whole article is requested again because of trouble with a later page. */
const PATIENCE = 3

function nextOf(document: NewDocument): string | null {
  if (document.kind !== 'html' || !document.url) return null
  const { buffer, byteOffset, byteLength } = document.bytes
  // Addresses are ASCII: no need to decode the page for this.
  if (!looksPaged(Buffer.from(buffer, byteOffset, byteLength).toString('latin1'), document.url)) return null
  const contentType = document.headers?.['content-type']
  const { text } = decodeBytes(document.bytes, { kind: 'html', ...(contentType ? { contentType } : {}) })
  return findNextPage(text, document.url)
}

async function askFor(
  deps: Deps,
  url: string,
  { trouble, accept, signal }: Asking,
): Promise<{ page: NewDocument } | { outcome: Outcome<never> | undefined }> {
  try {
    // Not from the row that was read for the first page: it may have no robots.txt yet.
    const robots = await robotsFor(deps, url, trouble, signal)
    if (robots.kind !== 'allowed') return { outcome: robots.kind === 'wait' ? robots.outcome : undefined }
    const response = await httpGet(deps.http, url, {
      accept,
      signal,
      timeouts: TIMEOUTS,
      mayFollow: async (next) => (await robotsFor(deps, next.href, trouble, signal)).kind === 'allowed',
    })
    if (response.refused) return { outcome: undefined }
    const verdict = judgeStatus(response.status, response.headers['retry-after'], trouble)
    if (verdict) return { outcome: verdict }
    const kind = sniffKind(response.headers['content-type'], response.body)
    if (kind !== 'html' || !response.complete) return { outcome: undefined }
    const { finalUrl, status, headers, body } = response
    return { page: { kind, url: finalUrl, status, headers, given: null, bytes: body } }
  } catch (error) {
    if (error instanceof AddressBusyError) return { outcome: judgeError(error.code, trouble, error.waitMs) }
    if (error instanceof HttpError && error.code !== 'aborted')
      return { outcome: judgeError(error.code, trouble) }
    throw error
  }
}
