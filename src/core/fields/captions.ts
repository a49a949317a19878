import type { TextPlace } from '../body/place.ts'
import { type Block, bit, type Page, within } from '../page/blocks.ts'
import { parseCredit } from '../people/photo-credit.ts'
import type { Caption } from '../record/record.ts'
import { squeeze } from '../text/squeeze.ts'

const MAX_CAPTIONS = 60
/** The largest distance of a caption from the text's end, or from the last picture there, in blocks. */
const AFTER = 6
const captionClass =
  /caption|legende|bildunter|bildtext|didascalia|(?:^|[\s_-])(?:bu|cap|podpis)(?:$|[\s_-])|cutline|pie-?de-?(?:foto|imagen)|(?:^|[\s_-])pie(?:$|[\s_-])/i
const creditClass =
  /credit|copyright|photographer|fotograf|quelle|source|attribution|byline|autor|author|agen(?:cy|tur|cia)|rechte|rights|urheber|firma|owner|(?:^|[\s_-])(?:by|foto|photo)(?:$|[\s_-])/i
/** Words that introduce a credit in the same sentence as the caption. */
const creditLabel =
  /\s*[|–—-]?\s*\b(?:photo(?:graph)?s?(?: by)?|pictures?|images?|fotos?|bild(?:er)?|credits?|crédits?(?: photo)?|fot\.|zdj\.|foto:|фото)\s*[:：/]\s*(?=\S[^.]{1,70}$)/iu
/** A name in brackets at a caption's end. */
const bracketed = /\s*[([]([\p{Lu}©][\p{L}.'’ /&,-]{3,60})[)\]]\.?$/u

/** Captions of the article's pictures, from the headline to the end of the text, each once, credits apart. */
export function readCaptions(page: Page, { titleAt, start, kept }: TextPlace): Caption[] {
  const { blocks } = page
  if (start < 0) return []
  let end = kept.length - 1
  while (end >= 0 && !kept[end]) end--
  const from = Math.max(0, titleAt >= 0 && titleAt <= start ? titleAt - 6 : start - 12)
  const byFigure = new Map<number, Block[]>()
  let until = end + AFTER
  for (let i = from; i <= Math.min(blocks.length - 1, until); i++) {
    const block = blocks[i]!
    if (kept[i] || block.text.length < 3 || block.text.length > 1_000 || within(page, block, bit.promo))
      continue
    const figure = captionBox(page, block, i > end)
    if (figure < 0) continue
    // The pictures of a gallery follow each other.
    if (i > end && page.boxes[figure]!.element.name === 'figure') until = i + AFTER
    const list = byFigure.get(figure)
    if (list) list.push(block)
    else byFigure.set(figure, [block])
  }
  const out: Caption[] = []
  const seen = new Set<string>()
  for (const list of byFigure.values()) {
    const pieces = list.map((block) => splitCredit(page, block))
    const credited = pieces
      .map((piece) => (piece.credit ? readCredit(piece.credit) : null))
      .find((c) => c?.credit || c?.agency)
    for (const piece of pieces) {
      if (!piece.text) continue
      const { text, credit, agency } = partCaption(piece.text)
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

/** In a caption's place even an unlabelled name in brackets is a credit. */
function partCaption(raw: string): Caption {
  const found = parseCredit(raw)
  if (found.credit || found.agency) return found
  const label = creditLabel.exec(raw)
  if (label && label.index > 8) {
    const credit = readCredit(raw.slice(label.index + label[0].length))
    if (credit.credit || credit.agency) return { text: raw.slice(0, label.index).trim(), ...credit }
  }
  const brackets = bracketed.exec(raw)
  if (brackets && brackets.index > 8) {
    const credit = readCredit(brackets[1]!)
    if (credit.credit || credit.agency)
      return { text: raw.slice(0, brackets.index).trim(), credit: credit.credit, agency: credit.agency }
  }
  // `… on Wednesday. Nordic Institute for Space Research`: a name after the last sentence
  const trailing = named.exec(raw)
  if (trailing) return { text: raw.slice(0, trailing.index).trim(), credit: trailing[1]!, agency: null }
  return found
}

const named =
  /(?<=\p{L}{3}[.!?][”"»]?)\s+(\p{Lu}[\p{L}\p{M}.'’-]+(?:\s(?:for|of|the|de|del|des|du|la|von|für|di|van|and|und|et|y|&|\p{Lu}[\p{L}\p{M}.'’-]*)){1,7}(?<![.!?]))$/u

/** A credit in a block of its own, labelled or not. */
function readCredit(text: string): { credit: string | null; agency: string | null } {
  const bare = text.replace(/^[\s([/|–—-]+|[\s)\]]+$/g, '')
  const labelled = parseCredit(bare)
  const { credit, agency } = labelled.credit || labelled.agency ? labelled : parseCredit(`(Photo: ${bare})`)
  return { credit, agency }
}

/** A caption's text, and the part that its markup separates as the credit. */
function splitCredit(page: Page, block: Block): { text: string; credit: string } {
  const stop = page.boxes[block.box]!.element
  const named = stop.attribs.class ?? ''
  if (creditClass.test(named) && !captionClass.test(named)) return { text: '', credit: block.text }
  let text = ''
  let credit = ''
  for (const part of block.parts) {
    if (!part) {
      text += ' '
      continue
    }
    let own = false
    for (let up = part.parent; up && up !== stop; up = up.parent)
      if (up.name === 'small' || up.name === 'cite' || creditClass.test(up.attribs.class ?? '')) own = true
    if (own) credit += part.data
    else text += part.data
  }
  const last = block.parts[block.parts.length - 1]
  // An element of its own after the caption's last sentence.
  if (!credit && last?.parent && last.parent !== stop && last.data.trim().length < 60) {
    const before = text.slice(0, text.length - last.data.length).trimEnd()
    if (/[.!?。]["”»]?$/.test(before) && !/[.!?]\s*$/.test(last.data)) {
      text = before
      credit = last.data
    }
  }
  const tidy = (raw: string): string => raw.replace(/\s+/g, ' ').trim()
  return { text: tidy(text), credit: tidy(credit) }
}

/** `<font class="bildtext">`: the whole block is in inline elements, one of which is marked as a caption. */
function isInlineCaption(page: Page, block: Block): boolean {
  const own = page.boxes[block.box]!.element
  const first = block.parts.find((part) => part !== null)
  for (let up = first?.parent; up && up !== own; up = up.parent)
    if (captionClass.test(up.attribs.class ?? '') && !creditClass.test(up.attribs.class ?? '')) return true
  return false
}

/** The figure, or the element marked as a caption, that contains a block; -1 if none does. */
function captionBox(page: Page, block: Block, after: boolean): number {
  let steps = 0
  let marked = isInlineCaption(page, block) ? block.box : -1
  for (let i = block.box; i > 0 && steps < 6; i = page.boxes[i]!.parent, steps++) {
    const { element, mask, blockCount, images, proseCount, size } = page.boxes[i]!
    if (element.name === 'figure') return i
    if (element.name === 'figcaption') marked = i
    else if (
      !after &&
      steps < 2 &&
      images > 0 &&
      blockCount <= 3 &&
      proseCount <= 1 &&
      size < 500 &&
      block.linkSize === 0
    )
      marked = i
    else if (
      steps < 3 &&
      (mask & bit.caption || steps === 0) &&
      captionClass.test(element.attribs.class ?? '') &&
      blockCount <= 4
    )
      marked = i
  }
  return marked
}
