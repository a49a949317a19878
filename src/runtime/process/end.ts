/** For what is still open when all is done, such as a connection to a server that says nothing. */
const PATIENCE_MS = 500

/**
 * Ends this process with `code`: by itself, once nothing keeps it, else after half a second. `process.exit` at once joins
 * V8's compiler threads before it tells them to stop; one that waits for a collection then holds the process up for ever
 * (nodejs/node issue 54918; seen once in some 500 commands). By itself, Node stops them first.
 */
export function endProcess(code: number): void {
  process.exitCode = code
  setTimeout(() => process.exit(code), PATIENCE_MS).unref()
}
