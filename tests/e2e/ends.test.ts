import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { joinEmbedded } from '../../src/adapters/embedded/join.ts'
import { commands } from '../../src/cli/commands.ts'
import { packageFile } from '../../src/runtime/package-root.ts'
import { temporaryFolder } from '../support/cli.ts'
import { type PgProxy, startPgProxy } from '../support/pg-proxy.ts'

/**
 * Every command with a call that reaches its database, or `none` where it needs none; `runs` are those that go on until
 * they are stopped. A command that is not in this table fails the first test.
 */
const calls: Readonly<
  Record<string, { readonly args: readonly string[]; readonly none?: true; readonly runs?: true }>
> = {
  up: { args: ['up', '--no-sample'], runs: true },
  worker: { args: ['worker', 'extract'], runs: true },
  tail: { args: ['tail'] },
  demo: { args: ['demo'], none: true },
  load: { args: ['load', packageFile('seeds', 'pages')] },
  outlet: { args: ['outlet', 'list'] },
  feed: { args: ['feed', 'list'] },
  enqueue: { args: ['enqueue', 'https://ends.example/a'] },
  status: { args: ['status'] },
  stories: { args: ['stories'] },
  story: { args: ['story', '1'] },
  article: { args: ['article', '1'] },
  replay: { args: ['replay', '--dry-run'] },
  reader: { args: ['reader'] },
  operator: { args: ['operator', 'list'] },
  webhook: { args: ['webhook', 'list'] },
  export: { args: ['export', 'articles', '--format', 'jsonl'] },
  migrate: { args: ['migrate'] },
  seed: { args: ['seed'] },
  doctor: { args: ['doctor'] },
  inspect: { args: ['inspect', 'url'], none: true },
  extract: { args: ['extract', '-'], none: true },
  help: { args: ['help'], none: true },
}
const names = Object.keys(commands).filter((name) => calls[name])
const withDatabase = names.filter((name) => !calls[name]!.none)
const services = names.filter((name) => calls[name]!.runs)

const home = temporaryFolder()
let server: Awaited<ReturnType<typeof joinEmbedded>>
let silent: Server
let taken: Server
const portOf = (of: Server) => (of.address() as { port: number }).port
const listen = (of: Server) => new Promise<Server>((resolve) => of.listen(0, '127.0.0.1', () => resolve(of)))
const children = new Set<ChildProcess>()
const proxies: PgProxy[] = []

beforeAll(async () => {
  server = await joinEmbedded(home.path)
  const made = await start(['migrate']).ended
  expect(made.code).toBe(0)
  silent = await listen(createServer((socket) => void socket.on('error', () => {})))
  taken = await listen(createServer((socket) => void socket.destroy()))
})
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  children.clear()
  for (const proxy of proxies.splice(0)) await proxy.close()
})
afterAll(async () => {
  silent.close()
  taken.close()
  await server.leave()
  home.remove()
})

interface Ended {
  readonly code: number | string | null
  readonly stderr: string
}

/** Runs a command. One that hangs is found by the time limit of the test: a busy machine is slow, and that is no fault. */
function start(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  stdin = '',
): { child: ChildProcess; says(text: string): Promise<void>; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [packageFile('src/cli/launch.mjs'), ...args], {
    env: {
      PATH: process.env.PATH,
      HOME: home.path,
      DATABASE_URL: server.url,
      NEWSLOOM_PORT: '0',
      NEWSLOOM_LOG: 'info',
      ...env,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  children.add(child)
  child.stdin!.on('error', () => {})
  if (stdin !== 'open') child.stdin!.end(stdin)
  let said = ''
  let stderr = ''
  child.stdout!.on('data', (text) => {
    said += text
  })
  child.stderr!.on('data', (text) => {
    said += text
    stderr += text
  })
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => {
      children.delete(child)
      resolve({ code: code ?? signal, stderr })
    })
  })
  const says = async (text: string) => {
    while (!said.includes(text) && child.exitCode === null) await pause()
  }
  return { child, says, ended }
}
const pause = () => new Promise((resolve) => setTimeout(resolve, 20))

/** One sentence for a person: no stack trace, no raw dump. */
const sentence = (stderr: string) => {
  const last = stderr.trim().split('\n').at(-1)!
  expect(last).toMatch(/^newsloom \w+.*: .{10,}/)
  expect(stderr).not.toMatch(/\n\s+at /)
}
const away = () => `postgres://a:b@127.0.0.1:${portOf(taken)}/x`
const mute = () => `postgres://a:b@127.0.0.1:${portOf(silent)}/x`

it('the table knows every command', () => {
  expect(Object.keys(commands).filter((name) => !calls[name])).toEqual([])
})

describe('a database that is away, or answers nothing, ends every command with 1 and a sentence', () => {
  it.each(withDatabase)('%s', async (name) => {
    const all = [
      start(calls[name]!.args, { DATABASE_URL: away() }),
      start(calls[name]!.args, { DATABASE_URL: mute() }),
    ]
    for (const { code, stderr } of await Promise.all(all.map((one) => one.ended))) {
      expect(code).toBe(1)
      sentence(stderr)
    }
  })
})

describe('a closed pipe ends every command with 0', () => {
  it.each(names.filter((name) => name !== 'worker'))('%s', async (name) => {
    const env = name === 'demo' ? { DATABASE_URL: '' } : {}
    const { child, ended } = start(calls[name]!.args, env, '{"input":"https://a.example/"}\n<p>text</p>')
    child.stdout!.destroy()
    const { code, stderr } = await ended
    // A command that had nothing to print may have failed of its own: there is no story 1.
    if (code !== 0) expect(stderr).toMatch(/there is no|is not enough|no article|fsync|checks found/)
    else expect(code).toBe(0)
  })
})

describe('a signal ends what waits: services with 0, other commands with 130 or 143', () => {
  it.each([
    [['tail'], 'database:'],
    [['load', '-'], ''],
    [['inspect', 'url'], ''],
  ] as const)('%s', async (args, line) => {
    for (const [signal, code] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const) {
      const { child, says, ended } = start(args, {}, 'open')
      if (line) await says(line)
      else await until(() => cpuSeconds(child.pid!) > 0.3)
      child.kill(signal)
      // While Node itself starts, the system's own way: the signal.
      expect([code, signal]).toContain((await ended).code)
    }
  })

  it.each(services)('%s', async (name) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const { child, says, ended } = start(calls[name]!.args)
      await says(name === 'up' ? 'stop ' : '"started"')
      child.kill(signal)
      // The launcher of an older Node and a terminal both send it: the same signal at once again is the same signal.
      child.kill(signal)
      expect((await ended).code).toBe(0)
    }
  })
})

const until = async (met: () => boolean) => {
  while (!met()) await pause()
}
/** CPU of a process so far. */
function cpuSeconds(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
    return (Number(fields[11]) + Number(fields[12])) / 100
  } catch {
    return Number.POSITIVE_INFINITY
  }
}

describe('what cannot be opened or written ends with 1 and a sentence', () => {
  const port = () => String(portOf(taken))
  const missing = join(home.path, 'no', 'such', 'x')
  const folder = join(home.path, 'folder')
  it.each<[string, readonly string[], () => Record<string, string>]>([
    ['up on a taken port', ['up', '--no-sample'], () => ({ NEWSLOOM_PORT: port() })],
    ['worker web on a taken port', ['worker', 'web'], () => ({ NEWSLOOM_PORT: port() })],
    ['worker with a taken health port', ['worker', 'poll'], () => ({ NEWSLOOM_HEALTH_PORT: port() })],
    ['status without its Redis', ['status'], () => ({ REDIS_URL: `redis://127.0.0.1:${port()}` })],
    ['status with a silent Redis', ['status'], () => ({ REDIS_URL: `redis://127.0.0.1:${portOf(silent)}` })],
    [
      'worker with a silent Redis',
      ['worker', 'poll'],
      () => ({ REDIS_URL: `redis://127.0.0.1:${portOf(silent)}` }),
    ],
    [
      'export csv into a missing folder',
      ['export', 'articles', '--format', 'csv', '--out', missing],
      () => ({}),
    ],
    ['export jsonl into a missing folder', ['export', 'articles', '--out', missing], () => ({})],
    [
      'export parquet into a missing folder',
      ['export', 'articles', '--format', 'parquet', '--out', missing],
      () => ({}),
    ],
    ['export onto a folder', ['export', 'articles', '--out', folder], () => ({})],
  ])('%s', async (_, args, env) => {
    mkdirSync(folder, { recursive: true })
    const { code, stderr } = await start(args, env()).ended
    expect(code).toBe(1)
    sentence(stderr)
    expect(existsSync(`${folder}.part`)).toBe(false)
  })

  it.runIf(existsSync('/dev/full'))('a full disk under the output', async () => {
    for (const line of ['help', 'stories --json', 'status', 'export articles --format csv', 'outlet list']) {
      const child = spawn(
        '/bin/sh',
        ['-c', `"$0" "$1" ${line} > /dev/full`, process.execPath, packageFile('src/cli/launch.mjs')],
        {
          env: { PATH: process.env.PATH, HOME: home.path, DATABASE_URL: server.url },
          stdio: ['ignore', 'ignore', 'pipe'],
        },
      )
      let stderr = ''
      child.stderr.on('data', (text) => {
        stderr += text
      })
      const code = await new Promise((resolve) => child.on('close', resolve))
      if (line.startsWith('stories')) continue
      expect([line, code]).toEqual([line, 1])
      expect(stderr).toContain('no space is left on the device')
    }
  })
})

describe('a database that goes away in the middle', () => {
  const through = async () => {
    const proxy = await startPgProxy({ target: () => server.port })
    proxies.push(proxy)
    return proxy
  }

  it('or goes silent ends a command with 1 and a sentence', async () => {
    const proxy = await through()
    const { says, ended } = start(['tail'], { DATABASE_URL: proxy.through(server.url) })
    await says('database:')
    proxy.partition(true)
    const { code, stderr } = await ended
    expect(code).toBe(1)
    sentence(stderr)
    expect(stderr).toMatch(/has gone away|timeout|terminated/)
  })

  it('does not end a worker: it waits without burning CPU, says so seldom, and goes on', async () => {
    const proxy = await through()
    const { child, says, ended } = start(['worker', 'scheduler', 'extract', 'cluster', 'notify'], {
      DATABASE_URL: proxy.through(server.url),
    })
    await says('"started"')
    proxy.partition(true)
    proxy.cut()
    const began = performance.now()
    const before = cpuSeconds(child.pid!)
    await new Promise((resolve) => setTimeout(resolve, 8_000))
    const share = (cpuSeconds(child.pid!) - before) / ((performance.now() - began) / 1000)
    expect(child.exitCode).toBeNull()
    expect(share).toBeLessThan(0.5)
    child.kill('SIGTERM')
    expect((await ended).code).toBe(0)
  })
})

describe('nothing of its own is left behind', () => {
  const postgresOf = (folder: string) =>
    readdirSync('/proc').filter((pid) => {
      try {
        return (
          /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(`${folder}/postgres`)
        )
      } catch {
        return false
      }
    })

  it.runIf(process.platform === 'linux').each([
    ['a taken port', ['up', '--no-sample'], () => ({ NEWSLOOM_PORT: String(portOf(taken)) }), undefined],
    ['a closed pipe', ['up', '--no-sample'], () => ({}), 'pipe'],
    ['SIGTERM while it starts', ['up', '--no-sample'], () => ({}), 'term'],
  ] as const)('by up on %s', async (_, args, env, how) => {
    const own = temporaryFolder()
    try {
      const { child, ended } = start(args, { DATABASE_URL: '', NEWSLOOM_HOME: own.path, ...env() })
      if (how === 'pipe') child.stdout!.destroy()
      if (how === 'term') {
        await until(() => postgresOf(own.path).length > 0)
        child.kill('SIGTERM')
      }
      expect((await ended).code).toBe(how ? 0 : 1)
      await until(() => postgresOf(own.path).length === 0)
      expect(postgresOf(own.path)).toEqual([])
    } finally {
      own.remove()
    }
  })

  it.runIf(process.platform === 'linux')(
    'by up when the shell of npm is killed, which passes no signal on',
    async () => {
      const own = temporaryFolder()
      try {
        const script = `"${process.execPath}" "${packageFile('src/cli/launch.mjs')}" up --no-sample & echo "$!" > "${own.path}/pid"; wait`
        const shell = spawn('/bin/sh', ['-c', script], {
          env: {
            PATH: process.env.PATH,
            HOME: own.path,
            NEWSLOOM_HOME: own.path,
            NEWSLOOM_PORT: '0',
            npm_lifecycle_event: 'start',
          },
          stdio: ['ignore', 'pipe', 'ignore'],
        })
        let said = ''
        shell.stdout.on('data', (text) => {
          said += text
        })
        await until(() => said.includes('stop '))
        const pid = Number(readFileSync(join(own.path, 'pid'), 'utf8'))
        shell.kill('SIGTERM')
        await until(() => cpuSeconds(pid) === Number.POSITIVE_INFINITY && postgresOf(own.path).length === 0)
        expect(said).toContain('stopped')
      } finally {
        own.remove()
      }
    },
  )
})

describe('looking changes nothing', () => {
  const lookers = [
    'status',
    'stories',
    'story',
    'article',
    'doctor',
    'tail',
    'export',
    'feed',
    'outlet',
    'webhook',
  ]

  it.each(lookers)('%s makes no database where there is none, and says so', async (name) => {
    const own = temporaryFolder()
    try {
      const { code, stderr } = await start(calls[name]!.args, {
        DATABASE_URL: '',
        NEWSLOOM_HOME: join(own.path, 'home'),
      }).ended
      expect(code).toBe(1)
      expect(stderr).toContain('there is no database in')
      expect(existsSync(join(own.path, 'home'))).toBe(false)
    } finally {
      own.remove()
    }
  })
})
