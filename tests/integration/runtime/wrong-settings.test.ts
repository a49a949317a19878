import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseRedisAddress } from '../../../src/adapters/redis/address.ts'
import { checkRedis } from '../../../src/adapters/redis/check.ts'
import { cloneDatabase, type TestDatabase } from '../../support/database.ts'
import { redisMissing } from '../../support/newsloom.ts'
import { commandRunner, faultsOf } from '../../support/processes/command-process.ts'
import { type SettingsServers, startSettingsServers } from '../../support/settings/servers.ts'
import { wrongDatabases } from '../../support/settings/wrong-databases.ts'
import { wrongDocuments } from '../../support/settings/wrong-documents.ts'
import { wrongRedis } from '../../support/settings/wrong-redis.ts'

const wrongSettings = [...wrongDatabases, ...wrongRedis, ...wrongDocuments]

/** What tells an end from a hang on a machine that has much else to do: alone each takes 1 to 9 s. */
const HANGS_AFTER_MS = 90_000

let database: TestDatabase
let servers: SettingsServers
let runner: ReturnType<typeof commandRunner>
const endings: (() => unknown)[] = []

beforeAll(async () => {
  database = await cloneDatabase()
  endings.push(() => database.drop())
  servers = await startSettingsServers(endings)
  runner = commandRunner({ DATABASE_URL: database.url })
}, 300_000)
afterAll(async () => {
  runner?.close()
  for (const end of endings.reverse()) await end()
})

describe('a worker refuses at its start, in one sentence and without a password in it,', () => {
  it.concurrent.for(wrongSettings)('$what', async ({ env, sentence, missing }, { skip, expect }) => {
    const lacks = missing?.() ?? false
    skip(lacks !== false, `no ${lacks}`)
    const began = performance.now()
    const { code, stderr } = await runner.start(['worker', 'extract'], { env: env(servers) }).ended
    expect(stderr).toMatch(sentence)
    expect(stderr).not.toContain('hush')
    expect(faultsOf(stderr)).toEqual([])
    expect([1, 2]).toContain(code)
    expect(performance.now() - began).toBeLessThan(HANGS_AFTER_MS)
  })

  it('at least 25 kinds of wrong settings', () => {
    expect(new Set(wrongSettings.map(({ what }) => what)).size).toBeGreaterThanOrEqual(25)
  })
})

describe('what is right beside them is accepted:', () => {
  it.each(['require', 'verify-full'])('TLS with sslrootcert and sslmode=%s', async (mode) => {
    const url = `${servers.tls.url}?sslmode=${mode}&sslrootcert=${servers.caFile}`
    const worked = await runner.start(['migrate'], { env: { DATABASE_URL: url } }).ended
    expect([worked.code, worked.stderr]).toEqual([0, expect.any(String)])
    const child = runner.start(['worker', 'extract'], { env: { DATABASE_URL: url } })
    await child.says('"msg":"started"')
    const { rows } = await servers.tls.ask(
      `select bool_and(ssl) as all_by_tls from pg_stat_ssl join pg_stat_activity using (pid)
       where application_name like 'newsloom%'`,
    )
    expect(rows).toEqual([{ all_by_tls: true }])
    child.child.kill('SIGTERM')
    expect((await child.ended).code).toBe(0)
  })

  it('Redis with its password, by Sentinels, as a cluster of which one named host is gone, and by TLS', async ({
    skip,
  }) => {
    skip(redisMissing(), 'no redis-server')
    const { locked, sentinels, cluster, freePort, redisTlsPort, caFile } = servers
    const listed = cluster!.url.slice('redis+cluster://'.length)
    for (const url of [
      `redis://:hush@127.0.0.1:${locked!.port}`,
      sentinels!.url,
      cluster!.url,
      `redis+cluster://127.0.0.1:${freePort},${listed}`,
    ])
      await expect(checkRedis(parseRedisAddress(url))).resolves.toBeUndefined()
    const child = runner.start(['worker', 'extract'], {
      env: { REDIS_URL: `rediss://localhost:${redisTlsPort}`, NODE_EXTRA_CA_CERTS: caFile },
    })
    await child.says('"msg":"started"')
    child.child.kill('SIGTERM')
    expect((await child.ended).code).toBe(0)
  })
})
