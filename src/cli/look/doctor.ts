import type { Command } from 'commander'
import { counted } from '../../core/text/counted.ts'
import { type RepairedRecords, repairRecords } from '../../pipeline/repair/records.ts'
import type { OpenDeps } from '../../runtime/deps.ts'
import { diagnose } from '../../runtime/health/doctor.ts'
import { repairDocuments } from '../../runtime/health/documents.ts'
import type { Finding } from '../../runtime/health/finding.ts'
import { type CommonOptions, withDeps, withReadOnlyDeps } from '../context.ts'
import { CliError } from '../errors.ts'
import { baseCommand } from '../options.ts'
import { createProgress } from '../terminal/progress.ts'

export function command(): Command {
  return baseCommand(
    'Checks an installation: versions, database, queue, clock, disk, partitions, records, and says what to do.',
  )
    .option(
      '--repair',
      'first put records right: withdraw edits that were none, read and compare again what was passed over, delete stored bytes that no document refers to',
      false,
    )
    .action(async (options: CommonOptions & { repair: boolean }) => {
      // Without --repair it changes nothing.
      const open = options.repair ? withDeps : withReadOnlyDeps
      const findings = await open(async (deps) => {
        const repaired = options.repair ? await repair(deps) : []
        return [...repaired, ...(await diagnose(deps))]
      })
      if (options.json) console.log(JSON.stringify(findings))
      else
        for (const { ok, check, message } of findings)
          console.log(`${ok ? 'ok   ' : 'WRONG'}  ${check}: ${message}`)
      const wrong = findings.filter(({ ok }) => !ok)
      if (wrong.length)
        throw new CliError(
          `${wrong.length} of ${findings.length} checks found something wrong: ${wrong.map(({ check }) => check).join(', ')}`,
        )
    })
}

async function repair(deps: OpenDeps): Promise<Finding[]> {
  const records = repairFinding(await repairRecords(deps))
  const progress = createProgress()
  const documents = await repairDocuments(deps, (looked) =>
    progress.update(`${counted(looked, 'stored document')} looked at`),
  )
  progress.done()
  return [records, ...documents]
}

function repairFinding({ editsWithdrawn, readAgain, comparedAgain }: RepairedRecords): Finding {
  return {
    check: 'repair',
    ok: true,
    message: `edits withdrawn: ${editsWithdrawn}; articles to be read again: ${readAgain}; articles to be compared again: ${comparedAgain}`,
  }
}
