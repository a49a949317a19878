import { squeeze } from '../text/squeeze.ts'
import type { Page } from './blocks.ts'
import { bit } from './classes/mask.ts'
import { type Dom, isElement, type PageElement } from './dom.ts'
import { textOf } from './meta.ts'

export interface Heading {
  readonly text: string
  /** Below the text's beginning it heads a part of the page of its own. */
  readonly below: boolean
}

/** The page's `h1`s, the one before the body first, and failing any the last `h2` before it. */
export function readHeadings(page: Page, dom: Dom, start: number, told: readonly string[]): Heading[] {
  const list: { text: string; at: number }[] = []
  for (const element of dom.index.get('h1') ?? []) {
    const text = headingText(element, told)
    if (!text || text.length < 3) continue
    const box = element.box >= 0 ? page.boxes[element.box] : undefined
    list.push({ text, at: box ? box.firstBlock : -1 })
  }
  if (list.length === 0 && start >= 0) {
    for (const element of dom.index.get('h2') ?? []) {
      const box = element.box >= 0 ? page.boxes[element.box] : undefined
      const text = textOf(element)
      if (box && box.firstBlock < start && start - box.firstBlock < 12 && text.length > 14)
        list.push({ text, at: box.firstBlock })
    }
    if (list.length === 0) return told.length < 2 ? lesserHeading(page, start) : []
    return list.slice(-1).map(({ text }) => ({ text, below: false }))
  }
  const before = list.filter((h) => start < 0 || h.at <= start).sort((a, b) => b.at - a.at)
  // A heading that begins with an ellipsis continues the headline before it.
  const best = before.find((h) => h.text.length > 10 && !/^(?:…|\.{3})/.test(h.text)) ?? before[0] ?? list[0]
  return best
    ? [best, ...list.filter((h) => h !== best).slice(0, 4)].map(({ text, at }) => ({
        text,
        below: start >= 0 && at > start,
      }))
    : []
}

/** The largest distance above the text of a smaller heading that is the page's headline. */
const LESSER_NEAR = 5

/** For a page without `h1` and `h2` whose title is only in `<title>`: the smaller heading right above the text. */
function lesserHeading(page: Page, start: number): Heading[] {
  for (let i = start; i >= Math.max(0, start - LESSER_NEAR); i--) {
    const block = page.blocks[i]!
    const { element, mask } = page.boxes[block.box]!
    const isHeading = /^h[3-6]$/.test(element.name) || (mask & bit.title) !== 0
    if (isHeading && !block.hidden && block.text.length > 14 && block.text.length < 200)
      return [{ text: block.text, below: false }]
  }
  return []
}

/** A headline's own words: without a date, a kicker or a button set into the same element. */
function headingText(element: PageElement, told: readonly string[]): string {
  const whole = textOf(element)
  if (told.some((other) => other.startsWith(squeeze(whole)))) return whole
  const inner = element.children.filter(isElement)
  if (inner.length === 0) return whole
  let text = ''
  for (const child of element.children) {
    if (!isElement(child)) text += child.data
    else if (child.name === 'br') text += ' '
    else if (!besides.has(child.name) && !kickerClass.test(child.attribs.class ?? ''))
      text += ` ${textOf(child)} `
  }
  const own = text
    .replace(/\s+/g, ' ')
    .replace(/^[:|–-]\s*/, '')
    .trim()
  return own.length > 10 ? own : whole
}

/** Elements in a headline that contain no word of it: a columnist's name, a counter, a footnote's mark. */
const besides: ReadonlySet<string> = new Set(['time', 'button', 'small', 'sup', 'label'])

const kickerClass =
  /kicker|eyebrow|counter|(?:^|[\s_-])count(?:$|[\s_-])|columnist|author|byline|overline|topline|dachzeile|rubri[ck]|spitzmarke|category|label|badge|sr-only|visually-?hidden|time|date|share|(?:^|[\s_-])sub/i

export function findHeadline(dom: Dom): string | null {
  for (const tag of ['h1', 'h2']) {
    const element = dom.index.get(tag)?.find((e) => /headline/i.test(e.attribs.itemprop ?? ''))
    if (element) return textOf(element)
  }
  return null
}
