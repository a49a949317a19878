import { describe, expect, test } from 'vitest'
import { inspectSsrf } from '../../../src/cli/look/inspect/ssrf.ts'
import { checkAddress, checkUrl } from '../../../src/core/fetching/address.ts'
import { ownServices } from '../../../src/runtime/own-services.ts'

describe('addresses that are never reached', () => {
  test.each([
    '127.8.8.8',
    '10.20.30.40',
    '100.127.255.255',
    '169.254.170.2',
    '168.63.129.16',
    '172.31.0.1',
    '192.0.0.8',
    '192.168.0.1',
    '198.19.0.1',
    '203.0.113.9',
    '239.1.1.1',
    '255.255.255.255',
    '0.1.2.3',
    '::',
    '::1',
    '::127.0.0.1',
    '::ffff:192.168.0.1',
    '::ffff:0:127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::1',
    '100::1',
    '2001::1',
    '2001:db8:1::1',
    '2002:7f00:1::',
    '3fff::1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1%eth0',
    'fec0::1',
    'ff0e::1',
    '1.2.3',
    'nonsense',
  ])('%s', (address) => {
    expect(checkAddress(address, 80)?.code).toBe('blocked_address')
  })

  test.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '198.20.0.1', '2606:4700::1111', '::ffff:8.8.8.8'])(
    '%s is public',
    (address) => {
      expect(checkAddress(address, 443)).toBeNull()
    },
  )
})

describe('URLs', () => {
  test.each([
    ['http://2130706433/', 'blocked_address'],
    ['http://0x7f.1/', 'blocked_address'],
    ['http://①②⑦.0.0.1/', 'blocked_address'],
    ['http://[::ffff:a00:1]/', 'blocked_address'],
    ['http://localhost./', 'blocked_host'],
    ['http://db.internal/', 'blocked_host'],
    ['http://intranet/', 'blocked_host'],
    ['https://news.example:25/', 'blocked_port'],
    ['ftp://news.example/', 'bad_scheme'],
    ['http://news.example:99999/', 'bad_url'],
    ['//news.example/', 'bad_url'],
  ])('%s: %s', (url, code) => {
    expect(checkUrl(url)).toMatchObject({ code })
  })

  test('lose user info and fragment', () => {
    expect(String(checkUrl('https://user:word@news.example/a?b=c#d'))).toBe('https://news.example/a?b=c')
  })

  test.each([
    ['db.example', 'https://db.example/'],
    ['db.example:443', 'https://db.example/'],
    ['93.184.216.34', 'http://93.184.216.34/'],
    ['93.184.216.0/24', 'http://93.184.216.34/'],
    ['[2606:4700::1]:443', 'https://[2606:4700::1]/'],
  ])('own service %s: %s', (deny, url) => {
    expect(checkUrl(url, { deny: [deny] })).toHaveProperty('code')
    expect(checkUrl(url)).not.toHaveProperty('code')
  })
})

describe('our own services', () => {
  const deny = ownServices(['postgres://user:word@127.0.0.1:54321/news', 'redis://cache.example', undefined])

  test.each([
    'http://127.0.0.1:54321/',
    'http://localhost:54321/',
    'http://[::1]:54321/',
    'http://cache.example:6379/',
  ])('%s is refused even in the demo', (url) => {
    expect(checkUrl(url, { deny, allowPrivate: true, allowPorts: 'any' })).toHaveProperty('code')
  })

  test('other ports of the same machine stay open to the demo', () => {
    expect(String(checkUrl('http://127.0.0.1:8080/', { deny, allowPrivate: true, allowPorts: 'any' }))).toBe(
      'http://127.0.0.1:8080/',
    )
  })
})

describe('inspect ssrf', () => {
  test('a name that turns private on the second look-up is refused on the second hop', async () => {
    const row = {
      url: 'https://news.example/a',
      resolver_sequence: { 'news.example': [['93.184.216.34'], ['10.0.0.1']] },
      redirects: [{ from: 'https://news.example/a', status: 302, location: '/b' }],
    }
    expect(await inspectSsrf(row)).toMatchObject({ verdict: 'block', address: null })
    expect(await inspectSsrf({ ...row, redirects: [] })).toEqual({
      verdict: 'allow',
      reason: null,
      address: '93.184.216.34',
    })
  })
})

describe('a service of this machine is refused in every spelling, whatever else is allowed', () => {
  const deny = ownServices(['postgres://user:word@127.0.0.1:54321/news'], [8400, undefined])
  const policy = { deny, allowPrivate: true, allowPorts: 'any' as const }
  const spellings = [
    '127.0.0.1',
    '0.0.0.0',
    '[::]',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:0.0.0.0]',
    '2130706433',
    '0',
    '0x7f.1',
    '127.1',
    '0177.0.0.1',
    '127.0.0.2',
    '127.255.255.254',
    'localhost',
    'localhost.',
    '[0:0:0:0:0:ffff:7f00:1]',
    '[64:ff9b::7f00:1]',
    '[::7f00:1]',
    '[2002:7f00:1::]',
    '%31%32%37.0.0.1',
  ]
  test.each(spellings)('%s', (host) => {
    for (const port of [54321, 8400])
      expect(checkUrl(`http://${host}:${port}/`, policy)).toHaveProperty(
        'code',
        expect.stringMatching(/^blocked_(host|address)$/),
      )
    expect(checkUrl(`http://${host}:8080/`, policy)).toBeInstanceOf(URL)
  })

  test('a name that is resolved to it, too', () => {
    for (const address of ['127.0.0.9', '::1', '::', '0.0.0.0', '::ffff:127.0.0.1'])
      expect(checkAddress(address, 54321, policy)).toMatchObject({ code: 'blocked_address' })
    expect(checkAddress('192.0.2.1', 54321, policy)).toBeNull()
  })
})
