/** Memory over time: the pipeline works through one made-up web after the other; every process must stay flat after warm-up. */
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { QueueName } from './chaos/house.ts'
import { addFeeds, openStand, openWeb } from './stand/stand.ts'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '20' },
    hosts: { type: 'string', default: '500' },
    queue: { type: 'string', default: 'redis' },
  },
})
const minutes = Number(values.minutes)
const hosts = Number(values.hosts)
/** More than any machine gets through in the time. */
const articles = Math.ceil(minutes * 60 * 1_000)
/** Of the time: code, caches and heaps have found their size by then. */
const WARM_UP = 0.4
const MAX_GROWTH = 0.05

const web = await openWeb(hosts, articles)
const stand = await openStand(values.queue as QueueName)
const samples: { at: number; mb: Readonly<Record<string, number>> }[] = []
try {
  await stand.startWorkers({}, { NEWSLOOM_ALLOW_PORTS: `${web.port}` })
  await addFeeds(stand.pool, web, hosts)
  const started = performance.now()
  const elapsed = () => (performance.now() - started) / 60_000
  while (elapsed() < minutes) {
    await sleep(2_000)
    samples.push({ at: elapsed(), mb: stand.nowMb() })
  }
  const { rows } = await stand.pool.query<{ count: number }>(
    `select count(*)::bigint as count from articles where stage = 'clustered'`,
  )
  console.log(`${rows[0]!.count} articles in ${minutes} minutes`)
} finally {
  await stand.close()
  await web.close()
}

let grew = false
for (const name of Object.keys(samples[0]?.mb ?? {})) {
  const warm = samples.filter(({ at }) => at > minutes * WARM_UP).map(({ mb }) => mb[name] ?? 0)
  const third = Math.max(1, Math.floor(warm.length / 3))
  const [early, late] = [middle(warm.slice(0, third)), middle(warm.slice(-third))]
  const growth = late / early - 1
  if (growth > MAX_GROWTH) grew = true
  console.log(
    `${name.padEnd(16)} ${early.toFixed(0)} → ${late.toFixed(0)} MB, ${(growth * 100).toFixed(1)} %`,
  )
}
process.exitCode = grew ? 1 : 0

function middle(list: readonly number[]): number {
  return [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0
}
