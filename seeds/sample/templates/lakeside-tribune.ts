import { creditLine, escapeHtml, flow, jsonLd, type PageView, slugOf, type Template } from '../html.ts'
import { monthName } from '../local-time.ts'

const menu = [
  'News',
  'Business',
  'Sports',
  'Packerland',
  'Outdoors',
  'Food',
  'Obituaries',
  'E-Edition',
  'Legals',
]

/** A Midwestern chain paper: @graph JSON-LD in UTC, advertising between paragraphs, promo boxes, a correction line. */
export const lakesideTribune: Template = {
  shows: { precision: 'second', offset: true, dek: false, section: true, tags: true, modified: true },
  render: (view) => `<!doctype html>
<html lang="en-US">
<head>
<meta charset="UTF-8" />
<title>${escapeHtml(view.page.title)} - Lakeside Tribune</title>
<link rel="canonical" href="${view.url}" />
<meta name="description" content="${escapeHtml(view.summary)}" />
<meta property="og:locale" content="en_US" />
<meta property="og:type" content="${view.page.kind === 'not_article' ? 'website' : 'article'}" />
<meta property="og:title" content="${escapeHtml(view.page.title)} - Lakeside Tribune" />
<meta property="og:url" content="${view.url}" />
<meta property="og:site_name" content="Lakeside Tribune" />
${view.imageUrl ? `<meta property="og:image" content="${view.imageUrl}" />` : ''}
${view.page.kind === 'not_article' ? '' : graph(view)}
<link rel="alternate" type="application/atom+xml" title="Lakeside Tribune" href="${view.origin}/atom.xml" />
<link rel='stylesheet' id='chain-main-css' href='/wp-content/themes/chain/style.css?ver=9.2' media='all' />
</head>
<body class="${view.page.kind === 'not_article' ? 'archive category category-business' : 'post-template-default single single-post'}">
<div class="site-alert"><strong>BREAKING</strong> <a href="/subscribe">Six months for $1. Sale ends Sunday.</a></div>
<div id="header"><div class="brand"><a href="/">Lakeside Tribune</a><span class="weather">61° Partly cloudy</span></div>
<ul class="menu">${menu.map((name) => `<li class="menu-item"><a href="/${slugOf(name)}/">${name}</a></li>`).join('')}<li class="menu-item login"><a href="/login">Log In</a></li></ul></div>
<div class="dfp" id="div-gpt-ad-leaderboard"></div>
${view.page.kind === 'not_article' ? sectionPage(view) : article(view)}
<div id="footer"><div class="cols"><div><h4>Company Info</h4><ul><li><a href="/about">About Us</a></li><li><a href="/careers">Careers</a></li><li><a href="/contact">Contact the newsroom</a></li></ul></div><div><h4>Subscriber Services</h4><ul><li><a href="/vacation">Vacation hold</a></li><li><a href="/help">Help</a></li></ul></div></div>
<p class="copyright">Copyright &copy; 2025 Lakeside Tribune Media Group. <a href="/ccpa">Do Not Sell My Personal Information</a></p></div>
<script>var dataLayer=[{"pageType":"${view.page.kind ?? 'article'}","paywall":"metered"}];</script>
</body>
</html>
`,
}

function clock(time: PageView['published']): string {
  const hour = Number(time.hour)
  return `${monthName(time, 'en').slice(0, 4)}. ${Number(time.day)}, ${time.year} at ${hour % 12 || 12}:${time.minute} ${hour < 12 ? 'a.m.' : 'p.m.'} CDT`
}

function graph({ page, url, origin, published, modified, imageUrl, summary }: PageView): string {
  const people = (page.authors ?? []).map((name) => ({
    '@type': 'Person',
    '@id': `${origin}/#/person/${slugOf(name)}`,
    name,
  }))
  return jsonLd({
    '@context': 'https://schema.org',
    '@graph': [
      {
        '@type': 'NewsArticle',
        '@id': `${url}#article`,
        isPartOf: { '@id': url },
        headline: page.title,
        author: people.map((person) => ({ '@id': person['@id'] })),
        datePublished: published.utc,
        ...(modified ? { dateModified: modified.utc } : {}),
        ...(imageUrl ? { image: { '@id': `${url}#primaryimage` } } : {}),
        keywords: page.tags ?? [],
        articleSection: [page.section],
        inLanguage: 'en-US',
      },
      { '@type': 'WebPage', '@id': url, url, name: `${page.title} - Lakeside Tribune`, description: summary },
      ...(imageUrl ? [{ '@type': 'ImageObject', '@id': `${url}#primaryimage`, url: imageUrl }] : []),
      {
        '@type': 'BreadcrumbList',
        itemListElement: [{ '@type': 'ListItem', position: 1, name: 'Home', item: origin }],
      },
      { '@type': 'Organization', '@id': `${origin}/#organization`, name: 'Lakeside Tribune' },
      ...people,
    ],
  })
}

function article(view: PageView): string {
  const { page, related } = view
  const [first, second] = related
  const caption = page.captions?.[0]
  return `<div id="content" class="content-area"><div class="breadcrumbs"><a href="/">Home</a> &raquo; <a href="/${slugOf(page.section ?? '')}/">${escapeHtml(page.section ?? '')}</a></div>
<div class="post hentry">
<h1 class="entry-title">${escapeHtml(page.title)}</h1>
<div class="entry-meta"><span class="by">By <span class="author vcard"><a class="url fn n" href="/author/${slugOf(page.authors?.[0] ?? '')}/">${escapeHtml(page.authors?.[0] ?? '')}</a></span> | <a href="mailto:newsroom@lakesidetribune.example">newsroom@lakesidetribune.example</a></span>
<span class="posted">PUBLISHED: <time class="entry-date" datetime="${view.published.utc}">${clock(view.published)}</time></span>${view.modified ? ` <span class="updated">UPDATED: <time datetime="${view.modified.utc}">${clock(view.modified)}</time></span>` : ''}</div>
<div class="sharedaddy sd-sharing-enabled"><ul><li><a href="#">Click to share on Flock (Opens in new window)</a></li><li><a href="#">Click to print (Opens in new window)</a></li></ul></div>
${caption ? `<div class="wp-caption alignnone"><img src="${view.imageUrl}?w=1024" alt="${escapeHtml(caption.text)}" /><p class="wp-caption-text">${escapeHtml(caption.text)} (${creditLine(caption, '/')})</p></div>` : ''}
<div class="entry-content body-copy">
${flow(view, {
  dateline: (raw) => `<span class="dateline">${raw}</span> `,
  after: {
    1: '<div class="dfp inline-ad"><p class="ad-label">ADVERTISEMENT</p><div id="div-gpt-ad-cube1"></div></div>',
    3: first
      ? `<p class="related-inline"><strong>RELATED: <a href="${first.url}">${escapeHtml(first.title)}</a></strong></p>`
      : '',
    5: '<div class="newsletter-box"><h3>Morning Pier</h3><p>Wake up to the day&#8217;s top news, delivered at 6 a.m.</p><form action="/nl"><input placeholder="Email" /><button>Sign Up</button></form><p class="legal">By signing up, you agree to our Terms of Use and Privacy Policy.</p></div>',
    6: second
      ? `<div class="list-promo"><h4>Most Read</h4><ul><li><a href="${second.url}">${escapeHtml(second.title)}</a></li><li><a href="/contests">Win four tickets to the smelt boil</a></li></ul></div>`
      : '',
  },
})}
</div>
<div class="tags-links">Tags: ${(page.tags ?? []).map((tag) => `<a href="/tag/${slugOf(tag)}/" rel="tag">${escapeHtml(tag)}</a>`).join(', ')}</div>
<div class="trust"><p><em>The Lakeside Tribune is part of the Straight Line Project. <a href="/policies">Our standards and how to report an error</a>.</em></p></div>
</div>
<div class="sidebar widget-area"><div class="widget"><h3 class="widget-title">More in ${escapeHtml(page.section ?? '')}</h3><ul>
${related
  .slice(0, 5)
  .map(
    (link) =>
      `<li class="feed-item"><a href="${link.url}"><span class="headline">${escapeHtml(link.title)}</span></a></li>`,
  )
  .join('\n')}
</ul></div><div class="widget"><h3>Around the Web</h3><ul><li><a href="https://ads.example/1">Doctors Are Baffled By This One Porch Light</a></li><li><a href="https://ads.example/2">Homeowners Born Before 1975 Are Buying This Bucket</a></li></ul></div></div>
</div>`
}

function sectionPage({ page, related }: PageView): string {
  return `<div id="content" class="content-area archive">
<h1 class="page-title">${escapeHtml(page.title)}</h1>
<p class="archive-description">News of work and money from Milwaukee to Green Bay.</p>
<div class="river">
${related
  .map(
    (link, index) =>
      `<div class="river-item"><a href="${link.url}"><img src="/images/river-${index}.jpg?w=300" alt="" /></a><h2><a href="${link.url}">${escapeHtml(link.title)}</a></h2><p class="river-meta">${escapeHtml(link.section)} | September ${18 - (index % 4)}, 2025</p><p class="excerpt">Read the full story in the ${escapeHtml(link.section)} section. <a class="more" href="${link.url}">Continue reading</a></p></div>`,
  )
  .join('\n')}
</div>
<div class="pagination"><span class="current">1</span> <a href="/business/page/2/">2</a> <a href="/business/page/3/">3</a> &hellip; <a href="/business/page/148/">148</a> <a class="next" href="/business/page/2/">Older posts &raquo;</a></div>
</div>`
}
