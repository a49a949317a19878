import { creditLine, escapeHtml, flow, type PageView, slugOf, type Template } from '../html.ts'

/** A news agency's plain pages: no JSON-LD, times in UTC, slug lines, reporting and editing credits, contact lines. */
export const meridianPress: Template = {
  shows: { precision: 'second', offset: true, dek: false, section: true, tags: true, modified: true },
  render: (view) => `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta http-equiv="Content-Type" content="text/html; charset=utf-8">
    <title>${escapeHtml(view.page.title)} | Meridian Press Agency</title>
    <meta name="description" content="${escapeHtml(view.summary)}">
    <meta name="keywords" content="${escapeHtml((view.page.tags ?? []).join(', '))}">
    <meta name="author" content="${escapeHtml((view.page.authors ?? []).join(', '))}">
    <meta name="article.section" content="${escapeHtml(view.page.section ?? '')}">
    <meta name="article.published" content="${view.published.utc}">
    ${view.modified ? `<meta name="article.updated" content="${view.modified.utc}">` : ''}
    <meta property="og:type" content="article">
    <meta property="og:title" content="${escapeHtml(view.page.title)}">
    <meta property="article:published_time" content="${view.published.utc}">
    ${view.modified ? `<meta property="article:modified_time" content="${view.modified.utc}">` : ''}
    <meta property="article:section" content="${escapeHtml(view.page.section ?? '')}">
    ${view.imageUrl ? `<meta property="og:image" content="${view.imageUrl}">` : ''}
    <link rel="canonical" href="${view.url}">
  </head>
  <body>
    <table class="mast" width="100%"><tr><td><a href="/"><b>MPA</b> Meridian Press Agency</a></td><td align="right"><a href="/clients">Client login</a> | <a href="/photos">MPA Photos</a> | <a href="/de">Deutsch</a></td></tr></table>
    <div class="ticker"><marquee>EUR/CHF 0.9342 -- Brent 67.12 -- Zurich 14C -- Next advisory 1200 GMT</marquee></div>
    <div class="wrap">
      <div class="left-rail">
        <ul>${['World', 'Europe', 'Americas', 'Business', 'Science', 'Sports', 'Photos'].map((name) => `<li><a href="/wire/${slugOf(name)}">${name}</a></li>`).join('')}</ul>
        <p class="note">Non-subscribers may read this report. Republication needs a licence.</p>
      </div>
      <div class="story" role="main">
        <div class="slug">${escapeHtml(slugLine(view))}</div>
        <h1>${escapeHtml(view.page.title)}</h1>
        <div class="credit">By ${escapeHtml((view.page.authors ?? []).join(' and '))}</div>
        <div class="stamp"><time datetime="${view.published.utc}">${view.published.utc.slice(0, 10)} ${view.published.utc.slice(11, 16)} GMT</time>${view.modified ? ` &middot; Updated <time datetime="${view.modified.utc}">${view.modified.utc.slice(11, 16)} GMT</time>` : ''} &middot; <a href="javascript:window.print()">Print</a></div>
${photo(view)}
        <div class="storytext">
${flow(view, {
  dateline: (raw) => `<b>${raw}</b> `,
  after: { 4: '<div class="box"><a href="/about/standards">How MPA checks its facts</a></div>' },
})}
        </div>
        <div class="desk">(Reporting by ${escapeHtml((view.page.authors ?? []).join(' and '))}; Editing by Hollis Abernathy-Kraft)</div>
        <div class="desk small">MPA Newsroom Geneva, +41 22 555 01 90, desk@meridianpress.example</div>
        <div class="taglist">${(view.page.tags ?? []).map((tag) => `<a href="/tag/${slugOf(tag)}">${escapeHtml(tag)}</a>`).join(' ')}</div>
      </div>
      <div class="right-rail">
        <h4>On the wire</h4>
        <ul>
${view.related
  .slice(0, 6)
  .map((link) => `          <li><a href="${link.url}">${escapeHtml(link.title)}</a></li>`)
  .join('\n')}
        </ul>
      </div>
    </div>
    <div class="foot">&copy; Meridian Press Agency 2025. MPA and the meridian mark are invented for the Newsloom sample. <a href="/legal">Legal</a></div>
  </body>
</html>
`,
}

function slugLine({ page }: PageView): string {
  const words = slugOf(page.file).toUpperCase().split('-').slice(0, 2).join('-')
  return `${words}/${(page.section ?? 'WORLD').toUpperCase()} (URGENT, PIX)`
}

function photo({ page, imageUrl }: PageView): string {
  const caption = page.captions?.[0]
  if (!caption || !imageUrl) return ''
  return `        <div class="photo"><img src="${imageUrl}" width="480" alt=""><div class="cap">${escapeHtml(caption.text)} ${creditLine(caption, '/')}</div></div>`
}
