import { HttpError } from '../../adapters/http/error.ts'
import { httpPost } from '../../adapters/http/request.ts'
import { signBody, webhookBackoffS } from '../../core/webhooks/signature.ts'
import { type Change, changesAfter, currentCursor } from '../../store/outbox/changes.ts'
import { dueWebhooks, type Webhook, webhookDelivered, webhookFailed } from '../../store/outbox/webhooks.ts'
import type { Deps } from '../deps.ts'

export type WebhookDeps = Pick<Deps, 'pool' | 'http' | 'log' | 'now' | 'chance'>

const EVENTS_PER_DELIVERY = 100
/** After this many deliveries in a row the other endpoints get their turn. */
const DELIVERIES_PER_ROUND = 20
const TIMEOUT_MS = 10_000

/** Delivers the change feed to endpoints; each has its own cursor, and a slow one does not delay the others. */
export interface WebhookSender {
  /** Starts the deliveries that are due and not running; does not wait for them. */
  round(): Promise<number>
  /** Resolves when no delivery is running. */
  idle(): Promise<void>
}

export function createWebhookSender(deps: WebhookDeps, signal?: AbortSignal): WebhookSender {
  const underWay = new Map<number, Promise<void>>()
  return {
    async round() {
      const due = (await dueWebhooks(deps.pool, deps.now())).filter(({ id }) => !underWay.has(id))
      for (const webhook of due)
        underWay.set(
          webhook.id,
          deliver(deps, webhook, signal)
            .catch((error: unknown) => {
              if (!signal?.aborted)
                deps.log.warn({ stage: 'webhook', webhook_id: webhook.id, err: error }, 'delivery broke off')
            })
            .finally(() => underWay.delete(webhook.id)),
        )
      return due.length
    },
    async idle() {
      while (underWay.size) await Promise.all(underWay.values())
    },
  }
}

async function deliver(deps: WebhookDeps, webhook: Webhook, signal?: AbortSignal): Promise<void> {
  let { cursor } = webhook
  for (let n = 0; n < DELIVERIES_PER_ROUND && !signal?.aborted; n++) {
    // Read before the events are: the cursor can then pass for good what this endpoint does not want.
    const end = await currentCursor(deps.pool)
    const kinds = webhook.kinds.length ? webhook.kinds : null
    const changes = await changesAfter(deps.pool, cursor, kinds, EVENTS_PER_DELIVERY)
    if (!changes.length) {
      if (BigInt(end.split('-')[0]!) > BigInt(cursor.split('-')[0]!) + 10_000n)
        await webhookDelivered(deps.pool, webhook.id, end)
      return
    }
    const trouble = await post(deps, webhook, changes, signal)
    if (trouble) {
      const backoffMs = Math.max(
        webhookBackoffS(webhook.failure_count + 1, deps.chance()) * 1000,
        trouble.retryAfterMs,
      )
      await webhookFailed(deps.pool, webhook.id, {
        error: trouble.error,
        until: new Date(deps.now().getTime() + backoffMs),
        active: !trouble.gone,
      })
      deps.log.warn({ stage: 'webhook', webhook_id: webhook.id, code: trouble.error }, 'not delivered')
      return
    }
    cursor = changes.at(-1)!.cursor
    await webhookDelivered(deps.pool, webhook.id, cursor)
    if (changes.length < EVENTS_PER_DELIVERY) return
  }
}

interface Trouble {
  readonly error: string
  readonly retryAfterMs: number
  /** 410: the endpoint wants no more events. */
  readonly gone: boolean
}

async function post(
  deps: WebhookDeps,
  webhook: Webhook,
  changes: readonly Change[],
  signal?: AbortSignal,
): Promise<Trouble | undefined> {
  const cursor = changes.at(-1)!.cursor
  const body = JSON.stringify({ cursor, events: changes })
  try {
    const answer = await httpPost(deps.http, webhook.url, {
      body,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'newsloom-signature': signBody(webhook.secret, body, Math.floor(deps.now().getTime() / 1000)),
        // When the same events are sent again after a lost answer, they have the same id.
        'newsloom-delivery': `${webhook.id}:${changes[0]!.cursor}`,
      },
      timeouts: { connectMs: TIMEOUT_MS, headersMs: TIMEOUT_MS, totalMs: TIMEOUT_MS },
      maxWireBytes: 65_536,
      maxBodyBytes: 65_536,
      signal,
    })
    if (answer.status >= 200 && answer.status < 300) return undefined
    const seconds = Number(answer.headers['retry-after'])
    return {
      error: `http_${answer.status}`,
      retryAfterMs: Number.isFinite(seconds) ? Math.min(86_400, Math.max(0, seconds)) * 1000 : 0,
      gone: answer.status === 410,
    }
  } catch (error) {
    // We stopped it: this is not an error of the endpoint.
    if (!(error instanceof HttpError) || signal?.aborted) throw error
    return { error: error.code, retryAfterMs: 0, gone: false }
  }
}
