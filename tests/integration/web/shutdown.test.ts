import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packageFile } from '../../../src/runtime/package-root.ts'
import { cloneDatabase, type TestDatabase } from '../../support/database.ts'
import { freePort } from '../../support/servers/redis.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await cloneDatabase()
})
afterAll(() => database.drop())

describe('the web worker', () => {
  it('ends on SIGTERM while somebody watches the pipeline live', async () => {
    const port = await freePort()
    const child = spawn(process.execPath, [packageFile('workers', 'web.ts')], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        PATH: process.env.PATH ?? '',
        DATABASE_URL: database.url,
        NEWSLOOM_PORT: `${port}`,
        NEWSLOOM_LOG: 'info',
      },
    })
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
    try {
      await new Promise<void>((resolve) => {
        createInterface({ input: child.stderr! }).on('line', (line) => {
          if (line.includes('"started"')) resolve()
        })
      })
      const events = await fetch(`http://127.0.0.1:${port}/pipeline/events`)
      const reader = events.body!.getReader()
      expect(new TextDecoder().decode((await reader.read()).value)).toContain('event: state')
      child.kill('SIGTERM')
      // The stream ends with the process, cleanly or not; a process that stays runs into the test's own limit.
      let done = false
      while (!done)
        done = await reader.read().then(
          (read) => read.done,
          () => true,
        )
      expect(await ended).toBe(0)
    } finally {
      child.kill('SIGKILL')
    }
  }, 30_000)
})
