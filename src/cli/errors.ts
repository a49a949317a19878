/** A failure that a person can act on: one sentence that says what, where and what to do. Exit code 1. */
export class CliError extends Error {
  readonly exitCode: number = 1
}

/** A wrong call: unknown command, option or value. Exit code 2. */
export class UsageError extends CliError {
  override readonly exitCode: number = 2
}
