/**
 * The shape of the sample's content: one object per page, written by hand, from which `seeds/build.ts` makes
 * both the page and the record expected of it. Everything in it is invented.
 */

export interface SampleCaption {
  readonly text: string
  readonly credit?: string
  /** The agency's name in full, as the registry has it. */
  readonly agency?: string
}

export interface SampleDateline {
  /** As it stands before the first paragraph, separator included. */
  readonly raw: string
  readonly city: string
  readonly country: string
}

export interface SamplePage {
  readonly outlet: string
  /** File name under `pages/<outlet>/`, without its ending. */
  readonly file: string
  /** Path on the outlet's site; null for a text dump, which has no address. */
  readonly path: string | null
  /** The event it reports. Two pages with the same event belong to one story. */
  readonly event: string
  readonly title: string
  readonly dek?: string
  readonly authors?: readonly string[]
  /** A byline that names a desk and no person: shown, but no author. */
  readonly desk?: string
  /** Agencies credited for the text, by full name. */
  readonly agencies?: readonly string[]
  readonly dateline?: SampleDateline
  /** Local time at the outlet, to the second; templates show as much of it as their outlet would. */
  readonly published: string
  readonly modified?: string
  readonly section?: string
  readonly tags?: readonly string[]
  /** File name of the lead picture. */
  readonly image?: string
  readonly captions?: readonly SampleCaption[]
  /**
   * Blocks separated by a blank line. `## ` opens a subhead, `> ` a block quote; `[[…]]` is a link and `_…_`
   * is emphasis: both are plain text in the record.
   */
  readonly body: string
  readonly kind?: 'article' | 'live_blog' | 'gallery' | 'not_article'
  /** Why a page is no article. */
  readonly reason?: 'paywall' | 'section_page'
  /** For a copy: `<outlet>/<file>` of the page that had the text first. */
  readonly copyOf?: string
  /** For a second version of an article at the same address: `<outlet>/<file>` of the first. */
  readonly revisionOf?: string
  readonly charset?: 'utf-8' | 'windows-1252' | 'iso-8859-1' | 'iso-8859-2'
}

export type Block = { readonly type: 'paragraph' | 'subhead' | 'quote'; readonly text: string }

/** The blocks of a body, with link and emphasis marks still in the text. */
export function blocksOf(body: string): Block[] {
  return body
    .trim()
    .split(/\n\s*\n/)
    .map((part) => {
      const text = part.replace(/\s+/g, ' ').trim()
      if (text.startsWith('## ')) return { type: 'subhead', text: text.slice(3) }
      if (text.startsWith('> ')) return { type: 'quote', text: text.slice(2) }
      return { type: 'paragraph', text }
    })
}

/** A block's text as a reader sees it. */
export function plain(text: string): string {
  return text
    .replace(/\[\[(.+?)\]\]/g, '$1')
    .replace(/(?<![\p{L}\p{N}])_(.+?)_(?![\p{L}\p{N}])/gu, '$1')
    .normalize('NFC')
}

/** The `body` of the expected record. */
export function plainBody(body: string): string {
  return blocksOf(body)
    .map((block) => plain(block.text))
    .join('\n\n')
}
