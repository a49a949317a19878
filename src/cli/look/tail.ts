import type { Command } from 'commander'
import { followChanges } from '../../pipeline/notify/tail.ts'
import { type Change, CURSOR, FROM_THE_BEGINNING } from '../../store/outbox/changes.ts'
import { kindsOption } from '../change/webhook.ts'
import { type CommonOptions, withReadOnlyDeps } from '../context.ts'
import { UsageError } from '../errors.ts'
import { baseCommand } from '../options.ts'
import { interruption } from '../terminal/interruption.ts'

interface Options extends CommonOptions {
  readonly from?: string
  readonly kinds?: readonly string[]
  readonly once?: boolean
}

export function command(): Command {
  return baseCommand(
    'The change feed as it happens; Ctrl-C ends it. Each line begins with the cursor to go on from.',
  )
    .option('--from <cursor>', 'after this cursor; "start" for all stored events; without it, from now on')
    .option('--kinds <list>', 'only these, by commas', kindsOption)
    .option('--once', 'end after the last stored event')
    .action(run)
}

async function run(options: Options): Promise<void> {
  const from = options.from === 'start' ? FROM_THE_BEGINNING : options.from
  if (from !== undefined && !CURSOR.test(from))
    throw new UsageError(`"${from}" is not a cursor: give one that "newsloom tail" has printed, or "start"`)
  await withReadOnlyDeps(async ({ pool, sessionPool, log }) => {
    const changes = followChanges(
      { pool, sessionPool, log },
      {
        from: from ?? null,
        kinds: options.kinds?.length ? options.kinds : null,
        once: options.once ?? false,
        signal: interruption,
      },
    )
    for await (const change of changes) console.log(options.json ? JSON.stringify(change) : lineOf(change))
  })
}

function lineOf(change: Change): string {
  return `${change.cursor}  ${change.created_at.toISOString()}  ${change.kind}  ${change.subject_id}  ${JSON.stringify(change.payload)}`
}
