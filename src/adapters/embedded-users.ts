import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

let counter = 0

/** Notes in `home` that this process uses the embedded Postgres; gives the note's path. */
export function writeUser(home: string): string {
  const folder = join(home, 'users')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${process.pid}.${counter++}`)
  writeFileSync(file, startTime(process.pid))
  return file
}

export function removeUser(file: string): void {
  rmSync(file, { force: true })
}

/** Who uses the server now; notes of processes that are gone are swept away. */
export function listUsers(home: string): string[] {
  const folder = join(home, 'users')
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((file) => {
      const pid = Number(/(\d+)\.\d+$/.exec(file)?.[1])
      const live = isAlive(pid) && readFileSync(file, 'utf8') === startTime(pid)
      if (!live) removeUser(file)
      return live
    })
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !isZombie(pid)
  } catch (error) {
    // EPERM: it lives, as another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** When the process began, in the kernel's ticks: tells a pid from a later one with the same number. Empty off Linux. */
function startTime(pid: number): string {
  return statField(pid, 19)
}

/** A dead child whose parent has not yet read its end still answers to signal 0. */
function isZombie(pid: number): boolean {
  return statField(pid, 0) === 'Z'
}

/** A field of /proc/PID/stat after the command's closing parenthesis; empty where there is no /proc. */
function statField(pid: number, index: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[index] ?? ''
  } catch {
    return ''
  }
}
