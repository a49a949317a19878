import { creditLine, escapeHtml, flow, jsonLd, type PageView, slugOf, type Template } from '../html.ts'
import { monthName } from '../local-time.ts'

/** An Australian masthead on a single-page app: hashed class names, only divs, a state blob, lazy pictures given twice. */
export const southernDispatch: Template = {
  shows: { precision: 'second', offset: true, dek: false, section: true, tags: true, modified: true },
  render: (
    view,
  ) => `<!DOCTYPE html><html lang="en-AU" data-reactroot><head><meta charSet="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1"/>
<title>${escapeHtml(view.page.title)}</title>
<meta name="description" content="${escapeHtml(view.summary)}"/><meta property="og:title" content="${escapeHtml(view.page.title)}"/><meta property="og:type" content="article"/><meta property="og:url" content="${view.url}"/><meta property="og:site_name" content="The Southern Dispatch"/>${view.imageUrl ? `<meta property="og:image" content="${view.imageUrl}"/>` : ''}<meta property="article:section" content="${escapeHtml(view.page.section ?? '')}"/><meta name="keywords" content="${escapeHtml((view.page.tags ?? []).join(', '))}"/>
<link rel="canonical" href="${view.url}"/><link rel="alternate" type="application/feed+json" title="Latest" href="${view.origin}/feed.json"/>
${structured(view)}
<style data-styled="true">.sc-1k9x{margin:0}.sc-77aq{font-family:serif}</style></head>
<body><div id="root"><div class="sc-1k9x hTgPqL"><div class="_3fJ2k"><button aria-label="Open menu">Menu</button><a href="/"><svg role="img" aria-label="The Southern Dispatch"></svg></a><a href="/subscribe">Subscribe</a><a href="/login">Log in</a></div>
<div class="_1xYqa" role="navigation"><a href="/">Home</a><a href="/nsw">NSW</a><a href="/national">National</a><a href="/world">World</a><a href="/business">Business</a><a href="/property">Property</a><a href="/sport">Sport</a><a href="/travel">Travel</a><a href="/good-pub">Good Pub</a></div></div>
<div class="_2aPl0"><span>Advertisement</span></div>
<div class="sc-9d0a kYxZbb" data-testid="article"><div class="_1lwW_"><a href="/${slugOf(view.page.section ?? '')}">${escapeHtml(view.page.section ?? '')}</a></div>
<div class="_9sTra"><h1 class="sc-77aq" data-testid="headline">${escapeHtml(view.page.title)}</h1></div>
<div class="_1vUxa"><div class="_7Pls2">${byline(view)}</div><div class="_2xetH"><time datetime="${view.published.iso}" data-testid="datetime">${monthName(view.published, 'en')} ${Number(view.published.day)}, ${view.published.year} — ${clock(view)}</time></div>
<div class="_4Kopq"><button>Save</button><button>Share</button><button>A</button><button>A</button><button>A</button></div></div>
${picture(view)}
<div class="_34z61">
${flow(view, {
  paragraph: (html) => `<div class="sc-77aq eBvUtx"><p>${html}</p></div>`,
  dateline: (raw) => `<strong>${raw}</strong> `,
  after: {
    2: '<div class="_2aPl0 inline"><span>Advertisement</span></div>',
    4: promo(view),
  },
})}
${view.page.agencies ? '<div class="sc-77aq eBvUtx"><p><strong>MPA</strong></p></div>' : ''}
<div class="_8Nnws"><p><em><strong>Get a note directly from our correspondents on what’s making headlines around the world. <a href="/newsletters">Sign up for our weekly newsletter</a>.</strong></em></p></div>
</div>
<div class="_5TagL"><span>Save</span><span>Licence this article</span><ul>${(view.page.tags ?? []).map((tag) => `<li><a href="/topic/${slugOf(tag)}">${escapeHtml(tag)}</a></li>`).join('')}</ul></div>
${author(view)}
<div class="_6MstV"><h2>Most viewed in ${escapeHtml(view.page.section ?? '')}</h2>${view.related
    .slice(0, 5)
    .map((link) => `<div class="_0story"><h3><a href="${link.url}">${escapeHtml(link.title)}</a></h3></div>`)
    .join('')}</div></div>
<div class="_ftr00"><div>The Southern Dispatch</div><div><a href="/facebook">Follow us</a><a href="/about">Our sites</a><a href="/contact">Contact &amp; support</a><a href="/advertise">Advertise with us</a></div><p>Copyright © 2025 Southern Dispatch Pty Ltd. The Dispatch acknowledges the Traditional Owners of the land on which it is made.</p></div></div>
<script>window.__STATE__=${state(view)}</script><script src="/static/js/main.1f0c2d.js" defer></script></body></html>
`,
}

function clock({ published }: PageView): string {
  const hour = Number(published.hour)
  return `${hour % 12 || 12}.${published.minute}${hour < 12 ? 'am' : 'pm'}`
}

function byline({ page }: PageView): string {
  return (page.authors ?? [])
    .map(
      (name) =>
        `<span>By <a href="/by/${slugOf(name)}" class="_byl1n"><span>${escapeHtml(name)}</span></a></span>`,
    )
    .join('')
}

function structured({ page, url, published, modified, imageUrl, origin }: PageView): string {
  return jsonLd({
    '@context': 'http://schema.org',
    '@type': 'NewsArticle',
    mainEntityOfPage: { '@type': 'WebPage', '@id': url },
    headline: page.title,
    ...(imageUrl ? { image: { '@type': 'ImageObject', url: imageUrl, height: 844, width: 1500 } } : {}),
    datePublished: published.iso,
    ...(modified ? { dateModified: modified.iso } : {}),
    ...(page.authors
      ? {
          author: page.authors.map((name) => ({
            '@type': 'Person',
            name,
            url: `${origin}/by/${slugOf(name)}`,
          })),
        }
      : {}),
    publisher: {
      '@type': 'NewsMediaOrganization',
      name: 'The Southern Dispatch',
      logo: `${origin}/logo.png`,
    },
    hasPart: { '@type': 'WebPageElement', isAccessibleForFree: 'True', cssSelector: '._34z61' },
  })
}

function picture({ page, imageUrl }: PageView): string {
  const caption = page.captions?.[0]
  if (!caption || !imageUrl) return ''
  const line = `<figcaption class="_capt9"><span>${escapeHtml(caption.text)}</span><span class="_crd3t">Credit: ${creditLine(caption, ' / ')}</span></figcaption>`
  return `<figure class="_fig77"><div class="lazy" data-src="${imageUrl}?w=1200"><img src="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==" alt="${escapeHtml(caption.text)}"/></div><noscript><img src="${imageUrl}?w=1200" alt="${escapeHtml(caption.text)}"/></noscript>${line}</figure>`
}

function promo({ related }: PageView): string {
  const link = related[1]
  return link
    ? `<div class="_rel8d"><h4>Related Article</h4><a href="${link.url}"><div>${escapeHtml(link.section)}</div><h3>${escapeHtml(link.title)}</h3></a></div>`
    : ''
}

function author({ page }: PageView): string {
  const name = page.authors?.[0]
  return name
    ? `<div class="_bio42"><a href="/by/${slugOf(name)}">${escapeHtml(name)}</a> <span>is a reporter for The Southern Dispatch.</span> <span>Connect via <a href="mailto:desk@southerndispatch.example">email</a>.</span></div>`
    : ''
}

/** The same words again, as single-page apps ship them: an extractor must not read it as text. */
function state({ page, summary }: PageView): string {
  return JSON.stringify({
    article: { headline: page.title, about: summary, featureFlags: { meter: true, dark: false } },
    user: null,
  }).replaceAll('</', '<\\/')
}
