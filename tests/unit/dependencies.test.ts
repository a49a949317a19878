import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageFile } from '../../src/runtime/package-root.ts'

const read = (...path: string[]) => JSON.parse(readFileSync(packageFile(...path), 'utf8'))
const manifest = read('package.json') as {
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
  /** What somebody installs who wants a part of the program that most do without. */
  readonly peerDependencies: Readonly<Record<string, string>>
  readonly peerDependenciesMeta: Readonly<Record<string, { readonly optional?: boolean }>>
}

/** The packages that the shipped files import, types left out: those are gone when the program runs. */
function importedBy(...folders: string[]): Set<string> {
  const found = new Set<string>()
  for (const folder of folders)
    for (const entry of readdirSync(packageFile(folder), { recursive: true, encoding: 'utf8' })) {
      if (!/\.(ts|mjs|js)$/.test(entry) || entry.endsWith('.d.ts')) continue
      const text = readFileSync(packageFile(join(folder, entry)), 'utf8')
      const values = text.replaceAll(/^(?:import|export) type [^']*'[^']+'/gm, '')
      for (const [, target] of values.matchAll(/(?:from|import)\s*\(?\s*'([^'.][^']*)'/g)) {
        const [scope, name] = target!.split('/')
        found.add(scope!.startsWith('@') ? `${scope}/${name}` : scope!)
      }
    }
  return found
}

describe('the dependencies', () => {
  const imported = importedBy('src', 'workers')

  it('are each imported by a shipped file', () => {
    expect(Object.keys(manifest.dependencies).filter((name) => !imported.has(name))).toEqual([])
  })

  it('hold all that shipped files import', () => {
    const builtIn = (name: string) => name.startsWith('node:')
    const missing = [...imported].filter(
      (name) =>
        !builtIn(name) && name in manifest.devDependencies && !manifest.peerDependenciesMeta[name]?.optional,
    )
    expect(missing).toEqual([])
  })

  it('leave out what only few need: such a package is an optional peer', () => {
    expect(manifest.peerDependencies).toEqual({
      '@opentelemetry/api': expect.any(String),
      'playwright-core': expect.any(String),
    })
    expect(manifest.peerDependenciesMeta).toEqual({
      '@opentelemetry/api': { optional: true },
      'playwright-core': { optional: true },
    })
  })

  it('are given exactly, so that a build tomorrow is the build of today', () => {
    const loose = Object.entries(manifest.dependencies).filter(
      ([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
    )
    expect(loose).toEqual([])
  })

  it('bring at most 105 packages with them', () => {
    type Entry = { readonly dev?: true; readonly optional?: true; readonly devOptional?: true }
    const { packages } = read('package-lock.json') as { readonly packages: Readonly<Record<string, Entry>> }
    const installed = Object.entries(packages).filter(
      ([path, entry]) => path && !entry.dev && !entry.optional && !entry.devOptional,
    )
    expect(installed.length).toBeLessThanOrEqual(105)
  })

  it('bring one HTML parser, one tree and one selector engine', () => {
    const { packages } = read('package-lock.json') as { readonly packages: Readonly<Record<string, object>> }
    for (const name of ['htmlparser2', 'domhandler', 'css-select'])
      expect(Object.keys(packages).filter((path) => path.endsWith(`node_modules/${name}`))).toEqual([
        `node_modules/${name}`,
      ])
  })
})
