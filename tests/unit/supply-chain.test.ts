import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { packageFile } from '../../src/runtime/package-root.ts'
import { judgeAudit, judgeLicenses, judgeLockfile } from '../support/supply-chain.ts'

const lockfile = JSON.parse(readFileSync(packageFile('package-lock.json'), 'utf8'))
const entry = {
  version: '1.0.0',
  resolved: 'https://registry.npmjs.org/a/-/a-1.0.0.tgz',
  integrity: `sha512-${'A'.repeat(86)}==`,
  license: 'MIT',
}
const withEntry = (more: object) => ({
  lockfileVersion: 3,
  packages: { '': {}, 'node_modules/a': { ...entry, ...more } },
})

describe('package-lock.json', () => {
  it('takes every package from the public registry, with its hash', () => {
    expect(judgeLockfile(lockfile)).toEqual([])
  })

  it.each([
    ['another registry', { resolved: 'https://registry.example/a/-/a-1.0.0.tgz' }],
    [
      'a registry that only looks like it',
      { resolved: 'https://registry.npmjs.org.evil.example/a/-/a-1.0.0.tgz' },
    ],
    ['no TLS', { resolved: 'http://registry.npmjs.org/a/-/a-1.0.0.tgz' }],
    ['a repository', { resolved: 'git+ssh://git@github.com/a/a.git#0123' }],
    ['a tarball of another package', { resolved: 'https://registry.npmjs.org/b/-/b-1.0.0.tgz' }],
    ['a folder', { link: true, resolved: '../a', integrity: undefined }],
    ['no hash', { integrity: undefined }],
    ['a weak hash', { integrity: 'sha1-AAAAAAAAAAAAAAAAAAAAAAAAAAA=' }],
  ])('is refused where a package has %s', (_, more) => {
    expect(judgeLockfile(withEntry(more))).toEqual([expect.stringMatching(/^node_modules\/a /)])
  })
})

it('no file of this project names another registry', () => {
  expect(existsSync(packageFile('.npmrc'))).toBe(false)
})

describe('the licenses', () => {
  it('of all packages are on the allow-list', () => {
    expect(judgeLicenses(lockfile)).toEqual([])
  })

  it.each([
    'GPL-3.0-only',
    'AGPL-3.0-or-later',
    'SEE LICENSE IN LICENSE.md',
    '(MIT AND GPL-2.0-only)',
    undefined,
  ])('%s is refused', (license) => {
    expect(judgeLicenses(withEntry({ license }))).toEqual([expect.stringContaining('node_modules/a')])
  })

  it.each(['MIT', '(MIT OR GPL-2.0-only)', 'Apache-2.0 AND MIT'])('%s is taken', (license) => {
    expect(judgeLicenses(withEntry({ license }))).toEqual([])
  })
})

describe('the answer of npm audit', () => {
  it('is passed on by severity, the low ones left out', () => {
    const report = {
      vulnerabilities: {
        a: {
          severity: 'high',
          range: '<1.2',
          via: [{ title: 'Reads too much', url: 'https://example.org/1' }],
        },
        b: { severity: 'low', range: '*', via: [] },
      },
    }
    expect(judgeAudit(JSON.stringify(report))).toEqual({
      kind: 'found',
      problems: ['a <1.2 (high): Reads too much https://example.org/1'],
    })
  })

  it('without a network is none, and says so', () => {
    const report = { error: { code: 'ENOTFOUND', summary: 'request to https://registry.npmjs.org failed' } }
    expect(judgeAudit(JSON.stringify(report))).toMatchObject({
      kind: 'skipped',
      reason: expect.stringContaining('ENOTFOUND'),
    })
    expect(judgeAudit('')).toMatchObject({ kind: 'skipped' })
  })
})
