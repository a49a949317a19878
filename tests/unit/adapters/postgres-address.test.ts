import { describe, expect, it } from 'vitest'
import {
  parsePostgresAddress,
  placeOf,
  toReadFrom,
  withLogin,
} from '../../../src/adapters/postgres/address.ts'
import { isWanted } from '../../../src/adapters/postgres/hosts.ts'
import { databaseOfPgHost, readConfig } from '../../../src/runtime/config.ts'
import { ownServices } from '../../../src/runtime/own-services.ts'

const TWO = 'postgres://u:p%40w@a:1,b/news?target_session_attrs=standby&sslmode=require'

describe('DATABASE_URL', () => {
  it('names one server, which the driver is given as it stands', () => {
    const url = 'postgresql://u:pw@db.example:6000/news?sslmode=verify-full'
    expect(parsePostgresAddress(url)).toEqual({
      hosts: [{ host: 'db.example', port: 6000 }],
      target: 'any',
      database: 'news',
      caFile: undefined,
      driverUrl: url,
    })
  })

  it('names several, of which the one that takes writes is meant unless it says otherwise', () => {
    expect(parsePostgresAddress('postgres://u@a,[::1]:7/news')).toMatchObject({
      hosts: [
        { host: 'a', port: 5432 },
        { host: '::1', port: 7 },
      ],
      target: 'read-write',
      driverUrl: 'postgres://u@a/news',
    })
    expect(parsePostgresAddress(TWO)).toMatchObject({ target: 'standby' })
    expect(parsePostgresAddress(toReadFrom('postgres://a,b/x'))).toMatchObject({ target: 'prefer-standby' })
    expect(toReadFrom('postgres://a/x')).toBe('postgres://a/x')
    expect(toReadFrom(TWO)).toBe(TWO)
  })

  it('keeps from the driver what it does not know or warns about', () => {
    const { driverUrl } = parsePostgresAddress(TWO)
    expect(driverUrl).toBe('postgres://u:p%40w@a:1/news?sslmode=verify-full')
    expect(parsePostgresAddress('postgres://a/x?sslrootcert=system')).toMatchObject({
      caFile: undefined,
      driverUrl: 'postgres://a/x?sslmode=verify-full',
    })
  })

  it('names a socket', () => {
    const [at] = parsePostgresAddress('postgres:///news?host=/run/postgresql').hosts
    expect(at).toEqual({ host: '/run/postgresql', port: 5432 })
  })

  it.each([
    ['mysql://h', /starts with postgres:\/\/ or postgresql:\/\//],
    ['postgres://u:p#ss@h/x', /write @ as %40/],
    ['postgres://u:p#ss@h/x#', /write @ as %40/],
    ['postgres://u:p/ss@h/x', /write @ as %40, \/ as %2F/],
    ['postgres://u:1/p#ss@h/x', /\/ as %2F/],
    ['postgres://u:1/secret@h/x', /\/ as %2F/],
    ['postgres://u:p#ss%@h/x', /% as %25/],
    ['postgres://u:100%sure@h/x', /% as %25/],
    ['postgres://a:99999,b/x', /ports from 1 to 65535/],
    ['postgres://a,,b/x', /written as host:port/],
    ['postgres://a:port/x', /form postgres:/],
    ['postgres:///x?host=a,b', /hosts stand before the database/],
    ['postgres://a/x?target_session_attrs=master', /target_session_attrs is one of any, read-write/],
    ['postgres://a/x?sslmode=on', /sslmode is one of disable/],
    [
      'postgres://a/x?sslrootcert=/no/such/file.pem',
      /sslrootcert \(\/no\/such\/file.pem\) is a file of certificates.*no such file/,
    ],
  ])('refuses %s', (url, sentence) => {
    expect(() => readConfig({ DATABASE_URL: url })).toThrow(sentence)
    expect(() => readConfig({ DATABASE_URL: url })).not.toThrow(/p#ss/)
  })

  it('is named without its password, and for another user', () => {
    expect(placeOf(TWO)).toBe('a:1, b:5432/news')
    expect(withLogin(TWO, 'reader', 'x/y')).toBe(
      'postgres://reader:x%2Fy@a:1,b/news?target_session_attrs=standby&sslmode=require',
    )
  })

  it('is kept from fetches, each host of it', () => {
    expect(ownServices([TWO])).toEqual(['a:1', 'b:5432'])
  })
})

describe('PGHOST', () => {
  it('may name several hosts with a port each, as for libpq', () => {
    const url = databaseOfPgHost({
      PGHOST: 'a,b',
      PGPORT: '1,2',
      PGUSER: 'u',
      PGDATABASE: 'news',
      PGTARGETSESSIONATTRS: 'primary',
    })
    expect(url).toBe('postgres://u@a:1,b:2/news?target_session_attrs=primary')
    expect(databaseOfPgHost({ PGHOST: '/run/pg', PGPORT: '5', PGUSER: 'u' })).toBe(
      'postgres://u@localhost:5/u?host=%2Frun%2Fpg',
    )
  })
})

describe('target_session_attrs', () => {
  it.each([
    ['any', true, true, true],
    ['read-write', true, false, false],
    ['read-only', false, true, true],
    ['primary', true, true, false],
    ['standby', false, false, true],
    ['prefer-standby', true, true, true],
  ] as const)('%s', (target, primary, readOnlyPrimary, standby) => {
    expect([
      isWanted(target, { standby: false, readOnly: false }),
      isWanted(target, { standby: false, readOnly: true }),
      isWanted(target, { standby: true, readOnly: true }),
    ]).toEqual([primary, readOnlyPrimary, standby])
  })
})
