import type { Command } from 'commander'
import { diagnose } from '../runtime/doctor.ts'
import { type CommonOptions, withDeps } from './context.ts'
import { CliError } from './errors.ts'
import { baseCommand } from './options.ts'

export function command(): Command {
  return baseCommand(
    'Checks an installation: versions, database, queue, clock, disk, partitions, and says what to do.',
  ).action(async (options: CommonOptions) => {
    const findings = await withDeps((deps) => diagnose(deps))
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
