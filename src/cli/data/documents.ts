import type { Command } from 'commander'
import { counted } from '../../core/text/counted.ts'
import { type Moved, moveDocuments } from '../../pipeline/documents/move.ts'
import type { OpenDeps } from '../../runtime/deps.ts'
import { countIn } from '../../store/documents/moves.ts'
import { recordAction } from '../../store/operations/operators.ts'
import { type CommonOptions, withDeps, withReadOnlyDeps } from '../context.ts'
import { CliError, UsageError } from '../errors.ts'
import { madeByCli } from '../made-by.ts'
import { baseCommand } from '../options.ts'
import { createProgress } from '../terminal/progress.ts'

interface MoveOptions extends CommonOptions {
  readonly back?: boolean
  readonly dryRun?: boolean
}

export function command(): Command {
  return baseCommand(
    'Where raw bytes are kept: in Postgres, or in the folder or bucket of NEWSLOOM_DOCUMENTS_URL.',
  ).addCommand(moveCommand())
}

function moveCommand(): Command {
  return baseCommand(
    'Moves the raw bytes of all documents from Postgres to where NEWSLOOM_DOCUMENTS_URL says, while workers go on. What was moved stays moved: start it again after a break.',
  )
    .name('move')
    .option(
      '--back',
      'the other way: from there into Postgres (with ?write=false in the setting of all workers)',
    )
    .option('--dry-run', 'only count')
    .action(async (options: MoveOptions) => {
      const to = options.back ? 'postgres' : 'elsewhere'
      if (options.dryRun)
        await withReadOnlyDeps(async (deps) => {
          const left = await countIn(deps.pool, to === 'elsewhere' ? 'postgres' : 'elsewhere')
          if (options.json) console.log(JSON.stringify({ ...left, to, dry_run: true }))
          else
            console.log(
              `${counted(left.documents, 'document')} would go ${wordsFor(to)}: ${megabytes(left.bytes)} before they are packed`,
            )
        })
      else await withDeps((deps) => move(deps, to, options), { documents: true })
    })
}

async function move(deps: OpenDeps, to: 'postgres' | 'elsewhere', options: CommonOptions): Promise<void> {
  const { elsewhere } = deps.documents
  if (!elsewhere) throw new UsageError('name the folder or the bucket in NEWSLOOM_DOCUMENTS_URL')
  if (to === 'elsewhere' && !elsewhere.write)
    throw new UsageError('NEWSLOOM_DOCUMENTS_URL says write=false: documents are not moved there')
  if (to === 'postgres' && elsewhere.write)
    throw new UsageError(
      'add ?write=false to NEWSLOOM_DOCUMENTS_URL, of this command and of all workers: new documents would go on being stored there',
    )
  const { documents: all } = await countIn(deps.pool, to === 'elsewhere' ? 'postgres' : 'elsewhere')
  const progress = createProgress()
  const moved = await moveDocuments(deps, to, ({ documents, bytes }) =>
    progress.update(`${documents} of ${all} documents moved, ${megabytes(bytes)}`),
  )
  progress.done()
  await recordAction(deps.pool, madeByCli(), 'documents.move', to, { documents: moved.documents })
  if (options.json) console.log(JSON.stringify({ ...moved, to, dry_run: false }))
  else console.log(inWords(moved, to))
  if (moved.missing)
    throw new CliError(
      `the bytes of ${counted(moved.missing, 'document was', 'documents were')} not found in ${elsewhere.store.place}: "newsloom doctor" names them`,
    )
}

function inWords({ documents, bytes }: Moved, to: 'postgres' | 'elsewhere'): string {
  const after =
    to === 'elsewhere' && documents
      ? '; Postgres uses the space again for new rows, and "vacuum full documents" gives it back to the disk'
      : ''
  return `${counted(documents, 'document')} (${megabytes(bytes)}) went ${wordsFor(to)}${after}`
}

const wordsFor = (to: 'postgres' | 'elsewhere') =>
  to === 'elsewhere' ? 'out of Postgres' : 'back into Postgres'
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`
