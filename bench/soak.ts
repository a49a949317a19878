/**
 * Runs a day of traffic in twenty minutes: articles are published all the time, every feed is polled once in the time that
 * represents an hour, and the memory of no process may grow after the warm-up. `--csv FILE` writes the samples to a file.
 */
import { writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { QueueName } from './chaos/servers.ts'
import { addFeeds, openStand, openWeb } from './stand/stand.ts'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '20' },
    hosts: { type: 'string', default: '500' },
    rate: { type: 'string', default: '20' },
    queue: { type: 'string', default: 'redis' },
    csv: { type: 'string' },
  },
})
const minutes = Number(values.minutes)
const hosts = Number(values.hosts)
/** Articles a second. If the machine cannot process that many, a backlog grows in Postgres. */
const rate = Number(values.rate)
const POLL_EVERY_MS = (minutes * 60_000) / 24
const SAMPLE_MS = 2_000
/** Share of the time after which code, caches and heaps no longer grow. */
const WARM_UP = 0.4
const MAX_GROWTH = 0.05

const web = await openWeb(hosts, Math.ceil(minutes * 60 * rate), rate)
const stand = await openStand(values.queue as QueueName)
const samples: { at: number; mb: Readonly<Record<string, number>> }[] = []
try {
  await stand.startWorkers({}, { NEWSLOOM_ALLOW_PORTS: `${web.port}` })
  await addFeeds(stand.pool, web, hosts)
  const started = performance.now()
  const elapsed = () => (performance.now() - started) / 60_000
  let polledAt = performance.now()
  while (elapsed() < minutes) {
    await sleep(SAMPLE_MS)
    samples.push({ at: elapsed(), mb: stand.nowMb() })
    if (performance.now() - polledAt < POLL_EVERY_MS) continue
    polledAt = performance.now()
    await stand.pool.query(
      `update feeds set next_poll_at = now() + make_interval(secs => random() * $1) where active`,
      [POLL_EVERY_MS / 2_000],
    )
  }
  const { rows } = await stand.pool.query<{ stage: string; count: number }>(
    'select stage, count(*)::bigint as count from articles group by 1 order by 2 desc',
  )
  console.log(`after ${minutes} minutes: ${rows.map(({ stage, count }) => `${count} ${stage}`).join(', ')}`)
} finally {
  await stand.close()
  await web.close()
}
if (values.csv) {
  const names = Object.keys(samples[0]?.mb ?? {})
  const lines = samples.map(({ at, mb }) =>
    [at.toFixed(2), ...names.map((name) => (mb[name] ?? 0).toFixed(1))].join(),
  )
  writeFileSync(values.csv, `${[['minute', ...names].join(), ...lines].join('\n')}\n`)
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
