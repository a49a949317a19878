import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { openTracer } from '../../../src/adapters/traces/tracer.ts'
import { packageFile } from '../../../src/runtime/package-root.ts'
import { newsloom as run } from '../../support/cli.ts'
import { openNewsloom } from '../../support/newsloom.ts'
import { startWorker } from '../../support/processes/worker-process.ts'
import { attribute, type OtlpSpan, startCollector } from '../../support/servers/otlp.ts'
import { startScriptedServer } from '../../support/servers/scripted-server.ts'

/** Several processes start, on a machine that may be busy. */
const SLOW_MS = 360_000

const endings: (() => unknown)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

const words = Array.from({ length: 150 }, (_, i) => `word${i}`).join(' ')

describe('traces', () => {
  it('are not made, and their library not loaded, where no SDK is', async () => {
    const askedFor: string[] = []
    const tracer = await openTracer(async () => {
      askedFor.push('key')
      return ''
    })
    expect([tracer, askedFor]).toEqual([undefined, []])
  })

  it(
    'join the steps of an article in several processes, and lead to the jobs that did them',
    async () => {
      const collector = await startCollector()
      endings.push(collector.close)
      const site = await startScriptedServer()
      endings.push(site.close)
      site.set('/feed.xml', {
        headers: { 'content-type': 'application/rss+xml' },
        body: `<rss version="2.0"><channel><title>T</title><item><title>A title</title><link>${site.url}/a</link></item></channel></rss>`,
      })
      site.set('/a', { body: `<article><h1>A title</h1><p>${words}</p></article>` })
      const newsloom = await openNewsloom('postgres', {}, { workers: 0 })
      endings.push(() => newsloom.close())
      const env = {
        ...newsloom.env,
        NEWSLOOM_ALLOW_PRIVATE: 'true',
        NEWSLOOM_ALLOW_PORTS: String(site.port),
        NEWSLOOM_MIN_DELAY_MS: '0',
        NODE_OPTIONS: `--import ${pathToFileURL(packageFile('deploy', 'tracing', 'register.mjs'))}`,
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      }
      const added = await run(['feed', 'add', `${site.url}/feed.xml`, '--yes'], { env })
      expect([added.code, added.stderr]).toEqual([0, expect.any(String)])
      const loaded = await run(['load', '-'], {
        env,
        stdin: JSON.stringify({ url: 'https://a.example/1', title: 'T', body: words.replaceAll('w', 'v') }),
      })
      expect([loaded.code, loaded.stderr]).toEqual([0, expect.any(String)])
      const workers = [
        await startWorker(['scheduler', 'poll', 'fetch'], env),
        await startWorker(['extract', 'cluster'], env),
      ]
      for (const worker of workers) endings.push(worker.kill)
      const clustered = async () =>
        (await newsloom.pool.query(`select id, url from articles where stage = 'clustered' order by url`))
          .rows as { id: number; url: string }[]
      while ((await clustered()).length < 2) await sleep(100)
      expect(await Promise.all(workers.map((worker) => worker.stop()))).toEqual([0, 0])

      const ofArticle = (id: number) =>
        collector.spans.filter((span) => attribute(span, 'newsloom.article_id') === String(id))
      const [fetched, given] = (await clustered()).map(({ id }) => ofArticle(id)) as [OtlpSpan[], OtlpSpan[]]
      const names = (spans: readonly OtlpSpan[]) => [...new Set(spans.map(({ name }) => name))].sort()
      expect(names(fetched)).toEqual(['cluster', 'discover', 'extract', 'fetch'])
      expect(names(given)).toEqual(['cluster', 'extract', 'load'])
      // One trace each, with one parent, and another for the other.
      const [one, other] = [fetched, given].map((spans) => [
        ...new Set(spans.map(({ traceId, parentSpanId }) => `${traceId} ${parentSpanId}`)),
      ])
      expect([one!.length, other!.length, one![0] === other![0]]).toEqual([1, 1, false])
      expect(fetched.map((span) => attribute(span, 'newsloom.outcome'))).toContain('done')
      // Each step links to the job that did it, which has a trace of its own.
      const jobOf = ({ links = [] }: OtlpSpan) =>
        collector.spans.find(({ spanId }) => spanId === links[0]?.spanId)?.name
      expect(new Set(fetched.map(jobOf))).toEqual(
        new Set(['poll', 'fetch job', 'extract job', 'cluster job']),
      )
    },
    SLOW_MS,
  )
})
