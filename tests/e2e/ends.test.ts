import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { joinEmbedded } from '../../src/adapters/embedded/join.ts'
import { commands } from '../../src/cli/commands.ts'
import { temporaryFolder } from '../support/cli.ts'
import { callNames, calls, services, withDatabase } from '../support/processes/command-calls.ts'
import {
  catchesSignals,
  commandRunner,
  type Ended,
  faultsOf,
  until,
} from '../support/processes/command-process.ts'

// The cases wait most of the time: those of a group run side by side.

const home = temporaryFolder()
let server: Awaited<ReturnType<typeof joinEmbedded>>
let silent: Server
let taken: Server
let runner: ReturnType<typeof commandRunner>
const start: (typeof runner)['start'] = (...call) => runner.start(...call)
const portOf = (of: Server) => (of.address() as { port: number }).port
const listen = (of: Server) => new Promise<Server>((resolve) => of.listen(0, '127.0.0.1', () => resolve(of)))

beforeAll(async () => {
  server = await joinEmbedded(home.path)
  runner = commandRunner({ HOME: home.path, DATABASE_URL: server.url })
  silent = await listen(createServer((socket) => void socket.on('error', () => {})))
  taken = await listen(createServer((socket) => void socket.destroy()))
  const { code, stderr } = await start(['migrate']).ended
  if (code !== 0) throw new Error(stderr)
})
afterAll(async () => {
  runner.close()
  silent.close()
  taken.close()
  await server.leave()
  home.remove()
})

it('the table knows every command', ({ expect }) => {
  expect(Object.keys(commands).filter((name) => !calls[name])).toEqual([])
})

describe.concurrent('a database that is away, or answers nothing, ends every command with 1 and a sentence', () => {
  it.for(withDatabase)('%s', async (name, { expect }) => {
    const at = (of: Server) => ({ env: { DATABASE_URL: `postgres://a:b@127.0.0.1:${portOf(of)}/x` } })
    const both = [start(calls[name]!.args, at(taken)), start(calls[name]!.args, at(silent))]
    for (const { code, stderr } of await Promise.all(both.map((one) => one.ended))) {
      expect(faultsOf(stderr)).toEqual([])
      expect(code).toBe(1)
    }
  })
})

describe.concurrent('a closed pipe ends every command with 0', () => {
  it.for(callNames.filter((name) => name !== 'worker'))('%s', async (name, { expect }) => {
    const env: Record<string, string> = name === 'demo' ? { DATABASE_URL: '' } : {}
    const { child, ended } = start(calls[name]!.args, {
      env,
      stdin: '{"input":"https://a.example/"}\n<p>text</p>',
    })
    child.stdout!.destroy()
    const { code, stderr } = await ended
    // A command that had nothing to print may have failed of its own: there is no story 1.
    if (code !== 0) expect(stderr).toMatch(/there is no|is not enough|not an article|fsync|checks found/)
    else expect(code).toBe(0)
  })
})

describe.concurrent('a signal ends what waits: services with 0, other commands with 130 or 143', () => {
  const signals = [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const

  it.for([
    [['tail'], 'database:'],
    [['load', '-'], ''],
    [['inspect', 'url'], ''],
  ] as const)('%s', async ([args, line], { expect }) => {
    for (const [signal, code] of signals) {
      const { child, says, ended } = start(args, { stdin: 'open' })
      if (line) await says(line)
      else await until(() => catchesSignals(child.pid!))
      child.kill(signal)
      // While Node itself starts, the system's own way: the signal.
      expect([code, signal]).toContain((await ended).code)
    }
  })

  it.for(services)('%s', async (name, { expect }) => {
    for (const [signal] of signals) {
      const { child, says, ended } = start(calls[name]!.args)
      await says(name === 'up' ? 'stop ' : '"started"')
      child.kill(signal)
      // The launcher of an older Node and a terminal both send it: the same signal at once again is the same signal.
      child.kill(signal)
      const { code, stderr } = await ended
      expect([code, stderr]).toEqual([0, stderr])
    }
  })
})

describe.concurrent('what cannot be opened or written ends with 1 and a sentence', () => {
  const port = () => String(portOf(taken))
  const redis = (of: () => Server) => () => ({ REDIS_URL: `redis://127.0.0.1:${portOf(of())}` })
  const missing = join(home.path, 'no', 'such', 'x')
  const folder = join(home.path, 'folder')
  const exportTo = (format: string, out: string) => ['export', 'articles', '--format', format, '--out', out]

  it.for<[string, readonly string[], () => Record<string, string>]>([
    ['up on a taken port', ['up', '--no-sample'], () => ({ NEWSLOOM_PORT: port() })],
    ['worker web on a taken port', ['worker', 'web'], () => ({ NEWSLOOM_PORT: port() })],
    ['worker with a taken health port', ['worker', 'poll'], () => ({ NEWSLOOM_HEALTH_PORT: port() })],
    ['status without its Redis', ['status'], redis(() => taken)],
    ['status with a silent Redis', ['status'], redis(() => silent)],
    ['worker without its Redis', ['worker', 'poll'], redis(() => taken)],
    ['worker with a silent Redis', ['worker', 'poll'], redis(() => silent)],
    ['up with a silent Redis', ['up', '--no-sample'], redis(() => silent)],
    ['export csv into a missing folder', exportTo('csv', missing), () => ({})],
    ['export jsonl into a missing folder', exportTo('jsonl', missing), () => ({})],
    ['export parquet into a missing folder', exportTo('parquet', missing), () => ({})],
    ['export onto a folder', exportTo('jsonl', folder), () => ({})],
  ])('%s', async ([, args, env], { expect }) => {
    mkdirSync(folder, { recursive: true })
    const { code, stderr } = await start(args, { env: env() }).ended
    expect(faultsOf(stderr)).toEqual([])
    expect(code).toBe(1)
    expect(existsSync(`${folder}.part`)).toBe(false)
  })
})

describe.concurrent('a home folder that cannot be written ends every command with 1 and a sentence', () => {
  it.for(withDatabase)('%s', async (name, { expect }) => {
    const env = { DATABASE_URL: '', NEWSLOOM_HOME: join(process.execPath, 'home') }
    const { code, stderr } = await start(calls[name]!.args, { env }).ended
    expect(faultsOf(stderr)).toEqual([])
    expect(code).toBe(1)
    expect(stderr).toMatch(/there is no database in|its folder is not a folder/)
  })
})

describe.runIf(existsSync('/dev/full'))(
  'a full disk under the output ends every command with 1',
  { concurrent: true },
  () => {
    // A service has started and its messages are not its work.
    it.for(callNames.filter((name) => !services.includes(name)))('%s', async (name, { expect }) => {
      const env: Record<string, string> = name === 'demo' ? { DATABASE_URL: '' } : {}
      const stdin = '{"input":"https://a.example/"}\n<p>text</p>'
      const onto = (file: string): Promise<Ended> =>
        start(calls[name]!.args, { env, stdin, shell: `"$@" > ${file}` }).ended
      const printed = join(home.path, `printed-${name}`)
      const healthy = await start(calls[name]!.args, { env, stdin, shell: `"$@" | wc -c > ${printed}` }).ended
      expect(healthy.code).toBe(0)
      const { code, stderr } = await onto('/dev/full')
      // There is nothing to write that could fail: an empty export, a story that is not there.
      if (Number(readFileSync(printed, 'utf8')) === 0) return expect([0, 1]).toContain(code)
      expect(stderr).toContain('cannot write the output: no space is left on the device')
      expect(faultsOf(stderr)).toEqual([])
      expect(code).toBe(1)
    })
  },
)
