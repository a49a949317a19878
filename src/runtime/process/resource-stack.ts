/** What has been opened, in order; closed the other way round. */
export interface ResourceStack {
  /** Adds something to close; gives it back. */
  add<T>(what: string, thing: T, close: (thing: T) => Promise<unknown> | undefined): T
  /** Closes all, the last one first, whatever fails; `closing` is given the name of each. Safe to call twice. */
  close(closing?: (what: string) => void): Promise<void>
}

/**
 * Keeps what a process opens while it starts, so that a start that fails halfway (a port that is taken) closes
 * everything that was opened before, and leaves no loop that runs on a closed connection.
 */
export function resourceStack(): ResourceStack {
  const resources: { readonly what: string; close(): Promise<unknown> | undefined }[] = []
  return {
    add(what, thing, close) {
      resources.push({ what, close: () => close(thing) })
      return thing
    },
    async close(closing = () => {}) {
      let failure: unknown
      for (let last = resources.pop(); last; last = resources.pop()) {
        closing(last.what)
        try {
          await last.close()
        } catch (error) {
          failure ??= error
        }
      }
      if (failure) throw failure
    },
  }
}
