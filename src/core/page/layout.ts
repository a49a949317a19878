import { squeeze } from '../text/squeeze.ts'
import type { Block, Page } from './blocks.ts'
import { bit } from './classes/mask.ts'

/** What the rest of the page says, for the features of its blocks. */
export interface Hints {
  /** Titles that the metadata gives, squeezed (see `squeeze`). */
  readonly titles: readonly string[]
  readonly description: string
  /** JSON-LD's `articleBody`, squeezed; empty when there is none. */
  readonly articleBody: string
}

/** Class kinds that seldom name a part of the article. */
const awkward =
  bit.related |
  bit.promo |
  bit.share |
  bit.comment |
  bit.nav |
  bit.sidebar |
  bit.tags |
  bit.ad |
  bit.legal |
  bit.bio |
  bit.hidden |
  bit.notes
const awkwardTags = new Set(['nav', 'footer', 'aside', 'menu'])

/** The position of the headline, and the score of each box as the article's. */
export interface Layout {
  /** The block that contains the headline, or -1. */
  readonly titleAt: number
  /** 1 where a block is a title that metadata gives, 0.5 where one contains the other. */
  readonly titleMatch: Float32Array
  /** Prose per block and per box, except prose before the headline, far after it, or in an aside. */
  readonly blockWeight: Float32Array
  readonly boxWeight: Float64Array
  readonly region: number
}

export function readLayout(page: Page, hints: Hints): Layout {
  const { blocks, boxes } = page
  const n = blocks.length
  const titleMatch = matchTitles(page, hints)
  const titleAt = findTitle(page, titleMatch)
  const asides = new Float32Array(boxes.length)
  asides[0] = 1
  for (let i = 1; i < boxes.length; i++) {
    const box = boxes[i]!
    let factor = asides[box.parent]!
    const holdsMost = box.prose > page.prose * 0.7
    if (!holdsMost && (box.mask & awkward || awkwardTags.has(box.element.name))) factor *= 0.35
    asides[i] = factor
  }
  const blockWeight = new Float32Array(n)
  const boxWeight = new Float64Array(boxes.length)
  for (let i = 0; i < n; i++) {
    const block = blocks[i]!
    if (!block.prose) continue
    let weight = block.shape.size * asides[block.box]!
    if (titleAt >= 0) weight *= i < titleAt ? 0.15 : 1 / (1 + Math.max(0, i - titleAt - 30) / 60)
    blockWeight[i] = weight
    boxWeight[block.box]! += weight
  }
  for (let i = boxes.length - 1; i > 0; i--) boxWeight[boxes[i]!.parent]! += boxWeight[i]!
  return { titleAt, titleMatch, blockWeight, boxWeight, region: findRegion(page, boxWeight) }
}

function matchTitles(page: Page, hints: Hints): Float32Array {
  const { blocks } = page
  const match = new Float32Array(blocks.length)
  let shortest = 13
  for (const title of hints.titles) shortest = Math.min(shortest, title.length)
  for (let i = 0; i < blocks.length; i++) {
    const block = blocks[i]!
    if (block.text.length > 300 || block.shape.size < shortest) continue
    if (!mayBeTitle(block, hints.titles)) continue
    const own = squeeze(block.text)
    for (const title of hints.titles) {
      if (own === title) match[i] = 1
      else if (
        own.length > 12 &&
        match[i] === 0 &&
        (title.includes(own) || (title.length > 12 && own.includes(title)))
      )
        match[i] = 0.5
    }
  }
  return match
}

/** A quick test to exclude blocks: a text in a title starts with a piece of it; one that contains a title is as long. */
export function mayBeTitle(block: Block, titles: readonly string[]): boolean {
  const { text } = block
  let from = 0
  while (from < text.length && !isWordCode(text.charCodeAt(from))) from++
  let to = from
  while (to < text.length && to - from < 5 && isWordCode(text.charCodeAt(to))) to++
  const start = text.slice(from, to).toLowerCase()
  for (const title of titles) if (text.length > title.length || title.includes(start)) return true
  return false
}

/** Roughly: ASCII letters and digits, and what lies beyond the punctuation of Latin texts. */
function isWordCode(c: number): boolean {
  return (
    (c >= 97 && c <= 122) ||
    (c >= 65 && c <= 90) ||
    (c >= 48 && c <= 57) ||
    (c >= 0xc0 && (c < 0x2000 || c > 0x303f))
  )
}

const headingWorth: Readonly<Record<string, number>> = { h1: 3, h2: 2, h3: 1 }

/** Of the places that contain the title: the heading that is followed by prose. */
function findTitle(page: Page, match: Float32Array): number {
  const { blocks, boxes } = page
  let best = -1
  let bestWorth = 0
  for (let i = 0; i < blocks.length; i++) {
    const name = boxes[blocks[i]!.box]!.element.name
    if (match[i] === 0 && name !== 'h1') continue
    let prose = 0
    for (let k = i + 1; k < Math.min(blocks.length, i + 16); k++)
      if (blocks[k]!.prose) prose += blocks[k]!.shape.size
    const linked = blocks[i]!.linkSize > blocks[i]!.shape.size * 0.6
    const worth =
      match[i]! * 2 +
      (headingWorth[name] ?? 0) * (match[i]! > 0 ? 1 : 0.5) +
      Math.min(2, prose / 400) -
      (linked ? 1.5 : 0)
    if (worth > bestWorth) {
      best = i
      bestWorth = worth
    }
  }
  return bestWorth >= 1.5 ? best : -1
}

/** The deepest box that contains most of its parent's content. */
function findRegion(page: Page, boxWeight: Float64Array): number {
  const { boxes } = page
  const bestChild = new Int32Array(boxes.length).fill(-1)
  for (let i = 1; i < boxes.length; i++) {
    const up = boxes[i]!.parent
    if (boxWeight[i]! > 0 && (bestChild[up]! < 0 || boxWeight[i]! > boxWeight[bestChild[up]!]!))
      bestChild[up] = i
  }
  let region = 0
  for (;;) {
    const best = bestChild[region]!
    if (best < 0 || boxWeight[best]! < 0.55 * boxWeight[region]! || boxes[best]!.proseCount < 2) return region
    region = best
  }
}
