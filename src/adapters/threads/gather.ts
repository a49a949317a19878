export interface GatherOptions {
  /** How long the first call of a batch waits for others, at least. */
  readonly lingerMs: number
  readonly max: number
}

/** The most that a batch waits, as a multiple of `lingerMs`. */
const LONGEST = 8
/** The weight of the newest duration in the mean of them. */
const NEWEST = 0.25

interface Waiting<Item, Result> {
  readonly item: Item
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
}

/**
 * Combines calls made within a short time into one: `work` gets the items of all of them and returns the results in the same
 * order. A batch waits for as long as the latest calls of `work` took, within bounds. So where each call costs more, because
 * the database is far away or busy, it gets more items at a time. When it throws for several items, it is called again for
 * each alone, so that only the failing call is rejected.
 */
export function gather<Item, Result>(
  work: (items: readonly Item[]) => Promise<readonly Result[]>,
  { lingerMs, max }: GatherOptions,
): (item: Item) => Promise<Result> {
  let waiting: Waiting<Item, Result>[] = []
  let timer: NodeJS.Timeout | undefined
  let meanMs = 0
  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    const batch = waiting
    waiting = []
    if (batch.length) void settle(batch)
  }
  const settle = async (batch: readonly Waiting<Item, Result>[]) => {
    const began = performance.now()
    try {
      const results = await work(batch.map(({ item }) => item))
      meanMs += (performance.now() - began - meanMs) * NEWEST
      batch.forEach(({ resolve }, i) => {
        resolve(results[i] as Result)
      })
    } catch (error) {
      if (batch.length === 1) batch[0]!.reject(error)
      else for (const one of batch) await settle([one])
    }
  }
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (waiting.length >= max) flush()
      else timer ??= setTimeout(flush, Math.min(Math.max(lingerMs, meanMs), lingerMs * LONGEST))
    })
}
