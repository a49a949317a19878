import type { AddressPolicy } from '../../core/fetching/address.ts'
import { HttpError } from './error.ts'
import { admittedUrl } from './guard.ts'

export interface Redirect {
  readonly from: string
  readonly to: string
  readonly status: number
}

/** The answer of one hop. */
export interface HopAnswer {
  readonly status: number
  readonly location: string | null
}

export const MAX_REDIRECTS = 10
const REDIRECT_STATUS = new Set([301, 302, 303, 307, 308])

/**
 * Requests hop after hop until one does not redirect. Each target is checked before its request. A target that `mayFollow`
 * rejects is not requested: it is returned as `refused`, with the answer that pointed there. An address may be requested
 * twice where `stateFor` it has changed in between: a page that sets a cookie and redirects to itself.
 * @throws HttpError for a refused hop, a loop, too many hops, and every error of `ask`
 */
export async function followRedirects<Answer extends HopAnswer>(
  start: string | URL,
  policy: AddressPolicy,
  maxRedirects: number,
  ask: (url: URL) => Promise<Answer>,
  mayFollow: (url: URL) => Promise<boolean> = async () => true,
  stateFor: (url: URL) => string = () => '',
): Promise<{
  readonly answer: Answer
  readonly url: URL
  readonly redirects: readonly Redirect[]
  readonly refused?: URL
}> {
  const redirects: Redirect[] = []
  const seen = new Set<string>()
  let url = admittedUrl(start, policy)
  for (;;) {
    seen.add(`${url.href} ${stateFor(url)}`)
    const answer = await ask(url)
    if (!REDIRECT_STATUS.has(answer.status) || !answer.location) return { answer, url, redirects }
    if (redirects.length >= maxRedirects)
      throw new HttpError('too_many_redirects', `more than ${maxRedirects} redirects`, url.href)
    const next = admittedUrl(target(answer.location, url), policy)
    if (seen.has(`${next.href} ${stateFor(next)}`))
      throw new HttpError('redirect_loop', `${next.href} redirects to itself`, next.href)
    if (!(await mayFollow(next))) return { answer, url, redirects, refused: next }
    redirects.push({ from: url.href, to: next.href, status: answer.status })
    url = next
  }
}

/** Headers are decoded as Latin-1; a Location in raw UTF-8 is decoded again as UTF-8. */
function target(location: string, base: URL): string {
  const bytes = /[\u0080-\u00ff]/.test(location) && !/[^\u0000-\u00ff]/.test(location)
  const text = bytes ? utf8OrSame(location) : location
  try {
    return new URL(text.trim(), base).href
  } catch {
    return text
  }
}

function utf8OrSame(latin1: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(latin1, 'latin1'))
  } catch {
    return latin1
  }
}
