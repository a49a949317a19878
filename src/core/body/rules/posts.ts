import type { Block, Page } from '../../page/blocks.ts'

/** The classes of the quotations that scripts of social networks turn into posts. */
const postClass =
  /(?:^|\s)(?:twitter-tweet|twitter-video|instagram-media|tiktok-embed|bluesky-embed|mastodon-embed|reddit-embed-bq|reddit-card|text-post-media)(?:\s|$)/
/** The placeholder of a post until the script has run. */
const placeholder =
  /^\W{0,3}(?:view (?:this|on|more)\b|sieh dir diesen beitrag|voir cette publication|ver esta publicación)/iu
/** `— Ann Lee (@annlee) March 3, 2026`, `A post shared by …`. */
const source =
  /^\s*[—–-]\s|\(@[\w.]+\)|^(?:a post shared by|ein beitrag geteilt von|une publication partagée par)\b/iu
/** How likely its text must be for a post that nothing announces. */
const LEAST = 0.45

/**
 * Posts of social networks are quotations: kept whole, with their authors, or dropped whole. One that the text announces with
 * a colon belongs to it; for any other the model decides by the post's text. Half a post would look like the article author's
 * own words.
 */
export function settlePosts(page: Page, p: Float32Array, kept: Uint8Array, why: string[]): void {
  for (const { element, firstBlock, lastBlock, blockCount } of page.boxes) {
    if (element.name !== 'blockquote' || blockCount === 0 || !postClass.test(element.attribs.class ?? ''))
      continue
    const post = page.blocks.slice(firstBlock, lastBlock + 1)
    const keep = isQuoted(page, post, p, kept)
    for (const { index } of post) {
      if (kept[index] === (keep ? 1 : 0)) continue
      kept[index] = keep ? 1 : 0
      why[index] = keep ? 'of a post that the text quotes' : 'of a post that is beside the text'
    }
  }
}

function isQuoted(page: Page, post: readonly Block[], p: Float32Array, kept: Uint8Array): boolean {
  const words = post.filter(({ text, hidden }) => !hidden && !placeholder.test(text) && !source.test(text))
  if (words.length === 0) return false
  const first = post[0]!.index
  const before = page.blocks[first - 1]
  if (before && kept[first - 1] && before.shape.endsColon) return true
  let size = 0
  let likely = 0
  for (const { index, shape } of words) {
    size += shape.size
    likely += shape.size * p[index]!
  }
  return likely >= size * LEAST && kept.subarray(0, first).includes(1)
}
