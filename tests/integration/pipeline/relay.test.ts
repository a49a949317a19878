import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { startRelay } from '../../../src/pipeline/schedule/relay.ts'
import { enqueueUrls } from '../../../src/pipeline/sources/enqueue.ts'
import type { TestNewsloom } from '../../support/newsloom.ts'
import { openForEachTest } from '../../support/scripted-newsloom.ts'

let deps: TestNewsloom
openForEachTest((opened) => {
  deps = opened.deps
})

const leased = async (): Promise<string[]> => {
  const { rows } = await deps.pool.query<{ host: string }>(
    'select host from hosts where leased_until > now() order by host',
  )
  return rows.map(({ host }) => host)
}
const waiting = async () => (await deps.queues.counts('fetch')).waiting ?? 0

/** Waits until `read` gives what is expected: a busy machine is slow. */
async function untilEqual<Value>(read: () => Promise<Value>, expected: Value): Promise<void> {
  while (JSON.stringify(await read()) !== JSON.stringify(expected)) await sleep(50)
  expect(await read()).toEqual(expected)
}

test('a host that is free again gets its next article enqueued, and no other host does', async () => {
  await enqueueUrls(deps, ['https://quay.example/1', 'https://quay.example/2', 'https://bay.example/1'])
  const before = await waiting()
  const relay = startRelay(deps)
  relay.freed('quay.example', 0)
  await untilEqual(leased, ['quay.example'])
  await untilEqual(waiting, before + 1)
  // It is leased now: being told again changes nothing, while the other host gets its turn.
  relay.freed('quay.example', 0)
  relay.freed('bay.example', 100)
  await untilEqual(leased, ['bay.example', 'quay.example'])
  await untilEqual(waiting, before + 2)
  relay.close()
})

test('a host that must rest for longer, or that backs off, is left to the scheduler', async () => {
  await enqueueUrls(deps, ['https://slow.example/1', 'https://busy.example/1', 'https://quay.example/1'])
  await deps.pool.query(
    `update hosts set backoff_until = now() + interval '1 hour' where host = 'busy.example'`,
  )
  const relay = startRelay(deps)
  relay.freed('slow.example', 60_000)
  relay.freed('busy.example', 0)
  relay.freed('quay.example', 0)
  await untilEqual(leased, ['quay.example'])
  relay.close()
})
