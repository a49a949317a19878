/** The vocabularies (XML namespaces) used in news feeds. `core` is all versions of RSS and Atom: their names do not collide. */
export type Vocabulary =
  | 'core'
  | 'dc'
  | 'dcterms'
  | 'content'
  | 'media'
  | 'itunes'
  | 'sy'
  | 'xhtml'
  | 'feedburner'
  | 'other'

/** Vocabularies by a part, in lower case, that all the spellings of their address have in common. */
const byAddress: readonly (readonly [string, Vocabulary])[] = [
  ['w3.org/2005/atom', 'core'],
  ['purl.org/atom', 'core'],
  ['purl.org/rss/1.0/modules/content', 'content'],
  ['purl.org/rss/1.0/modules/syndication', 'sy'],
  ['purl.org/rss/1.0/modules', 'other'],
  ['purl.org/net/rss1.1', 'core'],
  ['purl.org/rss', 'core'],
  ['purl.org/net/rss', 'core'],
  ['my.netscape.com/rdf', 'core'],
  ['my.netscape.com/publish/formats/rss', 'core'],
  ['channel.netscape.com/rdf', 'core'],
  ['backend.userland.com', 'core'],
  ['blogs.law.harvard.edu/tech/rss', 'core'],
  ['cyber.law.harvard.edu/rss', 'core'],
  ['22-rdf-syntax-ns', 'core'],
  ['purl.org/dc/elements', 'dc'],
  ['purl.org/dc/terms', 'dcterms'],
  ['search.yahoo.com/mrss', 'media'],
  ['itunes.com/dtds/podcast', 'itunes'],
  ['w3.org/1999/xhtml', 'xhtml'],
  ['rssnamespace.org/feedburner', 'feedburner'],
]

/** Vocabularies by usual prefix, for feeds that use a prefix without declaring it. */
const byPrefix: Readonly<Record<string, Vocabulary>> = {
  rss: 'core',
  atom: 'core',
  atom10: 'core',
  a10: 'core',
  rdf: 'core',
  dc: 'dc',
  dcterms: 'dcterms',
  dct: 'dcterms',
  content: 'content',
  media: 'media',
  itunes: 'itunes',
  sy: 'sy',
  syn: 'sy',
  xhtml: 'xhtml',
  feedburner: 'feedburner',
}

export interface Names {
  /** The meaning of a tag, in lower case: a name without prefix for `core`, `vocabulary:name` for the others. */
  readonly of: (tag: string) => string
  /** Records the xmlns declarations among a tag's attributes; returns the vocabulary of its default namespace, or null. */
  readonly declare: (attributes: ReadonlyMap<string, string>) => Vocabulary | null
}

/** A prefix means what was declared for it last, anywhere in the document: feeds do not use the scopes of XML namespaces. */
export function feedNames(): Names {
  const declared = new Map<string, Vocabulary>()
  const known = new Map<string, string>()
  const of = (tag: string): string => {
    const cached = known.get(tag)
    if (cached !== undefined) return cached
    const lower = tag.toLowerCase()
    const colon = lower.indexOf(':')
    const prefix = lower.slice(0, Math.max(0, colon))
    const local = lower.slice(colon + 1)
    const vocabulary = colon < 0 ? 'core' : (declared.get(prefix) ?? byPrefix[prefix] ?? 'other')
    const name = vocabulary === 'core' ? local : `${vocabulary}:${local}`
    // bounded, so that a document of random tags cannot fill the memory
    if (known.size < 2000) known.set(tag, name)
    return name
  }
  const declare = (attributes: ReadonlyMap<string, string>): Vocabulary | null => {
    let own: Vocabulary | null = null
    for (const [name, uri] of attributes) {
      if (name === 'xmlns') own = vocabularyOf(uri)
      if (!name.startsWith('xmlns:')) continue
      const prefix = name.slice(6)
      // for an unknown address, a usual prefix still has its usual meaning
      declared.set(prefix, vocabularyOf(uri) ?? byPrefix[prefix] ?? 'other')
      known.clear()
    }
    return own
  }
  return { of, declare }
}

function vocabularyOf(uri: string): Vocabulary | null {
  const lower = uri.toLowerCase()
  return byAddress.find(([part]) => lower.includes(part))?.[1] ?? null
}
