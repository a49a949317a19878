import { type Dom, isElement, type PageElement, type PageNode } from '../src/core/page/dom.ts'
import type { NodeLabels } from './parts/structures.ts'

/**
 * Variants of a training page, so that the model does not depend on one kind of page: an article of a few sentences in the same
 * surroundings, a page without informative class names and tags, a page whose words are in another script, and a page with parts
 * that it did not have (parts/structures.ts).
 */
export interface Variant {
  readonly kind: 'short' | 'bare' | 'parts'
  readonly short: boolean
  readonly bare: boolean
  readonly script: 'own' | 'dense' | 'cyrillic'
  /** What stands around the text keeps its own script. */
  readonly beside: boolean
  /** What it counts against the page itself. */
  readonly worth: number
}

export function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/**
 * Changes the tree in place. The metadata of a bare page is removed too, except its `<title>`.
 * @param labels where each text belongs: a variant whose surroundings keep their script asks for it.
 */
export function alter(dom: Dom, variant: Variant, next: () => number, labels: NodeLabels): void {
  const gone = new Map<string, boolean>()
  const forget = (name: string): boolean => {
    let answer = gone.get(name)
    if (answer === undefined) {
      answer = next() < 0.65
      gone.set(name, answer)
    }
    return answer
  }
  const dropTags = new Set(
    ['article', 'main', 'section', 'header', 'aside', 'figure', 'nav', 'footer', 'figcaption'].filter(
      () => next() < 0.7,
    ),
  )
  const headingTo = next() < 0.3 ? 'h2' : next() < 0.2 ? 'div' : 'h1'
  const paragraphTo = next() < 0.15 ? 'div' : 'p'
  const visit = (node: PageNode): void => {
    if (!isElement(node)) {
      if (variant.script !== 'own' && !(variant.beside && (labels.get(node)?.[0] ?? 0) < 0.5))
        node.data = variant.script === 'dense' ? toDense(node.data) : toCyrillic(node.data)
      return
    }
    if (node.name === 'script' || node.name === 'style') return
    if (variant.bare) {
      if (dropTags.has(node.name)) node.name = 'div'
      else if (node.name === 'h1') node.name = headingTo
      else if (node.name === 'p') node.name = paragraphTo
      const { attribs } = node
      if (attribs.class || attribs.id || attribs.itemprop) {
        const { itemprop: _, ...kept } = attribs
        if (kept.class)
          kept.class = kept.class
            .split(/\s+/)
            .filter((name) => !forget(name))
            .join(' ')
        if (kept.id && forget(kept.id)) delete kept.id
        node.attribs = kept
      }
    }
    for (const child of node.children) visit(child)
  }
  for (const child of dom.root.children) visit(child)
  if (variant.bare || variant.script !== 'own') {
    const index = dom.index as Map<string, PageElement[]>
    index.delete('meta')
    index.delete('script')
  }
}

/** Two words become three characters without spaces, as in Chinese or Japanese. */
function toDense(text: string): string {
  return text
    .replace(/\p{L}+/gu, (word) => {
      let out = ''
      for (let i = 0; i < word.length; i += 3)
        out += String.fromCharCode(
          0x4e00 + ((word.charCodeAt(i) * 131 + (word.charCodeAt(i + 1) || 7) * 31 + i) % 20_000),
        )
      return out
    })
    .replace(/(\p{L}) (?=\p{L})/gu, '$1')
    .replace(/, ?/g, '，')
    .replace(/\.(?=\s|$)\s?/g, '。')
    .replace(/\? ?/g, '？')
}

function toCyrillic(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => {
    const code = letter.charCodeAt(0)
    return code >= 97 ? String.fromCharCode(0x430 + (code - 97)) : String.fromCharCode(0x410 + (code - 65))
  })
}
