/** A value that several elements can give: the one of the lowest rank is used, among equal ranks the first. */
export interface Ranked {
  readonly rank: number
  readonly value: string
}

/** `old`, or the new value where it has a lower rank. */
export function better(old: Ranked | null, rank: number, value: string | null): Ranked | null {
  if (value === null || value === '') return old
  return old && old.rank <= rank ? old : { rank, value }
}

/** Added to the rank of a value found inside an unknown element, so that any value in its proper place is preferred. */
export const MISPLACED = 50
