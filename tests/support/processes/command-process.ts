import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { packageFile } from '../../../src/runtime/package-root.ts'

export interface Ended {
  /** The exit code, or the name of the signal that ended the process. */
  readonly code: number | string | null
  readonly stdout: string
  readonly stderr: string
}

export interface CommandProcess {
  readonly child: ChildProcess
  /** Waits until it has printed `text`, or has ended. */
  says(text: string): Promise<void>
  readonly ended: Promise<Ended>
}

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>
  /** What it reads from its standard input; `open` keeps the input open. */
  readonly stdin?: string
  /** A shell line that runs it, with the command as "$@". */
  readonly shell?: string
}

/** Starts commands as processes of their own; `close` kills those that still run. */
export function commandRunner(base: Readonly<Record<string, string>>) {
  const children = new Set<ChildProcess>()
  return {
    /** Runs a command. It has no time limit of its own, since a busy machine is slow: the time limit of the test ends a hanging one. */
    start(args: readonly string[], { env = {}, stdin = '', shell }: StartOptions = {}): CommandProcess {
      const line = [process.execPath, packageFile('src/cli/launch.mjs'), ...args]
      const [program, ...rest] = shell ? ['/bin/sh', '-c', shell, 'sh', ...line] : line
      const child = spawn(program!, rest, {
        env: { PATH: process.env.PATH, NEWSLOOM_PORT: '0', NEWSLOOM_LOG: 'info', ...base, ...env },
        stdio: ['pipe', 'pipe', 'pipe'],
      })
      children.add(child)
      child.stdin.on('error', () => {})
      if (stdin !== 'open') child.stdin.end(stdin)
      let stdout = ''
      let stderr = ''
      child.stdout.on('data', (text) => {
        stdout += text
      })
      child.stderr.on('data', (text) => {
        stderr += text
      })
      const ended = new Promise<Ended>((resolve) => {
        child.on('close', (code, signal) => {
          children.delete(child)
          resolve({ code: code ?? signal, stdout, stderr })
        })
      })
      const says = (text: string) =>
        until(() => stdout.includes(text) || stderr.includes(text) || child.exitCode !== null)
      return { child, says, ended }
    },
    close(): void {
      for (const child of children) child.kill('SIGKILL')
    },
  }
}

export async function until(met: () => boolean): Promise<void> {
  while (!met()) await new Promise((resolve) => setTimeout(resolve, 20))
}

/** CPU seconds that a process has used so far; infinite when it has ended. */
export function cpuSeconds(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
    if (fields[0] === 'Z') return Number.POSITIVE_INFINITY
    return (Number(fields[11]) + Number(fields[12])) / 100
  } catch {
    return Number.POSITIVE_INFINITY
  }
}

/** Whether a process has a handler for SIGTERM; on systems that do not show this, whether it has started. */
export function catchesSignals(pid: number): boolean {
  if (process.platform !== 'linux') return true
  try {
    const caught = /^SigCgt:\s*([0-9a-f]+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? '0'
    return (BigInt(`0x${caught}`) & (1n << 14n)) !== 0n
  } catch {
    return true
  }
}

/** The processes of the embedded Postgres of a home folder. */
export function postgresOf(home: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(`${home}/postgres`)
    } catch {
      return false
    }
  })
}

/** Says what is wrong with an error message; empty when it is one sentence without a stack trace or text of the driver. */
export function faultsOf(stderr: string): string[] {
  const last = stderr.trim().split('\n').at(-1)!
  return [
    ...(/^newsloom \w+.*: .{10,}/.test(last) ? [] : [`no sentence: ${last}`]),
    ...(/\n\s+at /.test(stderr) ? ['a stack trace'] : []),
    ...(/timeout exceeded|timeout expired|Query read|Connection terminated|--debug to see where|\bE[A-Z]{5,}\b/.test(
      last,
    )
      ? [`the words of a driver: ${last}`]
      : []),
  ]
}
