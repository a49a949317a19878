import type { PoolClient } from 'pg'
import { type Change, changesAfter, currentCursor } from '../../store/outbox/changes.ts'
import type { Deps } from '../deps.ts'

export interface FollowOptions {
  /** After this cursor; null: what happens from now on. */
  readonly from: string | null
  readonly kinds: readonly string[] | null
  /** Return once everything there is has been given. */
  readonly once: boolean
  readonly signal: AbortSignal
  readonly onChange: (change: Change) => void
}

const BATCH = 1_000
/** A bell may be lost with its connection, and rings before an older transaction has ended: look anyway. */
const LOOK_MS = 1_000

/**
 * Gives each change once, in the order of the feed, until `signal` aborts. It listens for bells, so that a change
 * shows at once, and looks every second besides.
 *
 * @returns the last cursor
 */
export async function followChanges(
  deps: Pick<Deps, 'pool' | 'log'>,
  options: FollowOptions,
): Promise<string> {
  const { signal } = options
  let cursor = options.from ?? (await currentCursor(deps.pool))
  const bell = createBell(signal)
  let ear: PoolClient | undefined
  try {
    if (!options.once) {
      ear = await deps.pool.connect()
      ear.on('notification', bell.ring)
      ear.on('error', (error) =>
        deps.log.warn({ err: error }, 'the bell is lost; looking every second instead'),
      )
      await ear.query('listen newsloom_events')
    }
    while (!signal.aborted) {
      const changes = await changesAfter(deps.pool, cursor, options.kinds, BATCH)
      for (const change of changes) options.onChange(change)
      cursor = changes.at(-1)?.cursor ?? cursor
      if (changes.length === BATCH) continue
      if (options.once) break
      await bell.wait(LOOK_MS)
    }
    return cursor
  } finally {
    // Thrown away: a connection that listens must not go back into the pool.
    ear?.release(true)
  }
}

function createBell(signal: AbortSignal) {
  let rung = false
  let wake: (() => void) | undefined
  const ring = () => {
    rung = true
    wake?.()
  }
  signal.addEventListener('abort', ring)
  return {
    ring,
    async wait(ms: number): Promise<void> {
      if (!rung)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      rung = false
    },
  }
}
