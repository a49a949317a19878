import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { readSample, type SampleFeedKind } from './read.ts'
import { createSite, type Site } from './site.ts'

export interface SampleWebOptions {
  /** The `seeds` folder. */
  readonly root: string
  /** 0 (the default): any free port. */
  readonly port?: number
  /** Serve the second version of revised pages from the start. */
  readonly revised?: boolean
}

export interface SampleWeb {
  readonly port: number
  /** Slugs of the outlets that are served. */
  readonly outlets: readonly string[]
  /** `http://127.0.1.3:41234`. Throws for an outlet that has no site. */
  origin(outletSlug: string): string
  readonly feeds: readonly { readonly outlet: string; readonly url: string; readonly kind: SampleFeedKind }[]
  /** The served address of every page. A revised page is listed once. */
  readonly pages: readonly { readonly outlet: string; readonly url: string }[]
  /** Paths of the text dumps, which are not on any web site: for `newsloom load`. */
  readonly dumps: readonly string[]
  /** Replaces the invented origin by the served one in an address of `expected.json`, or in any other text. */
  toServed(text: string): string
  close(): Promise<void>
}

interface Listener {
  readonly slug: string
  readonly server: Server
  readonly origin: string
  readonly port: number
}

/**
 * Serves the sample's outlets, each as a separate host, so that a fetcher that limits requests for each host can fetch from all
 * at once: at 127.0.1.1, 127.0.1.2 … on one port where the machine has these addresses (Linux), elsewhere on one port each.
 */
export async function startSampleWeb(options: SampleWebOptions): Promise<SampleWeb> {
  const sample = readSample(options.root)
  const served = sample.outlets.filter(({ slug }) => sample.entries.some((e) => e.outlet === slug && e.url))
  const sites = new Map<string, Site>()
  const listeners: Listener[] = []
  const close = async () => {
    await Promise.all(listeners.map(({ server }) => closeServer(server)))
  }
  try {
    for (const [index, { slug }] of served.entries())
      listeners.push(await listen(slug, index, options.port ?? 0, listeners[0]?.port, () => sites.get(slug)))
  } catch (error) {
    await close()
    throw error
  }

  const origins = new Map(listeners.map(({ slug, origin }) => [slug, origin]))
  const pairs = served.map(({ slug, domain }) => [`https://www.${domain}`, origins.get(slug) ?? ''] as const)
  const toServed = (text: string) => pairs.reduce((out, [from, to]) => out.replaceAll(from, to), text)
  for (const outlet of served)
    sites.set(outlet.slug, createSite(sample, outlet, toServed, options.revised ?? false))

  const origin = (slug: string): string => {
    const known = origins.get(slug)
    if (!known)
      throw new Error(`the sample serves no outlet ${slug}; it serves ${[...origins.keys()].join(', ')}`)
    return known
  }
  return {
    port: listeners[0]?.port ?? 0,
    outlets: served.map(({ slug }) => slug),
    origin,
    feeds: served.flatMap(({ slug, feeds }) =>
      feeds.map(({ url, kind }) => ({ outlet: slug, url: toServed(url), kind })),
    ),
    pages: [...sites.values()].flatMap(({ outlet, paths }) =>
      paths.map((path) => ({ outlet: outlet.slug, url: origin(outlet.slug) + path })),
    ),
    dumps: sample.entries.filter(({ url }) => !url).map(({ file }) => join(sample.root, file)),
    toServed,
    close,
  }
}

async function listen(
  slug: string,
  index: number,
  wantedPort: number,
  firstPort: number | undefined,
  site: () => Site | undefined,
): Promise<Listener> {
  const server = createServer((request, response) => {
    const method = request.method ?? 'GET'
    const known = site()
    if (!known || (method !== 'GET' && method !== 'HEAD')) {
      response.writeHead(known ? 405 : 503).end()
      return
    }
    const reply = known.answer({
      path: request.url ?? '/',
      ifNoneMatch: request.headers['if-none-match'],
      ifModifiedSince: request.headers['if-modified-since'],
    })
    response.writeHead(reply.status, { ...reply.headers, 'content-length': reply.body.length })
    response.end(method === 'HEAD' ? undefined : reply.body)
  })
  const attempts = [
    { host: `127.0.1.${index + 1}`, port: firstPort ?? wantedPort },
    { host: '127.0.0.1', port: wantedPort === 0 ? 0 : wantedPort + index },
  ]
  let refused: unknown
  for (const attempt of attempts) {
    try {
      const port = await bind(server, attempt.host, attempt.port)
      return { slug, server, port, origin: `http://${attempt.host}:${port}` }
    } catch (error) {
      refused = error
    }
  }
  throw refused
}

function bind(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port }, () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
