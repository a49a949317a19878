/** What starting costs: `newsloom --help` beside `node -e 0` (CPU), and `newsloom up` on a database that exists (until the page answers). */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { packageFile } from '../src/runtime/package-root.ts'
import { cpuMs } from './stand/proc.ts'

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '9' }, json: { type: 'string' } },
})
const launch = packageFile('src', 'cli', 'launch.mjs')
const runs = Number(values.runs)

const bare = middle(() => cpuOf(['-e', '0']))
const help = middle(() => cpuOf([launch, '--help']))
console.log(`node -e 0          ${bare.toFixed(0)} ms CPU`)
console.log(`newsloom --help    ${help.toFixed(0)} ms CPU: ${(help - bare).toFixed(0)} ms more`)

const home = mkdtempSync(join(tmpdir(), 'newsloom-bench-up-'))
try {
  await ready()
  const second = await ready()
  console.log(
    `newsloom up        ready in ${second.ms.toFixed(0)} ms on a database that exists, with ${second.cpu} ms CPU of its own`,
  )
} finally {
  rmSync(home, { recursive: true, force: true })
}

/** User and system time of one child, in milliseconds. */
function cpuOf(args: readonly string[]): number {
  const before = childCpuMs()
  spawnSync(process.execPath, [...args], { stdio: 'ignore' })
  return childCpuMs() - before
}

function childCpuMs(): number {
  const { stdout } = spawnSync('sed', ['-n', '1p', `/proc/${process.pid}/stat`], { encoding: 'utf8' })
  const fields = stdout.slice(stdout.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[13]) + Number(fields[14])) * 10
}

function middle(measure: () => number): number {
  const all = Array.from({ length: runs }, measure).sort((a, b) => a - b)
  return all[Math.floor(all.length / 2)]!
}

/** From the call until the page answers: wall and, without Postgres, CPU. */
async function ready(): Promise<{ readonly ms: number; readonly cpu: number }> {
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
