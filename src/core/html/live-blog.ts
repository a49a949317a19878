import type { Block, Page } from './blocks.ts'
import { type LdNode, type LinkedData, typesOf } from './json-ld.ts'
import { cleanText } from './plain-text.ts'

/** One entry of a live blog. */
export interface LiveEntry {
  readonly at: string | null
  readonly heading: string | null
  readonly text: string
}

const MAX_ENTRIES = 300

/** The entries that JSON-LD lists (`liveBlogUpdate`), in its order. */
export function linkedEntries(linked: LinkedData): LiveEntry[] {
  const blog = linked.nodes.find(
    (node) => typesOf(node).includes('LiveBlogPosting') && Array.isArray(node.liveBlogUpdate),
  )
  if (!blog) return []
  const out: LiveEntry[] = []
  for (const item of blog.liveBlogUpdate as LdNode[]) {
    if (typeof item !== 'object' || item === null || out.length >= MAX_ENTRIES) continue
    const text = typeof item.articleBody === 'string' ? cleanText(item.articleBody) : ''
    const heading = typeof item.headline === 'string' ? cleanText(item.headline) : null
    if (!text && !heading) continue
    out.push({ at: typeof item.datePublished === 'string' ? item.datePublished : null, heading, text })
  }
  return out
}

/** How many of the page's kept blocks follow a short line that holds a time of day: entries as a page shows them. */
export function shownEntries(page: Page, kept: Uint8Array): number {
  let count = 0
  const isTime = (block: Block): boolean => block.text.length < 40 && /\b\d{1,2}[:.h]\d{2}\b/.test(block.text)
  for (let i = 0; i + 1 < page.blocks.length; i++) {
    if (!isTime(page.blocks[i]!)) continue
    for (let k = i + 1; k <= Math.min(i + 3, page.blocks.length - 1); k++)
      if (kept[k]) {
        count++
        break
      }
  }
  return count
}

/** The times that stand before entries are part of a live blog: they go back into the body, in place. */
export function keepEntryTimes(page: Page, kept: Uint8Array): void {
  for (let i = 0; i + 1 < page.blocks.length; i++) {
    const block = page.blocks[i]!
    if (kept[i] || block.text.length >= 40 || !/\b\d{1,2}[:.h]\d{2}\b/.test(block.text)) continue
    if (kept[i + 1] || kept[i + 2]) kept[i] = 1
  }
}
