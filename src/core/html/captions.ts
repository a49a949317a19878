import { parseCredit } from '../credit.ts'
import type { Caption } from '../record.ts'
import { type Block, bit, type Page } from './blocks.ts'
import type { DatePlace } from './dates.ts'
import { squeeze } from './features.ts'

const MAX_CAPTIONS = 60
const captionClass =
  /caption|legende|bildunter|bildtext|didascalia|(?:^|[\s_-])bu(?:$|[\s_-])|cutline|pie-?de-?foto/i
const creditClass = /credit|copyright|photographer|quelle|source|attribution|byline/i

/** Captions of the article's pictures, from the headline to the end of the text, each once, credits apart. */
export function readCaptions(page: Page, { titleAt, start, kept }: DatePlace): Caption[] {
  const { blocks, boxes } = page
  if (start < 0) return []
  let end = kept.length - 1
  while (end >= 0 && !kept[end]) end--
  const from = Math.max(0, titleAt >= 0 && titleAt <= start ? titleAt - 6 : start - 12)
  const byFigure = new Map<number, Block[]>()
  for (let i = from; i <= Math.min(blocks.length - 1, end + 6); i++) {
    const block = blocks[i]!
    if (kept[i] || block.text.length < 3 || block.text.length > 1_000) continue
    const figure = captionBox(page, block)
    if (figure < 0) continue
    const list = byFigure.get(figure)
    if (list) list.push(block)
    else byFigure.set(figure, [block])
  }
  const out: Caption[] = []
  const seen = new Set<string>()
  for (const list of byFigure.values()) {
    const credits = list.filter((block) => creditClass.test(boxes[block.box]!.element.attribs.class ?? ''))
    const texts = list.filter((block) => !credits.includes(block))
    const credited = credits
      .map((block) => parseCredit(`(${block.text.replace(/^[([]|[)\]]$/g, '')})`))
      .find((c) => c.credit || c.agency)
    for (const block of texts) {
      const { text, credit, agency } = parseCredit(block.text)
      const key = squeeze(text)
      if (key.length < 3 || seen.has(key) || out.length >= MAX_CAPTIONS) continue
      seen.add(key)
      out.push({
        text,
        credit: credit ?? credited?.credit ?? null,
        agency: agency ?? credited?.agency ?? null,
      })
    }
  }
  return out
}

/** The figure, or the element marked as a caption, that a block stands in; -1 if it stands in none. */
function captionBox(page: Page, block: Block): number {
  let steps = 0
  let marked = -1
  for (let i = block.box; i > 0 && steps < 6; i = page.boxes[i]!.parent, steps++) {
    const { element, mask, blockCount } = page.boxes[i]!
    if (element.name === 'figure') return i
    if (element.name === 'figcaption') marked = i
    else if (
      steps < 3 &&
      mask & bit.caption &&
      captionClass.test(element.attribs.class ?? '') &&
      blockCount <= 4
    )
      marked = i
  }
  return marked
}
