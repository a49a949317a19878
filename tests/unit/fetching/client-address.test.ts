import { describe, expect, it } from 'vitest'
import {
  clientAddress,
  isLoopback,
  isWithin,
  limitedAs,
  parseRange,
} from '../../../src/core/fetching/client-address.ts'

const trusted = ['127.0.0.1', '10.0.0.0/8', '2001:db8::/32'].map(parseRange)

describe('who asks', () => {
  it.each([
    ['a peer that is no proxy: nothing in the header counts', '203.0.113.9', '198.51.100.1', '203.0.113.9'],
    ['behind a proxy, whom it names', '127.0.0.1', '198.51.100.1', '198.51.100.1'],
    [
      'of several hops, the nearest that is no proxy',
      '127.0.0.1',
      '1.2.3.4, 198.51.100.1, 10.0.0.3',
      '198.51.100.1',
    ],
    ['a proxy that names nobody', '127.0.0.1', undefined, '127.0.0.1'],
    ['a hop that is no address', '127.0.0.1', 'unknown', '127.0.0.1'],
    ['only proxies', '127.0.0.1', '10.1.1.1', '10.1.1.1'],
    ['IPv4 in IPv6', '::ffff:127.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['IPv6 with a zone', 'fe80::1%eth0', '198.51.100.1', 'fe80::1'],
    ['an IPv6 proxy', '2001:db8::7', '198.51.100.1', '198.51.100.1'],
  ])('%s', (_, peer, forwardedFor, client) => {
    expect(clientAddress(peer, forwardedFor, trusted)).toBe(client)
  })

  it('limits an IPv6 network as one client, and IPv4 addresses each', () => {
    expect(limitedAs('2001:db8:1:2:aaaa::1')).toBe(limitedAs('2001:db8:1:2:bbbb::2'))
    expect(limitedAs('2001:db8:1:2::1')).not.toBe(limitedAs('2001:db8:1:3::1'))
    expect(limitedAs('192.0.2.1')).toBe('192.0.2.1')
    expect(limitedAs('unknown')).toBe('unknown')
  })

  it('knows ranges and loopback in every spelling', () => {
    expect(
      ['10.9.9.9', '11.0.0.1', 'x', '::ffff:10.0.0.1'].map((address) => isWithin(address, trusted)),
    ).toEqual([true, false, false, true])
    expect(['127.0.0.9', '::1', '::ffff:127.0.0.1', '128.0.0.1', 'x'].map(isLoopback)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ])
    expect(() => parseRange('10.0.0.0/99')).toThrow(/addresses or ranges/)
    expect(() => parseRange('proxy.example')).toThrow(/addresses or ranges/)
  })
})
