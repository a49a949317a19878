import { creditLine, escapeHtml, flow, type PageView, slugOf, type Template } from '../html.ts'

const ressorts = [
  'Nachrichten',
  'Lokales',
  'Hamburg',
  'Cuxhaven',
  'Sport',
  'Wirtschaft',
  'Kultur',
  'Hintergrund',
  'Anzeigen',
  'E-Paper',
]

/** A German regional: a broken JSON-LD block, double cookie wall, teasers between paragraphs, a paid section. */
export const elbkurier: Template = {
  shows: { precision: 'second', offset: true, dek: true, section: true, tags: true, modified: true },
  render: (view) => `<!DOCTYPE html>
<html lang="de" prefix="og: https://ogp.me/ns#">
<head>
  <meta charset="${view.page.charset ?? 'utf-8'}">
  <title>${escapeHtml(view.page.title)} | Elbkurier</title>
  <meta name="description" content="${escapeHtml(view.page.dek ?? view.summary)}">
  <link rel="canonical" href="${view.url}">
  <meta property="og:type" content="article">
  <meta property="og:title" content="${escapeHtml(view.page.title)}">
  <meta property="og:description" content="${escapeHtml(view.page.dek ?? view.summary)}">
  <meta property="og:url" content="${view.url}">
  ${view.imageUrl ? `<meta property="og:image" content="${view.imageUrl}">` : ''}
  <meta property="article:published_time" content="${view.published.iso}">
  ${view.modified ? `<meta property="article:modified_time" content="${view.modified.iso}">` : ''}
  <meta property="article:section" content="${escapeHtml(view.page.section ?? '')}">
${(view.page.tags ?? []).map((tag) => `  <meta property="article:tag" content="${escapeHtml(tag)}">`).join('\n')}
  <link rel="alternate" type="application/rss+xml" title="Elbkurier aktuell" href="${view.origin}/rss/aktuell.xml">
  <script type="application/ld+json">
  {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "${view.page.title}",
    "description": "${view.page.dek ?? ''}
",
    "publisher": {"@type": "Organization", "name": "Elbkurier",},
    "isAccessibleForFree": ${view.page.kind === 'not_article' ? 'false' : 'true'},
  }
  </script>
</head>
<body class="ressort-${slugOf(view.page.section ?? '')}">
<div class="cmp-overlay"><div class="cmp-box"><p class="cmp-h">Elbkurier mit Werbung lesen oder werbefrei für 3,99 € im Monat</p><p>Mit Ihrer Zustimmung verarbeiten wir und bis zu 187 Partner personenbezogene Daten, etwa um Inhalte zu messen. Sie können Ihre Einwilligung jederzeit widerrufen.</p><button>Einwilligen und weiter</button><button>Zum Pur-Abo</button></div></div>
<header class="kopf"><div class="kopf-logo"><a href="/">Elbkurier</a></div><nav class="kopf-nav"><ul>${ressorts.map((name) => `<li><a href="/${slugOf(name)}/">${name}</a></li>`).join('')}</ul></nav><div class="kopf-abo"><a href="/abo">Abo</a> <a href="/login">Anmelden</a></div></header>
<div class="werbung" data-label="Anzeige"></div>
<main class="artikel-seite">
<article class="artikel" id="artikel-${view.page.file}">
<header>
<p class="dachzeile">${escapeHtml(view.page.section ?? '')}</p>
<h1>${escapeHtml(view.page.title)}</h1>
${view.page.dek ? `<p class="vorspann">${escapeHtml(view.page.dek)}</p>` : ''}
<div class="autor-zeile">${byline(view)} <span class="datum">${stamp(view.published)}${view.modified ? ` | Aktualisiert: ${stamp(view.modified)}` : ''}</span></div>
<ul class="teilen"><li>Teilen</li><li>Merken</li><li>Drucken</li><li>Vorlesen</li></ul>
</header>
${bild(view, 0)}
<div class="artikel-text">
${
  view.page.kind === 'not_article'
    ? wall(view)
    : flow(view, {
        subhead: (html) => `<h3 class="zwischentitel">${html}</h3>`,
        dateline: (raw) => `<span class="ort">${raw}</span> `,
        after: {
          2: teaser(view),
          3: bild(view, 1),
          4: '<div class="newsletter-kasten"><p class="titel">Moin! Der Newsletter aus der Redaktion</p><p>Jeden Morgen um 6 Uhr die wichtigsten Nachrichten von Elbe und Küste.</p><form><input type="email" placeholder="E-Mail-Adresse"><button>Kostenlos abonnieren</button></form><p class="klein">Ja, ich bin mit der Auswertung meiner Zugriffe einverstanden. Hinweise zum Datenschutz finden Sie hier.</p></div>',
        },
      })
}
</div>
${view.page.kind === 'not_article' ? '' : ende(view)}
</article>
</main>
<aside class="meistgelesen"><h2>Meistgelesen</h2><ol>${view.related
    .slice(0, 4)
    .map((link) => `<li><a href="${link.url}">${escapeHtml(link.title)}</a></li>`)
    .join('')}<li><a href="/rezepte/labskaus">Labskaus wie bei Oma Käthe</a></li></ol></aside>
<footer class="fuss"><a href="/impressum">Impressum</a> <a href="/datenschutz">Datenschutz</a> <a href="/agb">AGB</a> <a href="/kuendigen">Verträge hier kündigen</a><p>© Elbkurier Verlag GmbH &amp; Co. KG – alle Rechte vorbehalten</p></footer>
</body>
</html>
`,
}

function stamp(time: PageView['published']): string {
  return `${time.day}.${time.month}.${time.year}, ${time.hour}:${time.minute} Uhr`
}

function byline({ page }: PageView): string {
  const people = (page.authors ?? [])
    .map((name) => `<a href="/autor/${slugOf(name)}">${escapeHtml(name)}</a>`)
    .join(' und ')
  if (people && page.agencies) return `Von ${people} mit Material der MPA`
  return people ? `Von ${people}` : (page.agencies ?? []).map(() => 'MPA').join('')
}

function bild({ page, imageUrl, origin }: PageView, index: number): string {
  const caption = page.captions?.[index]
  if (!caption) return ''
  const src = index === 0 && imageUrl ? imageUrl : `${origin}/images/${page.file}-${index + 1}.jpg`
  return `<figure class="bild"><img src="${src}" alt="${escapeHtml(caption.text)}" loading="lazy"><figcaption>${escapeHtml(caption.text)} <span class="quelle">Foto: ${creditLine(caption, '/')}</span></figcaption></figure>`
}

function teaser({ related }: PageView): string {
  const link = related[0]
  return link
    ? `<div class="teaser-im-text"><span>Lesen Sie auch</span><a href="${link.url}"><strong>${escapeHtml(link.title)}</strong></a></div>`
    : ''
}

function wall(view: PageView): string {
  return `${flow(view, { paragraph: (html) => `<p class="anriss">${html}</p>` })}
<div class="plus-schranke"><h2>Jetzt weiterlesen mit Elbkurier+</h2><p>Dieser Artikel ist für Abonnenten. Testen Sie vier Wochen für 1 €, danach 8,90 € im Monat, jederzeit kündbar.</p><a class="knopf" href="/abo?from=${view.page.file}">Angebot wählen</a><p>Bereits registriert? <a href="/login">Hier anmelden</a></p></div>`
}

function ende({ page }: PageView): string {
  return `<div class="themen"><span>Themen:</span> ${(page.tags ?? []).map((tag) => `<a href="/thema/${slugOf(tag)}">${escapeHtml(tag)}</a>`).join(' ')}</div>
<div class="kommentare"><h2>2 Kommentare</h2><div class="kommentar"><b>Deichkind59</b> <span>vor 3 Stunden</span><p>Danke für den sachlichen Bericht. Das war früher nicht überall so.</p></div><div class="kommentar"><b>Hinnerk</b> <span>vor 1 Stunde</span><p>Und was sagt die Ente dazu?</p></div></div>`
}
