import { type ChildProcess, spawn } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type EmbeddedPostgres, joinEmbedded } from '../../../src/adapters/embedded/join.ts'
import { isAlive, serverState } from '../../../src/adapters/embedded/liveness.ts'
import { withFileLock } from '../../../src/adapters/embedded/lock.ts'
import { packageFile } from '../../../src/runtime/package-root.ts'

let home: string
let folders: string[] = []
const servers: EmbeddedPostgres[] = []
const children: ChildProcess[] = []

beforeEach(() => {
  home = folder()
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const server of servers.splice(0)) await server.leave()
  for (const path of folders) rmSync(path, { recursive: true, force: true })
  folders = []
})

function folder(mode = 0o755): string {
  const path = mkdtempSync(join(tmpdir(), 'newsloom-embedded-'))
  chmodSync(path, mode)
  folders.push(path)
  return path
}
async function join_(where = home): Promise<EmbeddedPostgres> {
  const server = await joinEmbedded(where)
  servers.push(server)
  return server
}
const until = async (met: () => Promise<boolean> | boolean) => {
  while (!(await met())) await new Promise((resolve) => setTimeout(resolve, 10))
}
async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end().catch(() => {})
  }
}
const pidFile = (where = home) => join(where, 'postgres', 'postmaster.pid')
const pidOf = (where = home) => Number(readFileSync(pidFile(where), 'utf8').split('\n')[0])
/** A program that joins the server of `home` and does `then`. */
function program(then: string): ChildProcess {
  const code = `import { joinEmbedded } from ${JSON.stringify(packageFile('src/adapters/embedded/join.ts'))}
    const server = await joinEmbedded(${JSON.stringify(home)}); ${then}`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'ignore' })
  children.push(child)
  return child
}

describe('the embedded Postgres is asked for by the operating system', () => {
  it('leaves a live server and its postmaster.pid alone when all its connections are taken', async () => {
    const first = await join_()
    const before = readFileSync(pidFile(), 'utf8')
    const held: pg.Client[] = []
    try {
      for (;;) {
        const client = new pg.Client({ connectionString: first.url })
        client.on('error', () => {})
        await client.connect()
        held.push(client)
      }
    } catch (error) {
      expect((error as { code: string }).code).toBe('53300')
    }
    const second = await join_()
    expect(second.started).toBe(false)
    expect(second.url).toBe(first.url)
    expect(readFileSync(pidFile(), 'utf8')).toBe(before)
    await Promise.all(held.map((client) => client.end()))
    // The one who joined leaves first, and the server stays.
    await second.leave()
    expect(isAlive(pidOf())).toBe(true)
  })

  it('starts a server where the file names a process that is another program', async () => {
    const first = await join_()
    const content = readFileSync(pidFile(), 'utf8')
    await first.leave()
    expect(serverState(join(home, 'postgres'))).toEqual({ kind: 'none' })
    writeFileSync(pidFile(), content.replace(/^\d+/, String(process.pid)))
    const again = await join_()
    expect(again.started).toBe(true)
    expect(await query(again.url, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('a lock whose holder is gone is taken, also when its number belongs to another process now', async () => {
    const lock = join(home, 'lock')
    writeFileSync(lock, `${process.pid} 1`)
    expect(await withFileLock(lock, async () => 'mine')).toBe('mine')
    expect(existsSync(lock)).toBe(false)
  })
})

describe('an initdb that is killed', () => {
  it('leaves nothing that looks like a database, and the next start works', async () => {
    const child = program('await server.leave()')
    const half = () => readdirSync(home).find((name) => name.startsWith('postgres-new-'))
    await until(() => Boolean(half() && existsSync(join(home, half()!, 'data', 'PG_VERSION'))))
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await ended
    expect(existsSync(join(home, 'postgres'))).toBe(false)
    const server = await join_()
    expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(half()).toBeUndefined()
  })

  it('of an older version is kept under another name, and a whole one made', async () => {
    mkdirSync(join(home, 'postgres'))
    writeFileSync(join(home, 'postgres', 'PG_VERSION'), '18\n')
    const server = await join_()
    expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(readdirSync(home).filter((name) => name.startsWith('postgres-incomplete-'))).toHaveLength(1)
  })
})

describe('a server that dies', () => {
  it('is started again with its data and at its address, which is said once', async () => {
    const server = await join_()
    await query(server.url, 'create table kept as select 42 as answer')
    const said: string[] = []
    server.watch((sentence) => said.push(sentence))
    const dead = pidOf()
    process.kill(dead, 'SIGKILL')
    await until(() => said.length > 0)
    expect(said).toEqual([expect.stringMatching(/^the embedded Postgres died; it was started again/)])
    expect(pidOf()).not.toBe(dead)
    expect(await query(server.url, 'select answer from kept')).toEqual([{ answer: 42 }])
  })

  it('is not started again by who has left', async () => {
    const server = await join_()
    const said: string[] = []
    server.watch((sentence) => said.push(sentence))
    const pid = pidOf()
    await server.leave()
    expect(isAlive(pid)).toBe(false)
    expect(serverState(join(home, 'postgres'))).toEqual({ kind: 'none' })
    expect(said).toEqual([])
  })

  it('is stopped by the last process that used it, however that process ends', async () => {
    const child = program('process.exit(1)')
    await new Promise((resolve) => child.once('exit', resolve))
    await until(() => serverState(join(home, 'postgres')).kind === 'none')
    expect(existsSync(pidFile())).toBe(false)
  })
})

describe.runIf(process.platform === 'linux')('the files of the server', () => {
  it('hold nothing of our environment', async () => {
    process.env.NEWSLOOM_TEST_SECRET = 'known-to-us-alone'
    try {
      await join_()
      expect(readFileSync(`/proc/${pidOf()}/environ`, 'latin1')).not.toContain('known-to-us-alone')
    } finally {
      delete process.env.NEWSLOOM_TEST_SECRET
    }
  })

  it.runIf(process.getuid?.() === 0)(
    'belong to an account that has no right of root, and that can read nothing else of the owner, not even its superuser',
    async () => {
      for (const where of [folder(0o755), folder(0o700)]) {
        const secret = join(where, 'secret.env')
        writeFileSync(secret, 'TOKEN=known-to-us-alone', { mode: 0o600 })
        const server = await join_(where)
        const status = readFileSync(`/proc/${pidOf(where)}/status`, 'utf8')
        expect(/^Uid:\t(.*)$/m.exec(status)?.[1]?.split('\t').map(Number)).not.toContain(0)
        expect(/^Gid:\t(.*)$/m.exec(status)?.[1]?.split('\t').map(Number)).not.toContain(0)
        expect(/^Groups:\t(.*)$/m.exec(status)?.[1]?.trim()).toBe('')
        expect(/^CapEff:\t(.*)$/m.exec(status)?.[1]).toMatch(/^0+$/)
        const ours = readdirSync(where, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name))
          .filter((path) => !path.startsWith(join(where, 'postgres/')))
        expect(ours).toContain(secret)
        for (const path of [...ours, `/proc/${process.pid}/environ`, '/etc/shadow'])
          await expect(
            query(server.url, `select pg_read_binary_file('${path}')`),
            `${path} can be read`,
          ).rejects.toThrow(/permission denied/i)
        await expect(query(server.url, `copy (select 1) to '${where}/written'`)).rejects.toThrow(
          /permission denied/i,
        )
        await server.leave()
      }
    },
  )

  it.runIf(process.getuid?.() === 0)(
    'are in a folder that nobody can guess or enter where its account cannot enter NEWSLOOM_HOME',
    async () => {
      const places: string[] = []
      for (const closed of [folder(0o700), folder(0o700)]) {
        const server = await join_(closed)
        expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }])
        const place = dirname(realpathSync(join(closed, 'postgres')))
        folders.push(place)
        places.push(place)
        const { mode, uid } = statSync(place)
        expect({ mode: mode & 0o777, uid }).toEqual({ mode: 0o710, uid: 0 })
        expect(statSync(realpathSync(join(closed, 'postgres'))).mode & 0o777).toBe(0o700)
        expect(lstatSync(join(closed, 'postgres')).isSymbolicLink()).toBe(true)
        await server.leave()
        // The same place at the next start, and not one that somebody else has opened.
        await (await join_(closed)).leave()
        expect(dirname(realpathSync(join(closed, 'postgres')))).toBe(place)
        chmodSync(place, 0o777)
        await expect(joinEmbedded(closed)).rejects.toThrow(/must belong to root/)
      }
      expect(places[0]).not.toBe(places[1])
    },
  )
})
