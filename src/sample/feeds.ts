import type { SampleEntry, SampleFeedKind, SampleOutlet } from './read.ts'

/** What a feed says about one article. */
interface Item {
  readonly title: string
  readonly url: string
  readonly summary: string
  readonly authors: readonly string[]
  readonly tags: readonly string[]
  readonly image: string | null
  readonly section: string | null
  /** ISO, UTC. */
  readonly published: string
  readonly updated: string
  readonly publishedLocal: string
}

export interface RenderedFeed {
  readonly contentType: string
  readonly text: string
}

/**
 * The outlet's feed in its own format, newest first. `entries` are the pages as they stand now, so that a revised
 * article shows its new headline and time. Addresses are those of the invented outlet; the caller replaces them by the served ones.
 */
export function renderFeed(
  kind: SampleFeedKind,
  outlet: SampleOutlet,
  entries: readonly SampleEntry[],
): RenderedFeed {
  const items = entries
    .map(itemOf)
    .filter((item) => item !== null)
    .sort((a, b) => b.published.localeCompare(a.published))
  return writers[kind](outlet, `https://www.${outlet.domain}`, items)
}

const writers: Readonly<
  Record<SampleFeedKind, (outlet: SampleOutlet, home: string, items: readonly Item[]) => RenderedFeed>
> = {
  rss: (outlet, home, items) => ({
    contentType: 'application/rss+xml; charset=utf-8',
    text: `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>${xml(outlet.name)}</title>
<link>${home}/</link>
<description>${xml(outlet.name)}</description>
<language>${outlet.language}</language>
<ttl>10</ttl>
${items
  .map(
    (item) => `<item>
<title><![CDATA[${item.title}]]></title>
<link>${xml(item.url)}</link>
<guid isPermaLink="false">${outlet.slug}:${xml(pathOf(item.url))}</guid>
<pubDate>${new Date(item.published).toUTCString()}</pubDate>
${item.authors.map((name) => `<dc:creator>${xml(name)}</dc:creator>\n`).join('')}<description><![CDATA[<p>${item.summary}</p>]]></description>
${item.tags.map((tag) => `<category>${xml(tag)}</category>\n`).join('')}${item.image ? `<media:content url="${xml(item.image)}" medium="image"/>\n` : ''}</item>`,
  )
  .join('\n')}
</channel>
</rss>
`,
  }),
  atom: (outlet, home, items) => ({
    contentType: 'application/atom+xml',
    text: `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${outlet.language}">
  <id>tag:${outlet.domain},2025:feed</id>
  <title type="text">${xml(outlet.name)}</title>
  <link rel="alternate" type="text/html" href="${home}/"/>
  <updated>${
    items
      .map(({ updated }) => updated)
      .sort()
      .at(-1) ?? '2025-09-15T00:00:00Z'
  }</updated>
${items
  .map(
    (item) => `  <entry>
    <id>tag:${outlet.domain},2025:${xml(pathOf(item.url))}</id>
    <title type="html">${xml(xml(item.title))}</title>
    <link rel="alternate" type="text/html" href="${xml(item.url)}"/>
    <published>${item.published}</published>
    <updated>${item.updated}</updated>
${item.authors.map((name) => `    <author><name>${xml(name)}</name></author>\n`).join('')}    <summary type="text">${xml(item.summary)}</summary>
  </entry>`,
  )
  .join('\n')}
</feed>
`,
  }),
  rdf: (outlet, home, items) => ({
    contentType: 'text/xml',
    text: `<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="${home}/index.rdf">
<title>${xml(outlet.name)}</title>
<link>${home}/</link>
<description>${xml(outlet.name)}</description>
<items><rdf:Seq>
${items.map(({ url }) => `<rdf:li rdf:resource="${xml(url)}"/>`).join('\n')}
</rdf:Seq></items>
</channel>
${items
  .map(
    (item) => `<item rdf:about="${xml(item.url)}">
<title>${xml(item.title)}</title>
<link>${xml(item.url)}</link>
<dc:date>${item.publishedLocal}</dc:date>
${item.authors.map((name) => `<dc:creator>${xml(name)}</dc:creator>\n`).join('')}<description>${xml(item.summary)}</description>
</item>`,
  )
  .join('\n')}
</rdf:RDF>
`,
  }),
  json: (outlet, home, items) => ({
    contentType: 'application/feed+json',
    text: JSON.stringify(
      {
        version: 'https://jsonfeed.org/version/1.1',
        title: outlet.name,
        home_page_url: `${home}/`,
        language: outlet.language,
        items: items.map((item) => ({
          id: pathOf(item.url),
          url: item.url,
          title: item.title,
          summary: item.summary,
          ...(item.image ? { image: item.image } : {}),
          date_published: item.publishedLocal,
          authors: item.authors.map((name) => ({ name })),
          tags: item.tags,
        })),
      },
      null,
      1,
    ),
  }),
  sitemap: (outlet, _home, items) => ({
    contentType: 'application/xml',
    text: `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
${items
  .map(
    (item) =>
      `<url><loc>${xml(item.url)}</loc><lastmod>${item.updated}</lastmod><news:news><news:publication><news:name>${xml(outlet.name)}</news:name><news:language>${outlet.language}</news:language></news:publication><news:publication_date>${item.published}</news:publication_date><news:title>${xml(item.title)}</news:title><news:keywords>${xml(item.tags.join(', '))}</news:keywords></news:news></url>`,
  )
  .join('\n')}
</urlset>
`,
  }),
}

function itemOf({ url, record }: SampleEntry): Item | null {
  if (!url || !record.published_at || !record.title) return null
  const first = (record.body ?? record.title).split('\n\n')[0] ?? ''
  return {
    title: record.title,
    url,
    summary: record.dek ?? first,
    authors: record.authors ?? [],
    tags: record.tags ?? [],
    image: record.image_url ?? null,
    section: record.section ?? null,
    published: record.published_at,
    updated: record.modified_at ?? record.published_at,
    publishedLocal: record.published_local ?? record.published_at,
  }
}

function pathOf(url: string): string {
  const { pathname, search } = new URL(url)
  return pathname + search
}

export function xml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
