import { creditLine, escapeHtml, flow, jsonLd, type PageView, slugOf, type Template } from '../html.ts'
import { monthName } from '../local-time.ts'

/** A Spanish daily whose old CMS writes accents as entities; JSON-LD as a list. */
export const diarioDelPuerto: Template = {
  shows: { precision: 'second', offset: true, dek: true, section: true, tags: true, modified: true },
  render: (view) => {
    const html = page(view)
    return view.page.charset ? html : entities(html)
  },
}

const named: Readonly<Record<string, string>> = {
  á: 'aacute',
  é: 'eacute',
  í: 'iacute',
  ó: 'oacute',
  ú: 'uacute',
  ñ: 'ntilde',
  ü: 'uuml',
  Á: 'Aacute',
  É: 'Eacute',
  Í: 'Iacute',
  Ó: 'Oacute',
  Ú: 'Uacute',
  Ñ: 'Ntilde',
  '«': 'laquo',
  '»': 'raquo',
  '¿': 'iquest',
  '¡': 'iexcl',
  '©': 'copy',
}

/** Accents as entities everywhere but in scripts, where HTML has none. */
function entities(html: string): string {
  return html
    .split(/(<script[\s\S]*?<\/script>)/)
    .map((part) =>
      part.startsWith('<script')
        ? part
        : part.replace(/[^\0-\x7f]/gu, (c) => (named[c] ? `&${named[c]};` : c)),
    )
    .join('')
}

function page(view: PageView): string {
  const { page, url, origin, imageUrl } = view
  return `<!DOCTYPE html>
<html lang="es">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=${page.charset ?? 'utf-8'}">
<title>${escapeHtml(page.title)} | ${escapeHtml(page.section ?? '')} | Diario del Puerto Viejo</title>
<meta name="description" content="${escapeHtml(page.dek ?? view.summary)}">
<meta name="news_keywords" content="${escapeHtml((page.tags ?? []).join(', '))}">
<link rel="canonical" href="${url}">
<meta property="og:type" content="article"><meta property="og:title" content="${escapeHtml(page.title)}"><meta property="og:url" content="${url}">
${imageUrl ? `<meta property="og:image" content="${imageUrl}">` : ''}
<meta property="article:published_time" content="${view.published.iso}">
${view.modified ? `<meta property="article:modified_time" content="${view.modified.iso}">` : ''}
<link rel="alternate" type="application/rss+xml" href="${origin}/rss/portada.xml" title="Portada">
${structured(view)}
</head>
<body>
<div class="aviso-cookies"><p>Utilizamos cookies propias y de terceros para fines analíticos. Si continúa navegando, consideramos que acepta su uso.</p><a href="#">Aceptar</a> <a href="/cookies">Más información</a></div>
<div class="cabecera"><p class="fecha-hoy">Edición digital</p><a class="logo" href="/">Diario del Puerto Viejo</a><ul class="secciones"><li><a href="/espana/">España</a></li><li><a href="/internacional/">Internacional</a></li><li><a href="/economia/">Economía</a></li><li><a href="/cultura/">Cultura</a></li><li><a href="/deportes/">Deportes</a></li><li><a href="/opinion/">Opinión</a></li><li><a href="/pasatiempos/">Pasatiempos</a></li></ul></div>
<div class="ultima-hora"><strong>ÚLTIMA HORA</strong> <a href="/trafico">Retenciones de tres kilómetros en la ronda sur</a></div>
<div class="contenedor">
<div class="noticia">
<div class="migas"><a href="/">Portada</a> / <a href="/${slugOf(page.section ?? '')}/">${escapeHtml(page.section ?? '')}</a></div>
<h1 class="titular">${escapeHtml(page.title)}</h1>
${page.dek ? `<h2 class="entradilla">${escapeHtml(page.dek)}</h2>` : ''}
<div class="firma">${firma(view)}<span class="fecha">${Number(view.published.day)} de ${monthName(view.published, 'es')} de ${view.published.year}, ${view.published.hour}:${view.published.minute} h.</span>${view.modified ? `<span class="actualizado">Actualizado a las ${view.modified.hour}:${view.modified.minute} h.</span>` : ''}</div>
<div class="compartir"><a href="#">Compartir</a><a href="#">Enviar por correo</a><a href="#comentarios">Comentarios 12</a></div>
${foto(view, 0)}
<div class="cuerpo">
${flow(view, {
  subhead: (html) => `<h3 class="ladillo">${html}</h3>`,
  dateline: (raw) => `<span class="data">${raw}</span> `,
  after: { 2: relacionada(view), 4: foto(view, 1), 5: '<div class="publi"><span>PUBLICIDAD</span></div>' },
})}
</div>
<div class="temas"><p>Archivado en:</p><ul>${(page.tags ?? []).map((tag) => `<li><a href="/temas/${slugOf(tag)}">${escapeHtml(tag)}</a></li>`).join('')}</ul></div>
<div class="suscripcion"><h4>Suscríbase al boletín de la tarde</h4><p>Cada día a las ocho, lo que ha pasado y lo que pasará mañana.</p><input type="text" value="Su correo"><input type="button" value="Apuntarme"></div>
<div id="comentarios"><h4>Comentarios</h4><p>Los comentarios se cierran a las 48 horas de la publicación. <a href="/normas">Normas de uso</a></p></div>
</div>
<div class="lateral"><h4>Lo más visto</h4><ol>${view.related.map((link) => `<li><a href="${link.url}">${escapeHtml(link.title)}</a></li>`).join('')}<li><a href="/recetas/bacalao">Bacalao al horno sin encender el horno</a></li></ol></div>
</div>
<div class="pie"><p>© Ediciones Puerto Viejo, S.L. Todos los derechos reservados. Prohibida la reproducción total o parcial.</p><p><a href="/aviso-legal">Aviso legal</a> <a href="/publicidad">Publicidad</a> <a href="/quienes-somos">Quiénes somos</a></p></div>
</body>
</html>
`
}

function structured({ page, url, origin, published, modified, imageUrl, summary }: PageView): string {
  return jsonLd([
    {
      '@context': 'https://schema.org',
      '@type': 'BreadcrumbList',
      itemListElement: [
        { '@type': 'ListItem', position: 1, name: 'Portada', item: origin },
        {
          '@type': 'ListItem',
          position: 2,
          name: page.section,
          item: `${origin}/${slugOf(page.section ?? '')}/`,
        },
      ],
    },
    {
      '@context': 'https://schema.org',
      '@type': 'NewsArticle',
      headline: page.title,
      description: page.dek ?? summary,
      mainEntityOfPage: url,
      articleSection: page.section,
      datePublished: published.iso,
      ...(modified ? { dateModified: modified.iso } : {}),
      ...(imageUrl ? { image: { '@type': 'ImageObject', url: imageUrl } } : {}),
      ...(page.authors ? { author: page.authors.map((name) => ({ '@type': 'Person', name })) } : {}),
      publisher: { '@type': 'Organization', name: 'Diario del Puerto Viejo' },
    },
  ])
}

function firma({ page }: PageView): string {
  if (page.authors)
    return `<span class="autor">${page.authors.map((name) => `<a href="/autor/${slugOf(name)}">${escapeHtml(name)}</a>`).join(' / ')}</span>`
  return `<span class="autor">${escapeHtml([page.desk, page.agencies ? 'MPA' : ''].filter(Boolean).join(' / '))}</span>`
}

function foto({ page, imageUrl, origin }: PageView, index: number): string {
  const caption = page.captions?.[index]
  if (!caption) return ''
  const src = index === 0 && imageUrl ? imageUrl : `${origin}/images/${page.file}-${index + 1}.jpg`
  return `<div class="foto"><img src="${src}" alt="${escapeHtml(caption.text)}"><p class="pie-foto">${escapeHtml(caption.text)} <span class="autor-foto">${creditLine(caption, ' / ')}</span></p></div>`
}

function relacionada({ related }: PageView): string {
  const link = related[0]
  return link
    ? `<div class="relacionadas"><h4>Noticias relacionadas</h4><ul><li><a href="${link.url}">${escapeHtml(link.title)}</a></li></ul></div>`
    : ''
}
