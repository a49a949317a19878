import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, describe, it } from 'vitest'
import { temporaryFolder } from '../support/cli.ts'
import { calls } from '../support/processes/command-calls.ts'
import {
  commandRunner,
  cpuSeconds,
  faultsOf,
  postgresOf,
  until,
} from '../support/processes/command-process.ts'

// Each case has a home folder of its own, and with it a database server of its own.

const root = temporaryFolder()
const runner = commandRunner({ HOME: root.path, DATABASE_URL: '' })
let homes = 0
/** A path that is not there yet. */
const newHome = () => join(root.path, `home-${++homes}`)

afterAll(() => {
  runner.close()
  root.remove()
})

const linux = process.platform === 'linux'

describe.runIf(linux)('nothing of its own is left behind by up', { concurrent: true }, () => {
  it('on a taken port', async ({ expect }) => {
    const taken = createServer((socket) => void socket.destroy())
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
    const home = newHome()
    const { port } = taken.address() as { port: number }
    const env = { NEWSLOOM_HOME: home, NEWSLOOM_PORT: String(port) }
    const { code, stderr } = await runner.start(['up', '--no-sample'], { env }).ended
    taken.close()
    expect(faultsOf(stderr)).toEqual([])
    expect(code).toBe(1)
    expect(postgresOf(home)).toEqual([])
  })

  it('on a closed pipe', async ({ expect }) => {
    const home = newHome()
    const { child, ended } = runner.start(['up', '--no-sample'], { env: { NEWSLOOM_HOME: home } })
    child.stdout!.destroy()
    const { code, stderr } = await ended
    expect([code, stderr]).toEqual([0, stderr])
    expect(postgresOf(home)).toEqual([])
  })

  it.for(['SIGTERM', 'SIGINT'] as const)('on %s while it starts', async (signal, { expect }) => {
    const home = newHome()
    const { child, ended } = runner.start(['up', '--no-sample'], { env: { NEWSLOOM_HOME: home } })
    await until(() => postgresOf(home).length > 0 || child.exitCode !== null)
    child.kill(signal)
    const { code, stderr } = await ended
    expect([code, stderr]).toEqual([0, stderr])
    expect(postgresOf(home)).toEqual([])
  })

  it('when the shell of npm is killed, which passes no signal on', async ({ expect }) => {
    const home = newHome()
    mkdirSync(home)
    const { child, says, ended } = runner.start(['up', '--no-sample'], {
      env: { NEWSLOOM_HOME: home, npm_lifecycle_event: 'start' },
      shell: `"$@" & echo "$!" > "${home}/pid"; wait`,
    })
    await says('stop ')
    const pid = Number(readFileSync(join(home, 'pid'), 'utf8'))
    child.kill('SIGTERM')
    // The pipes stay open until the program itself has ended.
    const { stdout } = await ended
    // A process closes its files a moment before it is gone.
    await until(() => cpuSeconds(pid) === Number.POSITIVE_INFINITY)
    expect(stdout).toContain('stopped')
    expect(postgresOf(home)).toEqual([])
  })
})

/** As on a Node without execve: the launcher stays, and the program is its child. */
const WITH_LAUNCHER = { NODE_OPTIONS: '--import=data:text/javascript,process.execve=undefined' }

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)

describe.runIf(linux)('the launcher and the program end with each other', { concurrent: true }, () => {
  const start = async () => {
    const home = newHome()
    const { child, says, ended } = runner.start(['worker', 'extract'], {
      env: { NEWSLOOM_HOME: home, ...WITH_LAUNCHER },
    })
    await says('"msg":"started"')
    const [program] = childrenOf(child.pid!)
    return { home, child, ended, program: program! }
  }

  it('the program ends in good order when its launcher is killed', async ({ expect }) => {
    const { home, child, ended, program } = await start()
    child.kill('SIGKILL')
    // The pipes stay open until the program itself has ended.
    expect((await ended).code).toBe('SIGKILL')
    await until(() => cpuSeconds(program) === Number.POSITIVE_INFINITY)
    expect(postgresOf(home)).toEqual([])
  })

  it('the launcher ends as its program did', async ({ expect }) => {
    const { home, ended, program } = await start()
    process.kill(program, 'SIGKILL')
    expect((await ended).code).toBe('SIGKILL')
    // What a killed program leaves behind is joined by the next command, and stopped by the last one.
    await runner.start(['status'], { env: { NEWSLOOM_HOME: home } }).ended
    expect(postgresOf(home)).toEqual([])
  })
})

/** Whether this user may mount a small disk of its own. */
const mayMount = linux && spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0

describe.runIf(mayMount)('a home folder on a full disk', { concurrent: true }, () => {
  it.for(['up', 'load'])(
    'ends %s with 1 and a sentence, and leaves nothing running',
    async (name, { expect }) => {
      const home = newHome()
      mkdirSync(home)
      const disk = `mount -t tmpfs -o size=8m,mode=755 tmpfs "${home}" && exec "$@"`
      const { code, stderr } = await runner.start(calls[name]!.args, {
        env: { NEWSLOOM_HOME: home, DISK: disk },
        shell: 'exec unshare -m sh -c "$DISK" sh "$@"',
      }).ended
      expect(stderr).toMatch(/no space (is )?left on (the )?device/i)
      expect(faultsOf(stderr)).toEqual([])
      expect(code).toBe(1)
      expect(postgresOf(home)).toEqual([])
    },
  )
})

describe.concurrent('looking changes nothing', () => {
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

  it.for(lookers)('%s makes no database where there is none, and says so', async (name, { expect }) => {
    const home = newHome()
    const { code, stderr } = await runner.start(calls[name]!.args, { env: { NEWSLOOM_HOME: home } }).ended
    expect(code).toBe(1)
    expect(stderr).toContain('there is no database in')
    expect(existsSync(home)).toBe(false)
  })
})
