import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { packageFile } from '../../../src/runtime/package-root.ts'

export type Environment = Readonly<Record<string, string>>

const launcher = packageFile('src', 'cli', 'launch.mjs')

export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs `newsloom ARGS` to its end. */
export function command(args: readonly string[], env: Environment): Promise<Ran> {
  const child = spawn(process.execPath, [launcher, ...args], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk) => {
    stdout += chunk
  })
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, stdout, stderr }))
  })
}

export interface WorkerProcess {
  /** Lines of level warn and above. */
  readonly warnings: readonly string[]
  /** How often it logged that a step was done, by `STAGE ID`. */
  readonly done: ReadonlyMap<string, number>
  /** Sends SIGTERM. @returns the exit code */
  stop(): Promise<number | null>
  /** Sends SIGKILL: for the end of a test, when its servers may no longer answer. */
  kill(): void
}

/** Starts `newsloom worker STAGES` and waits until it works. @throws with its output when it ends before that */
export async function startWorker(stages: readonly string[], env: Environment): Promise<WorkerProcess> {
  const child: ChildProcess = spawn(process.execPath, [launcher, 'worker', ...stages], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env.PATH ?? '', NEWSLOOM_EXTRACT_THREADS: '1', ...env },
  })
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const warnings: string[] = []
  const done = new Map<string, number>()
  let last = ''
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stderr! }).on('line', (line) => {
      last = line
      if (/"level":"(warn|error|fatal)"/.test(line)) warnings.push(line)
      if (line.includes('"msg":"started"')) resolve()
      if (!line.includes('"msg":"step"') || !line.includes('"outcome":"done"')) return
      const { stage, article_id } = JSON.parse(line)
      const key = `${stage} ${article_id}`
      done.set(key, (done.get(key) ?? 0) + 1)
    })
    void ended.then((code) => reject(new Error(`worker ${stages.join(' ')} ended with ${code}: ${last}`)))
  })
  return {
    warnings,
    done,
    stop() {
      process.off('exit', kill)
      child.kill('SIGTERM')
      return ended
    },
    kill() {
      process.off('exit', kill)
      kill()
    },
  }
}
