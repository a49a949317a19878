import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { packageFile } from '../../src/runtime/package-root.ts'
import { attacksDoc } from '../support/attacks-doc.ts'

it('docs/attacks.md is what the tests say (node tests/support/print-docs.ts writes it)', () => {
  expect(readFileSync(packageFile('docs', 'attacks.md'), 'utf8')).toBe(attacksDoc())
})

it('SECURITY.md names only tests that are there', () => {
  const named = [
    ...readFileSync(packageFile('SECURITY.md'), 'utf8').matchAll(/tests\/[\w/-]+\.test\.ts/g),
  ].map(([path]) => path)
  expect(named.length).toBeGreaterThan(5)
  expect(named.filter((path) => !existsSync(packageFile(...path.split('/'))))).toEqual([])
})
