import { decodeHTML } from 'entities/decode'
import { type Block, bit, type Page, within } from '../../page/blocks.ts'
import { codeTags, fragmentText } from '../../page/fragment.ts'
import { type LdNode, type LinkedData, typesOf } from '../../page/json-ld.ts'
import type { Hints } from '../../page/layout.ts'
import { squeeze } from '../../text/squeeze.ts'

/** The least length of a block, squeezed, to be searched by itself, and between others that were found. */
const LEAST_LENGTH = 24
const LEAST_BETWEEN = 4
/** Blocks with a lower probability are not the article's, whatever JSON-LD says: menus, the headline again. */
const LEAST = 0.01
/** A lower probability is enough in a list of which other items were found. */
const LEAST_IN_LIST = 0.003
/** How many blocks may be between two that were found. */
const REACH = 6
const MAX_LENGTH = 200_000

/** The text that JSON-LD gives: an article's body, or a recipe's ingredients and steps. Empty if none. */
export function articleBodyText(linked: LinkedData): string {
  const body = linked.article?.articleBody
  if (typeof body === 'string' && body.length > 0) return decoded(plain(body.slice(0, MAX_LENGTH)))
  const recipe = linked.nodes.find((node) => typesOf(node).includes('Recipe'))
  if (!recipe) return ''
  const lines: string[] = []
  for (const field of ['description', 'recipeIngredient', 'ingredients', 'recipeInstructions'])
    collect(recipe[field], lines, 0)
  return decoded(plain(lines.join('\n').slice(0, MAX_LENGTH)))
}

/** Many pages write character references into JSON, where they mean nothing. */
const decoded = (text: string): string => (text.includes('&') ? decodeHTML(text) : text)

/** The texts of steps, and of steps within sections. */
function collect(value: unknown, lines: string[], depth: number): void {
  if (typeof value === 'string') lines.push(value)
  else if (Array.isArray(value)) for (const item of value) collect(item, lines, depth)
  else if (typeof value === 'object' && value !== null && depth < 3) {
    const node = value as LdNode
    if (node.itemListElement !== undefined) collect(node.itemListElement, lines, depth + 1)
    else collect(node.text ?? node.name, lines, depth + 1)
  }
}

/** Blocks that the model left out although JSON-LD has them word for word, and short blocks between such blocks. */
export function findJsonLdBlocks(page: Page, hints: Hints, p: Float32Array, kept: Uint8Array): Block[] {
  const told = hints.articleBody
  if (told.length < 200) return markedSteps(page, p, kept)
  const { blocks } = page
  const candidates: Block[] = []
  /** Blocks by which short ones near them are believed. */
  const anchors = new Set<number>()
  for (const block of blocks) {
    const i = block.index
    if (kept[i]) {
      if (block.shape.size >= LEAST_LENGTH && told.includes(squeeze(block.text.slice(0, 80)))) anchors.add(i)
      continue
    }
    if (p[i]! < LEAST || block.hidden || block.linkSize > block.shape.size * 0.5) continue
    const own = squeeze(block.text)
    if (own.length < LEAST_BETWEEN || !told.includes(own) || hints.titles.includes(own)) continue
    if (within(page, block, bit.caption | bit.nav)) continue
    candidates.push(block)
    if (own.length >= LEAST_LENGTH) anchors.add(i)
  }
  const near = (list: readonly Block[], step: 1 | -1): void => {
    for (const { index } of list)
      for (let k = 1; k <= REACH && !anchors.has(index); k++)
        if (anchors.has(index - k * step)) anchors.add(index)
  }
  near(candidates, 1)
  near(candidates.toReversed(), -1)
  const found = new Set(candidates.filter(({ index }) => anchors.has(index)))
  for (const block of wholeLists(page, told, p)) if (!kept[block.index]) found.add(block)
  return [...found]
}

/** Share of the lines of a list or table that must be in JSON-LD, and how long these must be together. */
const LEAST_TOLD = 0.7

/**
 * All items of a list or table if JSON-LD has most of them: amounts and names of ingredients are too short to be searched one
 * by one. The bare numbers of steps come from the list itself.
 */
function wholeLists(page: Page, told: string, p: Float32Array): Block[] {
  return page.boxes.flatMap(({ element, firstBlock, lastBlock, blockCount, size, linkSize, hidden }) => {
    if (
      hidden ||
      blockCount < 3 ||
      p[firstBlock]! < LEAST_IN_LIST ||
      linkSize > size * 0.5 ||
      !/^(?:ul|ol|table)$/.test(element.name)
    )
      return []
    const inside = page.blocks
      .slice(firstBlock, lastBlock + 1)
      .filter(({ text, hidden, index }) => !hidden && p[index]! >= LEAST_IN_LIST && /\p{L}/u.test(text))
    let all = 0
    let known = 0
    for (const { text } of inside) {
      const own = squeeze(text)
      all += own.length
      if (told.includes(own)) known += own.length
    }
    return known >= LEAST_LENGTH && known >= all * LEAST_TOLD ? inside : []
  })
}

/** What microdata names as a recipe's ingredients and steps. */
function markedSteps(page: Page, p: Float32Array, kept: Uint8Array): Block[] {
  const out: Block[] = []
  for (const { element, firstBlock, lastBlock } of page.boxes) {
    const { itemprop } = element.attribs
    if (itemprop === undefined || !/^(?:recipeIngredients?|ingredients?|recipeInstructions?)$/.test(itemprop))
      continue
    for (let i = firstBlock; i <= lastBlock; i++) {
      const block = page.blocks[i]!
      if (!kept[i] && p[i]! >= LEAST_IN_LIST && !block.hidden) out.push(block)
    }
  }
  return out
}

/** `articleBody` sometimes holds markup. */
export function plain(body: string): string {
  return body.includes('<') ? fragmentText(body, { gap: '\n', omit: codeTags }) : body
}
