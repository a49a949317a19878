import type { Block, Page } from '../../page/blocks.ts'

/** 1 for the inner lines of menus: short links with two such on either side, which no article has. */
export function menuLines(page: Page): Uint8Array {
  const { blocks } = page
  const out = new Uint8Array(blocks.length)
  let run = 0
  for (let i = 0; i <= blocks.length; i++) {
    const block = blocks[i]
    if (block && isLink(block) && block.shape.size < 60 && !block.shape.endsSentence) {
      run++
      continue
    }
    for (let k = i - run + 2; k < i - 2; k++) out[k] = 1
    run = 0
  }
  return out
}

export const isLink = (block: Block): boolean => block.linkSize > block.shape.size * 0.9
