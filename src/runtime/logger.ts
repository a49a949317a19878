import { type Logger, pino } from 'pino'
import { printable } from '../core/printable.ts'

export type { Logger }

/**
 * JSON lines on stderr with fixed keys; stdout belongs to data. One line per outcome, never a page's text, and
 * nothing that looks like a secret.
 */
export function createLogger(level: string, bindings: Readonly<Record<string, unknown>> = {}): Logger {
  return pino(
    {
      level,
      base: { pid: process.pid, ...bindings },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      serializers: { err: plainError },
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: ['*.password', '*.secret', '*.token', '*.databaseUrl', '*.redisUrl', '*.authorization'],
        censor: '[secret]',
      },
    },
    printableLines(pino.destination({ fd: 2, sync: true })),
  )
}

/** Addresses and errors of others stand in log lines: their control characters are escaped as JSON escapes them. */
function printableLines(destination: { write(line: string): unknown }): { write(line: string): void } {
  return {
    // The line's own end is no part of it.
    write: (line) => void destination.write(`${printable(line.slice(0, -1))}\n`),
  }
}

/** What helps to find an error, and nothing of the objects that hang on it: a driver's error carries its whole client. */
function plainError(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const { name, message, stack, code } = error as Error & { code?: string }
  return { name, message, ...(code ? { code } : {}), stack }
}
