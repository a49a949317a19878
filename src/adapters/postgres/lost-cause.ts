import { connectionCause } from '../connection-error.ts'
import { driverError } from './driver-error.ts'
import { NoServerError } from './hosts.ts'

/** The driver's messages for a connection that broke, or for an answer that did not come in time. */
const SILENT =
  /timeout expired|Query read timeout|timeout exceeded when trying to connect|connection timeout/i
const CLOSED = /Connection terminated|Client has encountered a connection error|Connection ended/

/**
 * Why the database gives no answer, in words for a person.
 *
 * @returns undefined where it has answered, even with an error, and for an error that is not from the driver
 */
export function lostCause(error: unknown): string | undefined {
  if (error instanceof NoServerError) return error.message
  const { code = '', message = '' } = (driverError(error) ?? {}) as { code?: string; message?: string }
  if (/^57P0[123]$/.test(code)) return 'it is shutting down or starting up'
  if (/^08/.test(code) || CLOSED.test(message)) {
    return SILENT.test(message) ? NO_ANSWER : 'the server closed the connection'
  }
  return SILENT.test(message) ? NO_ANSWER : undefined
}

/** The same for an error that is known to come from a connection to the database: also why a connection failed. */
export function databaseCause(error: unknown): string | undefined {
  return lostCause(error) ?? connectionCause(driverError(error))
}

const NO_ANSWER = 'it answers nothing'
