import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page, Response } from 'playwright-core'
import type { AddressPolicy } from '../../core/fetching/address.ts'
import { HTTP_ERROR_CODES, HttpError } from '../http/error.ts'
import { admittedUrl, type Resolve, resolveByDns } from '../http/guard.ts'
import { openGuardedProxy, REFUSAL_HEADER } from '../http/guarded-proxy.ts'
import type { RenderedPage } from '../http/render-client.ts'

export interface RendererOptions {
  /** The program of the browser. */
  readonly browserPath: string
  readonly policy: AddressPolicy
  /** For tests; DNS by default. */
  readonly resolve?: Resolve
  readonly maxBytes?: number
}

export interface RenderRequest {
  readonly url: string
  readonly userAgent: string
  readonly timeoutMs: number
}

export interface Renderer {
  /** @throws HttpError for errors of the page */
  render(request: RenderRequest): Promise<RenderedPage>
  close(): Promise<void>
}

const MAX_BYTES = 30 * 1024 * 1024
const MAX_REQUESTS = 300
const MAX_HTML = 30 * 1024 * 1024
/** After the document has come: how long its scripts may still request what they show. */
const SETTLE_MS = 5_000
/** Types of resources that add nothing to the stored document. */
const UNSEEN: ReadonlySet<string> = new Set(['image', 'media', 'font'])

/**
 * Starts the browser. Each page has a context of its own, which is deleted afterwards, and a guarded proxy of its own, which
 * is the only way to the network: also for loopback addresses, for UDP, and for name lookups.
 *
 * @throws Error that says how to install what is missing
 */
export async function openRenderer({
  browserPath,
  policy,
  resolve = resolveByDns,
  maxBytes = MAX_BYTES,
}: RendererOptions): Promise<Renderer> {
  const { chromium } = await loadPlaywright()
  const profile = mkdtempSync(join(tmpdir(), 'newsloom-render-'))
  let browser: Browser
  try {
    browser = await chromium.launch({
      executablePath: browserPath,
      headless: true,
      // The browser's own sandbox does not work for root.
      chromiumSandbox: process.getuid?.() !== 0,
      proxy: { server: 'http://per-context', bypass: '<-loopback>' },
      args: [
        '--disable-gpu',
        '--disable-quic',
        '--disable-dev-shm-usage',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
        '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
        '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
        `--disk-cache-dir=${profile}`,
      ],
    })
  } catch (error) {
    rmSync(profile, { recursive: true, force: true })
    throw new Error(
      `the browser ${browserPath} could not be started: set NEWSLOOM_BROWSER to a Chromium (Debian: apt-get install chromium)`,
      { cause: error },
    )
  }
  return {
    async render({ url, userAgent, timeoutMs }) {
      const asked = admittedUrl(url, policy).href
      const proxy = await openGuardedProxy(policy, resolve, { maxBytes, maxRequests: MAX_REQUESTS })
      const context = await browser.newContext({
        userAgent,
        proxy: { server: proxy.url, bypass: '<-loopback>' },
        serviceWorkers: 'block',
        acceptDownloads: false,
      })
      try {
        const page = await context.newPage()
        await page.route('**/*', (route) =>
          UNSEEN.has(route.request().resourceType()) ? route.abort() : route.continue(),
        )
        const rendered = await load(page, asked, timeoutMs)
        const exceeded = proxy.exceeded()
        if (exceeded) throw exceeded
        return rendered
      } catch (error) {
        throw proxy.exceeded() ?? (isRefused(error) ? proxy.refusal() : null) ?? errorOf(error, asked)
      } finally {
        await context.close().catch(() => {})
        await proxy.close()
      }
    },
    async close() {
      await browser.close()
      rmSync(profile, { recursive: true, force: true })
    },
  }
}

async function loadPlaywright(): Promise<typeof import('playwright-core')> {
  try {
    return await import('playwright-core')
  } catch (error) {
    throw new Error('rendering needs the package playwright-core: npm install playwright-core', {
      cause: error,
    })
  }
}

async function load(page: Page, url: string, timeoutMs: number): Promise<RenderedPage> {
  const response = await page.goto(url, { waitUntil: 'domcontentloaded', timeout: timeoutMs })
  if (!response) throw new HttpError('bad_response', 'no answer', url)
  await page.waitForLoadState('networkidle', { timeout: SETTLE_MS }).catch(() => {})
  const html = await page.content()
  if (html.length > MAX_HTML)
    throw new HttpError('too_large_decompressed', `more than ${MAX_HTML} characters`, url)
  // The answer is the proxy's, not the page's.
  const refusal = HTTP_ERROR_CODES.find((code) => code === response.headers()[REFUSAL_HEADER])
  if (refusal) throw new HttpError(refusal, await response.text(), url)
  return {
    url: page.url().startsWith('http') ? page.url() : response.url(),
    status: response.status(),
    headers: response.headers(),
    redirects: await redirectsOf(response),
    html,
  }
}

async function redirectsOf(response: Response): Promise<RenderedPage['redirects']> {
  const hops: { from: string; to: string; status: number }[] = []
  for (let to = response.request(); ; ) {
    const from = to.redirectedFrom()
    if (!from) return hops
    hops.unshift({ from: from.url(), to: to.url(), status: (await from.response())?.status() ?? 302 })
    to = from
  }
}

/** The browser could not open a tunnel to the page through the proxy. */
const isRefused = (error: unknown): boolean =>
  /TUNNEL_CONNECTION_FAILED|PROXY_CONNECTION_FAILED/.test(String(error))

/** Maps an error of the browser to one of our codes. */
function errorOf(error: unknown, url: string): HttpError {
  if (error instanceof HttpError) return error
  const message = error instanceof Error ? error.message.split('\n', 1)[0]! : String(error)
  const code = /Timeout|TIMED_OUT/i.test(message)
    ? 'deadline'
    : /NAME_NOT_RESOLVED/.test(message)
      ? 'dns_not_found'
      : /CONNECTION_(?:RESET|CLOSED)|EMPTY_RESPONSE/.test(message)
        ? 'connection_reset'
        : /TOO_MANY_REDIRECTS/.test(message)
          ? 'too_many_redirects'
          : /CERT_|SSL_/.test(message)
            ? 'tls_error'
            : /Download is starting|ABORTED/.test(message)
              ? 'bad_response'
              : 'network_error'
  return new HttpError(code, message.slice(0, 300), url, error)
}
