/** A host and a port, as in an address. */
export interface HostPort {
  /** An IPv6 address is written without brackets. */
  readonly host: string
  readonly port: number
}

const HOST = /^(\[[0-9a-f:.]+\]|[^:[\]\s]+)(?::(\d{1,5}))?$/i

/**
 * Reads `host` or `host:port`.
 *
 * @throws Error with what was expected, as the end of a sentence
 */
export function parseHostPort(text: string, usualPort: number): HostPort {
  const [, host = '', port] = HOST.exec(text.trim()) ?? []
  if (!host) throw new Error('an address whose hosts are written as host:port')
  const number = port === undefined ? usualPort : Number(port)
  if (number < 1 || number > 65_535) throw new Error('an address with ports from 1 to 65535')
  return { host: host.replace(/^\[|\]$/g, ''), port: number }
}

/** A host and its port for a message or a URL: `h1:6379`, `[::1]:6379`. */
export function hostText({ host, port }: HostPort): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** The hosts of an address for a message: `h1:6379, h2:6379`. */
export function hostsText(hosts: readonly HostPort[]): string {
  return hosts.map(hostText).join(', ')
}
