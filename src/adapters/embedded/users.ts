import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isAlive, startTime } from './liveness.ts'

let counter = 0

/** Writes a file in `home` that says that this process uses the embedded Postgres. @returns the path of the file */
export function writeUser(home: string): string {
  const folder = join(home, 'users')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, `${process.pid}.${counter++}`)
  writeFileSync(file, startTime(process.pid), { mode: 0o600 })
  return file
}

export function removeUser(file: string): void {
  rmSync(file, { force: true })
}

/** The processes that use the server now; files of processes that have ended are removed. */
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
