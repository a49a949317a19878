import { isPaywallLine } from '../../fields/kind/choose.ts'
import { type Block, bit, type Page, within } from '../../page/blocks.ts'
import { isElement, type PageParent } from '../../page/dom.ts'
import { squeeze } from '../../text/squeeze.ts'
import { type BodyChoice, dropBlock } from '../choice.ts'
import { patternsOf, says } from '../patterns.ts'
import { findCards, findNextArticles } from './cards.ts'
import { findNotices } from './notices.ts'

/** What a short block before the first paragraph is, if not the article's. */
const headFurniture = says.byline | says.updated | says.date | says.share | says.comment | says.ad | says.tags
/** What a short block after the last paragraph is. */
const tailFurniture = says.share | says.comment | says.tags

/**
 * Removes blocks that the model accepts but that belong to no article: its own headline, date and share lines at its edges,
 * readers' comments, and repeated texts.
 */
export function trimEdges(page: Page, choice: BodyChoice, title: string | null): void {
  const { blocks } = page
  const kept = (): Block[] => blocks.filter((block) => choice.kept[block.index])
  const key = title ? squeeze(title) : ''
  for (const [i, block] of kept().entries())
    if (key && (i < 4 || isHeading(page, block)) && block.text.length < 400 && squeeze(block.text) === key)
      dropBlock(choice, block, 'it is the headline')

  let list = kept()
  const firstProse = list.findIndex((block) => block.prose && block.shape.size >= 90 && !isDateLine(block))
  for (const block of firstProse < 0 ? [] : list.slice(0, firstProse))
    if (
      block.text.length < 90 &&
      (choice.p[block.index]! < 0.8 || isBareByline(block)) &&
      !isHeading(page, block) &&
      patternsOf(block) & headFurniture &&
      !block.shape.endsColon
    )
      dropBlock(choice, block, 'a line of the head: byline, date or tools')

  list = kept()
  let lastProse = list.length - 1
  while (lastProse >= 0 && !(list[lastProse]!.prose && list[lastProse]!.shape.size >= 120)) lastProse--
  for (const block of lastProse < 0 ? [] : list.slice(lastProse + 1))
    if (block.text.length < 140 && patternsOf(block) & tailFurniture)
      dropBlock(choice, block, 'a line after the end: tools, tags or links')
  for (const [block, why] of findNotices(page, choice.p, choice.kept)) dropBlock(choice, block, why)
  for (const block of findNextArticles(page, choice, key))
    dropBlock(choice, block, 'it is of the next article')
  for (const block of findCards(page, choice))
    dropBlock(choice, block, 'a card that leads to another article')
  dropTailHeadings(page, choice)
  for (const block of kept())
    if (announces(page, choice, block)) dropBlock(choice, block, 'it announces a list of other articles')
  for (const block of kept())
    if (block.text.length <= LONGEST_LABEL && adLabel.test(block.text))
      dropBlock(choice, block, 'it announces an advertisement')
    else if (isCode(page, block)) dropBlock(choice, block, 'what is left of a script')
    else if (choice.p[block.index]! < 0.8 && isPaywallLine(block.text))
      dropBlock(choice, block, 'it asks for a subscription')

  for (const block of kept())
    if (choice.p[block.index]! < 0.7 && asksForAddress(page, block))
      dropBlock(choice, block, 'it stands in a form to sign up')

  list = kept()
  let total = 0
  for (const block of list) total += block.shape.size
  for (const block of list) {
    const box = commentBox(page, block)
    if (box > 0) {
      let inside = 0
      for (const other of list)
        if (other.index >= page.boxes[box]!.firstBlock && other.index <= page.boxes[box]!.lastBlock)
          inside += other.shape.size
      if (inside < total * 0.4 && choice.p[block.index]! < 0.85)
        dropBlock(choice, block, "among readers' comments")
    }
  }
  dropRepeats(page, choice)
}

/**
 * A heading without kept blocks after it belongs to dropped ones: related articles, comments, sources. So does a line with a
 * colon.
 */
function dropTailHeadings(page: Page, choice: BodyChoice): void {
  for (let i = page.blocks.length - 1; i > 0; i--) {
    const block = page.blocks[i]!
    if (!choice.kept[i]) continue
    if (block.text.length > 80 || block.shape.terminators > 1) return
    if (!isHeading(page, block) && !block.shape.endsColon) return
    dropBlock(choice, block, 'a heading that nothing follows')
  }
}

/** `You may also like`: blocks after it are not the article's. */
function announces(page: Page, choice: BodyChoice, block: Block): boolean {
  const next = page.blocks[block.index + 1]
  return (
    (isHeading(page, block) || block.shape.endsColon) &&
    block.text.length <= 80 &&
    next !== undefined &&
    !choice.kept[next.index] &&
    next.linkSize > next.shape.size * 0.5 &&
    (patternsOf(block) & (says.listing | says.readMore)) !== 0
  )
}

/** A line that says no more than that an advertisement follows. */
const adLabel =
  /^\W{0,3}(?:ads?|advert(?:isement|ising)?|sponsored(?: content)?|anzeige|werbung|publicit[ée]|publicidad|pubblicità|publicidade|advertentie|reklam[ae]?|annonse?|mainos|реклама|διαφήμιση|广告|廣告|広告|광고|إعلان|विज्ञापन)\W{0,3}$/iu

const LONGEST_LABEL = 40

/** Pieces of JSON that became text because of a `</script>` within a string; code that is shown has its own elements. */
function isCode(page: Page, block: Block): boolean {
  if (!block.text.includes('":')) return false
  const { name } = page.boxes[block.box]!.element
  if (name === 'pre' || name === 'code' || name === 'td') return false
  return (block.text.match(/"[\w-]+":\s*(?:["{[\d]|null|true|false)/g)?.length ?? 0) >= 3
}

/** In a box that is marked as a promotion and holds a field or button to sign up. */
function asksForAddress(page: Page, block: Block): boolean {
  let steps = 0
  for (let i = block.box; i > 0 && steps < 4; i = page.boxes[i]!.parent, steps++) {
    const { element, mask, blockCount } = page.boxes[i]!
    if (mask & bit.promo && blockCount <= 12) return holdsField(element)
  }
  return false
}

function holdsField(element: PageParent): boolean {
  return element.children.some(
    (child) =>
      isElement(child) &&
      (child.name === 'input' || child.name === 'button' || child.name === 'form' || holdsField(child)),
  )
}

/** `By Ann Lee and Bo Hark`: a byline and not a sentence, even if the model accepts it as a paragraph. */
const isBareByline = (block: Block): boolean =>
  (patternsOf(block) & says.byline) !== 0 && !block.shape.endsSentence && block.shape.terminators === 0

function isDateLine(block: Block): boolean {
  return block.text.length < 140 && (patternsOf(block) & (says.date | says.updated)) !== 0
}

function isHeading(page: Page, block: Block): boolean {
  return /^h[1-6]$/.test(page.boxes[block.box]!.element.name)
}

/** The nearest box around a block that is marked as comments; 0 if there is none. */
function commentBox(page: Page, block: Block): number {
  let steps = 0
  for (let i = block.box; i > 0 && steps < 6; i = page.boxes[i]!.parent, steps++)
    if (page.boxes[i]!.mask & bit.comment) return i
  return 0
}

/** Repeated texts, and pull quotes: a short block that a paragraph of the body contains word for word. */
function dropRepeats(page: Page, choice: BodyChoice): void {
  const seen = new Map<string, Block>()
  const list = page.blocks.filter((block) => choice.kept[block.index])
  for (const block of list) {
    if (block.text.length < 200) continue
    const before = seen.get(block.text)
    if (before) dropBlock(choice, block, 'a repetition')
    else seen.set(block.text, block)
  }
  const copies = list.filter(
    (block) =>
      choice.kept[block.index] &&
      block.text.length >= 30 &&
      block.text.length < 400 &&
      (isPulled(page, block) || isCaption(page, block)),
  )
  if (copies.length === 0) return
  const whole = list.map((block) => (copies.includes(block) ? '' : squeeze(block.text))).join(' ')
  for (const block of copies)
    if (whole.includes(squeeze(block.text.replace(/[—–-]\s*\p{Lu}[\p{L}\s.]{2,40}$/u, ''))))
      dropBlock(choice, block, 'a pull quote or caption that the text has anyway')
}

const isCaption = (page: Page, block: Block): boolean =>
  page.boxes[block.box]!.element.name === 'figcaption' || (page.boxes[block.box]!.mask & bit.caption) !== 0

/** Set apart from the paragraphs as a quotation. */
function isPulled(page: Page, block: Block): boolean {
  if (!within(page, block, bit.quote)) return false
  let steps = 0
  for (let i = block.box; i > 0 && steps < 5; i = page.boxes[i]!.parent, steps++) {
    const { element } = page.boxes[i]!
    if (element.name === 'aside' || element.name === 'figure' || /pull/i.test(element.attribs.class ?? ''))
      return true
  }
  return false
}
