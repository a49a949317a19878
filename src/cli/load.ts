import type { Command } from 'commander'
import { loadFiles } from '../pipeline/load.ts'
import { runPipelineUntilIdle } from '../runtime/until-idle.ts'
import { type CommonOptions, withDeps } from './context.ts'
import { CliError } from './errors.ts'
import { baseCommand } from './options.ts'
import { createProgress } from './progress.ts'

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
    .option('--outlet <slug>', 'the outlet of whatever names none itself')
    .option('--wait', 'return when each article has met its fate')
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
          progress.update(`loading: ${rows} rows read, ${fresh} new, ${refused} refused`),
      })
      const fates = options.wait
        ? await runPipelineUntilIdle(deps, (state) =>
            progress.update(`working: ${state.waiting} of ${report.articleIds.length} articles to go`),
          )
        : undefined
      progress.done()
      const { new: fresh, known, refused, skipped } = report
      if (options.json)
        console.log(
          JSON.stringify({
            new: fresh,
            known,
            refused,
            skipped,
            refusals: report.refusals,
            unread: report.unread,
            unread_fields: report.unread_fields,
            fates,
          }),
        )
      else {
        console.log(`${fresh} new, ${known} known, ${refused} refused, ${skipped} skipped`)
        if (fates)
          console.log(
            Object.entries(fates)
              .map(([fate, count]) => `${count} ${fate}`)
              .join(', '),
          )
      }
      if (!options.json)
        for (const { file, line, message } of report.refusals.slice(0, NAMED))
          console.error(`refused: ${file}${line ? ` line ${line}` : ''}: ${message}`)
      if (refused > NAMED && !options.json)
        console.error(`… and ${refused - NAMED} more: select * from load_refusals`)
      if (fresh + known === 0) throw new CliError(`nothing in ${paths.join(', ')} was usable`)
      if (options.strict && refused)
        throw new CliError(`${refused} of ${fresh + known + refused} rows were refused (--strict)`)
    },
    { workers: options.wait ? 3 : 0 },
  )
}
