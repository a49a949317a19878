import type { HttpResult } from '../../adapters/http/request.ts'
import { sniffKind } from '../../core/fetching/sniff.ts'
import {
  judgeNotFound,
  judgeStatus,
  parkOrGiveUp,
  retryAfterS,
  type Trouble,
} from '../../core/fetching/verdict.ts'
import { done, dropped, failed, type Outcome } from '../../core/record/outcome.ts'
import type { Fetched, FetchInput } from '../../store/articles/fetched.ts'
import { packDocument } from '../../store/documents/documents.ts'
import type { Deps } from '../deps.ts'
import { furtherPages } from './further-pages.ts'

/** The Accept header of requests for pages. */
export const ACCEPT = 'text/html,application/xhtml+xml;q=0.9,text/plain;q=0.5,*/*;q=0.1'

/** A page that was cut off is requested again this often before the fetch fails: half an article is never stored as whole. */
const MAX_CUT_SHORT = 3

export interface Asked {
  readonly input: FetchInput
  readonly trouble: Trouble
  readonly started: number
  readonly signal: AbortSignal
}

/** What an answer means for the article: its page, or why there is none. */
export async function judgeAnswer(
  deps: Deps,
  response: HttpResult,
  { input, trouble, started, signal }: Asked,
): Promise<Outcome<Fetched>> {
  if (response.status === 404 && input.version === 0)
    return judgeNotFound({
      now: trouble.now,
      isListed: input.feed_url !== null,
      firstSeenAt: input.first_seen_at,
      waitedS: input.reason === 'http_404' ? input.waited_s : null,
    })
  const verdict = judgeStatus(response.status, response.headers['retry-after'], trouble)
  if (verdict) return verdict
  const common = {
    finalUrl: response.finalUrl,
    at: deps.now(),
    refetchAfterS: deps.policy.refetchAfterS,
    confirmGoneAfterS: deps.policy.confirmGoneAfterS,
    tookMs: Math.round(performance.now() - started),
  }
  if (response.status === 304) {
    // The article has no text yet, so nothing can be unmodified: this server answers 304 to any request.
    if (input.version === 0) return failed('bad_response')
    return done({ ...common, etag: null, lastModified: null, document: null })
  }
  // "Accepted", but without content: a gate that needs a moment, or a script
  if (response.status === 202 && !response.body.length)
    return parkOrGiveUp(
      'http_202',
      'no_text',
      trouble,
      retryAfterS(response.headers['retry-after'], trouble.now),
    )
  const kind = sniffKind(response.headers['content-type'], response.body)
  if (kind === null) return failed('not_html')
  if (!response.body.length) return failed('no_text')
  if (!response.complete && !endsAsPage(response.body))
    return trouble.parkedCount < MAX_CUT_SHORT
      ? parkOrGiveUp('connection_reset', 'bad_response', trouble)
      : failed('bad_response')
  if (leadsHome(input.url, response)) return dropped('soft_404')
  const document = {
    kind,
    url: response.finalUrl,
    status: response.status,
    headers: response.headers,
    given: null,
    bytes: response.body,
  }
  const further = await furtherPages(deps, document, {
    host: input.known,
    trouble,
    accept: ACCEPT,
    started,
    signal,
  })
  // Half an article is never stored as a whole one. But one whose later pages never come is stored as far as it was read.
  if (further.trouble) return further.trouble
  // Nor does half an article replace a whole one.
  if (!further.complete && input.version > 0) return failed('gave_up')
  const packed = await Promise.all([document, ...further.pages].map(packDocument))
  const [kept, ...pages] = await deps.documents.keep(packed, signal)
  return done({
    ...common,
    etag: response.headers.etag ?? null,
    lastModified: response.headers['last-modified'] ?? null,
    document: { ...kept!, complete: further.complete },
    ...(pages.length > 0 ? { pages } : {}),
  })
}

/** The page is whole although fewer bytes came than were announced: the announcement was wrong. */
function endsAsPage(body: Uint8Array): boolean {
  return /<\/(?:html|body)\s*>/i.test(Buffer.from(body.subarray(-2_048)).toString('latin1'))
}

/** A redirect from an article to a home page: many sites show in this way that the article no longer exists. */
function leadsHome(asked: string | null, response: HttpResult): boolean {
  if (!asked || !response.redirects.length) return false
  const isHome = (url: string) => {
    const { pathname, search } = new URL(url)
    return pathname === '/' && !search
  }
  return isHome(response.finalUrl) && !isHome(asked)
}
