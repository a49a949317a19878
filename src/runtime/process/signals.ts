/** The signals that end a program, with the exit code that a shell gives for each. */
const CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const

/**
 * Ends this process at once on SIGTERM, SIGINT or SIGHUP, as long as nothing else listens for that signal: while it loads,
 * connects and migrates, and in a command that has nothing to put back. Without a listener the system would do so, but
 * not for process 1 of a container, which ignores what it does not listen for.
 *
 * @param code the exit code; by default 128 plus the number of the signal
 */
export function endOnSignal(code?: number): void {
  for (const [name, usual] of Object.entries(CODES) as [keyof typeof CODES, number][]) {
    // The listener of launch.mjs, whose place this one takes.
    process.removeAllListeners(name)
    process.on(name, () => {
      if (process.listenerCount(name) === 1) process.exit(code ?? usual)
    })
  }
}
