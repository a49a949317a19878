import { type ChildProcess, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolderFor, type Place } from './place.ts'
import { serverEnvironment } from './server.ts'

/** The owner of the embedded server. */
export const OWNER = 'newsloom'

const NEW = 'postgres-new-'

/**
 * An initdb whose parent was killed continues for a moment in the folder that is being removed: it writes or removes files.
 * `rmSync` of Node 24 stops at a file that no longer exists; `rm` continues.
 */
const REMOVE = { recursive: true, force: true, maxRetries: 10, retryDelay: 200 } as const
const FLAGS = [
  '--auth=scram-sha-256',
  '-E',
  'UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
] as const

/** Whether the data folder exists and is complete: it gets its name only when initdb has finished. */
export function isInitialized({ data }: Place): boolean {
  return existsSync(join(data, 'PG_VERSION')) && existsSync(join(data, 'global', 'pg_control'))
}

/**
 * Makes the data folder under another name and renames it when it is complete, so that an initdb that is killed leaves
 * nothing that looks like a database. Files of an earlier initdb that was killed are removed; an incomplete data folder of an
 * older version is kept under another name.
 *
 * @throws with the message of initdb
 */
export async function initialize(place: Place, password: string, initdb: string): Promise<void> {
  const { home, folder, data, account } = place
  for (const name of readdirSync(folder)) if (name.startsWith(NEW)) await rm(join(folder, name), REMOVE)
  const half = mkdtempSync(join(folder, NEW))
  if (account) chownSync(half, 0, account.gid)
  const fresh = join(half, 'data')
  const passwordFile = join(half, 'password')
  try {
    openTo(place, half)
    makeFolderFor(account, fresh)
    writeFileSync(passwordFile, password, { mode: 0o600, flag: 'wx' })
    if (account) chownSync(passwordFile, account.uid, account.gid)
    const arguments_ = ['-D', fresh, '-U', OWNER, `--pwfile=${passwordFile}`, ...FLAGS]
    await finished(
      spawn(initdb, arguments_, {
        stdio: ['ignore', 'ignore', 'pipe'],
        ...account,
        cwd: '/',
        env: serverEnvironment(),
      }),
    )
    if (existsSync(data)) renameSync(data, `${data}-incomplete-${Date.now()}`)
    renameSync(fresh, data)
  } catch (error) {
    throw new Error(`could not create a database in ${home}: ${(error as Error).message}`, { cause: error })
  } finally {
    await rm(half, REMOVE)
  }
}

/** Lets the server's account traverse `folder`, which belongs to us. */
function openTo({ account }: Place, folder: string): void {
  if (account) chmodSync(folder, 0o710)
}

function finished(child: ChildProcess): Promise<void> {
  let complaint = ''
  child.stderr?.on('data', (chunk) => {
    complaint += chunk
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) =>
      code === 0
        ? resolve()
        : reject(
            new Error(`initdb ended with ${signal ?? code}: ${complaint.trim().replace(/\s*\n\s*/g, ' ')}`),
          ),
    )
  })
}
