import { inBoxBeside, type TextPlace } from '../../body/place.ts'
import { type Block, type Page, within } from '../../page/blocks.ts'
import { bit } from '../../page/classes/mask.ts'
import { type Dom, isElement, type PageElement, type PageNode, type PageParent } from '../../page/dom.ts'
import { textOf } from '../../page/meta.ts'

/** `(21. November 2022) Energy …`, `27.1.2022 - In …`: a date that opens the text. */
const openingDate =
  /^[([]?((?:\p{L}+,\s*)?(?:\d{1,2}[./-]\s?\d{1,2}[./-]\s?(?:19|20)\d{2}|(?:19|20)\d{2}-\d{2}-\d{2}|\d{1,2}\.?\s\p{L}{3,10}\.?\s(?:19|20)\d{2}|\p{L}{3,10}\.?\s\d{1,2},?\s(?:19|20)\d{2}|(?:19|20)\d{2}年\d{1,2}月\d{1,2}日))(?!\d)/u

export function openingDates(page: Page, { start, kept }: TextPlace): string[] {
  const out: string[] = []
  const from = Math.max(0, start - 3)
  for (let i = from; start >= 0 && i < Math.min(start + 6, page.blocks.length); i++) {
    const block = page.blocks[i]!
    if (i < start && within(page, block, bit.caption | bit.comment | bit.related | bit.sidebar)) continue
    if ((i > start && !kept[i]) || isFact(page, block) || isTimeOfElse(block)) continue
    const raw = openingDate.exec(block.text)?.[1]
    if (raw) out.push(raw)
  }
  return out
}

const updatedInside =
  /(?:last\s+)?(?:updated|modified|aktualisiert|mis à jour|actualizado|aggiornato|uppdaterad|oppdatert|güncelleme|обновлено)\s*:/iu

/** A line about the publication and then an update contains two dates, the publication first. */
export function statedParts(line: string): string[] {
  const at = line.search(updatedInside)
  if (at <= 0 || !dateLike.test(line.slice(0, at))) return [line]
  // A month in capitals may be glued to the section before it.
  return [line.slice(0, at).replace(/(?<=\p{Ll})(?=\p{Lu}{3})/gu, ' '), line.slice(at)]
}

export interface TimeElement {
  readonly element: PageElement
  readonly rank: number
  readonly from: string
  readonly marked: boolean
}

export const FAR = 100

/** `<time>` and elements marked as the publication date, those near the headline first. */
export function timeElements(dom: Dom, page: Page, { titleAt, start }: TextPlace): TimeElement[] {
  const list: TimeElement[] = []
  for (const element of dom.index.get('time') ?? []) {
    const box = boxOf(element)
    if (!box) continue
    const at = page.boxes[box]?.firstBlock ?? 0
    const mark = `${element.attribs.class ?? ''} ${element.attribs.itemprop ?? ''} ${element.attribs.pubdate !== undefined ? 'published' : ''}`
    if (ofSomethingElse.test(mark)) continue
    const anchor = titleAt >= 0 ? titleAt : start
    let rank = anchor < 0 ? at : at >= anchor ? at - anchor : 10 + 2 * (anchor - at)
    if (start >= 0 && at > start + 2) rank += FAR
    if (/publish|pubdate|created|posted|entry-date/i.test(mark)) rank -= 8
    if (/updat|modif/i.test(mark)) rank += 12
    if (insideTeaser(element)) rank += FAR
    const marked = /publish|pubdate/i.test(mark) && !/updat|modif/i.test(mark)
    list.push({ element, rank, from: 'time', marked })
  }
  return list.sort((a, b) => a.rank - b.rank).slice(0, 4)
}

/** Classes of the time of an event, or of the end of an offer. */
const ofSomethingElse =
  /(?:^|[\s_-])(?:events?|deadline|expir\w*|(?:start|end)s?[_-]?(?:date|time))(?:$|[\s_-])/i

function boxOf(element: PageElement): number {
  for (let up: PageParent | null = element; up; up = up.parent) if (up.box >= 0) return up.box
  return 0
}

function insideTeaser(element: PageElement): boolean {
  for (let up: PageParent | null = element; up; up = up.parent) {
    if (up.name === 'aside' || up.name === 'footer' || up.name === 'nav' || up.name === 'li') return true
    if (/related|teaser|comment|sidebar|card|promo|recommend/i.test(up.attribs.class ?? '')) return true
  }
  return false
}

/** Years in the digits of other scripts (Arabic, Persian, Devanagari, Bengali, Thai) count too. */
const dateLike =
  /[٠-٩]{4}|[۰-۹]{4}|[०-९]{4}|[০-৯]{4}|[๐-๙]{4}|\b(?:19|20)\d{2}\b|\d{1,2}[./-]\d{1,2}[./-]\d{2}\b|\d{4}年|\b\d{1,2}\.?\s\p{L}{3,9}\.?\s['’]?\d{2}(?![\d:.])|\b\d+\s+(?:minutes?|hours?|days?|weeks?|months?)\s+ago\b/iu

/** A day that a line names for something else: an embargo, a deadline, an event, a copyright. */
const notPublication =
  /©|\(c\) ?\d|copyright|(?<!\p{L})(?:embargo(?:ed)?|deadline|closing date|appl(?:y|ications?) (?:by|close|until)|closes? on|expires?|valid (?:until|from)|ends on|starts? on|begins? on|takes place|event date|when\s*:|born(?: on)?|founded|established|register by|rsvp|sperrfrist|anmeldeschluss|bewerbungsschluss|einsendeschluss|gültig (?:bis|ab)|findet statt|termin(?:e)?\s*:|wann\s*:|geboren|gegründet|rendez-vous|quand\s*:|née? le|fondée? (?:en|le)|cuándo\s*:|naci(?:ó|da|do)|fundad[oa]|quando\s*:|jusqu['’]au|date limite|hasta el|fecha límite|plazo|entro il|scadenza|до (?=\d)|截止)(?!\p{L})/iu

/** A value in a table of facts (`Opened | 28 February 1931`), unless what names it speaks of the publication. */
function isFact(page: Page, block: Block): boolean {
  const { element } = page.boxes[block.box]!
  if (element.name !== 'td' && element.name !== 'dd') return false
  // The name of a value is right before it.
  let before = element.prev as PageNode | null
  while (before && !isElement(before)) before = before.prev as PageNode | null
  const label = before?.name === 'th' || before?.name === 'dt' ? textOf(before, 60) : ''
  return label !== '' && !publicationName.test(label)
}

const publicationName =
  /date|datum|fecha|data|dato|publi|posted|updated|issued|release|veröffentlicht|erschienen|stand|дата|日期|时间|日時|発行|更新|公開|掲載|登録|開始日|등록|게시|날짜|তারিখ|तारीख|تاريخ/iu

function inCaption(page: Page, block: Block): boolean {
  for (let i = block.box; i > 0; i = page.boxes[i]!.parent)
    if (page.boxes[i]!.element.name === 'figcaption') return true
  return false
}

/** Whether the line is a `<time>` of an event and nothing else. */
function isTimeOfElse({ parts }: Block): boolean {
  const [part, ...more] = parts.filter((text) => text !== null && text.data.trim() !== '')
  const element = part?.parent
  return element?.name === 'time' && more.length === 0 && ofSomethingElse.test(element.attribs.class ?? '')
}

const headsAnother = (page: Page, block: Block): boolean =>
  /^h[1-6]$/.test(page.boxes[block.box]!.element.name) && !publicationName.test(block.text)

function inFooter(page: Page, block: Block): boolean {
  for (let i = block.box; i > 0; i = page.boxes[i]!.parent)
    if (page.boxes[i]!.element.name === 'footer' && page.boxes[i]!.size < page.size / 2)
      return !ofArticle(page, i)
  return false
}

/** An article's own footer says when it was published; the page's footer does not. */
const ofArticle = (page: Page, footer: number): boolean => {
  for (let i = page.boxes[footer]!.parent; i > 0; i = page.boxes[i]!.parent)
    if (page.boxes[i]!.element.name === 'article') return true
  return false
}

const timeLike = /\b\d{1,2}[:.h]\d{2}\b/

/** Short lines around the headline, then just after the text, that contain something like a date; likeliest first. */
export function dateLines(page: Page, place: TextPlace): { text: string; from: string; near: boolean }[] {
  const { titleAt, start, kept } = place
  const { blocks } = page
  if (blocks.length === 0) return []
  const first = start < 0 ? Math.min(blocks.length - 1, Math.max(0, titleAt) + 30) : start
  const from = Math.max(0, titleAt >= 0 && titleAt <= first ? titleAt - 8 : first - 25)
  const found: { text: string; from: string; near: boolean; worth: number }[] = []
  const look = (i: number, where: string, base: number): void => {
    const block = blocks[i]!
    if (kept[i] || block.text.length > 160 || block.hidden || !dateLike.test(block.text)) return
    if (notPublication.test(block.text) || inFooter(page, block) || isFact(page, block)) return
    if (inBoxBeside(page, place, block, bit.comment) || inCaption(page, block) || isTimeOfElse(block)) return
    let worth = base
    if (within(page, block, bit.byline)) worth += 2
    if (within(page, block, bit.caption | bit.comment | bit.related | bit.sidebar)) worth -= 3
    if (timeLike.test(block.text)) worth += 1
    if (block.text.length < 50) worth += 0.5
    if (block.shape.digits > 5) worth += 0.5
    if (block.linkSize > block.shape.size * 0.7) worth -= 2
    if (updatedLabel.test(block.text)) worth -= 1
    if (titleAt >= 0) worth -= (i < titleAt ? titleAt - i : (i - titleAt) / 2) * 0.12
    found.push({ text: block.text, from: where, near: base > 0 && worth > 1, worth })
  }
  for (let i = from; i <= Math.min(first + 2, blocks.length - 1); i++) look(i, 'a line by the headline', 2)
  // Between a standfirst that passes for the first paragraph and the next one.
  if (start >= 0) {
    let next = start + 1
    while (next < blocks.length && !kept[next] && next < start + 20) next++
    if (kept[next]) for (let i = start + 3; i < next; i++) look(i, 'a line by the headline', 1.5)
  }
  let end = blocks.length - 1
  while (end > 0 && !kept[end]) end--
  if (end > first)
    for (let i = end + 1; i <= Math.min(end + 6, blocks.length - 1); i++) {
      // A part with a heading of its own is another text, or the comments.
      if (headsAnother(page, blocks[i]!)) break
      if (!inBoxBeside(page, place, blocks[i]!, bit.related | bit.sidebar))
        look(i, 'a line after the text', -1)
    }
  return found.sort((a, b) => b.worth - a.worth).slice(0, 6)
}

export const updatedLabel =
  /^(?:last )?(?:updated|modified|aktualisiert|zuletzt|mis à jour|actualizado|aggiornato|uppdaterad|oppdatert|обновлено|更新)/iu
