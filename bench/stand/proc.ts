import { readdirSync, readFileSync } from 'node:fs'

/** Linux counts CPU in hundredths of a second (USER_HZ), whatever the kernel's own tick. */
const TICK_MS = 10

/** CPU milliseconds that a process has used so far, with all its threads; 0 when it has ended. */
export function cpuMs(pid: number, withEndedChildren = false): number {
  const fields = statOf(pid)
  if (!fields) return 0
  const ticks = fields.slice(11, withEndedChildren ? 15 : 13).reduce((sum, field) => sum + Number(field), 0)
  return ticks * TICK_MS
}

/** The peak and the current resident memory of a process, in MB. */
export function memoryMb(pid: number): { peak: number; now: number } {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const of = (field: string) => Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024
    return { peak: of('VmHWM'), now: of('VmRSS') }
  } catch {
    return { peak: 0, now: 0 }
  }
}

/** CPU of a server with all its processes, running and ended: for Postgres, whose backends are child processes. */
export function familyCpuMs(pid: number): number {
  return cpuMs(pid, true) + childrenOf(pid).reduce((sum, child) => sum + cpuMs(child), 0)
}

/** Memory of the largest process of a server; shared buffers are counted in each process. */
export function familyPeakMb(pid: number): number {
  return Math.max(memoryMb(pid).peak, ...childrenOf(pid).map((child) => memoryMb(child).peak))
}

/** Memory of all processes of a server that they do not share, in MB. */
export function familyPrivateMb(pid: number): number {
  return [pid, ...childrenOf(pid)].reduce((sum, one) => {
    try {
      return (
        sum + Number(/RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${one}/status`, 'utf8'))?.[1] ?? 0) / 1024
      )
    } catch {
      return sum
    }
  }, 0)
}

function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((child) => Number(statOf(child)?.[1]) === pid)
}

/** The fields of /proc/PID/stat, beginning with the state. */
function statOf(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}
