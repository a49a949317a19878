import type { PoolClient } from 'pg'
import { type Change, changesAfter, currentCursor } from '../../store/outbox/changes.ts'
import type { Deps } from '../deps.ts'

export interface FollowOptions {
  /** After this cursor; null: changes from now on. */
  readonly from: string | null
  readonly kinds: readonly string[] | null
  /** Return once every existing change has been given. */
  readonly once: boolean
  readonly signal: AbortSignal
}

const BATCH = 1_000
/**
 * A notification may be lost with its connection, and may come before an older transaction has ended: so the table is read
 * without one too.
 */
const LOOK_MS = 1_000

/**
 * Gives each change once, in the order of the feed, until `signal` aborts. It listens for notifications, so that a change
 * shows at once, and also reads the feed every second.
 */
export async function* followChanges(
  deps: Pick<Deps, 'pool' | 'log'> & { readonly sessionPool: Deps['pool'] },
  options: FollowOptions,
): AsyncGenerator<Change, void, undefined> {
  const { signal } = options
  let cursor = options.from ?? (await currentCursor(deps.pool))
  const pause = createPause(signal)
  let listener: PoolClient | undefined
  try {
    if (!options.once) {
      listener = await deps.sessionPool.connect()
      listener.on('notification', pause.end)
      listener.on('error', (error) =>
        deps.log.warn({ err: error }, 'notifications are lost; looking every second instead'),
      )
      await listener.query('listen newsloom_events')
    }
    while (!signal.aborted) {
      const changes = await changesAfter(deps.pool, cursor, options.kinds, BATCH)
      for (const change of changes) {
        if (signal.aborted) return
        yield change
      }
      cursor = changes.at(-1)?.cursor ?? cursor
      if (changes.length === BATCH) continue
      if (options.once) break
      await pause.wait(LOOK_MS)
    }
  } finally {
    pause.close()
    // Destroyed: a connection that listens must not go back into the pool.
    listener?.release(true)
  }
}

/** A wait that ends early when `end` was called since the last one, or when `signal` aborts. */
function createPause(signal: AbortSignal) {
  let ended = false
  let wake: (() => void) | undefined
  const end = () => {
    ended = true
    wake?.()
  }
  signal.addEventListener('abort', end)
  return {
    end,
    async wait(ms: number): Promise<void> {
      if (!ended)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      ended = false
    },
    close: () => signal.removeEventListener('abort', end),
  }
}
