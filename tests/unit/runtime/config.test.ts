import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig, unknownSettings } from '../../../src/runtime/config.ts'
import { settings } from '../../../src/runtime/settings.ts'
import { describeConfig, envExample } from '../../../src/runtime/settings-text.ts'

describe('the settings', () => {
  it('lead statements to the pooler and sessions to the server where both are named', () => {
    const [pooler, server] = ['postgres://pooler:6432/db', 'postgres://server/db']
    expect(readConfig({ DATABASE_URL: pooler, DATABASE_DIRECT_URL: server })).toMatchObject({
      databaseUrl: server,
      databasePooledUrl: pooler,
    })
    expect(readConfig({ DATABASE_URL: pooler })).toMatchObject({
      databaseUrl: pooler,
      databasePooledUrl: undefined,
    })
  })

  it('are their defaults where the environment says nothing', () => {
    const config = readConfig({ NEWSLOOM_PORT: '' })
    expect(Object.keys(config).sort()).toEqual(['databasePooledUrl', ...Object.keys(settings)].sort())
    expect(config.port).toBe(8400)
    expect(config.home).toBe(`${process.cwd()}/.newsloom`)
  })

  it.each<[string, string, keyof typeof settings, unknown]>([
    ['NEWSLOOM_PORT', '0', 'port', 0],
    ['NEWSLOOM_MIN_DELAY_MS', '250', 'minDelayMs', 250],
    ['NEWSLOOM_ALLOW_PRIVATE', 'ON', 'allowPrivate', true],
    ['NEWSLOOM_ALLOW_PRIVATE', 'no', 'allowPrivate', false],
    ['NEWSLOOM_ALLOW_PORTS', '8080, 81,', 'allowPorts', [8080, 81]],
    ['NEWSLOOM_LOG', 'warn', 'logLevel', 'warn'],
    ['NEWSLOOM_HOME', '/srv/x', 'home', '/srv/x'],
    ['DATABASE_URL', 'postgres:///db', 'databaseUrl', 'postgres:///db'],
    [
      'DATABASE_URL',
      'postgresql://a:b@h:1/db?sslmode=require',
      'databaseUrl',
      'postgresql://a:b@h:1/db?sslmode=require',
    ],
    ['REDIS_URL', 'rediss://h', 'redisUrl', 'rediss://h'],
    // Past a pooler goes everything.
    ['DATABASE_DIRECT_URL', 'postgres://server/db', 'databaseUrl', 'postgres://server/db'],
    ['NEWSLOOM_HOST_NAMES', 'News.example, b.example', 'hostNames', ['news.example', 'b.example']],
    ['HTTP_PROXY', 'http://u:p@proxy.example:3128', 'httpProxy', 'http://u:p@proxy.example:3128/'],
    ['HTTPS_PROXY', 'proxy.example:3128', 'httpsProxy', 'http://proxy.example:3128/'],
    ['https_proxy', 'https://proxy.example', 'httpsProxy', 'https://proxy.example/'],
    ['no_proxy', '.example.org,10.0.0.0/8', 'noProxy', '.example.org,10.0.0.0/8'],
    ['NEWSLOOM_CA_FILE', 'tests/fixtures/tls/ca.pem', 'caFile', resolve('tests/fixtures/tls/ca.pem')],
  ])('%s=%s is read', (variable, value, name, expected) => {
    expect(readConfig({ [variable]: value })[name]).toEqual(expected)
  })

  it.each([
    ['NEWSLOOM_PORT', '70000', 'NEWSLOOM_PORT is "70000", not a whole number from 0 to 65535'],
    ['NEWSLOOM_PORT', '80.5', 'NEWSLOOM_PORT is "80.5", not a whole number from 0 to 65535'],
    ['NEWSLOOM_PORT', 'x', 'NEWSLOOM_PORT is "x", not a whole number from 0 to 65535'],
    ['NEWSLOOM_ALLOW_PORTS', '80,x', 'NEWSLOOM_ALLOW_PORTS is "80,x", not a whole number from 1 to 65535'],
    ['NEWSLOOM_ALLOW_PRIVATE', 'maybe', 'NEWSLOOM_ALLOW_PRIVATE is "maybe", not true or false'],
    ['NEWSLOOM_LOG', 'loud', 'NEWSLOOM_LOG is "loud", not one of debug, info, warn, error, silent'],
    [
      'NEWSLOOM_HOST_NAMES',
      'https://x',
      'NEWSLOOM_HOST_NAMES is "https://x", not host names without scheme and port, separated by commas',
    ],
    [
      'NEWSLOOM_TRUSTED_PROXIES',
      '10.0.0.0/8,x',
      'NEWSLOOM_TRUSTED_PROXIES is "10.0.0.0/8,x", not addresses or ranges such as 10.0.0.7 or 10.0.0.0/8, separated by commas',
    ],
    [
      'REDIS_URL',
      'nonsense',
      'REDIS_URL is not an address that starts with redis:// or rediss:// (for Sentinels redis+sentinel://, for a cluster redis+cluster://)',
    ],
    [
      'NEWSLOOM_CA_FILE',
      '/nowhere/own.pem',
      'NEWSLOOM_CA_FILE is "/nowhere/own.pem", not a file of certificates in PEM form: there is no such file',
    ],
    [
      'HTTP_PROXY',
      'socks5://u:secret@h:1',
      'HTTP_PROXY is not the address of an HTTP proxy, such as http://proxy.example.org:3128',
    ],
    [
      'DATABASE_URL',
      'mysql://h',
      'DATABASE_URL is not an address that starts with postgres:// or postgresql://',
    ],
  ])('%s=%s is refused with what was expected', (variable, value, message) => {
    expect(() => readConfig({ [variable]: value })).toThrow(
      `${message} ("newsloom help config" lists every setting)`,
    )
  })

  it('are refused all at once, in the order of the table, and no secret is shown', () => {
    const wrong = {
      NEWSLOOM_KEYS_DAYS: '3',
      REDIS_URL: 'http://:pass@h',
      NEWSLOOM_LOG: 'x',
      NEWSLOOM_PORT: '-1',
    }
    let message = ''
    try {
      readConfig(wrong)
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError)
      message = (error as Error).message
    }
    const order = ['REDIS_URL', 'NEWSLOOM_PORT', 'NEWSLOOM_LOG', 'NEWSLOOM_KEYS_DAYS'].map((name) =>
      message.indexOf(`${name} is`),
    )
    expect(order).toEqual([...order].sort((a, b) => a - b))
    expect(order[0]).toBe(0)
    expect(message).not.toContain('pass')
  })

  it('are all in the help and in the example, each once', () => {
    for (const { env } of Object.values(settings)) {
      expect(
        describeConfig()
          .split('\n')
          .filter((line) => line.startsWith(`${env} `)),
      ).toHaveLength(1)
      expect(
        envExample()
          .split('\n')
          .filter((line) => line.startsWith(`# ${env}=`)),
      ).toHaveLength(1)
    }
  })

  it('that nobody knows are named', () => {
    expect(unknownSettings({ NEWSLOOM_PRT: '1', NEWSLOOM_PORT: '1', PATH: 'x' })).toEqual(['NEWSLOOM_PRT'])
  })

  it('go by their former names too; the present one wins', () => {
    expect(readConfig({ NEWSLOOM_EVENTS_DAYS: '29' }).outboxDays).toBe(29)
    expect(readConfig({ NEWSLOOM_EVENTS_DAYS: '29', NEWSLOOM_OUTBOX_DAYS: '7' }).outboxDays).toBe(7)
    expect(unknownSettings({ NEWSLOOM_EVENTS_DAYS: '29' })).toEqual([])
  })
})
