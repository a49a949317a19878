/** The signals that end a program, with the exit code that a shell gives for each. */
const CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const

/**
 * Makes `listener` the only one for `signal`. It is added before the others are removed: Node stops handling a signal once
 * its last listener is removed, and a signal that has come by then, but has not reached a listener yet, is lost.
 */
export function takeOverSignal(signal: NodeJS.Signals, listener: () => void): void {
  const others = process.listeners(signal).filter((other) => other !== listener)
  if (!process.listeners(signal).includes(listener)) process.on(signal, listener)
  for (const other of others) process.removeListener(signal, other)
}

/**
 * Ends this process at once on SIGTERM, SIGINT or SIGHUP, as long as nothing else listens for that signal: while it loads,
 * connects and migrates, and in a command that has nothing to clean up. Without a listener the system would do so, but not
 * for process 1 of a container, which ignores signals without a listener.
 *
 * @param code the exit code; by default 128 plus the number of the signal
 */
export function endOnSignal(code?: number): void {
  for (const [name, usual] of Object.entries(CODES) as [keyof typeof CODES, number][]) {
    // The listener of launch.mjs, which this one replaces.
    takeOverSignal(name, () => {
      if (process.listenerCount(name) === 1) process.exit(code ?? usual)
    })
  }
}
