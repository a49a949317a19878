import type { Block, Page } from '../page/blocks.ts'
import type { PageParent } from '../page/dom.ts'
import type { Paragraph } from './paragraphs.ts'

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const special = /[&<>"]/
export const escapeHtml = (text: string): string =>
  special.test(text) ? text.replace(/[&<>"]/g, (c) => escapes[c]!) : text

const inlineTags: Readonly<Record<string, string>> = {
  strong: 'strong',
  b: 'strong',
  em: 'em',
  i: 'em',
  code: 'code',
  sub: 'sub',
  sup: 'sup',
}

type Wrap = 'ul' | 'ol' | 'blockquote' | 'table' | null

/**
 * Minimal HTML of the kept blocks. It is built from their texts, not cut from the page: only tags named here
 * come out, only `href` survives, and only as http(s), so nothing hostile can be in it.
 */
export function bodyHtml(
  page: Page,
  paragraphs: readonly Paragraph[],
  resolve: (href: string) => string | null,
  dateline: string | null = null,
): string {
  const out: string[] = []
  let open: Wrap = null
  let row: PageParent | null = null
  const close = (): void => {
    if (row) out.push('</tr>')
    row = null
    if (open) out.push(`</${open}>`)
    open = null
  }
  const inlineOf = (blocks: readonly Block[]): string =>
    blocks.map((block) => inlineHtml(page, block, resolve)).join(' ')
  for (const paragraph of paragraphs) {
    if (paragraph.kind !== 'block') {
      close()
      out.push(
        ...(paragraph.kind === 'list' ? listHtml(paragraph, inlineOf) : tableHtml(paragraph, inlineOf)),
      )
      continue
    }
    const { block } = paragraph
    const place = placeOf(page, block)
    if (place.wrap !== open || (place.wrap === 'table' && row && tableOf(place.row) !== tableOf(row))) {
      close()
      if (place.wrap) out.push(`<${place.wrap}>`)
      open = place.wrap
    }
    let inner = inlineHtml(page, block, resolve)
    if (dateline && paragraph === paragraphs[0]) inner = withoutDateline(inner, dateline)
    if (place.wrap === 'table') {
      if (place.row !== row) {
        if (row) out.push('</tr>')
        out.push('<tr>')
        row = place.row
      }
      out.push(`<td>${inner}</td>`)
    } else if (place.wrap === 'ul' || place.wrap === 'ol') out.push(`<li>${inner}</li>`)
    else if (place.heading) out.push(`<h${place.heading}>${inner}</h${place.heading}>`)
    else if (place.pre) out.push(`<pre>${inner}</pre>`)
    else out.push(`<p>${inner}</p>`)
  }
  close()
  return out.join('\n')
}

type InlineOf = (blocks: readonly Block[]) => string

function listHtml(list: Extract<Paragraph, { kind: 'list' }>, inlineOf: InlineOf): string[] {
  const tag = list.ordered ? 'ol' : 'ul'
  const first = list.items[0]?.number ?? 1
  const open = list.ordered && first !== 1 ? `<ol start="${first}">` : `<${tag}>`
  return [open, ...list.items.map(({ blocks }) => `<li>${inlineOf(blocks)}</li>`), `</${tag}>`]
}

function tableHtml(table: Extract<Paragraph, { kind: 'table' }>, inlineOf: InlineOf): string[] {
  const out = ['<table>']
  if (table.caption) out.push(`<caption>${inlineOf([table.caption])}</caption>`)
  for (const row of table.rows) {
    const cells = row.map(({ header, blocks }) =>
      header ? `<th>${inlineOf(blocks)}</th>` : `<td>${inlineOf(blocks)}</td>`,
    )
    out.push(`<tr>${cells.join('')}</tr>`)
  }
  out.push('</table>')
  return out
}

/** Cuts the dateline where the markup does not part it; else it stays, which does no harm. */
function withoutDateline(inner: string, dateline: string): string {
  const raw = escapeHtml(dateline.trim())
  return inner.startsWith(raw) ? inner.slice(raw.length).trimStart() : inner
}

interface Place {
  readonly wrap: Wrap
  readonly heading: number
  readonly pre: boolean
  readonly row: PageParent | null
}

function placeOf(page: Page, block: Block): Place {
  let wrap: Wrap = null
  let heading = 0
  let pre = false
  let row: PageParent | null = null
  let steps = 0
  for (let i = block.box; i > 0 && steps < 6; i = page.boxes[i]!.parent, steps++) {
    const { element } = page.boxes[i]!
    const { name } = element
    if (name.length === 2 && name[0] === 'h' && name >= 'h1' && name <= 'h6')
      heading = Math.max(2, Number(name[1]))
    else if (name === 'pre') pre = true
    else if (name === 'tr') row = element
    if ((name === 'ul' || name === 'ol') && steps < 3) wrap ??= name
    else if (name === 'blockquote') wrap ??= 'blockquote'
    else if (name === 'table' && row && isFactTable(page, i)) wrap ??= 'table'
  }
  if (heading) wrap = null
  return { wrap, heading, pre, row }
}

/** A table of facts has many short cells; one for layout has few long ones. */
function isFactTable(page: Page, box: number): boolean {
  const { size, blockCount, proseCount } = page.boxes[box]!
  return blockCount >= 4 && size / blockCount < 80 && proseCount * 4 < blockCount
}

function tableOf(row: PageParent | null): PageParent | null {
  for (let up = row; up; up = up.parent) if (up.name === 'table') return up
  return null
}

function inlineHtml(page: Page, block: Block, resolve: (href: string) => string | null): string {
  const stop = page.boxes[block.box]!.element
  if (stop.name === 'pre') return escapeHtml(block.text)
  let html = ''
  let openTags: string[] = []
  for (const part of block.parts) {
    if (part === null) {
      html += closing(openTags)
      openTags = []
      html += '<br>'
      continue
    }
    const want: string[] = []
    for (let up = part.parent; up && up !== stop; up = up.parent) {
      if (up.name === 'a' && up.attribs.href) {
        const href = resolve(up.attribs.href)
        if (href) want.unshift(`a href="${escapeHtml(href)}"`)
      } else if (inlineTags[up.name]) want.unshift(inlineTags[up.name]!)
    }
    const same = want.length === openTags.length && want.every((tag, i) => tag === openTags[i])
    if (!same && part.data.trim()) {
      html += closing(openTags)
      html += want.map((tag) => `<${tag}>`).join('')
      openTags = want
    }
    html += escapeHtml(untidy.test(part.data) ? tidied(part.data) : part.data)
  }
  return (html + closing(openTags)).trim()
}

/** Blanks other than single spaces, and invisible characters. */
const untidy = /[^\S ]| {2}|[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060]/
const tidied = (text: string): string =>
  text.replace(/[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff]/g, '').replace(/\s+/g, ' ')

function closing(tags: readonly string[]): string {
  let html = ''
  for (let i = tags.length - 1; i >= 0; i--) html += `</${tags[i]!.split(' ')[0]}>`
  return html
}
