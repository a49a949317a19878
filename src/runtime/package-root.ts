import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of package.json, from a checkout (src/runtime) as from a compiled package (dist/src/runtime). */
export const packageRoot: string = findRoot(dirname(fileURLToPath(import.meta.url)))

/** The path of a file that ships with the package: migrations, seeds, package.json. */
export function packageFile(...parts: string[]): string {
  return join(packageRoot, ...parts)
}

function findRoot(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from
  const parent = dirname(from)
  if (parent === from) throw new Error(`no package.json above ${import.meta.url}`)
  return findRoot(parent)
}
