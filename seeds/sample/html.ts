import { type Block, blocksOf, plain, type SamplePage } from './content.ts'
import { type LocalTime, localTime } from './local-time.ts'

export interface SampleOutlet {
  readonly slug: string
  readonly name: string
  readonly domain: string
  readonly country: string
  readonly language: string
  readonly timezone: string
}

export interface Link {
  readonly title: string
  readonly url: string
  readonly section: string
}

/** What a template gets to see of one page. */
export interface PageView {
  readonly page: SamplePage
  readonly outlet: SampleOutlet
  readonly origin: string
  /** The page's own address, also its canonical one. */
  readonly url: string
  readonly imageUrl: string | null
  readonly published: LocalTime
  readonly modified: LocalTime | null
  readonly blocks: readonly Block[]
  /** Other pages of the same outlet. */
  readonly related: readonly Link[]
  /** The first paragraph, cut as CMSs cut it for a description. */
  readonly summary: string
}

/** A template and what of the content can be read off its pages: the record is expected to hold just that. */
export interface Template {
  readonly render: (view: PageView) => string
  readonly shows: {
    readonly precision: 'second' | 'minute' | 'day'
    /** True when the page names the offset or zone of its times. */
    readonly offset: boolean
    readonly dek: boolean
    readonly section: boolean
    readonly tags: boolean
    readonly modified: boolean
  }
}

export function viewOf(page: SamplePage, outlet: SampleOutlet, siblings: readonly SamplePage[]): PageView {
  const origin = `https://www.${outlet.domain}`
  const others = siblings.filter((other) => other.path && other.path !== page.path && !other.revisionOf)
  const start = siblings.indexOf(page)
  const blocks = blocksOf(page.body)
  const first = plain(blocks.find((block) => block.type === 'paragraph')?.text ?? page.title)
  return {
    page,
    outlet,
    origin,
    url: `${origin}${page.path ?? '/'}`,
    imageUrl: page.image ? `${origin}/images/${page.image}` : null,
    published: localTime(page.published, outlet.timezone),
    modified: page.modified ? localTime(page.modified, outlet.timezone) : null,
    blocks,
    related: others.map((_, index) => {
      const other = others[(start + index) % others.length]!
      return { title: other.title, url: `${origin}${other.path}`, section: other.section ?? 'News' }
    }),
    summary: first.length > 150 ? `${first.slice(0, first.lastIndexOf(' ', 150))}…` : first,
  }
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/** A block's text as HTML; links lead to a topic page of the outlet. */
export function inline(text: string, origin: string): string {
  return escapeHtml(text)
    .replace(
      /\[\[(.+?)\]\]/g,
      (_, words: string) => `<a href="${origin}/topic/${slugOf(words)}">${words}</a>`,
    )
    .replace(/(?<![\p{L}\p{N}])_(.+?)_(?![\p{L}\p{N}])/gu, '<em>$1</em>')
}

export function slugOf(words: string): string {
  return words
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ł', 'l')
    .replaceAll('ß', 'ss')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}

export interface FlowOptions {
  readonly paragraph?: (html: string, index: number) => string
  readonly subhead?: (html: string) => string
  /** Set before the first paragraph's text; not when the page has no dateline. */
  readonly dateline?: (raw: string) => string
  /** What stands behind the n-th block (counted from 1): promos, pictures, advertising. */
  readonly after?: Readonly<Record<number, string>>
}

/** The body's blocks with whatever the outlet puts between them. */
export function flow(view: PageView, options: FlowOptions = {}): string {
  const { page, origin, blocks } = view
  const paragraph = options.paragraph ?? ((html) => `<p>${html}</p>`)
  const subhead = options.subhead ?? ((html) => `<h2>${html}</h2>`)
  const dateline = options.dateline ?? ((raw) => `${raw} `)
  return blocks
    .map((block, index) => {
      const lead = index === 0 && page.dateline ? dateline(escapeHtml(page.dateline.raw)) : ''
      const html = lead + inline(block.text, origin)
      const own =
        block.type === 'subhead'
          ? subhead(html)
          : block.type === 'quote'
            ? `<blockquote><p>${html}</p></blockquote>`
            : paragraph(html, index)
      const extra = options.after?.[index + 1]
      return extra ? `${own}\n${extra}` : own
    })
    .join('\n')
}

/** `Piet Olden/MPA`, in the outlet's punctuation. */
export function creditLine(caption: { credit?: string; agency?: string }, joint: string): string {
  const agency = caption.agency === 'Meridian Press Agency' ? 'MPA' : caption.agency
  return [caption.credit, agency]
    .filter((part) => part !== undefined)
    .map(escapeHtml)
    .join(joint)
}

export function list(items: readonly string[]): string {
  return items.join('\n')
}

export function jsonLd(value: unknown): string {
  const json = JSON.stringify(value).replaceAll('</', '<\\/')
  return `<script type="application/ld+json">${json}</script>`
}
