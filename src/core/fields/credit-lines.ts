import { creditLine } from '../article/finish.ts'
import type { TextPlace } from '../body/place.ts'
import { type Block, bit, type Page, within } from '../page/blocks.ts'
import { findAgencies } from '../people/agency.ts'
import type { Agency } from '../record/record.ts'

/** The largest distance of a line of agencies from the last paragraph. */
const AFTER = 4
/** `mit Material von dpa`, `with files from Reuters`, `avec AFP`: what a byline adds of its sources. */
const sources =
  /(?:\bmit (?:material|informationen|angaben)(?: (?:von|der|des))?|\bwith (?:files|inputs?|information|material|reporting|additional reporting)(?: from| by)?|\bavec(?: l[’']| les informations de)?|\bcon (?:información|informaciones|agencias|datos) de|\bcon (?=\p{Lu})|\bmed (?:material från|materiale fra)|\bz materiałów)\s*(.{2,60})$/iu

/**
 * The agencies in lines that contain nothing else (`dpa`, `Quelle: AFP`), and in sources that a byline adds, from the
 * headline to just after the text. The body contains none of these lines, whichever rule removed them.
 */
export function creditedAgencies(page: Page, { titleAt, start, kept }: TextPlace): Agency[] {
  if (start < 0) return []
  let end = kept.length - 1
  while (end >= 0 && !kept[end]) end--
  const out: Agency[] = []
  const from = titleAt >= 0 && titleAt <= start ? titleAt + 1 : Math.max(0, start - 6)
  for (let i = from; i <= Math.min(kept.length - 1, end + AFTER); i++) {
    if (i > start && i <= end) continue
    const block = page.blocks[i]!
    if (kept[i] || block.text.length > 160 || isAside(page, block)) continue
    for (const line of block.text.split('\n')) {
      const alone = creditLine(line)
      const added = alone || i > start ? null : sources.exec(line)
      if (alone) out.push(...alone)
      else if (added) out.push(...findAgencies(added[1]!, 'text'))
    }
  }
  return out
}

/** In a picture's caption, or in a list of links. */
function isAside(page: Page, block: Block): boolean {
  if (block.linkSize > block.shape.size * 0.9 && block.linkCount > 1) return true
  if (within(page, block, bit.caption | bit.related | bit.promo | bit.comment)) return true
  for (let i = block.box; i > 0; i = page.boxes[i]!.parent)
    if (page.boxes[i]!.element.name === 'figure') return true
  return false
}
