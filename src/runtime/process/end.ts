/** For handles that are still open when all work is done, such as a connection to a server that does not answer. */
const PATIENCE_MS = 500

/**
 * Ends this process with `code`: normally once no handle is open, else after half a second. An immediate `process.exit` joins
 * V8's compiler threads before it signals them to stop; a thread that waits for a garbage collection then blocks the process
 * forever (nodejs/node issue 54918; seen once in some 500 commands). At a normal end, Node stops them first.
 */
export function endProcess(code: number): void {
  process.exitCode = code
  setTimeout(() => process.exit(code), PATIENCE_MS).unref()
}
