import { creditLine, escapeHtml, flow, jsonLd, type PageView, slugOf, type Template } from '../html.ts'
import { monthName } from '../local-time.ts'

/** An Argentine daily: component soup, a live rail in front of the text, advertising labels inside paragraphs' wrappers. */
export const vozDelPlata: Template = {
  shows: { precision: 'second', offset: true, dek: true, section: true, tags: true, modified: true },
  render: (view) => `<!DOCTYPE html><html lang="es-AR"><head><meta charset="utf-8">
<title>${escapeHtml(view.page.title)} - LA VOZ DEL PLATA</title>
<meta name="title" content="${escapeHtml(view.page.title)}"><meta name="description" content="${escapeHtml(view.page.dek ?? view.summary)}">
<meta name="keywords" content="${escapeHtml((view.page.tags ?? []).join(', '))}">
<link rel="canonical" href="${view.url}"><link rel="amphtml" href="${view.url}?outputType=amp">
<link rel="alternate" type="application/atom+xml" title="Últimas noticias" href="${view.origin}/atom/ultimas.xml">
<meta property="og:title" content="${escapeHtml(view.page.title)}"><meta property="og:type" content="article"><meta property="og:url" content="${view.url}">${view.imageUrl ? `<meta property="og:image" content="${view.imageUrl}">` : ''}
${structured(view)}
</head><body class="nota">
<div class="com-dolar-bar"><ul><li>Dólar oficial <b>$1.462</b></li><li>Blue <b>$1.475</b></li><li>Riesgo país <b>1.104</b></li><li>CABA <b>16°</b></li></ul></div>
<header class="com-header"><button>Secciones</button><a href="/" title="La Voz del Plata">LA VOZ DEL PLATA</a><a href="/suscribite">Suscribite</a><a href="/ingresar">Iniciar sesión</a></header>
<nav class="com-topics"><a href="/politica/">Política</a><a href="/economia/">Economía</a><a href="/sociedad/">Sociedad</a><a href="/deportes/">Deportes</a><a href="/el-campo/">El Campo</a><a href="/lo-mas-leido/">Lo más leído</a></nav>
<main><article class="mod-article">
<a class="com-volanta" href="/${slugOf(view.page.section ?? '')}/">${escapeHtml(view.page.section ?? '')}</a>
<h1 class="com-title">${escapeHtml(view.page.title)}</h1>
${view.page.dek ? `<h2 class="com-subhead">${escapeHtml(view.page.dek)}</h2>` : ''}
<div class="mod-date"><time datetime="${view.published.iso}">${Number(view.published.day)} de ${monthName(view.published, 'es')} de ${view.published.year}</time><span>•</span><span>${view.published.hour}:${view.published.minute}</span></div>
<section class="mod-byline"><img alt="" src="/images/firma.png">${(view.page.authors ?? []).map((name) => `<a href="/autor/${slugOf(name)}-1422/" class="com-link">${escapeHtml(name)}</a>`).join(' y ')}<span>La Voz del Plata</span></section>
<div class="mod-share"><button>Compartir</button><button>Guardar</button><button>Escuchar nota · 2 minutos de audio</button></div>
${view.page.captions?.[0] && view.imageUrl ? `<figure class="mod-media"><img src="${view.imageUrl}" alt=""><figcaption>${escapeHtml(view.page.captions[0].text)}<strong>${creditLine(view.page.captions[0], ' / ')}</strong></figcaption></figure>` : ''}
<section class="cuerpo__nota">
${flow(view, {
  paragraph: (html, index) => `<p class="com-paragraph ${index === 0 ? '--capital' : ''}">${html}</p>`,
  subhead: (html) => `<h3 class="com-title-section">${html}</h3>`,
  dateline: (raw) => `<b>${raw}</b> `,
  after: {
    1: '<div class="mod-banner --inread"><span class="com-label">Publicidad</span></div>',
    3: `<div class="mod-related"><span>Te puede interesar</span>${view.related
      .slice(0, 2)
      .map((link) => `<a href="${link.url}"><h3>${escapeHtml(link.title)}</h3></a>`)
      .join('')}</div>`,
    4: '<div class="mod-newsletter"><b>Recibí la primera voz</b><p>El resumen de noticias que llega antes que el mate. Todos los días a las 6.</p><button>Quiero recibirlo</button></div>',
  },
})}
</section>
<div class="mod-author-footer"><p>Por <a href="/autor/${slugOf(view.page.authors?.[0] ?? '')}-1422/">${escapeHtml(view.page.authors?.[0] ?? '')}</a></p></div>
<div class="mod-themes"><span>Temas</span>${(view.page.tags ?? []).map((tag) => `<a href="/tema/${slugOf(tag)}/">${escapeHtml(tag)}</a>`).join('')}</div>
<div class="mod-trust"><p>Conforme a los criterios de <a href="/principios">nuestra guía editorial</a></p></div>
</article>
<aside class="mod-ranking"><h4>Últimas noticias</h4>${view.related.map((link) => `<div><a href="${link.url}">${escapeHtml(link.title)}</a></div>`).join('')}<div><a href="/horoscopo/">Horóscopo: qué dice tu signo este jueves</a></div></aside>
<div class="mod-comments"><h4>Comentarios (2)</h4><p><b>rulo_75</b> Excelente nota, fuerza a todos los vecinos.</p><p><b>Marta de Flores</b> Mi prima vive por ahí, ya hablé con ella.</p><p>Los comentarios publicados son de exclusiva responsabilidad de sus autores.</p></div>
</main>
<footer><p>Copyright 2025 Editora La Voz del Plata S.A. | Todos los derechos reservados. Registro DNDA en trámite.</p><a href="/terminos">Términos y condiciones</a><a href="/ayuda">Ayuda</a></footer>
</body></html>
`,
}

function structured({ page, url, published, modified, imageUrl }: PageView): string {
  return jsonLd({
    '@context': 'https://schema.org',
    '@type': ['NewsArticle', 'Article'],
    headline: page.title,
    alternativeHeadline: page.dek,
    articleSection: page.section,
    datePublished: published.iso,
    ...(modified ? { dateModified: modified.iso } : {}),
    ...(imageUrl ? { image: [imageUrl, imageUrl.replace('.jpg', '-1x1.jpg')] } : {}),
    author: (page.authors ?? []).map((name) => ({ '@type': 'Person', name })),
    mainEntityOfPage: { '@type': 'WebPage', '@id': url },
    publisher: { '@type': 'NewsMediaOrganization', name: 'LA VOZ DEL PLATA' },
  })
}
