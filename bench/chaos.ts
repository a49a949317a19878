// npm run chaos: tests that nothing is lost and no effect happens twice, whichever process or server ends at any moment.
// See docs/how-it-works/reliability.md.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { upgraded, wrongClocks } from './chaos/attack-clocks.ts'
import { compressedDay } from './chaos/attack-day.ts'
import { frozenScheduler, killedPostmaster, vanishedMachine } from './chaos/attack-frozen.ts'
import { enqueuedThrice, redelivered } from './chaos/attack-jobs.ts'
import { calm, kills, poisoned, terminated } from './chaos/attack-processes.ts'
import { diskFull, parted, postgresHurt, redisLost } from './chaos/attack-servers.ts'
import { hostileTexts } from './chaos/attack-texts.ts'
import type { Result, Scale, Setup } from './chaos/run.ts'
import { openPostgres, openRedis, type PostgresServer, type QueueName } from './chaos/servers.ts'
import { killAllProcesses } from './chaos/worker-processes.ts'

const scales = {
  short: {
    articles: 72,
    disturbed: 72,
    hosts: 24,
    kills: 1,
    // A run of seconds has as many kills at step boundaries as a full run, each followed by the start of a process.
    timed: false,
    redisLosses: 1,
    postgresRestarts: 1,
    backendKills: 4,
    partitionsS: [],
    terms: 1,
    besidePoison: 0,
    redelivered: 60,
    workers: [1, 4],
    patienceMs: 300_000,
  },
  tenth: {
    // Each step boundary is one kill at any scale: these 18 kills for 3,000 articles correspond to 63 for 10,000.
    articles: 3_000,
    disturbed: 1_000,
    hosts: 40,
    kills: 5,
    timed: true,
    redisLosses: 1,
    postgresRestarts: 2,
    backendKills: 5,
    partitionsS: [5, 20],
    terms: 4,
    besidePoison: 200,
    redelivered: 400,
    workers: [1, 4, 16],
    patienceMs: 300_000,
  },
  full: {
    articles: 10_000,
    disturbed: 5_000,
    hosts: 200,
    kills: 50,
    timed: true,
    redisLosses: 3,
    postgresRestarts: 5,
    backendKills: 50,
    partitionsS: [5, 20, 60],
    terms: 20,
    besidePoison: 2_000,
    redelivered: 4_000,
    workers: [1, 4, 16],
    patienceMs: 1_800_000,
  },
} as const satisfies Record<string, Scale>

const attackNames = [
  'kills',
  'redis',
  'postgres',
  'frozen',
  'vanished',
  'postmaster',
  'partitions',
  'redelivery',
  'sigterm',
  'poison',
  'disk',
  'clocks',
  'upgrade',
  'texts',
  'day',
  'oracle',
] as const

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
    queue: { type: 'string' },
    only: { type: 'string' },
    seed: { type: 'string', default: '1' },
    older: { type: 'string' },
    log: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  console.log(
    `npm run chaos -- [--short | --full] [--queue postgres|redis] [--only ${attackNames.join(',')}] [--seed N] [--older DIR] [--log FILE]`,
  )
  process.exit(0)
}
const scale = scales[values.short ? 'short' : values.full ? 'full' : 'tenth']
const only = values.only?.split(',')
const seed = Number(values.seed)
const wants = (name: (typeof attackNames)[number]) => !only || only.includes(name)
const say = (line: string) => {
  console.error(line)
  keep?.('chaos', line)
}
const log = values.log ? createWriteStream(values.log) : undefined
const keep = log && ((worker: string, line: string) => void log.write(`${Date.now()} ${worker} ${line}\n`))

const results: Result[] = []
const started = performance.now()
let trouble: string | undefined
const redis = values.queue === 'postgres' ? undefined : await openRedis()
const servers: PostgresServer[] = []
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, async () => {
    killAllProcesses()
    await closeAll()
    console.log('\nchaos: interrupted')
    process.exit(1)
  })
try {
  const setups: Setup[] = []
  for (const queue of queuesToTest()) {
    const postgres = await openPostgres()
    servers.push(postgres)
    setups.push({ queue, postgres, redis, scale, seed, say, keep })
  }
  // Runs whose time is measured run alone. The others mostly wait, so both queues run at once, each with its own Postgres.
  if (scale.timed) for (const setup of setups) await attackByKills(setup)
  else await Promise.all(setups.map(attackByKills))
  await Promise.all(setups.map(attackOtherwise))
} catch (error) {
  trouble = (error as Error).stack ?? String(error)
} finally {
  killAllProcesses()
  await closeAll()
}
finish()

function queuesToTest(): QueueName[] {
  if (values.queue === 'postgres') return ['postgres']
  if (!redis) {
    if (values.queue === 'redis') throw new Error('there is no redis-server on the PATH')
    say('no redis-server on the PATH: only the Postgres queue is tried')
    return ['postgres']
  }
  return values.queue === 'redis' ? ['redis'] : ['postgres', 'redis']
}

async function closeAll(): Promise<void> {
  await redis?.close()
  for (const postgres of servers) await postgres.close()
}

function note(result: Result): void {
  results.push(result)
  const broken = result.promises.filter(({ kept }) => !kept).map(({ promise }) => promise)
  say(
    `${broken.length ? 'BROKEN' : 'kept  '} ${result.attack}: ${result.tried}: ${result.found}${broken.length ? ` (${broken.join('; ')})` : ''}`,
  )
  for (const example of result.examples) say(`         ${example}`)
  // The first broken promise ends the run: later results would be hard to interpret.
  if (broken.length && !only) throw new Error(`${result.attack}: ${broken.join('; ')}`)
}

async function attackByKills(setup: Setup): Promise<void> {
  if (!wants('kills')) return
  const baseline = await calm(setup)
  note(baseline)
  note(await kills(setup, baseline))
}

async function attackOtherwise(setup: Setup): Promise<void> {
  // Attacks that hardly involve the queue run on one of the two queues, except in a full run.
  const here = (queue: QueueName) => setup.scale === scales.full || setup.queue === queue || values.queue
  if (wants('redis') && setup.queue === 'redis') note(await redisLost(setup))
  if (wants('postgres')) note(await postgresHurt(setup))
  if (wants('frozen')) note(await frozenScheduler(setup))
  if (wants('vanished')) note(await vanishedMachine(setup))
  if (wants('postmaster') && here('postgres')) note(await killedPostmaster(setup))
  if (wants('partitions') && setup.scale.partitionsS.length) note(await parted(setup))
  if (wants('redelivery')) {
    note(await redelivered(setup))
    if (setup.scale.timed) note(await enqueuedThrice(setup))
  }
  if (wants('sigterm')) note(await terminated(setup))
  if (wants('poison') && setup.scale.besidePoison && here('postgres')) note(await poisoned(setup))
  if (wants('disk') && setup.scale.timed && here('redis')) {
    const full = await diskFull(setup)
    if (full) note(full)
    else say('left out: disk full (no right to mount a small disk)')
  }
  if (wants('clocks') && setup.scale.timed && here('postgres')) note(await wrongClocks(setup))
  if (wants('upgrade') && values.older) note(await upgraded(setup, values.older))
  if (wants('texts') && here('postgres')) note(await hostileTexts(setup))
  if (wants('day') && here('postgres')) note(await compressedDay(setup))
  if (wants('oracle')) note(await proveOracle(setup))
}

/** The same check of a pipeline without its guarded transition must fail. */
async function proveOracle(setup: Setup): Promise<Result> {
  const here = fileURLToPath(import.meta.url)
  const breakGuard = fileURLToPath(new URL('./chaos/break-guard.ts', import.meta.url))
  const child = spawn(
    process.execPath,
    ['--import', breakGuard, here, '--short', '--only', 'redelivery', '--queue', setup.queue],
    { stdio: ['ignore', 'ignore', 'pipe'], timeout: 300_000 },
  )
  const [[status], stderr] = await Promise.all([once(child, 'exit'), text(child.stderr)])
  const caught = status === 1 && /BROKEN delivered three times/.test(stderr)
  const line = /BROKEN[^\n]*/.exec(stderr)?.[0]
  return {
    attack: `the guard taken out (${setup.queue})`,
    tried: 'a pipeline without its guarded transition',
    found: caught ? `caught${line ? `: ${line.slice(line.lastIndexOf('('))}` : ''}` : 'NOT caught',
    lost: 0,
    double: 0,
    halfWritten: 0,
    examples: caught ? [] : [stderr.slice(-600)],
    promises: [{ promise: 'the oracle can fail', kept: caught }],
  }
}

function finish(): never {
  const rows = results.map((r) => [
    r.attack,
    r.tried,
    String(r.lost),
    String(r.double),
    String(r.halfWritten),
    r.found,
    r.promises.every(({ kept }) => kept) ? 'kept' : 'BROKEN',
  ])
  console.log(markdown([['attack', 'tried', 'lost', 'double', 'half-written', 'found', 'promises'], ...rows]))
  if (trouble) console.log(`\n${trouble}`)
  const broken = results.filter((r) => r.promises.some(({ kept }) => !kept))
  const minutes = ((performance.now() - started) / 60_000).toFixed(1)
  const total = results.reduce((sum, r) => sum + r.promises.length, 0)
  const verdict = broken.length || trouble || !results.length
  console.log(
    verdict
      ? `\nchaos: BROKEN: ${broken.map((r) => r.attack).join(', ') || 'the run itself'} (${minutes} minutes)`
      : `\nchaos: kept: ${total} promises in ${results.length} runs, ${minutes} minutes`,
  )
  process.exit(verdict ? 1 : 0)
}

function markdown(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)))
  const line = (row: readonly string[]) => `| ${row.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`
  return [
    line(rows[0]!),
    `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`,
    ...rows.slice(1).map(line),
  ].join('\n')
}
