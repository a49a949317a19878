import { format } from 'node:util'
import { printable } from '../../core/text/printable.ts'

/**
 * From here on everything that this process prints by `console` is text: what others have written into titles and names
 * does nothing to the terminal that shows it. One place, so that no command can forget it.
 */
export function printSafely(): void {
  for (const name of ['log', 'info', 'warn', 'error'] as const) {
    const print = console[name].bind(console)
    console[name] = (...values: unknown[]) => print(printable(format(...values)))
  }
}
