import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { packageFile } from '../../src/runtime/package-root.ts'
import { type CommitPlan, type PgProxy, startPgProxy } from '../../tests/support/servers/pg-proxy.ts'

export const processNames = ['scheduler', 'poll', 'fetch', 'extract', 'cluster'] as const
export type ProcessName = (typeof processNames)[number]

export interface LogLine {
  readonly worker: ProcessName
  readonly level: string
  readonly msg: string
  readonly stage?: string
  readonly outcome?: string
  readonly reason?: string
}

/** Worker processes, each with a proxy before the database, and a supervisor that starts each again when it ends. */
export interface WorkerProcesses {
  kill(name: ProcessName, signal?: NodeJS.Signals): void
  /** Sends SIGTERM. @returns how many milliseconds the worker took to end */
  terminate(name: ProcessName): Promise<number>
  /** Called with each line of every worker's log. */
  onLog(listener: (line: LogLine) => void): void
  /** What the proxy does with the next commits of that worker; null: all are passed on. */
  planCommits(name: ProcessName, plan: ((connection: { queue: boolean }) => CommitPlan) | null): void
  /** Kills the worker when the server has answered the first message that contains `text`. */
  killAfterAnswer(name: ProcessName, text: string, died: () => void): void
  readonly proxies: ReadonlyMap<ProcessName, PgProxy>
  /** How often a worker ended by itself, and the last line of its log. */
  readonly exits: { readonly worker: ProcessName; readonly code: number | null; readonly last: string }[]
  /** Whether that worker has started and not ended. */
  atWork(name: ProcessName): boolean
  /** Milliseconds since a worker last logged that it did something; 0 before the first time. */
  quietMs(): number
  close(): Promise<void>
}

const RESTART_MS = 250

const allProcesses = new Set<() => void>()

/** For a run that is interrupted: ends all workers. */
export function killAllProcesses(): void {
  for (const killProcesses of allProcesses) killProcesses()
}

export async function startProcesses(options: {
  readonly databaseUrl: string
  readonly postgresPort: () => number
  readonly env: Readonly<Record<string, string>>
  readonly names?: readonly ProcessName[]
  readonly nodeArgs?: readonly string[] | undefined
  /** Additional environment variables of each worker. */
  readonly envOf?: Partial<Record<ProcessName, Readonly<Record<string, string>>>> | undefined
  /** The folder of a worker's program, when it is not this checkout; called at each start. */
  readonly rootOf?: ((name: ProcessName) => string | undefined) | undefined
  /** Gets every line that a worker writes. */
  readonly keep?: ((worker: ProcessName, line: string) => void) | undefined
}): Promise<WorkerProcesses> {
  const names = options.names ?? processNames
  const proxies = new Map<ProcessName, PgProxy>()
  const plans = new Map<ProcessName, (connection: { queue: boolean }) => CommitPlan>()
  const triggers = new Map<ProcessName, { text: string; died: () => void }>()
  const children = new Map<ProcessName, ChildProcess>()
  const listeners: ((line: LogLine) => void)[] = []
  const exits: { worker: ProcessName; code: number | null; last: string }[] = []
  const atWork = new Set<ProcessName>()
  const ours = new WeakSet<ChildProcess>()
  let closing = false
  let lastStep: number | undefined

  for (const name of names)
    proxies.set(
      name,
      await startPgProxy({
        target: options.postgresPort,
        onCommit: (connection) => plans.get(name)?.(connection) ?? 'pass',
        onMessage(text) {
          const trigger = triggers.get(name)
          if (!trigger || !text.includes(trigger.text)) return true
          triggers.delete(name)
          // The message was sent; the process dies before it can use the answer.
          setTimeout(() => {
            kill(name)
            trigger.died()
          }, 5)
          return false
        },
      }),
    )

  const start = (name: ProcessName) => {
    const child = spawn(
      process.execPath,
      [
        ...process.execArgv,
        ...(options.nodeArgs ?? []),
        join(options.rootOf?.(name) ?? packageFile('.'), 'workers', `${name}.ts`),
      ],
      {
        stdio: ['ignore', 'ignore', 'pipe'],
        env: {
          PATH: process.env.PATH ?? '',
          ...options.env,
          ...options.envOf?.[name],
          DATABASE_URL: proxies.get(name)!.through(options.databaseUrl),
        },
      },
    )
    children.set(name, child)
    let last = ''
    createInterface({ input: child.stderr! }).on('line', (text) => {
      last = text
      options.keep?.(name, text)
      const line = parse(text, name)
      if (!line) return
      if (line.msg === 'started') atWork.add(name)
      if (line.msg === 'step') lastStep = performance.now()
      for (const listener of listeners) listener(line)
    })
    child.once('exit', (code, signal) => {
      atWork.delete(name)
      options.keep?.(name, `ended: ${signal ?? code}`)
      if (!ours.has(child)) exits.push({ worker: name, code, last: last.slice(0, 400) })
      if (!closing) setTimeout(() => !closing && start(name), RESTART_MS)
    })
  }
  const kill = (name: ProcessName, signal: NodeJS.Signals = 'SIGKILL') => {
    const child = children.get(name)
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    ours.add(child)
    child.kill(signal)
  }
  const terminate = async (name: ProcessName) => {
    const child = children.get(name)
    if (!child || child.exitCode !== null || child.signalCode !== null) return 0
    const started = performance.now()
    const gone = new Promise((resolve) => child.once('exit', resolve))
    kill(name, 'SIGTERM')
    await gone
    return performance.now() - started
  }
  for (const name of names) start(name)
  const killProcesses = () => {
    closing = true
    for (const name of names) kill(name)
  }
  allProcesses.add(killProcesses)
  return {
    kill,
    terminate,
    proxies,
    exits,
    atWork: (name) => atWork.has(name),
    quietMs: () => (lastStep === undefined ? 0 : performance.now() - lastStep),
    onLog: (listener) => void listeners.push(listener),
    planCommits: (name, plan) => void (plan ? plans.set(name, plan) : plans.delete(name)),
    killAfterAnswer: (name, text, died) => void triggers.set(name, { text, died }),
    async close() {
      closing = true
      plans.clear()
      for (const proxy of proxies.values()) proxy.partition(false)
      const ended = Promise.all(names.map((name) => terminate(name)))
      const late = sleep(35_000, 'late' as const, { ref: false })
      if ((await Promise.race([ended, late])) === 'late') for (const name of names) kill(name)
      await ended
      for (const proxy of proxies.values()) await proxy.close()
      allProcesses.delete(killProcesses)
    },
  }
}

function parse(text: string, worker: ProcessName): LogLine | undefined {
  try {
    return { ...(JSON.parse(text) as Omit<LogLine, 'worker'>), worker }
  } catch {
    return undefined
  }
}
