import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { join } from 'node:path'

/** The state of the server on a data folder, according to the operating system and the server's own files. */
export type ServerState =
  | { readonly kind: 'none' }
  /** Its postmaster has ended, and some of its sessions still run: no other server may be started yet. */
  | { readonly kind: 'orphans'; readonly pids: readonly number[] }
  | { readonly kind: 'starting' | 'stopping'; readonly pid: number }
  | { readonly kind: 'ready'; readonly pid: number; readonly port: number }

/** Whether a process with this id exists and is not a zombie (a child that has ended and whose status was not read). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return statField(pid, 0) !== 'Z'
  } catch (error) {
    // EPERM: it exists, and belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** When the process began, in the kernel's clock ticks: distinguishes it from a later process with the same id. Empty except on Linux. */
export function startTime(pid: number): string {
  return statField(pid, 19)
}

/**
 * The state of the server on `data`, as the operating system knows it. A failed connection would not show it: a running server
 * can have no connection left, be starting, or be slow.
 */
export function serverState(data: string): ServerState {
  const lines = readLines(join(data, 'postmaster.pid'))
  const pid = Number(lines[0])
  if (!(pid > 0) || !isAlive(pid) || !runsOn(pid, data)) {
    const pids = sessionsOn(data)
    return pids.length ? { kind: 'orphans', pids } : { kind: 'none' }
  }
  const port = Number(lines[3])
  const status = lines[7]?.trim()
  if (status === 'ready' && port > 0) return { kind: 'ready', pid, port }
  return { kind: status === 'stopping' ? 'stopping' : 'starting', pid }
}

/** Whether that process is a Postgres, and its data folder is `data`, as far as this system can tell. */
function runsOn(pid: number, data: string): boolean {
  if (existsSync('/proc/self/cwd')) return workingFolder(pid) === realpathSync(data)
  if (process.platform === 'win32') return true
  try {
    return /postgres/.test(execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }))
  } catch {
    return false
  }
}

/** Processes that work in `data`: Postgres changes into its data folder, and so do its sessions. Linux only. */
function sessionsOn(data: string): number[] {
  if (!existsSync('/proc/self/cwd') || !existsSync(data)) return []
  const folder = realpathSync(data)
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => workingFolder(pid) === folder && isAlive(pid))
}

function workingFolder(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    // It has ended meanwhile, or belongs to another user.
    return undefined
  }
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

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n')
  } catch {
    return []
  }
}
