import type { Block, Page } from '../../page/blocks.ts'
import { furniture, patternsOf } from '../patterns.ts'
import type { Signatures } from '../signatures.ts'

/** Kept paragraphs that a signature must have, and their least share of all its prose, to speak for the others. */
const LEAST_KEPT = 3
const LEAST_SHARE = 0.4
/** Below this probability a block is never added, whatever other blocks have its markup. */
const LEAST = 0.08
/** A line that ends no sentence needs more. */
const LEAST_LINE = 0.2
const SHORTEST = 40

/**
 * Paragraphs of one signature (tag and class, two levels up) are one text, although boxes and advertisements separate them
 * and the end of a long text is far from its headline.
 * @returns the blocks to add to those kept.
 */
export function joinSameMarkup(
  page: Page,
  signatures: Signatures,
  p: Float32Array,
  kept: Uint8Array,
): Block[] {
  const { blocks, boxes } = page
  const out: Block[] = []
  const first = kept.indexOf(1)
  if (first < 0) return out
  const keptCount = new Int32Array(signatures.sums.length)
  const keptSize = new Float64Array(signatures.sums.length)
  const allSize = new Float64Array(signatures.sums.length)
  for (const block of blocks) {
    if (!block.prose) continue
    const signature = signatures.of[block.index]!
    allSize[signature]! += block.shape.size
    if (!kept[block.index]) continue
    keptSize[signature]! += block.shape.size
    keptCount[signature]!++
  }
  for (const block of blocks) {
    const i = block.index
    if (i < first || kept[i] || block.hidden || p[i]! < LEAST) continue
    const signature = signatures.of[i]!
    if (keptCount[signature]! < LEAST_KEPT || keptSize[signature]! < LEAST_SHARE * allSize[signature]!)
      continue
    const { shape } = block
    if (
      shape.size < SHORTEST ||
      (!shape.endsSentence && p[i]! < LEAST_LINE) ||
      block.linkSize > shape.size * 0.4
    )
      continue
    if (!isNamed(block) || patternsOf(block) & furniture) continue
    out.push(block)
  }
  return out

  /** A class says that they are of one kind; bare paragraphs are everywhere. */
  function isNamed(block: Block): boolean {
    let at = block.box
    for (let level = 0; level < 3 && at > 0; level++, at = boxes[at]!.parent)
      if (boxes[at]!.element.attribs.class) return true
    return false
  }
}
