import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { migrate } from '../adapters/migrate.ts'
import { databaseFacts } from '../store/doctor.ts'
import type { OpenDeps } from './deps.ts'
import { packageFile } from './package-root.ts'
import { version } from './version.ts'

export interface Finding {
  readonly check: string
  readonly ok: boolean
  /** What was found, and where it is wrong what to do. */
  readonly message: string
}

const MIN_POSTGRES = 140_000
const MIN_FREE_BYTES = 1_000_000_000
const MAX_CLOCK_SKEW_S = 5

/** Looks at everything that must be right for Newsloom to run. */
export async function diagnose(deps: OpenDeps): Promise<Finding[]> {
  const facts = await databaseFacts(deps.pool)
  const { known, applied } = await migrate(deps.pool, packageFile('migrations'), { dryRun: true })
  const skewS = Math.abs(Date.now() - facts.now.getTime()) / 1000
  const free = await freeBytes(deps.config.home)
  const queue = await deps.queues.checkWrite().then(
    () => undefined,
    (error: Error) => error.message,
  )
  return [
    finding('version', true, `Newsloom ${version} on Node ${process.versions.node}`),
    finding(
      'postgres',
      facts.version >= MIN_POSTGRES,
      `server version ${facts.versionText}`,
      'Newsloom needs PostgreSQL 14 or newer',
    ),
    finding(
      'migrations',
      !applied.length,
      `${known.length} applied`,
      `${applied.join(', ')} missing: run "newsloom migrate"`,
    ),
    finding(
      'clock',
      skewS < MAX_CLOCK_SKEW_S,
      `${skewS.toFixed(1)} s from the database's`,
      'set both machines by NTP',
    ),
    finding(
      'queue',
      queue === undefined,
      `BullMQ on ${deps.queues.backend} takes writes`,
      `${queue}: check REDIS_URL and the server's memory`,
    ),
    finding(
      'partitions',
      facts.weeksAhead >= 1,
      `made for ${facts.weeksAhead} weeks ahead`,
      'run a scheduler: it makes them every hour',
    ),
    finding(
      'reader',
      facts.hasReader,
      'the role news_reader exists',
      'ask an administrator for: create role news_reader nologin, then run "newsloom migrate"',
    ),
    finding(
      'copies',
      facts.chains === 0,
      'no copy points to a copy',
      `${facts.chains} do: run "newsloom replay --stage cluster"`,
    ),
    ...(free === undefined
      ? []
      : [
          finding(
            'disk',
            free > MIN_FREE_BYTES,
            `${(free / 1e9).toFixed(1)} GB free at ${deps.config.home}`,
            'make room: Postgres stops when its disk is full',
          ),
        ]),
  ]
}

function finding(check: string, ok: boolean, found: string, remedy = ''): Finding {
  return { check, ok, message: ok ? found : `${found}; ${remedy}` }
}

async function freeBytes(path: string): Promise<number | undefined> {
  let at = path
  while (!existsSync(at)) at = dirname(at)
  try {
    const { bavail, bsize } = await statfs(at)
    return bavail * bsize
  } catch {
    // Not every file system tells; then there is no finding about it.
    return undefined
  }
}
