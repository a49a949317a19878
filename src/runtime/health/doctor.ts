import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { migrate } from '../../adapters/postgres/migrate.ts'
import { counted } from '../../core/text/counted.ts'
import { databaseFacts } from '../../queries/doctor.ts'
import { checkInvariants, outcomeInvariants } from '../../store/operations/invariants.ts'
import { readerLimits } from '../../store/operations/reader.ts'
import { unknownSettings } from '../config.ts'
import type { OpenDeps } from '../deps.ts'
import { userAgentOf } from '../http-clients.ts'
import { packageFile } from '../package-root.ts'
import { version } from '../version.ts'
import { diagnoseDocuments } from './documents.ts'
import type { Finding } from './finding.ts'

const MIN_POSTGRES = 140_000
const MIN_FREE_BYTES = 1_000_000_000
const MAX_CLOCK_SKEW_S = 5

/** Checks everything that must be right for Newsloom to run. */
export async function diagnose(deps: OpenDeps): Promise<Finding[]> {
  const { config } = deps
  const facts = await databaseFacts(deps.pool)
  const readers = await readerLimits(deps.pool)
  const { known, applied } = await migrate(deps.pool, packageFile('migrations'), { dryRun: true })
  const skewS = Math.abs(Date.now() - facts.now.getTime()) / 1000
  const breaches = await checkInvariants(deps.pool)
  const unknown = unknownSettings()
  const free = await freeBytes(config.home)
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
    // The tables of the version before have no column for another place.
    ...(applied.length ? [] : [await diagnoseDocuments(deps)]),
    finding(
      'partitions',
      facts.weeksAhead >= 1,
      `made for ${counted(facts.weeksAhead, 'week')} ahead`,
      'run a scheduler: it makes them every hour',
    ),
    finding(
      'strays',
      facts.strays === 0,
      'every row is in a partition of its week',
      `${facts.strays} or more rows are in default partitions, which are never dropped: was the clock wrong, or no scheduler run for weeks?`,
    ),
    finding(
      'reader',
      facts.hasReader,
      'the role news_reader exists',
      'ask an administrator for: create role news_reader nologin, then run "newsloom migrate"',
    ),
    finding(
      'readers',
      readers.canEnd && !readers.unlimited.length,
      'statements of readers are limited in time',
      [
        readers.canEnd
          ? []
          : [
              'nobody ends statements of readers that lift their own limit: ask an administrator for "grant pg_signal_backend to" the owner of the tables',
            ],
        readers.unlimited.map(
          (role) =>
            `${role} was granted news_reader, whose limits Postgres does not hand down: alter role "${role}" set statement_timeout = '30s'; alter role "${role}" set search_path = news; alter role "${role}" set default_transaction_read_only = on; as a superuser also: alter role "${role}" set temp_file_limit = '1GB'`,
        ),
      ]
        .flat()
        .join('; '),
    ),
    finding(
      'worker role',
      true,
      facts.hasWorker
        ? 'the role newsloom_worker exists'
        : 'there is no role newsloom_worker: workers use the role of the owner',
    ),
    finding(
      'durability',
      facts.fsync === 'on',
      'fsync is on',
      'turn fsync on: a crash of the machine can otherwise lose or garble what was stored',
    ),
    finding(
      'connections',
      facts.connections < facts.maxConnections * 0.9,
      `${facts.connections} of ${facts.maxConnections} in use`,
      'raise max_connections, or run fewer workers',
    ),
    finding(
      'backlog',
      facts.late === 0 || !facts.scheduled,
      facts.late
        ? `${counted(facts.late, 'article waits', 'articles wait')}, and no scheduler runs`
        : 'nothing that has its text waits for longer than ten minutes',
      `${counted(facts.late, 'article has', 'articles have')} waited for more than ten minutes although a scheduler runs: are extract and cluster workers up?`,
    ),
    finding(
      'poison',
      facts.tried === 0,
      'no article is being tried again and again',
      `${counted(facts.tried, 'article was', 'articles were')} tried three times or more without an end; after ten times each becomes a dead letter: see news.dead_letters`,
    ),
    finding(
      'change feed',
      facts.undeliveredS < 3_600 || !facts.scheduled,
      'listeners are told within the hour',
      `the oldest event has waited for ${facts.undeliveredS} s: run a notify worker`,
    ),
    finding(
      'user agent',
      true,
      config.userAgent || config.botUrl
        ? userAgentOf(config)
        : `${userAgentOf(config)}: it names nobody; set NEWSLOOM_BOT_URL to a page at which outlets find you`,
    ),
    finding(
      'settings',
      !unknown.length,
      'every NEWSLOOM_ variable is known',
      `${unknown.join(', ')} mean nothing to Newsloom: "newsloom help config" lists every setting`,
    ),
    finding(
      'outcome invariants',
      !breaches.length,
      `every article, entry and line has exactly one fate (${Object.keys(outcomeInvariants).length} laws)`,
      `${breaches.map(({ law, count, examples }) => `${count} against "${law}" (${examples.slice(0, 3).join(', ')})`).join('; ')}: please report it; "newsloom doctor --repair" puts texts, keys and edits right, "newsloom replay --stage cluster" copies and stories`,
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
    // Not every file system reports it; then the check is left out.
    return undefined
  }
}
