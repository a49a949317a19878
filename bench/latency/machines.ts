import { type ChildProcess, type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { packageFile } from '../../src/runtime/package-root.ts'

const NET = '10.231.77'
/** Where the namespaces reach this machine. */
export const HOST = `${NET}.1`

/** Network namespaces on one bridge: each has a loopback of its own, as a machine does. */
export interface Machines {
  readonly names: readonly string[]
  close(): void
}

const ip = (...args: string[]) => spawnSync('ip', args, { encoding: 'utf8' })

/** @returns undefined where this user may not make namespaces */
export function openMachines(count: number): Machines | undefined {
  const bridge = `nlb${process.pid}`
  const names = Array.from({ length: count }, (_, i) => `nlm${process.pid}n${i}`)
  const close = () => {
    for (const name of names) ip('netns', 'del', name)
    ip('link', 'del', bridge)
  }
  const steps = [
    ['link', 'add', bridge, 'type', 'bridge'],
    ['addr', 'add', `${HOST}/24`, 'dev', bridge],
    ['link', 'set', bridge, 'up'],
    ...names.flatMap((name, i) => {
      const cable = `nlv${process.pid}x${i}`
      return [
        ['netns', 'add', name],
        ['link', 'add', cable, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name],
        ['link', 'set', cable, 'master', bridge, 'up'],
        ['-n', name, 'addr', 'add', `${NET}.${10 + i}/24`, 'dev', 'eth0'],
        ['-n', name, 'link', 'set', 'eth0', 'up'],
        ['-n', name, 'link', 'set', 'lo', 'up'],
      ]
    }),
  ]
  for (const step of steps) {
    const { status, stderr } = ip(...step)
    if (status === 0) continue
    console.error(`ip ${step.join(' ')}: ${stderr}`)
    close()
    return undefined
  }
  return { names, close }
}

export interface Relay {
  readonly port: number
  /** Milliseconds in each direction. */
  delay(ms: number): void
  /** Round trips since the last call. */
  count(): Promise<number>
  close(): void
}

export async function openRelay(targetPort: number): Promise<Relay> {
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(
    process.execPath,
    [join(import.meta.dirname, 'relay.ts'), HOST, String(targetPort)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  const lines = createInterface({ input: child.stdout })
  const port = Number(await nextLine(lines, child))
  return {
    port,
    delay: (ms) => void child.stdin.write(`delay ${ms}\n`),
    async count() {
      const line = nextLine(lines, child)
      child.stdin.write('count\n')
      return Number(await line)
    },
    close: () => void child.kill('SIGKILL'),
  }
}

/** The invented web, on the loopback of a machine. */
export async function startWeb(
  machine: string,
  hosts: number,
  articles: number,
  port: number,
): Promise<ChildProcess> {
  const script = packageFile('bench', 'generated', 'web-server.ts')
  const child = inside(machine, [script, `${hosts}`, `${articles}`, '0', `${port}`], {}, [
    'ignore',
    'pipe',
    'inherit',
  ])
  await nextLine(createInterface({ input: child.stdout! }), child)
  return child
}

/** Sums of the sizes of batches, and how many articles reported one, by stage. */
export type Batches = Map<string, { sum: number; articles: number; batches: number }>

/** A worker process of some stages on a machine, once it has started; each step that it logs is added to `batches`. */
export async function startStages(
  machine: string,
  stages: readonly string[],
  env: Readonly<Record<string, string>>,
  batches: Batches,
): Promise<ChildProcess> {
  const args = [packageFile('src', 'cli', 'launch.mjs'), 'worker', ...stages]
  const child = inside(machine, args, env, ['ignore', 'ignore', 'pipe'])
  const lines = createInterface({ input: child.stderr! })
  let last = ''
  await new Promise<void>((resolve, reject) => {
    lines.on('line', (line) => {
      last = line
      if (line.includes('"msg":"started"')) resolve()
      if (!line.includes('"msg":"step"') || !line.includes('"batch"')) return
      const { stage, batch } = JSON.parse(line) as { stage: string; batch: number }
      const known = batches.get(stage) ?? { sum: 0, articles: 0, batches: 0 }
      // Each article of a batch reports its size: a batch of n is n lines.
      batches.set(stage, {
        sum: known.sum + batch,
        articles: known.articles + 1,
        batches: known.batches + 1 / batch,
      })
    })
    child.once('exit', (code) => reject(new Error(`the worker on ${machine} ended with ${code}: ${last}`)))
  })
  return child
}

function inside(
  machine: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  stdio: ['ignore' | 'pipe', 'ignore' | 'pipe', 'pipe' | 'inherit'],
): ChildProcess {
  return spawn('ip', ['netns', 'exec', machine, process.execPath, ...args], {
    stdio,
    env: { PATH: process.env.PATH ?? '', ...env },
  })
}

function nextLine(lines: Interface, child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    lines.once('line', resolve)
    child.once('exit', (code) => reject(new Error(`a process of the bench ended with ${code}`)))
  })
}

/** Ends a process and waits until it has gone. */
export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await gone
}
