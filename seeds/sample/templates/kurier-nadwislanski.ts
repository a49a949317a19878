import { creditLine, escapeHtml, flow, type PageView, slugOf, type Template } from '../html.ts'

/** A Polish local paper still in ISO 8859-2, so that its quotation marks are numeric entities. */
export const kurierNadwislanski: Template = {
  shows: { precision: 'minute', offset: false, dek: true, section: true, tags: true, modified: false },
  render: (
    view,
  ) => `<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="pl" lang="pl">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=${view.page.charset ?? 'iso-8859-2'}" />
<title>${escapeHtml(view.page.title)} - Kurier Nadwiślański</title>
<meta name="description" content="${escapeHtml(view.page.dek ?? view.summary)}" />
<meta name="keywords" content="${escapeHtml((view.page.tags ?? []).join(', '))}" />
<meta property="article:section" content="${escapeHtml(view.page.section ?? '')}" />
${view.imageUrl ? `<meta property="og:image" content="${view.imageUrl}" />` : ''}
<link rel="canonical" href="${view.url}" />
<link rel="alternate" type="application/rss+xml" title="RSS" href="/rss.xml" />
</head>
<body>
<div id="cookies">Ten serwis używa plików cookies. Korzystając z niego, wyrażasz na to zgodę. <a href="/cookies">Dowiedz się więcej</a> <a href="#">Zamknij</a></div>
<div id="naglowek"><a href="/"><img src="/gfx/logo.gif" alt="Kurier Nadwiślański" /></a><ul id="menu"><li><a href="/region/">Region</a></li><li><a href="/kraj/">Kraj</a></li><li><a href="/swiat/">Świat</a></li><li><a href="/sport/">Sport</a></li><li><a href="/ogloszenia/">Ogłoszenia</a></li><li><a href="/nekrologi/">Nekrologi</a></li></ul></div>
<div id="srodek">
<div id="lewa"><h4>Kalendarium</h4><p>Imieniny obchodzą: Albin, Nikodem</p><h4>Sonda</h4><form action="/sonda"><p>Czy pływasz promami?</p><label><input type="radio" name="s" /> tak</label><label><input type="radio" name="s" /> nie</label></form></div>
<div id="artykul">
<div class="okruszki"><a href="/">Strona główna</a> &raquo; <a href="/${slugOf(view.page.section ?? '')}/">${escapeHtml(view.page.section ?? '')}</a></div>
<h1>${escapeHtml(view.page.title)}</h1>
<div class="info">${view.published.day}.${view.published.month}.${view.published.year}, ${view.published.hour}:${view.published.minute} | Autor: ${escapeHtml((view.page.authors ?? []).join(', '))}</div>
${view.page.dek ? `<p class="lid"><strong>${escapeHtml(view.page.dek)}</strong></p>` : ''}
${fot(view)}
<div class="tresc">
${flow(view, { after: { 2: '<div class="reklama">REKLAMA</div>', 3: czytaj(view) } })}
</div>
<div class="tagi">Tagi: ${(view.page.tags ?? []).map((tag) => `<a href="/tag/${slugOf(tag)}">${escapeHtml(tag)}</a>`).join(', ')}</div>
<div class="narzedzia"><a href="#">Drukuj</a> | <a href="#">Wyślij znajomemu</a> | <a href="#">Dodaj do ulubionych</a></div>
<div class="komentarze"><h3>Komentarze (1)</h3><p><b>~gość</b>: A u nas jak zwykle korek na moście.</p></div>
</div>
</div>
<div id="stopka">&copy; Wydawnictwo Nadwiślańskie sp. z o.o. Wszelkie prawa zastrzeżone. <a href="/redakcja">Redakcja</a> <a href="/reklama">Reklama</a></div>
</body>
</html>
`,
}

function fot({ page, imageUrl }: PageView): string {
  const caption = page.captions?.[0]
  if (!caption || !imageUrl) return ''
  return `<div class="zdjecie"><img src="${imageUrl}" width="480" alt="" /><div class="podpis">${escapeHtml(caption.text)} Fot. ${creditLine(caption, '/')}</div></div>`
}

function czytaj({ related }: PageView): string {
  const link = related[0]
  return link ? `<p class="czytaj"><a href="${link.url}">Czytaj także: ${escapeHtml(link.title)}</a></p>` : ''
}
