import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive } from './embedded-users.ts'

const PATIENCE_MS = 120_000

/** Runs `work` while holding the lock file; a lock whose holder is dead is taken over. */
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
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const holder = holderOf(file)
  if (holder !== undefined && holder > 0 && !isAlive(holder)) rmSync(file, { force: true })
  return false
}

/** The pid in the lock file; undefined when it went away, NaN or 0 while its holder is still writing it. */
function holderOf(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
