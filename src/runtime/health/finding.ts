/** The doctor's result for one check. */
export interface Finding {
  readonly check: string
  readonly ok: boolean
  /** What was found and, if it is wrong, what to do. */
  readonly message: string
}
