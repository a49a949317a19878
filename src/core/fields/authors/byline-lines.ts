import { headEnd, inBoxBeside, type TextPlace, textEnd } from '../../body/place.ts'
import { type Page, within } from '../../page/blocks.ts'
import { bit } from '../../page/classes/mask.ts'
import { findAgencies, isAgency } from '../../people/agency.ts'
import { bareName, byLabel, byLine, collective, lent, pictureLabel, sourceLabel } from './tables.ts'

/** Short lines around the headline and after the text that start as bylines do. */
export function bylineLines(page: Page, place: TextPlace): string[] {
  const end = textEnd(place.kept)
  return [...headLines(page, place), ...linesBetween(page, place, end + 1, end + 3)]
}

/** Those around the headline. */
export function headLines(page: Page, place: TextPlace): string[] {
  const { titleAt, start } = place
  const from = Math.max(0, titleAt >= 0 ? titleAt - 4 : start - 15)
  return linesBetween(page, place, from, Math.max(start + 2, headEnd(place)))
}

function linesBetween(page: Page, place: TextPlace, from: number, to: number): string[] {
  const { kept } = place
  const out: string[] = []
  const { blocks } = page
  const look = (i: number): void => {
    const block = blocks[i]
    if (
      !block ||
      kept[i] ||
      block.text.length > 200 ||
      inBoxBeside(page, place, block, bit.caption | bit.comment | bit.related)
    )
      return
    for (const line of block.text.split(/\n|\s[|•·]\s/))
      if (line.length < 120 && byLine.test(line)) out.push(line)
    const next = blocks[i + 1]
    if (next && !kept[i + 1] && byLabel.test(block.text) && bareName.test(next.text)) out.push(next.text)
  }
  for (let i = from; i <= to; i++) look(i)
  return out
}

/** A signature inside the text: its first or second line says "By …", its last is a name and no more. */
export function namesInText(page: Page, { start, kept }: TextPlace): string[] {
  const { blocks } = page
  if (start < 0) return []
  const out: string[] = []
  for (let i = start, seen = 0; i < blocks.length && seen < 2; i++) {
    if (!kept[i]) continue
    seen++
    const { text } = blocks[i]!
    if (text.length < (/written by/i.test(text) ? 160 : 60) && byLine.test(text)) out.push(text)
  }
  let end = kept.length - 1
  while (end > start && !kept[end]) end--
  const last = blocks[end]
  if (last && end > start + 1 && last.text.length < 60) {
    const text = last.text.replace(/^[-–—(]\s*|\s*[).]$/g, '')
    if (byLine.test(text) || bareName.test(text)) out.push(text)
  }
  const next = blocks[end + 1]
  if (last && next && bareName.test(next.text) && next.linkSize === 0) {
    const own = page.boxes[next.box]!
    if (own.element.name === 'p' && own.parent === page.boxes[last.box]!.parent) out.push(next.text)
  }
  return out
}

/** Agencies that a line between headline and text names: `with material of dpa`, `Source: AFP`. */
export function agenciesByTitle(page: Page, { titleAt, start, kept }: TextPlace): string[] {
  const out: string[] = []
  const { blocks } = page
  const look = (i: number, after: boolean): void => {
    const block = blocks[i]
    if (!block || kept[i] || block.hidden || block.text.length > 160) return
    // Directly below the headline a class `credit` is the byline's, not a picture's.
    const below = !after && i <= titleAt + 2
    if (!below && within(page, block, bit.caption | bit.comment | bit.related | bit.sidebar)) return
    const byline = !after && within(page, block, bit.byline)
    for (const line of block.text.split('\n')) {
      if (pictureLabel.test(line)) continue
      if (
        byline ||
        isAgency(line) ||
        (!after && isFiledAgency(line)) ||
        sourceLabel.test(line) ||
        (!after && (byLine.test(line) || lent.test(line)))
      )
        for (const { name } of findAgencies(line, 'text')) out.push(name)
    }
  }
  // A standfirst may pass for the first paragraph, so a little way into the text too.
  if (titleAt >= 0 && start > titleAt)
    for (let i = titleAt + 1; i < Math.min(start + 8, titleAt + 16); i++) look(i, false)
  let end = kept.length - 1
  while (end >= 0 && !kept[end]) end--
  for (let i = end + 1; end >= 0 && i <= end + 2; i++) look(i, true)
  return out
}

/** `AFP, MANILA`: an agency and where it filed from. */
const isFiledAgency = (line: string): boolean => {
  const [agency, place, ...more] = line.split(/\s*,\s*/)
  return (
    place !== undefined && more.length === 0 && isAgency(agency!) && /^\p{Lu}[\p{L} .'-]{2,25}$/u.test(place)
  )
}

/** Short lines beside the date of the head that name a team and nothing else: `Harbour Team`. */
export function teamsByDate(page: Page, { titleAt, start, kept }: TextPlace): string[] {
  const { blocks } = page
  const isDate = (i: number): boolean => {
    const block = blocks[i]
    return block !== undefined && !kept[i] && block.text.length < 40 && dayLike.test(block.text)
  }
  const from = Math.max(0, titleAt >= 0 && titleAt < start ? titleAt + 1 : start - 6)
  for (let i = from; i < start; i++) {
    const { text, linkCount } = blocks[i]!
    if (text.length <= 40 && linkCount <= 1 && collective.test(text) && (isDate(i - 1) || isDate(i + 1)))
      return [text]
  }
  return []
}

/** The institution that the head of a release names as its source, beside the label or in the line after it. */
export function sourceInHead(page: Page, { titleAt, start, kept }: TextPlace): string[] {
  if (titleAt < 0) return []
  for (let i = titleAt + 1; i < Math.min(start, titleAt + 10); i++) {
    const block = page.blocks[i]!
    if (kept[i] || !sourceWord.test(block.text) || within(page, block, bit.caption)) continue
    const name = block.text.replace(sourceWord, '').trim() || page.blocks[i + 1]!.text
    if (name.length > 3 && name.length <= 80 && !/[.!?:]$|\d{4}|https?:|\.\w{2,4}$/.test(name)) return [name]
  }
  return []
}

const sourceWord = /^(?:source|quelle|fuente|fonte|bron|kilde|källa)\s*[:：]\s*/iu

/** Lines of the head that are a name and nothing else, right beside the date or on one line with it. */
export function namesByDate(page: Page, place: TextPlace): string[] {
  const { titleAt, start, kept } = place
  const { blocks } = page
  if (titleAt < 0 || start <= titleAt) return []
  const out: string[] = []
  const isDate = (i: number): boolean => {
    const block = blocks[i]
    return block !== undefined && !kept[i] && block.text.length < 60 && dayLike.test(block.text)
  }
  for (let i = titleAt + 1; i < Math.min(Math.max(start, headEnd(place)), titleAt + 10); i++) {
    const block = blocks[i]!
    if (!kept[i] && block.text.length < 80 && isDate(i)) {
      const pieces = block.text.split(/\s*[|•·–—]\s*|,\s+|\s-\s/)
      const names = pieces.filter((piece) => bareName.test(piece))
      if (names.length === 1 && pieces.some((piece) => dayLike.test(piece))) out.push(names[0]!)
    }
    if (block.text.length > 40 || kept[i] || !bareName.test(block.text)) continue
    if (isDate(i - 1) || isDate(i + 1) || isDate(i + 2)) out.push(block.text)
  }
  return out.slice(0, 1)
}

const dayLike = /\b(?:19|20)\d{2}\b|\d{1,2}[./]\d{1,2}[./]\d{2}/
