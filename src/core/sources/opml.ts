import { pageLink } from '../feeds/links.ts'
import { decodeReferences, foldBlanks } from '../feeds/text.ts'
import { type Token, tokensOf } from '../feeds/tolerant/tokens.ts'

export interface OpmlFeed {
  readonly title: string | null
  readonly feedUrl: string
  readonly homeUrl: string | null
  /** The folders that contain it, outermost first. */
  readonly folders: readonly string[]
  readonly language: string | null
  /** True when its `type` is `page`: a section page, which other feed readers cannot read. */
  readonly isPage?: boolean
}

export type OpmlResult =
  | { readonly ok: true; readonly title: string | null; readonly feeds: readonly OpmlFeed[] }
  | { readonly ok: false; readonly reason: 'no_opml' }

const MAX_DEPTH = 50

/** Reads a subscription list (OPML 1.0 and 2.0), also a malformed one. Each feed address is returned once. */
export function parseOpml(text: string): OpmlResult {
  const tokens = tokensOf(text)
  const feeds = new Map<string, OpmlFeed>()
  const folders: (string | null)[] = []
  let isOpml = false
  let title: string | null = null
  for (let token = tokens.next(); token; token = tokens.next()) {
    const name = nameOf(token)
    if (name === 'opml') isOpml = true
    else if (name === 'outline' && token.type === 'close') folders.pop()
    else if (name === 'outline' && token.type === 'open') {
      isOpml = true
      const given = token.attributes
      const label = labelOf(given)
      const feedUrl = pageLink(given.get('xmlurl') ?? given.get('url') ?? '', null)
      const isFeed =
        feedUrl !== null &&
        /^https?:/i.test(feedUrl) &&
        (given.has('xmlurl') || /rss|atom/i.test(given.get('type') ?? ''))
      if (isFeed && !feeds.has(feedUrl))
        feeds.set(feedUrl, {
          title: label,
          feedUrl,
          homeUrl: pageLink(given.get('htmlurl') ?? '', null),
          folders: folders.filter((folder) => folder !== null),
          language: given.get('language') || null,
          ...(/^page$/i.test(given.get('type') ?? '') ? { isPage: true } : {}),
        })
      if (!token.selfClosing && folders.length < MAX_DEPTH) folders.push(isFeed ? null : label)
    } else if (name === 'title' && token.type === 'open' && title === null && !feeds.size)
      title = titleAt(tokens.text, token.end)
  }
  return isOpml ? { ok: true, title, feeds: [...feeds.values()] } : { ok: false, reason: 'no_opml' }
}

function nameOf(token: Token): string {
  return token.type === 'open' || token.type === 'close' ? token.name.toLowerCase() : ''
}

/** Writes a subscription list of the feeds, grouped by their outermost folder; `now` becomes its date. */
export function writeOpml(title: string, feeds: readonly OpmlFeed[], now: Date): string {
  const groups = new Map<string, OpmlFeed[]>()
  for (const feed of feeds) {
    const folder = feed.folders[0] ?? ''
    groups.set(folder, [...(groups.get(folder) ?? []), feed])
  }
  const lines = [...groups].flatMap(([folder, members]) =>
    folder
      ? [
          `    <outline text=${quoted(folder)}>`,
          ...members.map((feed) => `      ${outline(feed)}`),
          '    </outline>',
        ]
      : members.map((feed) => `    ${outline(feed)}`),
  )
  return `<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
  <head>
    <title>${escaped(title)}</title>
    <dateCreated>${now.toUTCString()}</dateCreated>
  </head>
  <body>
${lines.join('\n')}
  </body>
</opml>
`
}

function outline(feed: OpmlFeed): string {
  const label = feed.title ?? feed.feedUrl
  const home = feed.homeUrl ? ` htmlUrl=${quoted(feed.homeUrl)}` : ''
  const language = feed.language ? ` language=${quoted(feed.language)}` : ''
  return `<outline type="${feed.isPage ? 'page' : 'rss'}" text=${quoted(label)} title=${quoted(label)} xmlUrl=${quoted(feed.feedUrl)}${home}${language}/>`
}

function labelOf(given: ReadonlyMap<string, string>): string | null {
  return foldBlanks(decodeReferences(given.get('title') || given.get('text') || '')) || null
}

function titleAt(text: string, from: number): string | null {
  const end = text.indexOf('<', from)
  return end < 0 ? null : foldBlanks(decodeReferences(text.slice(from, end))) || null
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}

function quoted(text: string): string {
  return `"${escaped(text).replace(/"/g, '&quot;').replace(/\s+/g, ' ')}"`
}
