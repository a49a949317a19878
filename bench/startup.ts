/**
 * Measures the CPU time of starting: `newsloom --help`, `newsloom status`, and `newsloom up` on an existing database (until the
 * page answers). `--against FOLDER` measures another checkout as well, in turn with this one, and exits with 1 where this one
 * needs over 10 % more.
 */
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { joinEmbedded } from '../src/adapters/embedded/join.ts'
import { packageFile } from '../src/runtime/package-root.ts'
import { cpuMs } from './stand/proc.ts'

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '9' }, against: { type: 'string' } },
})
const runs = Number(values.runs)
const MOST_OF_OTHER = 1.1

const folders = [packageFile('.'), ...(values.against ? [resolve(values.against)] : [])]
const programs = folders.map((folder) => {
  const home = mkdtempSync(join(tmpdir(), 'newsloom-bench-up-'))
  chmodSync(home, 0o755)
  return { launch: join(folder, 'src', 'cli', 'launch.mjs'), home }
})

try {
  console.log(
    `node -e 0          ${middle(Array.from({ length: runs }, () => cpuOf(['-e', '0'], '')))} ms CPU`,
  )
  await compare('newsloom --help', async ({ launch, home }) => cpuOf([launch, '--help'], home))
  // The first run creates the database.
  for (const program of programs) await ready(program)
  await compare('newsloom up', async (program) => (await ready(program)).cpu)
  const servers = await Promise.all(programs.map(({ home }) => joinEmbedded(home)))
  await compare('newsloom status', async ({ launch, home }) => cpuOf([launch, 'status'], home))
  for (const server of servers) await server.leave()
} finally {
  for (const { home } of programs) rmSync(home, { recursive: true, force: true })
}

type Program = (typeof programs)[number]

/** Measures the programs in turn, so that other work on the machine affects them equally. */
async function compare(name: string, measure: (program: Program) => Promise<number>): Promise<void> {
  const all = programs.map((): number[] => [])
  for (let run = 0; run < runs; run++)
    for (const [i, program] of programs.entries()) all[i]!.push(await measure(program))
  const [own, other] = all.map(middle)
  const ratio = other === undefined ? '' : `, ${other} ms there: ${(own! / other).toFixed(2)} times`
  console.log(`${name.padEnd(18)} ${own} ms CPU${ratio}`)
  if (other !== undefined && own! > other * MOST_OF_OTHER) {
    console.error(`${name} needs more than ${MOST_OF_OTHER} times the CPU time of ${values.against}`)
    process.exitCode = 1
  }
}

/** User and system time of one child, in milliseconds. */
function cpuOf(args: readonly string[], home: string): number {
  const before = childCpuMs()
  const env = { PATH: process.env.PATH ?? '', NEWSLOOM_HOME: home }
  spawnSync(process.execPath, [...args], { stdio: 'ignore', env })
  return childCpuMs() - before
}

function childCpuMs(): number {
  const { stdout } = spawnSync('sed', ['-n', '1p', `/proc/${process.pid}/stat`], { encoding: 'utf8' })
  const fields = stdout.slice(stdout.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[13]) + Number(fields[14])) * 10
}

/** The mean without the highest third: the system counts in steps of 10 ms, and other programs disturb some of the runs. */
function middle(all: readonly number[]): number {
  const kept = all.toSorted((a, b) => a - b).slice(0, Math.ceil((all.length * 2) / 3))
  return Math.round(kept.reduce((sum, ms) => sum + ms, 0) / kept.length)
}

/** From the start until the page answers: elapsed time, and CPU time without Postgres. */
async function ready({ launch, home }: Program): Promise<{ readonly ms: number; readonly cpu: number }> {
  const started = performance.now()
  const child = spawn(process.execPath, [launch, 'up'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH ?? '', NEWSLOOM_HOME: home, NEWSLOOM_PORT: '0' },
  })
  const gone = new Promise((resolve) => child.once('exit', resolve))
  const took = await new Promise<{ ms: number; cpu: number }>((resolve, reject) => {
    let heard = ''
    const listen = async (chunk: Buffer) => {
      heard += chunk.toString()
      const address = /http:\/\/[\w.]+:\d+/.exec(heard)?.[0]
      if (!address) return
      child.stdout!.off('data', listen)
      child.stderr!.off('data', listen)
      await fetch(address)
      resolve({ ms: performance.now() - started, cpu: cpuMs(child.pid!) })
    }
    child.stdout!.on('data', listen)
    child.stderr!.on('data', listen)
    child.once('exit', (code) => reject(new Error(`newsloom up ended with ${code}: ${heard.slice(-500)}`)))
  })
  child.stdout!.resume()
  child.stderr!.resume()
  child.kill('SIGTERM')
  await gone
  return took
}
