/** What has been opened, in order; closed in reverse order. */
export interface ResourceStack {
  /** Adds something to close. @returns it */
  add<T>(what: string, thing: T, close: (thing: T) => Promise<unknown> | undefined): T
  /** Closes all, the last one first, even if some fail; `closing` gets the name of each. Can be called twice. */
  close(closing?: (what: string) => void): Promise<void>
}

/**
 * Collects what a process opens while it starts. So a start that fails halfway (a port that is taken) closes everything that
 * was opened before, and no loop continues on a closed connection.
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
