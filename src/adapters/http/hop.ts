import { portOf } from '../../core/fetching/address.ts'
import { plainAddress } from '../../core/fetching/client-address.ts'
import type { HttpClient } from './client.ts'
import { httpErrorFrom } from './error.ts'
import { type Answer, exchange, type Request } from './exchange.ts'
import { admittedAddresses } from './guard.ts'

/**
 * Sends one request, when the bound of its network address allows it, and reads its answer.
 * @throws HttpError; what the bound itself throws comes through as it is
 */
export async function askHop(client: HttpClient, request: Request): Promise<Answer> {
  const end = await beginTurn(client, request)
  try {
    return await exchange(client, request)
  } catch (error) {
    throw httpErrorFrom(error, request.url.href)
  } finally {
    await end()
  }
}

/** Waits for the turn of a request at the addresses that it may reach; where a proxy resolves the name, they are unknown. */
async function beginTurn(client: HttpClient, { url, signal }: Request): Promise<() => Promise<void>> {
  const { addressBound, policy, resolve } = client
  if (!addressBound || client.dispatcherFor(url).isProxied) return async () => {}
  const found = await Promise.race([
    admittedAddresses(url.hostname, portOf(url), policy, resolve),
    aborted(signal),
  ]).catch((error: unknown) => {
    throw httpErrorFrom(error, url.href)
  })
  const addresses = [...new Set(found.map(({ address }) => plainAddress(address)))]
  return addressBound.begin(url.hostname, addresses, signal)
}

/** A lookup cannot be stopped, but no caller needs to wait for it. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () => reject(new DOMException('the request was stopped', 'AbortError'))
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
}
