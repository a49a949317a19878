import { creditLine, escapeHtml, flow, jsonLd, type PageView, slugOf, type Template } from '../html.ts'
import { monthName } from '../local-time.ts'

/** A French evening paper: times to the minute, hard spaces in its chrome, a subscription box, picture galleries. */
export const courrierDuQuai: Template = {
  shows: { precision: 'minute', offset: true, dek: true, section: true, tags: true, modified: true },
  render: (view) => `<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="UTF-8">
<title>${escapeHtml(view.page.title)}</title>
<meta name="description" content="${escapeHtml(view.page.dek ?? view.summary)}">
<link rel="canonical" href="${view.url}">
<link rel="alternate" type="application/rss+xml" title="À la une" href="${view.origin}/rss/une.xml">
<meta property="og:site_name" content="Le Courrier du Quai">
<meta property="og:type" content="article">
<meta property="og:title" content="${escapeHtml(view.page.title)}">
<meta property="og:url" content="${view.url}">
${view.imageUrl ? `<meta property="og:image" content="${view.imageUrl}">` : ''}
<meta property="og:article:section" content="${escapeHtml(view.page.section ?? '')}">
${structured(view)}
</head>
<body>
<div class="gdpr-banner" lang="fr"><p class="gdpr-title">Gestion de vos préférences sur les cookies</p><p>Le Courrier du Quai et des tiers sélectionnés déposent des traceurs sur votre terminal. Vous pouvez continuer sans accepter.</p><button>Tout accepter</button><button>Continuer sans accepter</button></div>
<header id="header"><a class="logo" href="/">Le&nbsp;Courrier du&nbsp;Quai</a><a class="abo" href="/abonnement">S’abonner dès 1&nbsp;€</a>
<nav class="nav-rubriques"><ul>${['Actualités', 'Économie', 'Planète', 'Culture', 'Sport', 'Débats', 'Le&nbsp;goût du&nbsp;quai'].map((name) => `<li><a href="/${slugOf(name.replaceAll('&nbsp;', ' '))}">${name}</a></li>`).join('')}</ul></nav></header>
<main>
<section class="zone zone--article">
<header class="article__header">
<ul class="breadcrumb"><li><a href="/${slugOf(view.page.section ?? '')}/">${escapeHtml(view.page.section ?? '')}</a></li>${(view.page.tags ?? []).map((tag) => `<li><a href="/${slugOf(tag)}/">${escapeHtml(tag)}</a></li>`).join('')}</ul>
<h1 class="article__title">${escapeHtml(view.page.title)}</h1>
${view.page.dek ? `<p class="article__desc">${escapeHtml(view.page.dek)}</p>` : ''}
<div class="meta"><p class="meta__authors">Par&nbsp;${(view.page.authors ?? []).map((name) => `<span class="author__name">${escapeHtml(name)}</span>`).join(' et ')}${view.page.agencies ? ' avec MPA' : ''}</p><p class="meta__date">Publié le ${said(view.published)}${view.modified ? `, modifié le ${said(view.modified)}` : ''}</p><p class="meta__reading">Temps de lecture : 2&nbsp;min.</p></div>
<ul class="social"><li>Partager</li><li>Offrir l’article</li><li>Ajouter à vos sélections</li></ul>
</header>
${view.page.kind === 'gallery' ? gallery(view) : article(view)}
</section>
<section class="lire-aussi"><h2>Les plus lus</h2><ol>${view.related
    .slice(0, 5)
    .map((link) => `<li><a href="${link.url}">${escapeHtml(link.title)}</a></li>`)
    .join('')}<li><a href="/mots-croises">Mots croisés : grille n°&nbsp;4 212</a></li></ol></section>
</main>
<footer><ul><li><a href="/mentions-legales">Mentions légales</a></li><li><a href="/charte">Charte</a></li><li><a href="/cgv">Conditions générales</a></li></ul><p>©&nbsp;Société du Courrier du Quai, 2025</p></footer>
</body>
</html>
`,
}

function said(time: PageView['published']): string {
  return `${Number(time.day)} ${monthName(time, 'fr')} ${time.year} à ${time.hour}h${time.minute}`
}

function structured({ page, url, published, modified, imageUrl }: PageView): string {
  return jsonLd({
    '@context': 'http://schema.org',
    '@type': page.kind === 'gallery' ? 'ImageGallery' : 'NewsArticle',
    mainEntityOfPage: url,
    headline: page.title,
    datePublished: published.isoMinute,
    ...(modified ? { dateModified: modified.isoMinute } : {}),
    ...(imageUrl ? { image: { '@type': 'ImageObject', url: imageUrl } } : {}),
    author: (page.authors ?? []).map((name) => ({ '@type': 'Person', name })),
    keywords: (page.tags ?? []).join(', '),
    articleSection: page.section,
    publisher: { '@type': 'Organization', name: 'Le Courrier du Quai' },
  })
}

function figure({ page, imageUrl, origin }: PageView, index: number): string {
  const caption = page.captions?.[index]
  if (!caption) return ''
  const src = index === 0 && imageUrl ? imageUrl : `${origin}/images/${page.file}-${index + 1}.jpg`
  return `<figure class="article__media"><img src="${src}" alt="" srcset="${src}?w=664 664w, ${src}?w=1328 1328w"><figcaption class="article__caption">${escapeHtml(caption.text)} <span class="article__credit">${creditLine(caption, ' / ')}</span></figcaption></figure>`
}

function article(view: PageView): string {
  const link = view.related[0]
  return `${figure(view, 0)}
<article class="article__content">
${flow(view, {
  paragraph: (html) => `<p class="article__paragraph">${html}</p>`,
  subhead: (html) => `<h2 class="article__sub-title">${html}</h2>`,
  after: {
    2: link
      ? `<section class="catcher catcher--inread"><span class="catcher__label">Lire aussi&nbsp;|&nbsp;</span><a href="${link.url}"><span class="catcher__title">${escapeHtml(link.title)}</span></a><span>Ajouter à vos sélections</span></section>`
      : '',
    3: figure(view, 1),
    4: '<section class="inread--nl"><p class="nl__title">«&nbsp;Le quai du soir&nbsp;»</p><p>Chaque soir, l’essentiel de l’actualité dans votre boîte de réception.</p><a href="/newsletters">S’inscrire</a></section>',
  },
})}
</article>
<section class="author-box"><p>${(view.page.authors ?? []).map(escapeHtml).join(', ')}</p><a href="/signataires">Voir tous les articles</a></section>
<section class="services"><p>L’espace des contributions est réservé aux abonnés. <a href="/abonnement">Abonnez-vous</a> pour accéder à cet espace d’échange.</p></section>`
}

function gallery(view: PageView): string {
  const count = view.page.captions?.length ?? 0
  return `<article class="portfolio"><div class="portfolio__intro">${flow(view)}</div>
<ol class="portfolio__slides">
${(view.page.captions ?? []).map((_, index) => `<li data-slide="${index + 1}"><span class="count">${index + 1} / ${count}</span>${figure(view, index)}</li>`).join('\n')}
</ol></article>`
}
