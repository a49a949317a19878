import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import { type Command, Option } from 'commander'
import { reasonOf } from '../../adapters/files/reason.ts'
import { isDatabaseTrouble } from '../../adapters/postgres/db.ts'
import { counted } from '../../core/text/counted.ts'
import { type ExportFormat, exportFormats, exportRows } from '../../pipeline/export/export.ts'
import { type ExportKind, exportKinds } from '../../queries/exports.ts'
import { type CommonOptions, withReadOnlyDeps } from '../context.ts'
import { CliError, UsageError } from '../errors.ts'
import { baseCommand, since } from '../options.ts'

interface Options extends CommonOptions {
  readonly format: ExportFormat
  readonly since?: Date
  readonly out?: string
  readonly rawCsv?: boolean
}

export function command(): Command {
  return baseCommand('Exports the data as a stream.')
    .argument('<what>', exportKinds.join(' | '))
    .addOption(new Option('--format <format>', 'how').choices(exportFormats).default('jsonl'))
    .option('--since <time>', 'only what changed since: 24h, 7d, 2026-05-20', since(new Date()))
    .option('--out <file>', 'write to a file instead of stdout; the file appears when it is complete')
    .option('--raw-csv', 'do not guard cells that a spreadsheet would run as formulas')
    .action(run)
}

/** No time limit: an export takes as long as its reader reads. */
const STREAM = { use: 'stream', readOnly: true } as const

async function run(what: string, options: Options): Promise<void> {
  if (!exportKinds.includes(what as ExportKind))
    throw new UsageError(`there is no export "${what}": use one of ${exportKinds.join(', ')}`)
  const kind = what as ExportKind
  const { format } = options
  if (format === 'parquet' && !options.out && process.stdout.isTTY)
    throw new UsageError('parquet is not for a terminal: add --out FILE, or send it on')
  await withReadOnlyDeps(async (deps) => {
    if (!options.out) {
      await exportRows(deps.pool, kind, format, options.since ?? null, process.stdout, options)
      return
    }
    const half = `${options.out}.part`
    let made = false
    try {
      if ((await stat(options.out).catch(() => undefined))?.isDirectory())
        throw Object.assign(new Error(), { code: 'EISDIR' })
      const file = createWriteStream(half)
      // Checked before the first statement.
      await once(file, 'open')
      made = true
      const closed = finished(file)
      const written = await Promise.race([
        exportRows(deps.pool, kind, format, options.since ?? null, file, options),
        closed.then(() => 0),
      ])
      file.end()
      await closed
      await rename(half, options.out)
      console.error(`${counted(written, 'row')} written to ${options.out}`)
    } catch (error) {
      if (made) await rm(half, { force: true })
      if (isDatabaseTrouble(error)) throw error
      throw new CliError(`could not write ${options.out}: ${reasonOf(error as NodeJS.ErrnoException)}`, {
        cause: error,
      })
    }
  }, STREAM)
}
