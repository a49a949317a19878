import type { Block, Page } from '../../page/blocks.ts'
import { type LdNode, type LinkedData, typesOf } from '../../page/json-ld.ts'
import { cleanText } from '../../text/clean.ts'
import { plain } from './json-ld-text.ts'

/** One entry of a live blog. */
export interface LiveEntry {
  readonly at: string | null
  readonly heading: string | null
  readonly text: string
}

const MAX_ENTRIES = 300
/** A page's own text must be this much shorter than its entries before those are taken instead. */
const LOST_SHARE = 0.4
const LEAST_LENGTH = 300

/** The entries that JSON-LD lists (`liveBlogUpdate`), in its order. */
export function linkedEntries(linked: LinkedData): LiveEntry[] {
  const blog = linked.nodes.find(
    (node) => typesOf(node).includes('LiveBlogPosting') && Array.isArray(node.liveBlogUpdate),
  )
  if (!blog) return []
  const out: LiveEntry[] = []
  for (const item of blog.liveBlogUpdate as LdNode[]) {
    if (typeof item !== 'object' || item === null || out.length >= MAX_ENTRIES) continue
    const text = typeof item.articleBody === 'string' ? cleanText(plain(item.articleBody)) : ''
    const heading = typeof item.headline === 'string' ? cleanText(item.headline) : null
    if (!text && !heading) continue
    out.push({ at: typeof item.datePublished === 'string' ? item.datePublished : null, heading, text })
  }
  return out
}

/**
 * The paragraphs of the entries that JSON-LD lists, each entry below its time, where the page itself holds little of
 * their text: it is loaded by a script. Null when the page has the text.
 */
export function linkedEntryParagraphs(linked: LinkedData, kept: readonly Block[]): string[] | null {
  const entries = linkedEntries(linked)
  let told = 0
  for (const entry of entries) told += entry.text.length
  if (entries.length < 2 || told < LEAST_LENGTH) return null
  let own = 0
  for (const block of kept) own += block.text.length
  if (own > told * LOST_SHARE) return null
  return entries.flatMap(({ at, heading, text }) =>
    [at, heading, ...text.split(/\n+/)].filter((line): line is string => Boolean(line?.trim())),
  )
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

/** The times before entries are part of a live blog: they are put back into the body, in place. */
export function keepEntryTimes(page: Page, kept: Uint8Array): void {
  for (let i = 0; i + 1 < page.blocks.length; i++) {
    const block = page.blocks[i]!
    if (kept[i] || block.text.length >= 40 || !/\b\d{1,2}[:.h]\d{2}\b/.test(block.text)) continue
    if (kept[i + 1] || kept[i + 2]) kept[i] = 1
  }
}
