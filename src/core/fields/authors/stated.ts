import type { Dom } from '../../page/dom.ts'
import { type LdNode, type LinkedData, typesOf } from '../../page/json-ld.ts'
import type { Meta } from '../../page/meta.ts'
import { cleanText } from '../../text/clean.ts'
import type { Credit } from '../credits.ts'
import { authorNames, bareName, scriptAuthor } from './tables.ts'

export function linkedAuthors(linked: LinkedData): Credit[] {
  const { article } = linked
  if (!article) return []
  const out: Credit[] = []
  const add = (value: unknown, kind: Credit['kind']): void => {
    if (typeof value === 'string') {
      if (value.trim()) out.push({ text: cleanText(value), kind, structured: true })
    } else if (Array.isArray(value)) for (const item of value) add(item, kind)
    else if (typeof value === 'object' && value !== null) {
      const node = value as LdNode
      const known =
        typeof node['@id'] === 'string' && node.name === undefined ? linked.byId.get(node['@id']) : undefined
      const from = known ?? node
      const types = typesOf(from)
      add(
        from.name,
        types.some((t) => /Organization|Corporation/.test(t))
          ? 'organisation'
          : types.includes('Person')
            ? 'person'
            : 'unknown',
      )
    }
  }
  add(article.author, 'unknown')
  if (out.length === 0) add(article.creator, 'unknown')
  return out
}

export function metaAuthors(meta: Meta): Credit[][] {
  const out: Credit[][] = []
  // Some fill every field with the title.
  const startsTitle = (value: string): boolean =>
    value.length > 9 && (meta.titleTag?.startsWith(value) ?? false)
  for (const name of authorNames) {
    const values = (meta.all.get(name) ?? []).filter(
      (value) => !/^https?:|facebook\.com|^@/.test(value) && value.length < 200 && !startsTitle(value),
    )
    if (values.length > 0 && (name !== 'twitter:data1' || /\p{L}+\s\p{L}+/u.test(values[0]!)))
      out.push(values.map((value) => ({ text: cleanText(value), kind: 'unknown', structured: true })))
  }
  return out
}

/** The author that a page gives to its own scripts (analytics), when it shows none to its readers. */
export function scriptAuthors(dom: Dom): string[] {
  const out = new Set<string>()
  for (const script of dom.index.get('script') ?? []) {
    const first = script.children[0]
    if (first?.type !== 'text' || /ld\+json/i.test(script.attribs.type ?? '')) continue
    for (const match of first.data.slice(0, 100_000).matchAll(scriptAuthor)) {
      const name = cleanText(match[1]!)
      if (bareName.test(name)) out.add(name)
    }
  }
  // Several are those of other articles.
  return out.size === 1 ? [...out] : []
}
