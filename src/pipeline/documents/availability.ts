import { setTimeout as sleep } from 'node:timers/promises'
import { StoreTroubleError } from '../../adapters/objects/types.ts'

export interface AvailabilityOptions {
  /** Makes a small request to the store. @throws StoreTroubleError as long as it is unavailable */
  readonly probe: () => Promise<void>
  readonly onAway: (why: string) => void
  readonly onBack: (awayMs: number) => void
  /** How long `run` waits for the store to come back before it throws. */
  readonly patienceMs: number
  /** The first pause between two tries; each is twice the one before. */
  readonly pauseMs?: number
}

export interface Availability {
  /** The present trouble, as the end of a sentence; null where there is no known trouble. */
  readonly trouble: string | null
  /**
   * Does `work` on the store, `TRIES` times with growing pauses; then the store counts as unavailable. This is logged once,
   * and all callers wait until a probe succeeds.
   *
   * @throws StoreTroubleError when it stays unavailable for `patienceMs`; any other error of `work` at once
   */
  run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>
  /** Waits until the store is available, however long that takes. @throws when `signal` aborts */
  untilBack(signal: AbortSignal): Promise<void>
  close(): void
}

const TRIES = 3
const LONGEST_PAUSE_MS = 15_000

interface Outage {
  readonly why: string
  /** Resolved when the store is back, or when this is closed. */
  readonly over: Promise<void>
}

/** Knows for a whole process whether the place of the documents can be used. */
export function createAvailability(options: AvailabilityOptions): Availability {
  const { probe, onAway, onBack, patienceMs, pauseMs = 250 } = options
  const closing = new AbortController()
  let outage: Outage | null = null

  const goAway = (why: string): Outage => {
    onAway(why)
    const began = performance.now()
    const probing = (async () => {
      for (let pause = pauseMs; !closing.signal.aborted; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
        await sleep(pause, undefined, { signal: closing.signal, ref: false }).catch(() => {})
        try {
          await probe()
          break
        } catch (error) {
          if (!(error instanceof StoreTroubleError)) throw error
        }
      }
      outage = null
      if (!closing.signal.aborted) onBack(performance.now() - began)
    })()
    return { why, over: probing }
  }

  /** Tries a few times. */
  const insist = async <T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> => {
    for (let tries = 1; ; tries++)
      try {
        return await work()
      } catch (error) {
        if (!(error instanceof StoreTroubleError) || tries === TRIES || outage) throw error
        await sleep(pauseMs * 2 ** (tries - 1) * (0.5 + Math.random()), undefined, signal ? { signal } : {})
      }
  }

  return {
    get trouble() {
      return outage?.why ?? null
    },
    async run(work, signal) {
      const deadline = performance.now() + patienceMs
      for (;;) {
        const left = deadline - performance.now()
        if (outage) {
          const { why, over } = outage
          if (left <= 0) throw new StoreTroubleError(why)
          await atMost(left, over, signal)
          continue
        }
        try {
          return await insist(work, signal)
        } catch (error) {
          if (!(error instanceof StoreTroubleError)) throw error
          outage ??= goAway(error.message)
          if (deadline <= performance.now()) throw error
        }
      }
    },
    async untilBack(signal) {
      while (outage && !closing.signal.aborted) await atMost(LONGEST_PAUSE_MS, outage.over, signal)
    },
    close: () => closing.abort(),
  }
}

/** Waits for `over`, and no longer than `ms`. @throws when `signal` aborts */
async function atMost(ms: number, over: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  const done = new AbortController()
  const signals = signal ? AbortSignal.any([signal, done.signal]) : done.signal
  try {
    await Promise.race([over, sleep(ms, undefined, { signal: signals })])
  } finally {
    done.abort()
  }
}
