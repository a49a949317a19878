import { load } from 'cheerio/slim'

/** A node of the tree, with the properties that are read here. */
interface MarkupNode {
  readonly type: string
  readonly data?: string
  readonly name?: string
  readonly attribs?: Readonly<Record<string, string>>
  readonly children?: readonly MarkupNode[]
}

/**
 * `body_html` of an article record as Markdown (CommonMark, tables as in GitHub's dialect). It reads the few tags that
 * `body_html` has; text that would be markup is escaped.
 */
export function bodyMarkdown(bodyHtml: string): string {
  const root = load(bodyHtml, null, false).root()[0] as unknown as MarkupNode
  return blocksOf(root.children ?? []).join('\n\n')
}

function blocksOf(nodes: readonly MarkupNode[]): string[] {
  return nodes.flatMap((node) => {
    if (node.type === 'text') return node.data?.trim() ? [inline([node])] : []
    return blockOf(node)
  })
}

function blockOf(node: MarkupNode): string[] {
  const children = node.children ?? []
  const name = node.name ?? ''
  if (/^h[1-6]$/.test(name)) return [`${'#'.repeat(Number(name[1]))} ${oneLine(inline(children))}`]
  if (name === 'ul' || name === 'ol') return [listOf(node)]
  if (name === 'blockquote')
    return [blocksOf(children).join('\n\n').replace(/^/gm, '> ').replace(/^> $/gm, '>')]
  if (name === 'pre') return [fenced(textOf(node))]
  if (name === 'table') return [tableOf(node)]
  const text = inline(children)
  return text ? [text] : []
}

function listOf(list: MarkupNode): string {
  const start = Number(list.attribs?.start ?? 1)
  return childrenNamed(list, 'li')
    .map((item, i) => {
      const mark = list.name === 'ol' ? `${start + i}. ` : '- '
      const nested = (item.children ?? []).filter(({ name }) => name === 'ul' || name === 'ol')
      const own = (item.children ?? []).filter((child) => !nested.includes(child))
      const lines = [mark + oneLine(inline(own)), ...nested.map(listOf)]
      return lines.join('\n').replace(/\n/g, `\n${' '.repeat(mark.length)}`)
    })
    .join('\n')
}

function tableOf(table: MarkupNode): string {
  const rows = rowsOf(table).map((row) =>
    (row.children ?? [])
      .filter(({ name }) => name === 'td' || name === 'th')
      .map((cell) => oneLine(inline(cell.children ?? [])).replaceAll('|', '\\|')),
  )
  const width = Math.max(0, ...rows.map((row) => row.length))
  const line = (cells: readonly string[]) =>
    `| ${Array.from({ length: width }, (_, i) => cells[i] ?? '').join(' | ')} |`
  const [head = [], ...body] = rows
  return [line(head), `|${' --- |'.repeat(width)}`, ...body.map(line)].join('\n')
}

function rowsOf(node: MarkupNode): MarkupNode[] {
  return (node.children ?? []).flatMap((child) =>
    child.name === 'tr' ? [child] : child.name === 'table' ? [] : rowsOf(child),
  )
}

const marks: Readonly<Record<string, string>> = { strong: '**', em: '*' }

function inline(nodes: readonly MarkupNode[]): string {
  const text = nodes
    .map((node) => {
      if (node.type === 'text') return escaped((node.data ?? '').replace(/\s+/g, ' '))
      const inner = () => inline(node.children ?? [])
      const { name = '', attribs = {} } = node
      if (name === 'br') return '  \n'
      if (name === 'code') return code(textOf(node))
      const mark = marks[name]
      if (mark) return wrapped(inner(), mark)
      if (name === 'a' && attribs.href)
        return `[${inner()}](${attribs.href.replace(/[()\s<>]/g, (c) => encodeURIComponent(c).replace('(', '%28').replace(')', '%29'))})`
      return inner()
    })
    .join('')
  return text.trim() === text ? text : text.replace(/^ +| +$/g, ' ')
}

/** Emphasis must not begin or end with a blank: blanks go outside of the marks. */
function wrapped(text: string, mark: string): string {
  const [, before = '', inner = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text) ?? []
  return inner ? before + mark + inner + mark + after : text
}

/** What would be markup within a line, or at its beginning. */
const escaped = (text: string): string =>
  text.replace(/[\\`*_[\]<>]/g, '\\$&').replace(/^(\s*)(#{1,6}\s|[-+]\s|\d{1,9}(?=[.)]\s))/, escapeStart)

function escapeStart(_: string, blanks: string, start: string): string {
  return /^\d/.test(start) ? `${blanks}${start}\\` : `${blanks}\\${start}`
}

function code(text: string): string {
  const fence = '`'.repeat(longestRun(text) + 1)
  const pad = /^`|`$/.test(text) ? ' ' : ''
  return fence + pad + text + pad + fence
}

function fenced(text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1))
  return `${fence}\n${text.replace(/^\n|\n$/g, '')}\n${fence}`
}

const longestRun = (text: string): number =>
  Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length))

const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, ' ').trim()

const textOf = (node: MarkupNode): string => node.data ?? (node.children ?? []).map(textOf).join('')

const childrenNamed = (node: MarkupNode, name: string): MarkupNode[] =>
  (node.children ?? []).filter((child) => child.name === name)
