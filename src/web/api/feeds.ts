import { withoutControls } from '../../core/text/printable.ts'

interface FeedStory {
  readonly story_id: number
  readonly title: string | null
  readonly language: string | null
  readonly first_published_at: Date | null
  readonly last_published_at: Date | null
  readonly article_count: number
  readonly outlets: readonly string[]
}

export interface FeedFrame {
  /** The address of the pages: `https://news.example`. */
  readonly origin: string
  /** The feed's own address. */
  readonly self: string
}

/** The latest stories as Atom (RFC 4287). */
export function atomOf(stories: readonly FeedStory[], { origin, self }: FeedFrame): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <id>${xml(self)}</id>
  <title>Newsloom: stories</title>
  <link rel="self" type="application/atom+xml" href="${xml(self)}"/>
  <link rel="alternate" type="text/html" href="${xml(origin)}/"/>
  <updated>${updatedOf(stories)}</updated>
  <author><name>Newsloom</name></author>
${stories
  .map(
    (story) => `  <entry>
    <id>${xml(`${origin}/story/${story.story_id}`)}</id>
    <title type="text"${story.language ? ` xml:lang="${xml(story.language)}"` : ''}>${xml(titleOf(story))}</title>
    <link rel="alternate" type="text/html" href="${xml(`${origin}/story/${story.story_id}`)}"/>
    <published>${iso(story.first_published_at)}</published>
    <updated>${iso(story.last_published_at)}</updated>
    <summary type="text">${xml(summaryOf(story))}</summary>
  </entry>
`,
  )
  .join('')}</feed>
`
}

/** The latest stories as JSON Feed 1.1. */
export function jsonFeedOf(stories: readonly FeedStory[], { origin, self }: FeedFrame): object {
  return {
    version: 'https://jsonfeed.org/version/1.1',
    title: 'Newsloom: stories',
    home_page_url: `${origin}/`,
    feed_url: self,
    items: stories.map((story) => ({
      id: `${origin}/story/${story.story_id}`,
      url: `${origin}/story/${story.story_id}`,
      title: withoutControls(titleOf(story)),
      content_text: withoutControls(summaryOf(story)),
      date_published: iso(story.first_published_at),
      date_modified: iso(story.last_published_at),
      ...(story.language ? { language: story.language } : {}),
    })),
  }
}

const titleOf = ({ title, story_id }: FeedStory): string => title ?? `Story ${story_id}`
const summaryOf = ({ article_count, outlets }: FeedStory): string =>
  `${article_count} ${article_count === 1 ? 'article' : 'articles'}: ${outlets.join(', ')}`
const iso = (at: Date | null): string => (at ?? new Date(0)).toISOString()
const updatedOf = (stories: readonly FeedStory[]): string => iso(stories[0]?.last_published_at ?? null)

/** A text for XML: markup is escaped, and characters that XML forbids are left out. */
function xml(text: string): string {
  return withoutControls(text)
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
