import type { Command } from 'commander'
import { counted } from '../../core/text/counted.ts'
import { inOneLine } from '../../core/text/printable.ts'
import { type LoadReport, loadFiles } from '../../pipeline/load/load.ts'
import { runPipelineUntilIdle } from '../../runtime/workers/until-idle.ts'
import { failuresOfLoad } from '../../store/operations/fates.ts'
import { type CommonOptions, withDeps } from '../context.ts'
import { CliError } from '../errors.ts'
import { baseCommand } from '../options.ts'
import { createProgress } from '../terminal/progress.ts'

interface Options extends CommonOptions {
  readonly outlet?: string
  readonly wait?: boolean
  readonly strict?: boolean
}

const NAMED = 20

export function command(): Command {
  return baseCommand(
    'Loads .html, .txt, .jsonl and .warc files (each also .gz), folders of them, or JSON lines from stdin (-).',
  )
    .argument('<path...>', 'files, folders, or - for stdin')
    .option('--outlet <slug>', 'the outlet of articles that name none')
    .option('--wait', 'return when every article of this load is processed')
    .option('--strict', 'fail unless every row was usable')
    .action(run)
}

async function run(paths: string[], options: Options): Promise<void> {
  const progress = createProgress()
  await withDeps(
    async (deps) => {
      const report = await loadFiles(deps, paths, {
        outlet: options.outlet,
        onProgress: ({ rows, new: fresh, refused }) =>
          progress.update(`loading: ${counted(rows, 'row')} read, ${fresh} new, ${refused} refused`),
      })
      const fates = options.wait
        ? await runPipelineUntilIdle(
            deps,
            (state) =>
              progress.update(
                `working: ${state.waiting} of ${counted(report.articleIds.length, 'article')} to go`,
              ),
            report.loadId,
          )
        : undefined
      progress.done()
      if (options.json) printJson(report, fates)
      else print(report, fates)
      const { refused } = report
      const usable = report.new + report.known
      if (usable === 0) throw new CliError(`nothing in ${paths.join(', ')} was usable`)
      if (fates && Object.keys(fates).join() === 'failed') {
        const reasons = Object.entries(await failuresOfLoad(deps.pool, report.loadId))
        throw new CliError(
          `every article that was loaded failed (${reasons.map(([reason, n]) => `${reason}: ${n}`).join(', ')}): "select * from news.dead_letters" lists them`,
        )
      }
      if (options.strict && refused)
        throw new CliError(`${refused} of ${usable + refused} rows were refused (--strict)`)
    },
    { workers: options.wait ? 3 : 0, documents: true },
  )
}

type Fates = Readonly<Record<string, number>> | undefined

function printJson(report: LoadReport, fates: Fates): void {
  const { articleIds: _, loadId: __, ...printed } = report
  console.log(JSON.stringify({ ...printed, fates }))
}

function print(report: LoadReport, fates: Fates): void {
  const { new: fresh, known, refused, skipped, unread } = report
  console.log(`${fresh} new, ${known} known, ${refused} refused, ${skipped} skipped`)
  if (fates)
    console.log(
      Object.entries(fates)
        .map(([fate, count]) => `${count} ${fate}`)
        .join(', '),
    )
  const where = ({ file, line }: { file: string; line: number }) => `${file}${line ? ` line ${line}` : ''}`
  for (const refusal of report.refusals.slice(0, NAMED))
    console.error(`refused: ${where(refusal)}: ${inOneLine(refusal.message)}`)
  if (refused > NAMED) console.error(`… and ${refused - NAMED} more: select * from load_refusals`)
  for (const field of report.unread_fields.slice(0, NAMED))
    console.error(`loaded without a field: ${where(field)}: ${inOneLine(field.message)}`)
  if (unread > NAMED) console.error(`… and ${unread - NAMED} more fields: --json names them`)
}
