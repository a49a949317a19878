/** Measures the same work with 1, 2, 4 and 8 processes each of fetch, extract and cluster: throughput and CPU time. */
import { parseArgs } from 'node:util'
import type { QueueName } from './chaos/servers.ts'
import { measureThroughput } from './stand/throughput.ts'

const { values } = parseArgs({
  options: {
    hosts: { type: 'string', default: '500' },
    articles: { type: 'string', default: '3000' },
    processes: { type: 'string', default: '1,2,4,8' },
    queue: { type: 'string', default: 'redis' },
  },
})

console.log('processes of a stage | articles/s | CPU ms an article | of it Postgres | of it Redis')
for (const count of values.processes.split(',').map(Number)) {
  const result = await measureThroughput({
    queue: values.queue as QueueName,
    hosts: Number(values.hosts),
    articles: Number(values.articles),
    counts: { fetch: count, extract: count, cluster: count },
    // More processes than cores share the cores.
    env: { NEWSLOOM_EXTRACT_THREADS: '1' },
  })
  const of = (name: string) => (result.cpuMsByProcess[name] ?? 0).toFixed(2)
  console.log(
    `${count} | ${result.articlesPerS.toFixed(1)} | ${result.cpuMsPerArticle.toFixed(2)} | ${of('postgres server')} | ${of('redis server')}`,
  )
}
