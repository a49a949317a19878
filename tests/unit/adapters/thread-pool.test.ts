import { afterEach, expect, test } from 'vitest'
import {
  createThreadPool,
  TaskCrash,
  TaskTimeout,
  type ThreadPool,
} from '../../../src/adapters/threads/pool.ts'

let pool: ThreadPool<string, string> | undefined
afterEach(async () => {
  await pool?.close()
})

function threads(size: number, timeoutMs: number, patienceMs?: number): ThreadPool<string, string> {
  pool = createThreadPool(new URL('../../support/thread-tasks.ts', import.meta.url), {
    size,
    timeoutMs,
    maxMemoryMb: 64,
    ...(patienceMs === undefined ? {} : { patienceMs }),
  })
  return pool
}

test('a task that does not end is stopped, and the next one runs', async () => {
  const { run } = threads(1, 500)
  const hangs = run('hang')
  const next = run('fine')
  await expect(hangs).rejects.toBeInstanceOf(TaskTimeout)
  expect(await next).toBe('fine')
})

test('time in the queue and the start of a thread do not count', async () => {
  const { run } = threads(1, 1_500)
  const tasks = Array.from({ length: 4 }, (_, i) => `busy 600 ${i}`)
  expect(await Promise.all(tasks.map(run))).toEqual(tasks)
}, 60_000)

test('a pool with patience does short tasks in one thread', async () => {
  const { run } = threads(3, 60_000, 30_000)
  const ids = await Promise.all(Array.from({ length: 6 }, () => run('which')))
  expect(new Set(ids).size).toBe(1)
}, 60_000)

test('a pool with patience starts a further thread when a task is slow', async () => {
  const { run } = threads(2, 60_000, 100)
  const first = await run('which')
  const hangs = run('hang')
  hangs.catch(() => undefined)
  expect(await run('which')).not.toBe(first)
}, 60_000)

test('a task that needs more memory than its thread may have is a crash of that task alone', async () => {
  const { run } = threads(2, 60_000)
  const fills = run('fill')
  const fine = run('fine')
  await expect(fills).rejects.toBeInstanceOf(TaskCrash)
  expect(await fine).toBe('fine')
  expect(await run('again')).toBe('again')
}, 60_000)

test('a thread that ends is a crash, an error of the task is an error of the task', async () => {
  const { run } = threads(1, 60_000)
  await expect(run('leave')).rejects.toBeInstanceOf(TaskCrash)
  await expect(run('throw')).rejects.toThrow('out of range')
  await expect(run('throw')).rejects.not.toBeInstanceOf(TaskCrash)
  expect(await run('fine')).toBe('fine')
}, 60_000)

test('an entry that cannot be loaded is a crash, nobody waits for ever', async () => {
  pool = createThreadPool(new URL('../support/no-such-file.ts', import.meta.url), {
    size: 1,
    timeoutMs: 60_000,
  })
  await expect(pool.run('x')).rejects.toBeInstanceOf(TaskCrash)
  await expect(pool.run('x')).rejects.toBeInstanceOf(TaskCrash)
}, 60_000)

test('what waits when the pool closes is refused', async () => {
  const { run, close } = threads(1, 60_000)
  const hangs = run('hang')
  const waits = run('fine')
  hangs.catch(() => undefined)
  const refused = expect(waits).rejects.toThrow('closing')
  await close()
  await refused
  await expect(run('fine')).rejects.toThrow('closed')
})
