import { expect, test } from 'vitest'
import { runStep } from '../../../src/pipeline/run-step.ts'
import { dispatchRound } from '../../../src/pipeline/schedule/dispatch.ts'
import { enqueueUrls } from '../../../src/pipeline/sources/enqueue.ts'
import { stages } from '../../../src/pipeline/stages.ts'
import { openNewsloom } from '../../support/newsloom.ts'
import { startHostileServer } from '../../support/servers/hostile-server.ts'

const signal = new AbortController().signal

test('half a page is asked for three more times and never stored', async () => {
  const server = await startHostileServer()
  const deps = await openNewsloom('postgres', {
    allowPrivate: true,
    allowPorts: [server.port],
    minDelayMs: 0,
  })
  try {
    const { articleIds } = await enqueueUrls(deps, [`${server.url}/too-long`])
    const fates: unknown[] = []
    for (let i = 0; i < 4; i++) {
      await runStep(deps, stages.fetch, articleIds, signal)
      fates.push((await deps.pool.query('select stage, reason from articles')).rows[0])
    }
    const parked = { stage: 'discovered', reason: 'connection_reset' }
    expect(fates).toEqual([parked, parked, parked, { stage: 'failed', reason: 'bad_response' }])
    expect((await deps.pool.query('select 1 from documents')).rowCount).toBe(0)
  } finally {
    await deps.close()
    await server.close()
  }
})

test('an archive keeps to its budget, and live news goes past it', async () => {
  const deps = await openNewsloom()
  try {
    const archive = Array.from({ length: 200 }, (_, i) => `https://archive${i}.example/old`)
    await enqueueUrls(deps, archive, { backfill: true })
    const budget = stages.fetch.concurrency / 4
    expect((await dispatchRound(deps)).fetches).toBe(budget)
    expect((await dispatchRound(deps)).fetches).toBe(0)
    await enqueueUrls(deps, ['https://live.example/now'])
    expect((await dispatchRound(deps)).fetches).toBe(1)
  } finally {
    await deps.close()
  }
})
