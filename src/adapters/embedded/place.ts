import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

/** The account under which Postgres runs when we are root: Postgres refuses to run as root. */
export interface Account {
  readonly uid: number
  readonly gid: number
}

/** Where a server keeps its files. */
export interface Place {
  /** NEWSLOOM_HOME. */
  readonly home: string
  /** Contains the server's files: `home`, or a folder that only its owner and the server's account may enter. */
  readonly folder: string
  /** The data folder, inside `folder`. */
  readonly data: string
  readonly account: Account | undefined
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

/** A link in NEWSLOOM_HOME to the server's files, made where the server's account cannot enter NEWSLOOM_HOME. */
const LINK = 'postgres-files'

/**
 * Where the server of `home` keeps its files: in `home`, or, where its account cannot enter `home` (root's own folder), in a
 * folder of /var/tmp with a random name, which nobody can guess and create first. That folder belongs to root, and only the
 * account may traverse it. A link in `home` points to it.
 *
 * @throws when that folder belongs to another user or no longer exists
 */
export function findPlace(home: string): Place {
  const account = postgresAccount()
  const folder = account && !canTraverse(realpathSync(home), account) ? ownFolder(home, account) : home
  const data = join(folder, 'postgres')
  const known = join(home, 'postgres')
  // So that people find the data in NEWSLOOM_HOME, wherever it is.
  if (folder !== home && !isThere(known)) symlinkSync(data, known)
  return { home, folder, data, account }
}

function ownFolder(home: string, account: Account): string {
  const link = join(home, LINK)
  if (!isThere(link)) {
    const made = mkdtempSync('/var/tmp/newsloom-')
    chownSync(made, 0, account.gid)
    chmodSync(made, 0o710)
    symlinkSync(made, link)
    return made
  }
  if (!existsSync(link))
    throw new Error(
      `the files of the embedded Postgres are gone: ${link} leads nowhere; delete ${link} and ${join(home, 'postgres')} to begin with an empty database`,
    )
  const folder = realpathSync(link)
  const { uid, gid, mode } = statSync(folder)
  if (uid !== 0 || gid !== account.gid || mode & 0o027)
    throw new Error(
      `${folder} must belong to root and to the group that Postgres runs under (gid ${account.gid}), mode 0710: it holds the files of the embedded Postgres`,
    )
  return folder
}

/** Makes a folder for the server's account; only we, or that account, may write to its parent. */
export function makeFolderFor(account: Account | undefined, path: string): void {
  mkdirSync(path, { mode: 0o700 })
  if (account) chownSync(path, account.uid, account.gid)
}

/** Also true for a link to something that does not exist. */
function isThere(path: string): boolean {
  try {
    lstatSync(path)
    return true
  } catch {
    return false
  }
}

/** Whether `account` may enter `path`: it needs the x bit on every folder above it and on `path` itself. */
export function canTraverse(path: string, account: Account): boolean {
  for (let at = path; ; at = dirname(at)) {
    if (existsSync(at)) {
      const { mode, uid, gid } = statSync(at)
      const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
      if (!(mode & bit)) return false
    }
    if (dirname(at) === at) return true
  }
}
