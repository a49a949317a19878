/** Where on the page headline and text stand: what lies around them is looked at for dates and names. */
export interface TextPlace {
  /** The block of the headline, or -1. */
  readonly titleAt: number
  /** The first block of the body, or -1. */
  readonly start: number
  readonly kept: Uint8Array
}
