/** Where on the page headline and text stand: what lies around them is looked at for dates and names. */
export interface TextPlace {
  /** The block of the headline, or -1. */
  readonly titleAt: number
  /** The first block of the body, or -1. */
  readonly start: number
  readonly kept: Uint8Array
}

/** How far a standfirst that passes for the first paragraph may stand from the text. */
const STANDFIRST_GAP = 20

/** The last block that may still belong to the head: what stands between a standfirst and the text does. */
export function headEnd({ start, kept }: TextPlace): number {
  if (start < 0) return -1
  let next = start + 1
  while (next < kept.length && !kept[next] && next < start + STANDFIRST_GAP) next++
  return kept[next] && next > start + 1 ? next - 1 : start + 1
}

/** The last block of the text, or -1. */
export function textEnd(kept: Uint8Array): number {
  let end = kept.length - 1
  while (end >= 0 && !kept[end]) end--
  return end
}
