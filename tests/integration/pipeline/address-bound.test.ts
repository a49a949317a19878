import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createHttpClient } from '../../../src/adapters/http/client.ts'
import { AddressBusyError } from '../../../src/adapters/http/error.ts'
import { httpGet } from '../../../src/adapters/http/request.ts'
import { createAddressBound } from '../../../src/pipeline/fetch/address-bound.ts'
import { pollFeed } from '../../../src/pipeline/poll/poll-feed.ts'
import { runStep } from '../../../src/pipeline/run-step.ts'
import { enqueueUrls } from '../../../src/pipeline/sources/enqueue.ts'
import { stages } from '../../../src/pipeline/stages.ts'
import { packageFile } from '../../../src/runtime/package-root.ts'
import { ensureHosts } from '../../../src/store/articles/articles.ts'
import { forgetIdleAddresses } from '../../../src/store/sources/address-pacing.ts'
import { addFeed } from '../../../src/store/sources/feeds.ts'
import { openNewsloom, type TestNewsloom } from '../../support/newsloom.ts'

const run = promisify(execFile)
const signal = new AbortController().signal
const page = '<!doctype html><html><title>A page</title><p>Some text of it.</p></html>'

/** A server that counts the requests it is answering, and answers after `answerMs` or when it is released. */
async function startCounting(answerMs = 0) {
  let now = 0
  let most = 0
  let lastAt = 0
  const hosts: string[] = []
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const server = createServer(async (request, response) => {
    if (request.url === '/robots.txt') return response.writeHead(404).end()
    hosts.push(request.headers.host ?? '')
    lastAt = Date.now()
    most = Math.max(most, ++now)
    await (answerMs ? sleep(answerMs) : released)
    now--
    return response.writeHead(200, { 'content-type': 'text/html' }).end(page)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    hosts,
    most: () => most,
    lastAt: () => lastAt,
    release,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

let server: Awaited<ReturnType<typeof startCounting>>
let deps: TestNewsloom
beforeEach(async () => {
  deps = await openNewsloom()
})
afterEach(async () => {
  await deps.close()
  await server.close()
})

/** These dependencies with a client for which every name is 127.0.0.1. */
function withOneAddress(bound: { atOnce: number; perSecond: number }) {
  let putOff = 0
  const http = createHttpClient({
    userAgent: 'newsloom-test/1',
    allowPrivate: true,
    allowPorts: [server.port],
    resolve: async () => [{ address: '127.0.0.1', family: 4 }],
    addressBound: createAddressBound(deps.pool, { ...bound, patienceMs: 0, onPutOff: () => void putOff++ }),
  })
  return { deps: { ...deps, http }, putOff: () => putOff }
}

describe('150 names that resolve to one address share its bound', () => {
  it('over two processes: requests at a time and a second', async () => {
    server = await startCounting(30)
    const bound = { atOnce: 5, perSecond: 40 }
    const names = Array.from({ length: 150 }, (_, i) => `n${i}.example.org`)
    const began = Date.now()
    const ask = async (part: readonly string[]) => {
      const what = { databaseUrl: deps.databaseUrl, port: server.port, names: part, ...bound }
      const { stdout } = await run(process.execPath, [
        packageFile('tests', 'support', 'servers', 'asks-names.ts'),
        JSON.stringify(what),
      ])
      return (JSON.parse(stdout) as { putOff: number }).putOff
    }
    const putOff = await Promise.all([ask(names.slice(0, 75)), ask(names.slice(75))])
    expect(new Set(server.hosts).size).toBe(150)
    // The first name is alone there when it is asked, and does not count.
    expect(server.most()).toBeLessThanOrEqual(bound.atOnce + 1)
    expect(server.lastAt() - began).toBeGreaterThanOrEqual((148 / bound.perSecond) * 1000)
    expect(putOff[0]! + putOff[1]!).toBeGreaterThan(0)
  })

  it('an article that has to wait for its address is put off, and counts as no trouble of its host', async () => {
    server = await startCounting()
    const shared = withOneAddress({ atOnce: 2, perSecond: 1_000 })
    const urls = Array.from({ length: 12 }, (_, i) => `http://h${i}.example.org:${server.port}/a`)
    // robots.txt first, so that only the pages are counted
    await deps.pool.query(
      `insert into hosts (host, robots_status, robots_fetched_at, robots_expires_at)
       select 'h' || i || '.example.org', 404, now(), now() + interval '1 day' from generate_series(0, 11) i`,
    )
    const { articleIds } = await enqueueUrls(shared.deps, urls)
    const done = runStep(shared.deps, stages.fetch, articleIds, signal)
    while (shared.putOff() < 9) await sleep(10)
    server.release()
    await done
    const { rows } = await deps.pool.query(
      `select a.stage, a.reason, a.parked_count, a.try_count, h.backoff_count, h.leased_until,
              h.next_allowed_at >= a.next_attempt_at as host_waits
       from articles a join hosts h on h.host = a.host where a.stage = 'discovered'`,
    )
    expect(rows.length).toBeGreaterThanOrEqual(9)
    for (const row of rows)
      expect(row).toEqual({
        stage: 'discovered',
        reason: 'host_busy',
        parked_count: 0,
        try_count: 0,
        backoff_count: 0,
        leased_until: null,
        host_waits: true,
      })
    expect(server.most()).toBeLessThanOrEqual(3)
  })

  it('a feed that has to wait is polled later, and has not failed', async () => {
    server = await startCounting()
    const shared = withOneAddress({ atOnce: 1, perSecond: 1_000 })
    const first = httpGet(shared.deps.http, `http://a.example.org:${server.port}/`)
    const second = httpGet(shared.deps.http, `http://b.example.org:${server.port}/`)
    while (server.hosts.length < 2) await sleep(10)
    await ensureHosts(deps.pool, ['c.example.org'])
    const { id } = await addFeed(deps.pool, {
      url: `http://c.example.org:${server.port}/feed`,
      urlKey: `c.example.org:${server.port}/feed`,
      host: 'c.example.org',
      kind: 'feed',
      outletId: null,
      title: null,
      active: true,
    })
    await pollFeed(shared.deps, id, signal)
    server.release()
    await Promise.all([first, second])
    const { rows } = await deps.pool.query(
      `select failure_score, last_error_code, last_polled_at, leased_until, next_poll_at > created_at as later from feeds`,
    )
    expect(rows).toEqual([
      { failure_score: 0, last_error_code: null, last_polled_at: null, leased_until: null, later: true },
    ])
  })
})

describe('an address', () => {
  const bound = { atOnce: 1, perSecond: 1_000 }

  it('is free for a name that is alone there, with www. and without', async () => {
    server = await startCounting()
    const { http } = withOneAddress(bound).deps
    const all = ['one.example.org', 'www.one.example.org', 'one.example.org'].map((name) =>
      httpGet(http, `http://${name}:${server.port}/`),
    )
    while (server.hosts.length < 3) await sleep(10)
    server.release()
    await Promise.all(all)
    expect(server.most()).toBe(3)
  })

  it('is the same in every spelling', async () => {
    server = await startCounting()
    const client = (address: string, family: 4 | 6) =>
      createHttpClient({
        userAgent: 'test',
        allowPrivate: true,
        allowPorts: [server.port],
        resolve: async () => [{ address, family }],
        addressBound: createAddressBound(deps.pool, { ...bound, patienceMs: 0 }),
      })
    const plain = client('127.0.0.1', 4)
    const mapped = client('::ffff:127.0.0.1', 6)
    const first = httpGet(plain, `http://a.example.org:${server.port}/`)
    const second = httpGet(mapped, `http://b.example.org:${server.port}/`)
    while (server.hosts.length < 2) await sleep(10)
    const third = httpGet(mapped, `http://c.example.org:${server.port}/`)
    await expect(third).rejects.toBeInstanceOf(AddressBusyError)
    server.release()
    await Promise.all([first, second])
    await Promise.all([plain.close(), mapped.close()])
  })

  it('is free again when the process that asked it is gone, and forgotten when nobody asks it', async () => {
    server = await startCounting(1)
    const { http } = withOneAddress(bound).deps
    const get = (name: string) => httpGet(http, `http://${name}.example.org:${server.port}/`)
    await get('a')
    await get('b')
    await deps.pool.query(`update address_pacing set leases = array[now() + interval '1 minute']`)
    await expect(get('c')).rejects.toBeInstanceOf(AddressBusyError)
    await deps.pool.query(`update address_pacing set leases = array[now() - interval '1 second']`)
    expect((await get('c')).status).toBe(200)
    expect(await forgetIdleAddresses(deps.pool, new Date(0))).toBe(0)
    expect(await forgetIdleAddresses(deps.pool, new Date(Date.now() + 60_000))).toBe(1)
  })
})
