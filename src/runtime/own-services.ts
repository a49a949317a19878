const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  'postgres:': 5432,
  'postgresql:': 5432,
  'redis:': 6379,
  'rediss:': 6379,
  'http:': 80,
  'https:': 443,
}

/**
 * `host:port` of the services that Newsloom itself uses, for the fetcher's deny list: no feed may reach the
 * database or Redis, even where private addresses or other ports are allowed.
 */
export function ownServices(urls: readonly (string | undefined)[]): string[] {
  return urls.flatMap((text) => {
    if (!text || !URL.canParse(text)) return []
    const url = new URL(text)
    const port = url.port || DEFAULT_PORTS[url.protocol]
    if (!url.hostname || !port) return []
    // a service on this machine answers on both loopback addresses
    const local = /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname)
    const hosts = local ? ['localhost', '127.0.0.1', '[::1]'] : [url.hostname]
    return hosts.map((host) => `${host}:${port}`)
  })
}
