import { format } from 'node:util'
import { printable } from '../../core/text/printable.ts'

/**
 * From this call on, everything that this process prints by `console` is plain text: control characters in titles and names
 * cannot act on the terminal. It is done in one place, so that no command can forget it.
 */
export function printSafely(): void {
  for (const name of ['log', 'info', 'warn', 'error'] as const) {
    const print = console[name].bind(console)
    console[name] = (...values: unknown[]) => print(printable(format(...values)))
  }
}
