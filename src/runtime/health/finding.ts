/** What the doctor says of one thing. */
export interface Finding {
  readonly check: string
  readonly ok: boolean
  /** What was found, and where it is wrong what to do. */
  readonly message: string
}
