import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive, startTime } from './liveness.ts'

const PATIENCE_MS = 120_000

/** Runs `work` while holding the lock file; a lock whose holder has ended is removed. */
export async function withFileLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS
  while (!take(file)) {
    if (performance.now() > deadline)
      throw new Error(
        `waited two minutes for ${file}: if no other newsloom runs, delete that file and try again`,
      )
    await sleep(25)
  }
  try {
    return await work()
  } finally {
    rmSync(file, { force: true })
  }
}

function take(file: string): boolean {
  try {
    writeFileSync(file, `${process.pid} ${startTime(process.pid)}`, { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const holder = read(file)
  if (holder !== undefined && isStale(holder)) remove(file, holder)
  return false
}

/** Whether the process that wrote it has ended. An empty file is one that its holder is about to write. */
function isStale(holder: string): boolean {
  const [pid, since = ''] = holder.split(' ')
  if (!(Number(pid) > 0)) return false
  return !isAlive(Number(pid)) || (since !== '' && startTime(Number(pid)) !== since)
}

/** Removes a stale lock, but not the new one that another waiting process may have created meanwhile. */
function remove(file: string, stale: string): void {
  const aside = `${file}.${process.pid}`
  try {
    renameSync(file, aside)
    if (read(aside) !== stale) linkSync(aside, file)
  } catch {
    // Another waiting process was first.
  }
  rmSync(aside, { force: true })
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
