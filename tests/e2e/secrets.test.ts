import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { newsloom, temporaryFolder } from '../support/cli.ts'

const folder = temporaryFolder()
afterAll(() => folder.remove())
const home = join(folder.path, 'home')
const secrets = ['hunter2-of-the-database', 'redis-word-of-nobody', 'operator-token-to-guess']
const env = {
  NEWSLOOM_HOME: home,
  NEWSLOOM_LOG: 'debug',
  NEWSLOOM_OPERATOR_TOKEN: secrets[2]!,
}

describe('secrets are printed nowhere', () => {
  it('up prints an address for reading only, and logs no secret', async () => {
    const { code, stdout, stderr } = await newsloom(['up', '--once'], { env })
    expect(code).toBe(0)
    const owner = readFileSync(join(home, 'postgres.password'), 'utf8').trim()
    for (const secret of [...secrets, owner]) expect(stdout + stderr).not.toContain(secret)
    const [, address] = /psql '(postgres:\/\/[^']+)'/.exec(stdout)!
    expect(new URL(address!).username).toBe('news_reader')
    expect(new URL(address!).password).toBe(readFileSync(join(home, 'reader.password'), 'utf8'))
    const again = await newsloom(['up', '--once'], { env })
    // Who has it saved keeps it: a start makes no new one.
    expect(new URL(/psql '(postgres:\/\/[^']+)'/.exec(again.stdout)![1]!).password).toBe(
      new URL(address!).password,
    )
  })

  it.each([
    ['status'],
    ['status', '--debug'],
    ['worker', 'extract'],
    ['up', '--no-sample'],
    ['doctor', '--json'],
    ['load', '-'],
    ['migrate'],
  ])('%s %s says that the database is away, and not its password', async (...args) => {
    const away = {
      ...env,
      DATABASE_URL: `postgres://owner:${secrets[0]}@127.0.0.1:1/news`,
      REDIS_URL: `redis://:${secrets[1]}@127.0.0.1:1`,
    }
    const { code, stdout, stderr } = await newsloom(args, { env: away })
    expect(code).toBe(1)
    expect(stderr).toContain('127.0.0.1:1')
    for (const secret of secrets) expect(stdout + stderr).not.toContain(secret)
  })
})

describe('.env of the folder of the call', () => {
  it('is read by a command; the environment wins', async () => {
    writeFileSync(join(folder.path, '.env'), 'NEWSLOOM_PORT=70000\nNEWSLOOM_MIN_DELAY_MS=never\n')
    const { code, stderr } = await newsloom(['status'], { cwd: folder.path, env })
    expect(code).toBe(2)
    expect(stderr).toContain('NEWSLOOM_MIN_DELAY_MS')
    // Given by the environment of this test (port 0), and so not wrong.
    expect(stderr).not.toContain('NEWSLOOM_PORT')
  })
})
