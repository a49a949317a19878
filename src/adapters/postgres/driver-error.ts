/**
 * The error of the driver. Drizzle wraps it in one of its own, which has no SQLSTATE, and whose message holds the values of
 * the statement: they must reach neither a log nor a person.
 */
export function driverError(error: unknown): unknown {
  return error instanceof Error && 'query' in error && 'params' in error && error.cause !== undefined
    ? error.cause
    : error
}
