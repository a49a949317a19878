import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { transaction } from '../../../src/adapters/postgres/db.ts'
import { packageFile } from '../../../src/runtime/package-root.ts'
import { LeaseLostError } from '../../../src/runtime/workers/fence.ts'
import { holdLeadership, type Leadership } from '../../../src/runtime/workers/leader.ts'
import { every, type Loop } from '../../../src/runtime/workers/loop.ts'
import { openNewsloom, type TestNewsloom } from '../../support/newsloom.ts'

let deps: TestNewsloom
const loops: Loop[] = []
const children: ChildProcess[] = []

beforeEach(async () => {
  deps = await openNewsloom()
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await Promise.all(loops.splice(0).map((loop) => loop.close(5_000)))
  await deps.close()
})

const until = async (met: () => Promise<boolean> | boolean) => {
  while (!(await met())) await new Promise((resolve) => setTimeout(resolve, 20))
}
const leaseOf = async (role: string) => {
  const { rows } = await deps.pool.query<{ epoch: number; holder: number | null; renewed_at: Date }>(
    'select epoch, holder, renewed_at from leases where role = $1',
    [role],
  )
  return rows[0]
}
/** Holds a role with work that does nothing but say that it runs. */
function contend(
  of: TestNewsloom,
  role: string,
  leaseS: number,
  work: (leadership: Leadership) => Promise<void> = async () => {},
  intervalMs = 50,
) {
  const seen = { leads: 0 }
  const loop = holdLeadership(of, role, leaseS, (leadership) => {
    seen.leads++
    return every(intervalMs, of.log, role, () => work(leadership), leadership)
  })
  loops.push(loop)
  return { seen, loop }
}

async function startScheduler(leaseS: number): Promise<{ child: ChildProcess; log: string[] }> {
  const child = spawn(process.execPath, [packageFile('workers', 'scheduler.ts')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env.PATH ?? '', ...deps.env, NEWSLOOM_LEASE_S: String(leaseS) },
  })
  children.push(child)
  const log: string[] = []
  createInterface({ input: child.stderr! }).on('line', (line) => log.push(line))
  await until(() => log.some((line) => line.includes('scheduler leads')))
  return { child, log }
}

describe('a role that one process leads in', () => {
  it('is taken over at once from a leader that closes', async () => {
    const first = contend(deps, 'r', 600)
    await until(() => first.seen.leads === 1)
    const spare = contend(deps, 'r', 600)
    await first.loop.close(5_000)
    await until(() => spare.seen.leads === 1)
    expect(await leaseOf('r')).toMatchObject({ epoch: 2, holder: deps.processKey })
  })

  it('stays with a leader whose rounds are far apart: its loop renews while it waits', async () => {
    const leader = contend(deps, 'r', 1, async () => {}, 600_000)
    await until(() => leader.seen.leads === 1)
    const spare = contend(deps, 'r', 1)
    const times = new Set<number>()
    await until(async () => times.add((await leaseOf('r'))!.renewed_at.getTime()).size > 8)
    expect(spare.seen.leads).toBe(0)
    expect(await leaseOf('r')).toMatchObject({ epoch: 1 })
  })

  it('stays with a leader that waits for a long statement', async () => {
    let done = 0
    const leader = contend(deps, 'r', 1, async ({ deps: fenced }) => {
      await fenced.pool.query('select pg_sleep(3)')
      done++
    })
    await until(() => leader.seen.leads === 1)
    const spare = contend(deps, 'r', 1)
    await until(() => done === 1)
    expect(spare.seen.leads).toBe(0)
  })

  it('goes to a spare when the leader is stuck, and the old leader writes nothing more', async () => {
    await deps.pool.query('create table written (by text)')
    let wake = () => {}
    const stuck = new Promise<void>((resolve) => {
      wake = resolve
    })
    const refused: unknown[] = []
    const old = contend(deps, 'r', 1, async ({ deps: fenced }) => {
      await stuck
      for (const write of [
        () => fenced.pool.query(`insert into written values ('old')`),
        () => transaction(fenced.pool, (tx) => tx.query(`insert into written values ('old')`)),
        () => fenced.queues.enqueue('extract', [1]),
      ])
        await write().catch((error: unknown) => refused.push(error))
      await new Promise(() => {})
    })
    await until(() => old.seen.leads === 1)
    const spare = contend(deps, 'r', 1)
    await until(() => spare.seen.leads === 1)
    wake()
    await until(() => refused.length === 3)
    for (const error of refused) expect(error).toBeInstanceOf(LeaseLostError)
    expect((await deps.pool.query('select * from written')).rows).toEqual([])
    expect(await deps.queues.waiting('extract')).toBe(0)
  })

  it('an open transaction of a leader that was replaced is rolled back', async () => {
    await deps.pool.query('create table written (by text)')
    let failure: unknown
    let wake = () => {}
    const replaced = new Promise<void>((resolve) => {
      wake = resolve
    })
    const old = contend(deps, 'r', 1, async ({ deps: fenced }) => {
      failure = await transaction(fenced.pool, async (tx) => {
        await tx.query(`insert into written values ('old')`)
        await replaced
      }).catch((error: unknown) => error)
      await new Promise(() => {})
    })
    await until(() => old.seen.leads === 1)
    const spare = contend(deps, 'r', 1)
    await until(() => spare.seen.leads === 1)
    wake()
    await until(() => failure !== undefined)
    expect(failure).toBeInstanceOf(LeaseLostError)
    expect((await deps.pool.query('select * from written')).rows).toEqual([])
  })

  it('goes to a spare long before it expires when the process of the leader has ended', async () => {
    await deps.pool.query(
      `insert into leases (role, holder, expires_at) values ('r', 1, now() + interval '1 hour')`,
    )
    const spare = contend(deps, 'r', 600)
    await until(() => spare.seen.leads === 1)
    expect(await leaseOf('r')).toMatchObject({ epoch: 2, holder: deps.processKey })
  })
})

describe('a scheduler that is frozen', () => {
  it('is replaced by the spare, and steps down when it wakes', async () => {
    const { child, log } = await startScheduler(2)
    const frozen = await leaseOf('scheduler')
    const spare = contend(deps, 'scheduler', 2)
    child.kill('SIGSTOP')
    await until(() => spare.seen.leads === 1)
    expect((await leaseOf('scheduler'))!.holder).not.toBe(frozen!.holder)
    child.kill('SIGCONT')
    await until(() => log.some((line) => line.includes('no longer leads')))
    expect(await leaseOf('scheduler')).toMatchObject({ epoch: 2, holder: deps.processKey })
    // It is a spare now: when the other one closes, it leads again.
    await spare.loop.close(5_000)
    await until(() => log.filter((line) => line.includes('scheduler leads')).length === 2)
    expect((await leaseOf('scheduler'))!.holder).toBe(frozen!.holder)
  })
})
