import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ObjectStore, REQUEST_MS, StoreTroubleError } from './types.ts'

/** Files that are being written: never listed. A program that is killed leaves one behind, which `list` removes when it is old. */
const UNFINISHED = /^\.new-/
const UNFINISHED_MS = 3_600_000

/** Objects as files of a folder that must exist: a folder on a volume that is not mounted is not created. */
export function openFolder(path: string): ObjectStore {
  return {
    place: `the folder ${path}`,
    put: (name, bytes) => bounded(() => write(path, join(path, name), bytes)),
    get: (name) => bounded(() => orMissing(readFile(join(path, name)), undefined)),
    remove: (name) => bounded(() => orMissing(rm(join(path, name)), undefined)),
    async list(after, most) {
      const found: string[] = []
      for await (const name of namesAfter(path, '', after)) if (found.push(name) >= most) break
      return found
    },
    close: async () => {},
  }
}

/** Written beside its final place under another name, made durable, then renamed: so it exists whole or not at all. */
async function write(root: string, file: string, bytes: Uint8Array): Promise<void> {
  const folder = dirname(file)
  if (folder !== root) await makeFolder(root, folder)
  const draft = join(folder, `.new-${randomBytes(9).toString('hex')}`)
  try {
    const handle = await open(draft, 'wx', 0o640)
    try {
      await handle.writeFile(bytes)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {})
    throw error
  }
  await syncFolder(folder)
}

/** Creates `folder` and the folders between `root` and it; `root` itself is never created. */
async function makeFolder(root: string, folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o750 })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return
    const parent = dirname(folder)
    if (code !== 'ENOENT' || parent === root) throw error
    await makeFolder(root, parent)
    await makeFolder(root, folder)
    return
  }
  await syncFolder(dirname(folder))
}

/** A name is durable when its folder was synced. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** The files below `folder` after a name, in order; `below` is the folder's own name with a slash at its end. */
async function* namesAfter(folder: string, below: string, after: string): AsyncGenerator<string> {
  const entries = await bounded(() => orMissing(readdir(folder, { withFileTypes: true }), []))
  // A folder is sorted by its name with a slash: "a/b" comes after "a-b".
  const sorted = entries
    .map((entry) => ({ entry, name: `${below}${entry.name}${entry.isDirectory() ? '/' : ''}` }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const { entry, name } of sorted) {
    if (entry.isDirectory()) {
      // The names of all files in it begin with its name.
      if (name > after || after.startsWith(name)) yield* namesAfter(join(folder, entry.name), name, after)
    } else if (UNFINISHED.test(entry.name)) await removeOld(join(folder, entry.name))
    else if (entry.isFile() && name > after) yield name
  }
}

async function removeOld(file: string): Promise<void> {
  await bounded(async () => {
    const found = await orMissing(stat(file), undefined)
    if (found && Date.now() - found.mtimeMs > UNFINISHED_MS) await rm(file, { force: true })
  })
}

async function orMissing<T, M>(work: Promise<T>, missing: M): Promise<T | M> {
  try {
    return await work
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return missing
    throw error
  }
}

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'it is not there: make it, or mount it',
  ENOTDIR: 'it is not a folder',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'it is mounted read-only',
  ENOSPC: 'its disk is full',
  EDQUOT: 'the quota of this user is used up',
  EIO: 'its disk reports errors',
  ESTALE: 'its server has gone, or was started again',
}

/** An unavailable network file system answers nothing: the call continues in its thread, but its caller does not wait. */
async function bounded<T>(work: () => Promise<T>): Promise<T> {
  const late = new AbortController()
  try {
    return await Promise.race([
      work(),
      sleep(REQUEST_MS, undefined, { signal: late.signal, ref: false }).then(() => {
        throw new StoreTroubleError(`it does not answer within ${REQUEST_MS / 1000} s`)
      }),
    ])
  } catch (error) {
    if (error instanceof StoreTroubleError) throw error
    const { code = '', message } = error as NodeJS.ErrnoException
    throw new StoreTroubleError(WORDS[code] ?? message, { cause: error })
  } finally {
    late.abort()
  }
}
