import { creditLine, escapeHtml, flow, type PageView, slugOf, type Template } from '../html.ts'
import { monthName } from '../local-time.ts'

/** A Québec daily: no `<article>`, times in `<time>` alone, promo modules between paragraphs. */
export const fleuveMatin: Template = {
  shows: { precision: 'minute', offset: true, dek: false, section: false, tags: false, modified: false },
  render: (view) => `<!doctype html>
<html lang="fr-CA">
<head>
<meta charset="utf-8">
<title>${escapeHtml(view.page.title)} | Fleuve-Matin</title>
<meta name="description" content="${escapeHtml(view.summary)}">
<meta property="og:title" content="${escapeHtml(view.page.title)}">
<meta property="og:site_name" content="Fleuve-Matin">
${view.imageUrl ? `<meta property="og:image" content="${view.imageUrl}">` : ''}
<link rel="canonical" href="${view.url}">
<link rel="alternate" type="application/feed+json" href="${view.origin}/fil.json" title="Le fil">
<script type="application/ld+json">{"@context":"https://schema.org","@type":"WebSite","name":"Fleuve-Matin","url":"${view.origin}","potentialAction":{"@type":"SearchAction","target":"${view.origin}/recherche?q={q}","query-input":"required name=q"}}</script>
</head>
<body>
<div class="barre"><a href="/">Fleuve-Matin</a><span>Québec, 13 °C</span><a href="/dons">Faites un don</a></div>
<div class="menu"><ul><li><a href="/actualites/">Actualités</a></li><li><a href="/sports/">Sports</a></li><li><a href="/arts/">Arts</a></li><li><a href="/affaires/">Affaires</a></li><li><a href="/debats/">Débats</a></li><li><a href="/maritime/">Maritime</a></li><li><a href="/chroniques/">Chroniques</a></li></ul></div>
<main>
<div class="storyTextContainer">
<div class="surtitre">${escapeHtml(view.page.section ?? '')}</div>
<h1 class="headlines"><span class="title">${escapeHtml(view.page.title)}</span></h1>
<div class="publicationsDate">Publié le ${jour(view)}, <time datetime="${view.published.isoMinute}">${view.published.hour} h ${view.published.minute}</time></div>
<div class="partage"><button>Partager</button><button>Courriel</button><button>Signaler une erreur</button></div>
${photo(view)}
<div class="authorModule"><div class="authorModule__name">${(view.page.authors ?? []).map(escapeHtml).join(' et ')}</div><div class="authorModule__org">${view.page.agencies ? 'Meridian Press Agency' : 'Fleuve-Matin'}</div></div>
<div class="texte">
${flow(view, {
  paragraph: (html) => `<p class="paragraph textModule textModule--type-paragraph">${html}</p>`,
  after: {
    2: '<div class="adBox"><span>Publicité</span></div>',
    3: `<div class="relatedModule"><h3>Consultez aussi</h3>${view.related
      .slice(0, 2)
      .map((link) => `<p><a href="${link.url}">${escapeHtml(link.title)}</a></p>`)
      .join('')}</div>`,
  },
})}
</div>
<div class="appel"><p><strong>Fleuve-Matin est gratuit grâce aux dons de ses lecteurs.</strong> Si vous le pouvez, aidez-nous à rester à flot.</p><a href="/dons">Je contribue</a></div>
<div class="precision">Vous avez une information à nous transmettre ? Écrivez à <a href="mailto:nouvelles@fleuvematin.example">nouvelles@fleuvematin.example</a>.</div>
</div>
<div class="colonne"><h2>En continu</h2><ul>
${view.related.map((link) => `<li><time>6 h 30</time> <a href="${link.url}">${escapeHtml(link.title)}</a></li>`).join('\n')}
<li><time>6 h 02</time> <a href="/meteo">Météo : brume sur le fleuve, puis soleil</a></li></ul></div>
</main>
<div class="pied"><p>© Les Éditions Fleuve-Matin inc. Tous droits réservés.</p><a href="/confidentialite">Politique de confidentialité</a><a href="/nous-joindre">Nous joindre</a></div>
</body>
</html>
`,
}

function jour({ published }: PageView): string {
  return `${Number(published.day)} ${monthName(published, 'fr')} ${published.year}`
}

function photo({ page, imageUrl }: PageView): string {
  const caption = page.captions?.[0]
  if (!caption || !imageUrl) return ''
  return `<div class="photoModule"><div class="photoModule__visual"><img src="${imageUrl}" alt=""></div><div class="photoModule__credit">PHOTO ${creditLine(caption, ', ')}</div><div class="photoModule__caption">${escapeHtml(caption.text)}</div></div><div class="fil-ariane"><a href="/">Accueil</a> &gt; <a href="/${slugOf(page.section ?? '')}">${escapeHtml(page.section ?? '')}</a></div>`
}
