import { randomBytes } from 'node:crypto'
import type { Command } from 'commander'
import { HttpError } from '../../adapters/http/error.ts'
import { admittedAddresses, resolveByDns } from '../../adapters/http/guard.ts'
import { type AddressPolicy, checkUrl, portOf } from '../../core/fetching/address.ts'
import { recordAction } from '../../store/operations/operators.ts'
import { eventKinds } from '../../store/outbox/changes.ts'
import { addWebhook, listWebhooks, removeWebhook } from '../../store/outbox/webhooks.ts'
import { type CommonOptions, withDeps, withReadOnlyDeps } from '../context.ts'
import { CliError, UsageError } from '../errors.ts'
import { madeByCli } from '../made-by.ts'
import { baseCommand } from '../options.ts'
import { clock, table } from '../terminal/table.ts'

interface AddOptions extends CommonOptions {
  readonly kinds?: readonly string[]
  readonly secret?: string
}

export function command(): Command {
  const webhook = baseCommand('Endpoints that the change feed is posted to, signed and with retries.')
  webhook.addCommand(
    baseCommand(
      'Adds an endpoint, which gets events from now on. Prints the secret that its requests are signed with.',
    )
      .name('add')
      .argument('<url>', 'http or https')
      .option('--kinds <list>', `only these, by commas: ${eventKinds.join(' ')}`, kindsOption)
      .option('--secret <text>', 'sign with this secret (16 characters at least) instead of a random one')
      .action(add),
  )
  webhook.addCommand(baseCommand('Lists the endpoints with their state.').name('list').action(list))
  webhook.addCommand(baseCommand('Removes an endpoint.').name('remove').argument('<id|url>').action(remove))
  return webhook
}

/** `article.new,story.new` → the kinds. @throws UsageError naming the one that is unknown */
export function kindsOption(text: string): string[] {
  const kinds = text
    .split(',')
    .map((kind) => kind.trim())
    .filter(Boolean)
  for (const kind of kinds)
    if (!(eventKinds as readonly string[]).includes(kind))
      throw new UsageError(`there is no kind "${kind}": use ${eventKinds.join(', ')}`)
  return kinds
}

async function add(url: string, options: AddOptions): Promise<void> {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new UsageError(`"${url}" is not an http or https address`)
  if (options.secret !== undefined && options.secret.length < 16)
    throw new UsageError('a secret needs 16 characters at least; without --secret a random one is made')
  const secret = options.secret ?? randomBytes(24).toString('base64url')
  await withDeps(async ({ pool, webhookHttp }) => {
    const reason = await refusalOf(webhookHttp.policy, url)
    if (reason)
      throw new CliError(
        `nothing would be posted to ${new URL(url).host}: ${reason} (NEWSLOOM_WEBHOOK_PRIVATE=true lets webhooks into your own network)`,
      )
    const id = await addWebhook(pool, { url, secret, kinds: options.kinds ?? [] })
    // Never the whole address: its path or query often holds the receiver's own key.
    await recordAction(pool, madeByCli(), 'webhook.add', `webhook ${id}`, { host: new URL(url).host })
    console.log(
      options.json ? JSON.stringify({ webhook_id: id, url, secret }) : `webhook ${id}\nsecret  ${secret}`,
    )
  })
}

/** Why nothing may be posted to an address; undefined where it may, and where its name cannot be looked up now. */
async function refusalOf(policy: AddressPolicy, address: string): Promise<string | undefined> {
  const url = checkUrl(address, policy)
  if (!(url instanceof URL)) return url.reason
  try {
    await admittedAddresses(url.hostname, portOf(url), policy, resolveByDns)
    return undefined
  } catch (error) {
    return error instanceof HttpError && /^blocked_/.test(error.code) ? error.message : undefined
  }
}

async function list(options: CommonOptions): Promise<void> {
  await withReadOnlyDeps(async ({ pool }) => {
    const webhooks = await listWebhooks(pool)
    if (options.json) for (const webhook of webhooks) console.log(JSON.stringify(webhook))
    else
      console.log(
        table([
          ['id', 'url', 'kinds', 'state', 'failures', 'next attempt'],
          ...webhooks.map((w) => [
            w.id,
            w.url,
            w.kinds.join(' ') || 'all',
            w.active ? (w.last_error ?? 'ok') : `off (${w.last_error ?? 'by hand'})`,
            w.failure_count,
            w.failure_count ? clock(w.next_attempt_at) : '',
          ]),
        ]),
      )
  })
}

async function remove(reference: string): Promise<void> {
  await withDeps(async ({ pool }) => {
    if (!(await removeWebhook(pool, reference)))
      throw new CliError(`there is no webhook ${reference}: "newsloom webhook list" shows those there are`)
    const subject = URL.canParse(reference) ? new URL(reference).host : reference
    await recordAction(pool, madeByCli(), 'webhook.remove', `webhook ${subject}`)
    console.log(`webhook ${reference} removed`)
  })
}
