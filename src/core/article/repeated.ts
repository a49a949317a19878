import { type BodyChoice, dropBlock } from '../body/choice.ts'
import type { Page } from '../page/blocks.ts'
import { blockHash, isLearnable } from '../text/block-hash.ts'

/** Blocks that this outlet repeats go, unless that would take most of the text: then it is the text that is repeated. */
export function dropRepeated(page: Page, choice: BodyChoice, boilerplate: ReadonlySet<string>): void {
  const repeated = page.blocks.filter(
    (block) => choice.kept[block.index] && isLearnable(block.text) && boilerplate.has(blockHash(block.text)),
  )
  let all = 0
  let gone = 0
  for (const block of page.blocks) if (choice.kept[block.index]) all += block.shape.size
  for (const block of repeated) gone += block.shape.size
  if (gone > all * 0.6) return
  for (const block of repeated) dropBlock(choice, block, 'this outlet repeats it')
}

/** Only what may pass for the article can be in its way: the rest is dropped on every page anyway. */
export function hashesOf(page: Page, choice: BodyChoice): string[] {
  const out = new Set<string>()
  for (const block of page.blocks)
    if (choice.p[block.index]! > LEARN_FROM && isLearnable(block.text)) out.add(blockHash(block.text))
  return [...out]
}

const LEARN_FROM = 0.15
