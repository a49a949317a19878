import type { EmbeddedPostgres } from '../../adapters/embedded/join.ts'
import { counted } from '../../core/text/counted.ts'
import { workerNames } from '../../pipeline/stages.ts'
import { statusOf } from '../../queries/overview.ts'
import { listStories } from '../../queries/reading.ts'
import type { Config } from '../../runtime/config.ts'
import { type OpenDeps, openDeps } from '../../runtime/deps.ts'
import { openHealth } from '../../runtime/health/health.ts'
import { createLogger } from '../../runtime/process/logger.ts'
import { resourceStack } from '../../runtime/process/resource-stack.ts'
import { runUntilSignal } from '../../runtime/process/shutdown.ts'
import { storedReaderUrl } from '../../runtime/reader-login.ts'
import { loadSampleOnce } from '../../runtime/sample-load.ts'
import { startWorkers } from '../../runtime/workers/run.ts'
import { countWaiting } from '../../store/operations/fates.ts'
import { startWeb } from '../../web/server.ts'
import { type CommonOptions, opened } from '../context.ts'
import { CliError } from '../errors.ts'
import { storyLines } from '../look/stories.ts'
import { Interruption, interrupted, interruption } from '../terminal/interruption.ts'
import { createProgress } from '../terminal/progress.ts'

export interface UpOptions extends CommonOptions {
  readonly sample: boolean
  readonly once?: boolean
}

const SHOWN_STORIES = 10
const LOG_LEVEL = 'warn'

/**
 * Everything in this process, until a signal ends it.
 *
 * @param embedded the embedded Postgres, on its way up; undefined where DATABASE_URL names another
 * @throws CliError with one sentence
 */
export async function runUp(
  config: Config,
  options: UpOptions,
  embedded: Promise<EmbeddedPostgres> | undefined,
): Promise<void> {
  const say = (text: string) => options.json || console.log(text)
  const resources = resourceStack()
  const log = createLogger(config.logLevel ?? LOG_LEVEL)
  let graceMs = FAILED_START_GRACE_MS
  try {
    const health = await openHealth(resources, config, workerNames, log)
    const deps = resources.add(
      'connections',
      await opened(
        openDeps(config, {
          migrate: true,
          workers: workerNames.length,
          logLevel: LOG_LEVEL,
          onMigrating: () => health?.migrating(),
          ...(embedded ? { embedded } : {}),
        }),
      ),
      (it) => it.close(),
    )
    say(`database  ${deps.embedded ? `embedded Postgres in ${config.home}` : 'DATABASE_URL'}`)
    say(`queue     BullMQ on ${deps.queues.backend === 'redis' ? 'Redis (REDIS_URL)' : 'the same Postgres'}`)
    // Before the workers start: if the port is taken, the process ends before it takes any work.
    const web = resources.add('web', await startWeb(deps), (it) => it.close())
    const stages = workerNames.filter((name) => name !== 'web')
    resources.add('workers', startWorkers(deps, stages), (it) => it.close(graceMs))
    health?.ready(deps)
    if (health)
      say(
        `health    http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${health.port}/health`,
      )
    say(`workers   ${workerNames.join(' ')}`)
    await Promise.race([show(deps, web.url), interrupted])
    if (!options.once) await runUntilSignal(deps.log, close, interruption)
    else await close(10_000)
  } catch (error) {
    if (error instanceof Interruption || error instanceof CliError) throw error
    throw new CliError((error as Error).message, { cause: error })
  } finally {
    await resources.close()
  }

  async function show(deps: OpenDeps, page: string): Promise<void> {
    const sample = options.sample ? await loadSampleOnce(deps, () => settle(deps)) : undefined
    if (sample)
      say(
        `sample    ${counted(sample, 'page')} of invented outlets loaded (first start; --no-sample leaves them out)`,
      )
    await settle(deps)
    await printStories(deps, options.json ?? false)
    say(`page      ${page}`)
    say(`query     ${await queryLine(deps)}`)
    say('stop      Ctrl-C')
  }

  async function close(ms: number, closing?: (what: string) => void): Promise<void> {
    graceMs = ms
    await resources.close(closing)
    say('stopped')
  }
}

/** How to query the database, as the reader. The owner's password is never printed. */
async function queryLine(deps: OpenDeps): Promise<string> {
  if (!deps.embedded) return '"newsloom reader" gives an address for reading the schema news'
  const url = await storedReaderUrl(deps.pool, deps.databaseUrl, deps.config.home)
  return `psql '${url}' -c 'select * from news.stories order by outlet_count desc limit 10'`
}

const FAILED_START_GRACE_MS = 1_000
const SETTLE_MS = 60_000

/** Waits, for a minute at most, until the loaded articles are processed, so that the stories can be shown. */
async function settle(deps: OpenDeps): Promise<void> {
  const progress = createProgress()
  const deadline = performance.now() + SETTLE_MS
  while (!interruption.aborted) {
    const waiting = await countWaiting(deps.pool)
    if (!waiting || performance.now() > deadline) break
    progress.update(`working: ${counted(waiting, 'article')} to go`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  progress.done()
}

async function printStories(deps: OpenDeps, json: boolean): Promise<void> {
  const stories = await listStories(deps.pool, { since: null, minOutlets: 2, limit: SHOWN_STORIES })
  if (json) {
    console.log(JSON.stringify({ ...(await statusOf(deps.pool)), stories }))
    return
  }
  if (stories.length) console.log(`\n${stories.map(storyLines).join('\n')}\n`)
}
