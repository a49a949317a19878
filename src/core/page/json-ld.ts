import type { Dom } from './dom.ts'

export type LdNode = Readonly<Record<string, unknown>>

export interface LinkedData {
  /** Every typed node, in page order, nested ones after their parents. */
  readonly nodes: readonly LdNode[]
  /** The node that describes the page's article, or null. */
  readonly article: LdNode | null
  readonly byId: ReadonlyMap<string, LdNode>
}

const articleType = /(?:Article|BlogPosting|LiveBlogPosting|Report|SocialMediaPosting|Review|Recipe)$/
const MAX_NODES = 2_000

/** Reads all JSON-LD of the page; errors in it are repaired where that is possible (see `looseJson`). */
export function readLinkedData(dom: Dom, url: string | undefined): LinkedData {
  const nodes: LdNode[] = []
  const byId = new Map<string, LdNode>()
  const collect = (value: unknown, depth: number): void => {
    if (depth > 8 || nodes.length > MAX_NODES || typeof value !== 'object' || value === null) return
    if (Array.isArray(value)) {
      for (const item of value) collect(item, depth + 1)
      return
    }
    const node = value as LdNode
    if (node['@type'] !== undefined || node['@graph'] !== undefined) {
      if (node['@type'] !== undefined) nodes.push(node)
      const id = node['@id']
      if (typeof id === 'string' && (Object.keys(node).length > 2 || !byId.has(id))) byId.set(id, node)
    }
    for (const key in node) {
      const child = node[key]
      if (typeof child === 'object' && child !== null) collect(child, depth + 1)
    }
  }
  for (const script of dom.index.get('script') ?? []) {
    if (!/ld\+json|json\+ld/i.test(script.attribs.type ?? '')) continue
    const first = script.children[0]
    if (first?.type !== 'text') continue
    collect(looseJson(first.data), 0)
  }
  return { nodes, article: chooseArticle(nodes, url), byId }
}

export function typesOf(node: LdNode): readonly string[] {
  const type = node['@type']
  const list = Array.isArray(type) ? type : [type]
  return list.filter((t): t is string => typeof t === 'string').map((t) => t.replace(/^.*[/#:]/, ''))
}

function chooseArticle(nodes: readonly LdNode[], url: string | undefined): LdNode | null {
  let best: LdNode | null = null
  let bestScore = 0
  for (const node of nodes) {
    const types = typesOf(node)
    let score = 0
    if (types.some((t) => articleType.test(t))) score = 4
    else if (
      types.some(
        (t) =>
          t === 'VideoObject' ||
          t === 'ImageGallery' ||
          t === 'WebPage' ||
          t === 'ItemPage' ||
          t === 'CreativeWork',
      )
    )
      score = 1
    if (score === 0) continue
    if (node.datePublished) score += 2
    if (node.headline || node.name) score += 1
    if (node.articleBody) score += 1.5
    if (node.author) score += 0.5
    const own = [node.url, node['@id'], idOf(node.mainEntityOfPage)].filter((v) => typeof v === 'string')
    if (url && own.some((v) => sameAddress(v as string, url))) score += 2
    if (score > bestScore) {
      best = node
      bestScore = score
    }
  }
  return best
}

function idOf(value: unknown): unknown {
  if (typeof value === 'object' && value !== null) return (value as LdNode)['@id'] ?? (value as LdNode).url
  return value
}

function sameAddress(a: string, b: string): boolean {
  const path = (s: string): string =>
    s
      .replace(/^https?:\/\/[^/]*/, '')
      .replace(/[?#].*$/, '')
      .replace(/\/$/, '')
  return path(a).length > 1 && path(a) === path(b)
}

/**
 * JSON as pages have it: wrapped in comments or CDATA, with raw line breaks in strings, trailing commas or a semicolon at the
 * end. From JSON that cannot be repaired come the few fields that a pattern finds, or null.
 */
export function looseJson(source: string): unknown {
  const text = source.trim()
  if (!text) return null
  try {
    return JSON.parse(text)
  } catch {
    // Mended below.
  }
  const mended = escapeInStrings(unwrap(text))
  try {
    return JSON.parse(mended)
  } catch {
    // Salvaged below.
  }
  return salvage(mended)
}

/** Longer than any end of a comment or CDATA section: searched in the whole text, blanks in it would be walked again from each. */
const WRAP_END = 64

/** @param text without blanks around it */
function unwrap(text: string): string {
  const opened = text.replace(/^(?:\/\/)?\s*(?:<!--|<!\[CDATA\[|\/\*\s*<!\[CDATA\[\s*\*\/)/, '')
  const end = opened.slice(-WRAP_END).replace(/(?:\/\/)?\s*(?:-->|\]\]>|\/\*\s*\]\]>\s*\*\/)$/, '')
  const bare = (opened.slice(0, -WRAP_END) + end).trim()
  let length = bare.length
  while (bare[length - 1] === ';') length--
  return bare.slice(0, length)
}

/** Escapes control characters inside strings and drops commas before a closing bracket. */
function escapeInStrings(text: string): string {
  let out = ''
  let inString = false
  let from = 0
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (inString) {
      if (c === 92) {
        if (/["\\/bfnrtu]/.test(text.charAt(i + 1))) i++
        else {
          out += `${text.slice(from, i)}\\\\`
          from = i + 1
        }
      } else if (c === 34) inString = false
      else if (c < 32) {
        out += text.slice(from, i) + (c === 10 ? '\\n' : c === 9 ? '\\t' : ' ')
        from = i + 1
      }
    } else if (c === 34) inString = true
    else if (c === 44) {
      let next = i + 1
      while (next < text.length && /\s/.test(text.charAt(next))) next++
      if (/[}\],]/.test(text.charAt(next))) {
        out += text.slice(from, i)
        from = i + 1
      }
    }
  }
  return out + text.slice(from)
}

/** The plain text fields of an article in JSON that no parser takes. */
function salvage(text: string): unknown {
  const type = /"@type"\s*:\s*"([A-Za-z]*(?:Article|Posting|Report))"/.exec(text)
  if (!type) return null
  const node: Record<string, unknown> = { '@type': type[1] }
  for (const field of ['headline', 'datePublished', 'dateModified', 'description', 'articleSection']) {
    const value = new RegExp(`"${field}"\\s*:\\s*"((?:[^"\\\\\\n]|\\\\.){1,400})"`).exec(text)?.[1]
    if (value) node[field] = value.replaceAll('\\"', '"').replaceAll('\\/', '/')
  }
  const author = /"author"\s*:\s*[[{][^}]{0,200}?"name"\s*:\s*"([^"\n]{2,80})"/.exec(text)?.[1]
  if (author) node.author = { '@type': 'Person', name: author }
  return node
}
