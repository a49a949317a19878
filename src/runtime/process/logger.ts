import { type Logger, type LoggerOptions, pino } from 'pino'
import { driverError } from '../../adapters/postgres/driver-error.ts'
import { isServiceTrouble } from '../../adapters/trouble.ts'
import { printable } from '../../core/text/printable.ts'

export type { Logger }

/** How long repeated trouble with a service is only counted after it was logged, in milliseconds. */
const TROUBLE_MS = 60_000

/**
 * JSON lines on stderr with fixed keys; stdout is for data. One line per outcome, never a page's text, and nothing that looks
 * like a secret. While a database or a Redis is unavailable, every job and every connection reports it. So each kind of line
 * is then logged once a minute, with the number of omitted lines as `more`.
 */
export function createLogger(level: string, bindings: Readonly<Record<string, unknown>> = {}): Logger {
  return pino(
    {
      level,
      base: { pid: process.pid, ...bindings },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      serializers: { err: plainError },
      formatters: { level: (label) => ({ level: label }) },
      hooks: { logMethod: onceAMinute(level) },
      redact: {
        paths: ['*.password', '*.secret', '*.token', '*.databaseUrl', '*.redisUrl', '*.authorization'],
        censor: '[secret]',
      },
    },
    printableLines(pino.destination({ fd: 2, sync: true })),
  )
}

/** Log lines contain addresses and errors of others: their control characters are escaped as JSON escapes them. */
function printableLines(destination: { write(line: string): unknown }): { write(line: string): void } {
  return {
    // The newline at the end is not escaped.
    write: (line) => void destination.write(`${printable(line.slice(0, -1))}\n`),
  }
}

/** The parts of an error that help to find its cause, without attached objects: a driver's error contains its client. */
function plainError(logged: unknown): unknown {
  const error = driverError(logged)
  if (!(error instanceof Error)) return error
  const { name, message, stack, code } = error as Error & { code?: string }
  return { name, message, ...(code ? { code } : {}), stack }
}

type LogMethod = NonNullable<NonNullable<LoggerOptions['hooks']>['logMethod']>

function onceAMinute(level: string): LogMethod {
  const logged = new Map<string, { at: number; more: number }>()
  return function (args, method) {
    const [fields, message] = args as unknown as [{ err?: unknown; stage?: unknown } | string, string?]
    if (level === 'debug' || typeof fields === 'string' || !isServiceTrouble(fields?.err))
      return method.apply(this, args)
    const kind = `${fields.stage ?? ''} ${message}`
    const now = performance.now()
    const before = logged.get(kind)
    if (before && now - before.at < TROUBLE_MS) {
      before.more++
      return
    }
    logged.set(kind, { at: now, more: 0 })
    method.apply(this, [before?.more ? { ...fields, more: before.more } : fields, message] as never)
  }
}
