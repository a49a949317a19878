import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { brokenGuard, deadlyPages, patch } from '../../../bench/chaos/patched-lines.ts'
import { packageFile } from '../../../src/runtime/package-root.ts'

describe('what the chaos run changes in the source', () => {
  it.each([...deadlyPages, ...brokenGuard].map(({ file }) => file))('stands in %s', (file) => {
    const source = readFileSync(packageFile(...file.split('/')), 'utf8')
    const changed = patch([...deadlyPages, ...brokenGuard], `file:///any/${file}`, source)
    expect(changed).not.toBe(source)
    expect(changed).toMatch(/SIGKILL|where true or/)
  })

  it('is an error when it stands there no more', () => {
    expect(() => patch(brokenGuard, 'file:///any/src/store/articles/transitions.ts', 'select 1')).toThrow(
      'has no line',
    )
  })

  it('is no other file', () => {
    expect(patch(brokenGuard, 'file:///any/src/store/articles/other.ts', 'select 1')).toBeUndefined()
  })
})
