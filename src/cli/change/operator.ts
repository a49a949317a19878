import { createHash, randomBytes } from 'node:crypto'
import type { Command } from 'commander'
import { addOperator, listOperators, recordAction, removeOperator } from '../../store/operations/operators.ts'
import { type CommonOptions, withDeps, withReadOnlyDeps } from '../context.ts'
import { CliError, UsageError } from '../errors.ts'
import { madeByCli } from '../made-by.ts'
import { baseCommand } from '../options.ts'
import { clock, table } from '../terminal/table.ts'

export function command(): Command {
  const operator = baseCommand(
    'Manages the people who may change data on the pages and by the API, each with a token.',
  )
  operator.addCommand(
    baseCommand('Adds an operator and prints the token. It is shown once: only its hash is stored.')
      .name('add')
      .argument('<name>', 'small letters, digits, dot, dash, underscore')
      .option('--expires <time>', 'until when the token is valid: a date, or a span such as 90d', expiry)
      .action(add),
  )
  operator.addCommand(baseCommand('Lists the operators.').name('list').action(list))
  operator.addCommand(
    baseCommand('Withdraws an operator’s token and ends the sessions made with it.')
      .name('remove')
      .argument('<name>')
      .action(remove),
  )
  return operator
}

/** `90d`, `12h`, `4w`, or a date → the instant. */
function expiry(text: string): Date {
  const span = /^(\d{1,5})\s*([hdw])$/.exec(text)
  const hours: Readonly<Record<string, number>> = { h: 1, d: 24, w: 168 }
  const at = span ? new Date(Date.now() + Number(span[1]) * hours[span[2]!]! * 3_600_000) : new Date(text)
  if (Number.isNaN(at.getTime()))
    throw new UsageError(`--expires "${text}": give a date such as 2027-01-31, or a span such as 90d`)
  if (at.getTime() <= Date.now()) throw new UsageError(`--expires "${text}" lies in the past`)
  return at
}

async function add(name: string, options: CommonOptions & { expires?: Date }): Promise<void> {
  if (!/^[a-z0-9][a-z0-9._-]{0,63}$/.test(name))
    throw new UsageError(`"${name}" is not a name: use small letters, digits, dot, dash, underscore`)
  const token = `nl_${randomBytes(32).toString('base64url')}`
  await withDeps(async ({ pool }) => {
    const hash = createHash('sha256').update(token).digest()
    if (!(await addOperator(pool, name, hash, options.expires ?? null)))
      throw new CliError(`there is an operator "${name}": remove it first, or choose another name`)
    await recordAction(pool, madeByCli(), 'operator.add', name)
    const expires_at = options.expires?.toISOString() ?? null
    if (options.json) console.log(JSON.stringify({ name, token, expires_at }))
    else {
      console.log(token)
      console.error(
        `The token of ${name}${expires_at ? `, valid until ${expires_at}` : ''}. It is shown once: enter it at /operator, or send it as "Authorization: Bearer TOKEN".`,
      )
    }
  })
}

async function list(options: CommonOptions): Promise<void> {
  await withReadOnlyDeps(async ({ pool }) => {
    const operators = await listOperators(pool)
    if (options.json) {
      for (const operator of operators) console.log(JSON.stringify(operator))
      return
    }
    if (!operators.length) console.log('no operators: add one with "newsloom operator add NAME"')
    else
      console.log(
        table([
          ['name', 'since', 'valid until'],
          ...operators.map(({ name, created_at, expires_at, is_expired }) => [
            name,
            clock(created_at),
            expires_at ? `${clock(expires_at)}${is_expired ? ' (expired)' : ''}` : 'it is removed',
          ]),
        ]),
      )
  })
}

async function remove(name: string, options: CommonOptions): Promise<void> {
  await withDeps(async ({ pool }) => {
    if (!(await removeOperator(pool, name))) throw new CliError(`there is no operator "${name}"`)
    await recordAction(pool, madeByCli(), 'operator.remove', name)
    console.log(options.json ? JSON.stringify({ name, removed: true }) : `${name} is no longer an operator`)
  })
}
