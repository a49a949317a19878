import type { Block, Page } from '../../page/blocks.ts'
import type { Dom } from '../../page/dom.ts'

/** How often a pattern with the flag `g` is found. */
export function countOf(pattern: RegExp, text: string): number {
  let count = 0
  pattern.lastIndex = 0
  while (pattern.test(text)) count++
  return count
}

/** Fields of forms that a reader fills in, and buttons. */
export function formParts({ index }: Dom): { readonly fields: number; readonly buttons: number } {
  const countOfTag = (name: string): number => index.get(name)?.length ?? 0
  const inputs = (index.get('input') ?? []).filter(
    ({ attribs }) => !/^(?:hidden|submit|button|image|search)$/i.test(attribs.type ?? ''),
  )
  return {
    fields: countOfTag('select') + countOfTag('textarea') + inputs.length,
    buttons: countOfTag('button'),
  }
}

/** Size of the blocks that an `<article>` holds. */
export function sizeInArticle(page: Page, blocks: readonly Block[]): number {
  let sum = 0
  let known = -1
  let inside = false
  for (const { box, shape } of blocks) {
    if (box !== known) {
      inside = false
      for (let i = box; i > 0 && !inside; i = page.boxes[i]!.parent)
        inside = page.boxes[i]!.element.name === 'article'
      known = box
    }
    if (inside) sum += shape.size
  }
  return sum
}

export interface TextSize {
  readonly body: string
  /** Weighted characters, as of a block's shape. */
  readonly bodySize: number
  /** The share of it that is links. */
  readonly bodyLinks: number
}

/** The text and its size; `lost` are paragraphs that are in no block of the page. */
export function measureText(kept: readonly Block[], lost: readonly string[] | null): TextSize {
  let size = 0
  let links = 0
  for (const block of kept) {
    size += block.shape.size
    links += block.linkSize
  }
  const body = lost ? lost.join('\n') : kept.map((block) => block.text).join('\n')
  return { body, bodySize: lost ? body.length : size, bodyLinks: size > 0 ? links / size : 0 }
}
