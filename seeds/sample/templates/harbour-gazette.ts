import {
  creditLine,
  escapeHtml,
  flow,
  inline,
  jsonLd,
  type PageView,
  slugOf,
  type Template,
} from '../html.ts'
import { monthName } from '../local-time.ts'

const sections = [
  'UK news',
  'World',
  'Business',
  'Environment',
  'Science',
  'Culture',
  'Sport',
  'Weather',
  'Opinion',
  'Crossword',
]
const trending = [
  'The best soup flasks, tested on a very cold pier',
  'My neighbour’s hedge has opinions. What are my rights?',
  'Quiz: which British lighthouse are you?',
]

/** A big British daily: mega menu, consent layer, inline promos, pictures with credits, comments. */
export const harbourGazette: Template = {
  shows: { precision: 'second', offset: true, dek: true, section: true, tags: true, modified: true },
  render: (view) => `<!DOCTYPE html>
<html lang="en-GB" class="no-js">
<head>
<meta charset="utf-8">
<title>${escapeHtml(view.page.title)} | ${escapeHtml(view.page.section ?? '')} | The Harbour Gazette</title>
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="description" content="${escapeHtml(view.page.dek ?? view.summary)}">
<link rel="canonical" href="${view.url}">
<link rel="amphtml" href="${view.origin}/amp${view.page.path}">
<link rel="alternate" type="application/rss+xml" title="The Harbour Gazette" href="${view.origin}/feeds/latest.rss">
<meta property="og:type" content="article">
<meta property="og:site_name" content="The Harbour Gazette">
<meta property="og:title" content="${escapeHtml(view.page.title)}">
<meta property="og:description" content="${escapeHtml(view.page.dek ?? view.summary)}">
<meta property="og:url" content="${view.url}">
${view.imageUrl ? `<meta property="og:image" content="${view.imageUrl}">\n<meta name="twitter:card" content="summary_large_image">` : ''}
<meta property="article:published_time" content="${view.published.iso}">
${view.modified ? `<meta property="article:modified_time" content="${view.modified.iso}">` : ''}
<meta property="article:section" content="${escapeHtml(view.page.section ?? '')}">
<meta property="article:tag" content="${escapeHtml((view.page.tags ?? []).join(','))}">
${structured(view)}
<script>window.gazette={"edition":"uk","ab":{"bottomBanner":"variant-b"},"page":{"isPaid":false}};document.documentElement.className='js'</script>
<style>.sr{position:absolute;left:-9999px}.promo{border-top:1px solid #c70}</style>
</head>
<body>
<a class="sr" href="#main">Skip to main content</a>
<div id="consent" role="dialog" aria-modal="true" aria-label="Your privacy">
  <h2>Before you read on</h2>
  <p>We and our 214 partners store and read cookies on your device to measure audiences and show you advertising. You may accept all, refuse all, or choose one by one.</p>
  <button>Yes, I’m happy</button> <button>Manage my cookies</button>
</div>
<header class="gz-top">
  <a href="/" class="gz-logo"><span>The Harbour Gazette</span></a>
  <p class="gz-appeal">News is under threat. Support independent reporting from the coast for £2 a week. <a href="/support">Support us</a></p>
  <nav aria-label="Main" class="mega"><ul>
${sections.map((name) => `    <li><a href="/${slugOf(name)}">${name}</a><ul><li><a href="/${slugOf(name)}/latest">Latest ${name}</a></li><li><a href="/${slugOf(name)}/analysis">Analysis</a></li><li><a href="/${slugOf(name)}/newsletters">Newsletters</a></li></ul></li>`).join('\n')}
  </ul></nav>
</header>
<div class="ad-slot ad-slot--top" data-name="top-above-nav"><span>Advertisement</span></div>
<main id="main">
<article class="gz-article gz-article--${view.page.kind ?? 'standard'}">
  <div class="gz-labels"><a href="/${slugOf(view.page.section ?? 'news')}">${escapeHtml(view.page.section ?? '')}</a></div>
  <h1>${escapeHtml(view.page.title)}</h1>
  ${view.page.dek ? `<div class="gz-standfirst"><p>${escapeHtml(view.page.dek)}</p></div>` : ''}
  <div class="gz-meta">
    <address class="byline">${byline(view)}</address>
    <details><summary><time datetime="${view.published.iso}">${spoken(view.published)}</time></summary>${view.modified ? `Last modified on ${spoken(view.modified)}` : ''}</details>
    <ul class="share"><li><a href="https://social.example/share?u=${encodeURIComponent(view.url)}">Share</a></li><li><a href="mailto:?body=${encodeURIComponent(view.url)}">Email</a></li><li><button>Copy link</button></li><li><a href="#comments">${view.page.title.length} comments</a></li></ul>
  </div>
${figure(view, 0)}
  <div class="gz-body" data-link-name="article body">
${view.page.kind === 'live_blog' ? livePosts(view) : text(view)}
  </div>
${view.page.kind === 'live_blog' ? '' : ending(view)}
</article>
</main>
<section class="most-viewed"><h2>Most viewed</h2><ol>
${trending.map((title) => `  <li><a href="/${slugOf(title)}">${escapeHtml(title)}</a></li>`).join('\n')}
</ol></section>
<footer class="gz-foot">
  <ul><li><a href="/about">About us</a></li><li><a href="/corrections">Complaints &amp; corrections</a></li><li><a href="/terms">Terms &amp; conditions</a></li><li><a href="/jobs">Work for us</a></li><li><a href="/archive">All topics</a></li></ul>
  <p>© 2025 Harbour Gazette Publishing Ltd or its affiliated companies. All rights reserved. (dcr)</p>
</footer>
<script async src="/static/commercial.js"></script>
</body>
</html>
`,
}

function spoken(time: PageView['published']): string {
  return `${Number(time.day)} ${monthName(time, 'en')} ${time.year}, ${time.hour}:${time.minute} BST`
}

function byline({ page }: PageView): string {
  if (page.authors) {
    return page.authors
      .map((name) => `<a rel="author" href="/profile/${slugOf(name)}">${escapeHtml(name)}</a>`)
      .join(' and ')
  }
  return page.desk ? escapeHtml(page.desk) : (page.agencies ?? []).map(escapeHtml).join(' and ')
}

function structured({ page, url, published, modified, imageUrl, summary }: PageView): string {
  return jsonLd([
    {
      '@context': 'https://schema.org',
      '@type': page.kind === 'live_blog' ? 'LiveBlogPosting' : 'NewsArticle',
      '@id': url,
      mainEntityOfPage: url,
      headline: page.title,
      description: page.dek ?? summary,
      ...(imageUrl ? { image: [imageUrl] } : {}),
      datePublished: published.iso,
      ...(modified ? { dateModified: modified.iso } : {}),
      ...(page.authors ? { author: page.authors.map((name) => ({ '@type': 'Person', name })) } : {}),
      articleSection: page.section,
      isAccessibleForFree: true,
      publisher: { '@type': 'Organization', name: 'The Harbour Gazette' },
    },
    {
      '@context': 'https://schema.org',
      '@type': 'WebPage',
      '@id': url,
      potentialAction: { '@type': 'ViewAction' },
    },
  ])
}

function figure(view: PageView, index: number): string {
  const caption = view.page.captions?.[index]
  if (!caption) return ''
  const src =
    index === 0 && view.imageUrl
      ? view.imageUrl
      : `${view.origin}/images/inline-${index}-${view.page.file}.jpg`
  return `  <figure class="gz-media"><picture><source srcset="${src}?width=620 620w, ${src}?width=300 300w"><img alt="" src="${src}?width=620" width="620" height="372"></picture><figcaption><span>${escapeHtml(caption.text)}</span> <span>Photograph: ${creditLine(caption, '/')}</span></figcaption></figure>`
}

function text(view: PageView): string {
  const [promo] = view.related
  return flow(view, {
    after: {
      2: promo
        ? `<aside class="promo rich-link"><h3>Read more</h3><a href="${promo.url}">${escapeHtml(promo.title)}</a></aside>`
        : '',
      3: figure(view, 1),
      4: '<div class="ad-slot ad-slot--inline1"><span>Advertisement</span></div>',
      5: `<figure class="newsletter"><h3>Sign up to First Tide</h3><p>Our morning email breaks down the stories that matter, what they mean and what the sea is doing.</p><form><label>Enter your email address <input type="email"></label><button>Sign up</button></form><p><small><strong>Privacy notice:</strong> newsletters may contain information about charities, online ads and content funded by outside parties.</small></p></figure>`,
    },
  })
}

function livePosts(view: PageView): string {
  const posts: string[] = [
    '<div class="live-keyevents"><h2>Key events</h2><button>Show latest updates</button></div>',
  ]
  for (const block of view.blocks) {
    const head = /^(\d\d:\d\d) (.+)$/.exec(block.text)
    if (block.type === 'subhead' && head) {
      const stamp = `${view.published.date}T${head[1]}:00+01:00`
      posts.push(
        `</div><div class="block liveblog-block" id="block-${head[1]?.replace(':', '')}"><p class="block-time"><time datetime="${stamp}">${head[1]} BST</time></p><h2 class="block-title">${escapeHtml(head[2] ?? '')}</h2>`,
      )
    } else posts.push(`<p>${inline(block.text, view.origin)}</p>`)
  }
  return posts.join('\n').replace('</div><div class="block', '<div class="block').concat('</div>')
}

function ending(view: PageView): string {
  const { page } = view
  const tags = (page.tags ?? []).map(
    (tag) => `<li><a href="/topic/${slugOf(tag)}" rel="tag">${escapeHtml(tag)}</a></li>`,
  )
  const author = page.authors?.[0]
  return `  <div class="submeta"><span>Explore more on these topics</span><ul>${tags.join('')}</ul></div>
  ${author ? `<div class="author-bio"><img alt="" src="/images/by/${slugOf(author)}.png"><p>${escapeHtml(author)} writes for the Gazette from a desk with a view of a crane.</p></div>` : ''}
  <aside class="onward"><h2>More on this story</h2><ul>
${view.related
  .slice(0, 4)
  .map(
    (link) =>
      `    <li><a href="${link.url}"><img alt="" src="/images/thumb.jpg"><h3>${escapeHtml(link.title)}</h3></a><time>4h ago</time></li>`,
  )
  .join('\n')}
  </ul></aside>
  <section id="comments" class="discussion"><h2>Comments (3)</h2>
    <p>Sign in or create your Gazette account to join the discussion</p>
    <ol><li><b>PierReviewed</b> <time>3h ago</time><div><p>Proper journalism, this. More of the small things please and fewer of the large ones.</p></div></li>
    <li><b>tidetable_tim</b> <time>2h ago</time><div><p>I have checked the times given in the fourth paragraph and can report that they are correct.</p></div></li>
    <li><b>Moira L</b> <time>1h ago</time><div><p>@tidetable_tim of course you have.</p></div></li></ol>
  </section>`
}
