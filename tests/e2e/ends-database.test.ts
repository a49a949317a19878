import { afterAll, beforeAll, describe, it } from 'vitest'
import { joinEmbedded } from '../../src/adapters/embedded/join.ts'
import { temporaryFolder } from '../support/cli.ts'
import { calls, services, withDatabase } from '../support/processes/command-calls.ts'
import {
  commandRunner,
  cpuSeconds,
  faultsOf,
  type StartOptions,
} from '../support/processes/command-process.ts'
import { type PgProxy, startPgProxy } from '../support/servers/pg-proxy.ts'

// A database that goes away in the middle of a command, or says nothing more.

/** What tells an end from a hang, on a machine that has much else to do: alone each takes some 15 s. */
const HANGS_AFTER_MS = 90_000
const OUR_SENTENCE = /the database at .* has gone away: .{10}|cannot reach the database at .*: .{10}/
const home = temporaryFolder()
let server: Awaited<ReturnType<typeof joinEmbedded>>
let runner: ReturnType<typeof commandRunner>
const proxies: PgProxy[] = []

beforeAll(async () => {
  server = await joinEmbedded(home.path)
  runner = commandRunner({ HOME: home.path, DATABASE_URL: server.url })
  const { code, stderr } = await runner.start(['migrate']).ended
  if (code !== 0) throw new Error(stderr)
})
afterAll(async () => {
  runner.close()
  for (const proxy of proxies) await proxy.close()
  await server.leave()
  home.remove()
})

/** Runs a command through a proxy that is given each message of the command before it is passed on. */
async function through(
  args: readonly string[],
  onMessage: (text: string, proxy: PgProxy) => void,
  options: StartOptions = {},
) {
  const proxy: PgProxy = await startPgProxy({
    target: () => server.port,
    onMessage: (text) => {
      onMessage(text, proxy)
      return true
    },
  })
  proxies.push(proxy)
  const command = runner.start(args, { ...options, env: { DATABASE_URL: proxy.through(server.url) } })
  return { ...command, proxy }
}

/** What happens to the database. */
const troubles = {
  'goes silent': (proxy: PgProxy) => proxy.partition(true),
  'goes away': (proxy: PgProxy) => void proxy.close(),
} as const

describe.concurrent.each(Object.keys(troubles) as (keyof typeof troubles)[])(
  'a database that %s',
  (trouble) => {
    /** How a command ends that lost its database; the time is counted from the loss. */
    const goesAway = async (
      args: readonly string[],
      meets: (count: number, text: string) => boolean,
      options: StartOptions = {},
    ) => {
      let count = 0
      let lostAtMs: number | undefined
      const run = await through(
        args,
        (text, proxy) => {
          if (lostAtMs !== undefined || !meets(++count, text)) return
          lostAtMs = performance.now()
          troubles[trouble](proxy)
        },
        options,
      )
      const { code, stderr } = await run.ended
      return { code, stderr, lost: lostAtMs !== undefined, tookMs: performance.now() - (lostAtMs ?? 0) }
    }

    it.for(withDatabase.filter((name) => !services.includes(name)))(
      'half way ends %s with 1, our own sentence, and does not hang',
      async (name, { expect }) => {
        // The first time (load, enqueue, seed) takes more messages than the same again, and half of those may never come again.
        await (await through(calls[name]!.args, () => {})).ended
        let messages = 0
        await (await through(calls[name]!.args, () => void messages++)).ended
        const { code, stderr, lost, tookMs } = await goesAway(
          calls[name]!.args,
          (count) => count >= Math.floor(messages / 2),
        )
        expect(lost).toBe(true)
        expect(stderr).toMatch(OUR_SENTENCE)
        expect(faultsOf(stderr)).toEqual([])
        expect(code).toBe(1)
        expect(tookMs).toBeLessThan(HANGS_AFTER_MS)
      },
    )

    it.for(services)('while it starts ends %s with 1 and our own sentence', async (name, { expect }) => {
      let reached = false
      const { code, stderr, lost } = await goesAway(calls[name]!.args, (_, text) => {
        const before = reached
        reached ||= text.includes('select 1\0')
        return before
      })
      expect(lost).toBe(true)
      expect(stderr).toMatch(OUR_SENTENCE)
      expect(faultsOf(stderr)).toEqual([])
      expect(code).toBe(1)
    })

    it('ends what waits for more with 1 and our own sentence', async ({ expect }) => {
      const cases = [
        await through(['tail'], () => {}),
        await through(['load', '-'], () => {}, { stdin: 'open' }),
      ]
      cases[1]!.child.stdin!.write('{"id":"1","title":"One","body":"A row that is loaded before."}\n')
      await cases[0]!.says('database:')
      for (const { proxy } of cases) troubles[trouble](proxy)
      for (const { code, stderr } of await Promise.all(cases.map(({ ended }) => ended))) {
        expect(stderr).toMatch(OUR_SENTENCE)
        expect(faultsOf(stderr)).toEqual([])
        expect(code).toBe(1)
      }
    })
  },
)

describe.concurrent('a worker that has started', () => {
  it('outlives a database that goes away: it waits without burning CPU and ends by a signal with 0', async ({
    expect,
  }) => {
    const { child, says, ended, proxy } = await through(
      ['worker', 'scheduler', 'extract', 'cluster', 'notify'],
      () => {},
    )
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
