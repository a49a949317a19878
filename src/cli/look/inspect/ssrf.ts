import { HttpError } from '../../../adapters/http/error.ts'
import { admittedAddresses, type Resolve } from '../../../adapters/http/guard.ts'
import { followRedirects, MAX_REDIRECTS } from '../../../adapters/http/redirect.ts'
import { type AddressPolicy, portOf } from '../../../core/fetching/address.ts'
import { InspectError, type InspectRow, textField } from './answer.ts'

/** Reasons that count as a refusal. Other errors (no such host, a redirect loop) reach no address either. */
type Verdict = {
  readonly verdict: 'allow' | 'block'
  readonly reason: string | null
  readonly address: string | null
}

/**
 * Row: url, resolver?, resolver_sequence?, redirects?; answers whether a fetch would connect, and to which
 * address. The hops and addresses go through the fetcher's own checks; only DNS and the network are stubs.
 */
export async function inspectSsrf(row: InspectRow): Promise<Verdict> {
  const start = textField(row, 'url')
  const resolve = stubResolver(row)
  const redirects = stubRedirects(row)
  const policy: AddressPolicy = {}
  let address: string | null = null
  try {
    await followRedirects(start, policy, MAX_REDIRECTS, async (url) => {
      address = null
      const admitted = await admittedAddresses(url.hostname, portOf(url), policy, resolve)
      address = admitted[0]!.address
      return redirects.get(url.href) ?? { status: 200, location: null }
    })
    return { verdict: 'allow', reason: null, address }
  } catch (error) {
    if (!(error instanceof HttpError)) throw error
    return { verdict: 'block', reason: `${error.code}: ${error.message}`, address: null }
  }
}

function stubResolver(row: InspectRow): Resolve {
  const fixed = (row.resolver ?? {}) as Readonly<Record<string, readonly string[]>>
  const sequences = (row.resolver_sequence ?? {}) as Readonly<Record<string, readonly (readonly string[])[]>>
  const asked = new Map<string, number>()
  return async (hostname) => {
    const host = hostname.replace(/\.$/, '').toLowerCase()
    const turn = asked.get(host) ?? 0
    asked.set(host, turn + 1)
    const sequence = sequences[host] ?? sequences[hostname]
    const found = sequence
      ? (sequence[Math.min(turn, sequence.length - 1)] ?? [])
      : (fixed[host] ?? fixed[hostname] ?? [])
    return found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
  }
}

function stubRedirects(row: InspectRow): Map<string, { status: number; location: string | null }> {
  const hops = new Map<string, { status: number; location: string | null }>()
  for (const hop of (row.redirects ?? []) as readonly {
    from?: unknown
    status?: unknown
    location?: unknown
  }[]) {
    if (typeof hop.from !== 'string' || !URL.canParse(hop.from))
      throw new InspectError('bad_row', 'each redirect needs "from", a URL')
    const from = new URL(hop.from)
    from.hash = ''
    hops.set(from.href, {
      status: Number(hop.status ?? 302),
      location: hop.location === undefined || hop.location === null ? null : String(hop.location),
    })
  }
  return hops
}
