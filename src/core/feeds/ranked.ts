/** A value that several elements may give: the one of the lowest rank counts, among equals the first. */
export interface Ranked {
  readonly rank: number
  readonly value: string
}

/** The better of what is there and what comes. */
export function better(old: Ranked | null, rank: number, value: string | null): Ranked | null {
  if (value === null || value === '') return old
  return old && old.rank <= rank ? old : { rank, value }
}

/** What a value found inside an unknown element loses against one found where it belongs. */
export const ASTRAY = 50
