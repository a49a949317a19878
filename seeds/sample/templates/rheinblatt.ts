import { creditLine, escapeHtml, flow, type PageView, slugOf, type Template } from '../html.ts'

/** A Swiss daily: microdata, a lead paragraph, an info box and a pull quote inside the text. */
export const rheinblatt: Template = {
  shows: { precision: 'second', offset: true, dek: true, section: true, tags: true, modified: false },
  render: (view) => `<!DOCTYPE html>
<html lang="de-CH">
<head>
<meta charset="utf-8">
<title>${escapeHtml(view.page.title)} | RB</title>
<link rel="canonical" href="${view.url}">
<meta name="description" content="${escapeHtml(view.page.dek ?? view.summary)}">
<meta property="og:site_name" content="Rheinblatt"><meta property="og:title" content="${escapeHtml(view.page.title)}"><meta property="og:type" content="article">
${view.imageUrl ? `<meta property="og:image" content="${view.imageUrl}">` : ''}
<meta name="news_keywords" content="${escapeHtml((view.page.tags ?? []).join(', '))}">
<link rel="alternate" type="application/atom+xml" href="${view.origin}/atom" title="Rheinblatt">
</head>
<body itemscope itemtype="https://schema.org/NewsArticle">
<header role="banner"><a href="/" class="rb">Rheinblatt</a> <nav><a href="/schweiz">Schweiz</a><a href="/basel">Basel</a><a href="/international">International</a><a href="/wirtschaft">Wirtschaft</a><a href="/wissenschaft">Wissenschaft</a><a href="/panorama">Panorama</a><a href="/sport">Sport</a><a href="/feuilleton">Feuilleton</a></nav></header>
<div class="reader-progress" aria-hidden="true"></div>
<div class="layout">
<article>
<div class="headline"><a class="rubrik" itemprop="articleSection" href="/${slugOf(view.page.section ?? '')}">${escapeHtml(view.page.section ?? '')}</a>
<h1 itemprop="headline">${escapeHtml(view.page.title)}</h1>
${view.page.dek ? `<p class="headline__lead" itemprop="alternativeHeadline">${escapeHtml(view.page.dek)}</p>` : ''}</div>
<meta itemprop="datePublished" content="${view.published.iso}">
<link itemprop="mainEntityOfPage" href="${view.url}">
<div class="metainfo">${(view.page.authors ?? []).map((name) => `<span itemprop="author" itemscope itemtype="https://schema.org/Person"><a href="/impressum/${slugOf(name)}"><span itemprop="name">${escapeHtml(name)}</span></a></span>`).join(', ')}${view.page.agencies ? ', mit Material von MPA' : ''} <time datetime="${view.published.iso}">${view.published.day}.${view.published.month}.${view.published.year}, ${view.published.hour}.${view.published.minute} Uhr</time> <span class="lesezeit">3 min Lesezeit</span></div>
<div class="toolbar"><button>Hören</button><button>Merken</button><button>Drucken</button><button>Teilen</button></div>
${bild(view)}
<section class="container--article" itemprop="articleBody">
${flow(view, {
  paragraph: (html, index) => `<p class="articlecomponent text" id="id-doc-${index}a">${html}</p>`,
  subhead: (html) => `<h2 class="articlecomponent subtitle">${html}</h2>`,
  after: { 3: zitat(view), 4: '<div class="anzeige"><span>Anzeige</span></div>' },
})}
</section>
<div class="tagliste">${(view.page.tags ?? []).map((tag) => `<a href="/themen/${slugOf(tag)}">${escapeHtml(tag)}</a>`).join('')}</div>
<div class="feedback"><p>Haben Sie einen Fehler entdeckt? <a href="/feedback">Schreiben Sie uns.</a></p></div>
<section class="newsletter-teaser"><h3>NEWSLETTER «Brücken am Morgen»</h3><p>Starten Sie mit den wichtigsten Nachrichten aus der Region in den Tag.</p><a href="/newsletter">Jetzt kostenlos anmelden</a></section>
</article>
<aside class="mehr"><h2>Mehr zum Thema</h2>${view.related
    .slice(0, 4)
    .map(
      (link) =>
        `<div class="teaser"><a href="${link.url}"><h3>${escapeHtml(link.title)}</h3><p class="teaser__meta">${escapeHtml(link.section)} · 2 min</p></a></div>`,
    )
    .join('')}</aside>
</div>
<footer><p>Copyright © Rheinblatt AG, Basel. Alle Rechte vorbehalten. Eine Weiterverarbeitung, Wiederveröffentlichung oder dauerhafte Speicherung zu gewerblichen oder anderen Zwecken ist nicht gestattet.</p></footer>
<div id="cookie-hinweis"><p>Wir verwenden Cookies, weil es alle tun.</p><button>Verstanden</button></div>
</body>
</html>
`,
}

function bild({ page, imageUrl }: PageView): string {
  const caption = page.captions?.[0]
  if (!caption || !imageUrl) return ''
  return `<figure><img src="${imageUrl}" width="1200" height="800" alt=""><figcaption><h2 class="image-description__caption">${escapeHtml(caption.text)}</h2><span class="image-description__author">${creditLine(caption, ' / ')}</span></figcaption></figure>`
}

/** A sentence of the text set large: it is there twice and belongs to the body once. */
function zitat({ page }: PageView): string {
  const said = /«([^»]{40,})»/.exec(
    page.body
      .split(/\n\s*\n/)
      .slice(3)
      .join(' '),
  )?.[1]
  return said ? `<aside class="pullquote"><blockquote>«${escapeHtml(said)}»</blockquote></aside>` : ''
}
