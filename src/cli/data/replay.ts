import type { Command } from 'commander'
import { InvalidArgumentError } from 'commander'
import { counted } from '../../core/text/counted.ts'
import type { Deps } from '../../pipeline/deps.ts'
import { replayProfiles } from '../../pipeline/replay/profiles.ts'
import { type ReplayReport, replay, reportReplay } from '../../pipeline/replay/replay.ts'
import { recordAction } from '../../store/operations/operators.ts'
import { type CommonOptions, withDeps, withReadOnlyDeps } from '../context.ts'
import { UsageError } from '../errors.ts'
import { madeByCli } from '../made-by.ts'
import { baseCommand, since, whole } from '../options.ts'
import { createProgress } from '../terminal/progress.ts'

interface Options extends CommonOptions {
  readonly stage: 'fetch' | 'extract' | 'cluster'
  readonly reason?: string
  readonly outlet?: string
  readonly since?: Date
  readonly dryRun?: boolean
  readonly report?: boolean
  readonly profiles?: boolean
  readonly limit: number
}

const DEFAULT_REPORT_LIMIT = 1_000

export function command(): Command {
  return baseCommand(
    'Runs a stage again for articles, from stored bytes. Corrections and takedowns stay in force.',
  )
    .option(
      '--stage <stage>',
      'extract, cluster, or fetch (which asks the network again)',
      stageName,
      'extract',
    )
    .option('--profiles', 'instead of a stage: rebuild story profiles that were stored in an older format')
    .option('--reason <reason>', 'only those that failed, were dropped or wait for this reason')
    .option('--outlet <slug>', 'only those of this outlet')
    .option('--since <time>', 'only articles first seen since: 24h, 7d, or a date', since(new Date()))
    .option('--dry-run', 'only count')
    .option('--report', 'change nothing: show what the present extractor would change')
    .option('--limit <n>', 'the maximum of articles that a report reads', whole(1), DEFAULT_REPORT_LIMIT)
    .action(run)
}

async function run(options: Options): Promise<void> {
  const filter = {
    stage: options.stage,
    reason: options.reason ?? null,
    outlet: options.outlet ?? null,
    since: options.since ?? null,
  }
  if (options.profiles && (options.report || options.reason))
    throw new UsageError('--profiles goes with --outlet, --since and --dry-run only')
  if (options.report && options.stage !== 'extract')
    throw new UsageError('--report compares extractions: use it with --stage extract')
  const open = options.report || options.dryRun ? withReadOnlyDeps : withDeps
  await open(async (deps) => {
    if (options.profiles) {
      await runProfiles(deps, options)
      return
    }
    if (options.report) {
      const progress = createProgress()
      const report = await reportReplay(deps, filter, options.limit, (read) =>
        progress.update(`${counted(read, 'article')} read`),
      )
      progress.done()
      console.log(options.json ? JSON.stringify(report) : reportInWords(report))
      return
    }
    const { count, to } = await replay(deps, filter, options.dryRun)
    if (!options.dryRun)
      await recordAction(deps.pool, madeByCli(), 'article.replay', options.reason ?? null, {
        stage: options.stage,
        articles: count,
      })
    if (options.json) console.log(JSON.stringify({ count, to, dry_run: Boolean(options.dryRun) }))
    else console.log(`${counted(count, 'article')} ${options.dryRun ? 'would go' : 'went'} back to "${to}"`)
  })
}

async function runProfiles(deps: Deps, options: Options): Promise<void> {
  const progress = createProgress()
  const { old, made } = await replayProfiles(
    deps,
    { outlet: options.outlet ?? null, since: options.since ?? null },
    options.dryRun === true,
    (done, all) => progress.update(`${done} of ${all} profiles made again`),
  )
  progress.done()
  if (options.json) console.log(JSON.stringify({ old, made, dry_run: Boolean(options.dryRun) }))
  else if (options.dryRun) console.log(`${old} profiles are of an older form and would be made again`)
  else
    console.log(
      `${made} of ${old} profiles of an older form made again${made ? '; the repair pass judges the stories of the last days anew' : ''}`,
    )
}

function stageName(text: string): Options['stage'] {
  if (text === 'fetch' || text === 'extract' || text === 'cluster') return text
  throw new InvalidArgumentError('give extract, cluster or fetch')
}

function reportInWords({ read, unchanged, lost, gained, changed, words }: ReplayReport): string {
  const lines = [
    `${counted(read, 'article')} read again: ${unchanged} unchanged, ${gained} that failed or were dropped would come to life`,
    `${words.before} words before, ${words.after} after`,
    ...Object.entries(lost).map(
      ([reason, count]) => `${count} would be refused now (${reason}); their stored text stays`,
    ),
  ]
  for (const [field, { count, examples }] of Object.entries(changed)) {
    lines.push(`\n${field} differs in ${count}`)
    for (const { article_id, before, after } of examples)
      lines.push(
        `  article ${article_id}`,
        `    - ${JSON.stringify(before)}`,
        `    + ${JSON.stringify(after)}`,
      )
  }
  return lines.join('\n')
}
