import { describe, expect, it } from 'vitest'
import { parseRedisAddress } from '../../../src/adapters/redis/address.ts'
import { ownServices } from '../../../src/runtime/own-services.ts'

const nobody = {
  username: undefined,
  password: undefined,
  sentinelUsername: undefined,
  sentinelPassword: undefined,
}

describe('REDIS_URL', () => {
  it.each([
    [
      'redis://cache',
      {
        kind: 'single',
        tls: false,
        hosts: [{ host: 'cache', port: 6379 }],
        name: undefined,
        db: 0,
        ...nobody,
      },
    ],
    [
      'rediss://u:p%40ss@cache:7000/3',
      {
        ...nobody,
        kind: 'single',
        tls: true,
        hosts: [{ host: 'cache', port: 7000 }],
        name: undefined,
        db: 3,
        username: 'u',
        password: 'p@ss',
      },
    ],
    [
      'redis://:only@[::1]:6380',
      {
        ...nobody,
        kind: 'single',
        tls: false,
        hosts: [{ host: '::1', port: 6380 }],
        name: undefined,
        db: 0,
        password: 'only',
      },
    ],
    [
      'redis+sentinel://u:p%2Fw@a:1,b/main/2?sentinelUsername=s&sentinelPassword=x%23',
      {
        kind: 'sentinel',
        tls: false,
        hosts: [
          { host: 'a', port: 1 },
          { host: 'b', port: 26_379 },
        ],
        name: 'main',
        db: 2,
        username: 'u',
        password: 'p/w',
        sentinelUsername: 's',
        sentinelPassword: 'x#',
      },
    ],
    [
      'rediss+cluster://a:7001,b:7002',
      {
        kind: 'cluster',
        tls: true,
        hosts: [
          { host: 'a', port: 7001 },
          { host: 'b', port: 7002 },
        ],
        name: undefined,
        db: 0,
        ...nobody,
      },
    ],
  ])('%s is read', (text, expected) => {
    expect(parseRedisAddress(text)).toEqual(expected)
  })

  it.each([
    ['http://cache', /starts with redis:\/\/ or rediss:/],
    ['redis://', /of the form redis:/],
    ['redis://a:1,b:2', /several are named as redis\+sentinel/],
    ['redis+sentinel://a:1,b:2', /ends with \/NAME/],
    ['redis+cluster://a:1/2', /without a database number/],
    ['redis://a:99999', /ports from 1 to 65535/],
    ['redis://a/abc', /database number from 0/],
    ['redis://u:hush/hush@a', /write @ as %40/],
    ['redis://u:hush%zz@a', /% itself as %25/],
  ])('%s is refused with what was expected, and no piece of a password', (text, sentence) => {
    expect(() => parseRedisAddress(text)).toThrow(sentence)
    expect(() => parseRedisAddress(text)).toThrow(/^((?!hush).)*$/s)
  })

  it('every host of it is denied to the fetcher', () => {
    const denied = ownServices(['redis+sentinel://a:1,b:2/main', 'redis+cluster://[2001:db8::7]:3'])
    expect(denied).toEqual(['a:1', 'b:2', '[2001:db8::7]:3'])
    expect(ownServices(['redis://[::1]:4'])).toContain('[::1]:4')
  })
})
