import { creditLine, escapeHtml, inline, type PageView, type Template } from '../html.ts'
import { monthName } from '../local-time.ts'

const rubriken = [
  'Politik',
  'Chronik',
  'Wirtschaft',
  'Sport',
  'Kultur',
  'Leserbriefe',
  'Kleinanzeigen',
  'Traueranzeigen',
]

/** An Austrian site of 2006: table layout, `<br><br>` paragraphs, no metadata but a title, a date in words. */
export const alpenbote: Template = {
  shows: { precision: 'minute', offset: false, dek: false, section: false, tags: false, modified: false },
  render: (
    view,
  ) => `<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" "http://www.w3.org/TR/html4/loose.dtd">
<html>
<head>
<meta http-equiv="content-type" content="text/html; charset=utf-8">
<title>Alpenbote - ${escapeHtml(view.page.title)}</title>
<link rel="stylesheet" href="/style2006.css" type="text/css">
<link rel="alternate" type="application/rdf+xml" title="Alpenbote" href="/index.rdf">
${view.imageUrl ? `<meta property="og:image" content="${view.imageUrl}">` : ''}
<script language="JavaScript" type="text/javascript"><!--
function druck(){window.open('/druck.php','d','width=600');}
//--></script>
</head>
<body bgcolor="#ffffff" text="#000000" topmargin="0" leftmargin="0">
<table width="960" border="0" cellspacing="0" cellpadding="0" align="center">
<tr><td colspan="3"><a href="/"><img src="/grafik/kopf.gif" width="960" height="90" border="0" alt="Alpenbote"></a></td></tr>
<tr><td colspan="3" bgcolor="#003366"><font color="#ffffff" size="1">&nbsp;${rubriken.map((name) => `<a href="/${name.toLowerCase()}/"><font color="#ffffff">${name}</font></a>`).join(' | ')}</font></td></tr>
<tr valign="top">
<td width="150" bgcolor="#eeeeee"><font size="1"><b>Wetter</b><br>Innsbruck 14&deg;<br>Linz 17&deg;<br>Wien 19&deg;<br><br><b>Suche</b><br><form action="/suche.php"><input size="12" name="q"><input type="submit" value="los"></form><br><b>Abo-Service</b><br><a href="/abo.php">Alpenbote bestellen</a><br><a href="/urlaub.php">Urlaubsunterbrechung</a><br><br><b>Lotto</b><br>4 11 19 23 38 41<br>Zusatzzahl: 7 (ohne Gew&auml;hr)</font></td>
<td width="610" style="padding:10px">
<font size="1"><a href="/">Startseite</a> &gt; ${escapeHtml(view.page.section ?? '')}</font><br>
<h1 class="titel">${escapeHtml(view.page.title)}</h1>
<font size="1" color="#666666">${Number(view.published.day)}. ${monthName(view.published, 'de')} ${view.published.year}, ${view.published.hour}:${view.published.minute} Uhr</font><br>
${view.page.authors ? `<font size="1"><i>Von ${escapeHtml(view.page.authors.join(' und '))}</i></font><br>` : view.page.dateline ? '' : '<font size="1"><i>Quelle: MPA</i></font><br>'}
${bild(view)}
<div class="fliess"><font size="2" face="Verdana, Arial">
${text(view)}
</font></div>
<br clear="all">
<font size="1"><a href="javascript:druck()">Artikel drucken</a> | <a href="/senden.php">Artikel versenden</a> | <a href="/forum.php">Leserforum (0 Beitr&auml;ge)</a></font>
<hr size="1" noshade>
<b><font size="2">Weitere Meldungen</font></b><br>
<font size="1">
${view.related
  .slice(0, 5)
  .map((link) => `&raquo; <a href="${link.url}">${escapeHtml(link.title)}</a><br>`)
  .join('\n')}
</font>
</td>
<td width="200" bgcolor="#f7f7f7"><center><font size="1">Anzeige</font><br><img src="/werbung/skiverleih.gif" width="160" height="600" alt="Skiverleih Moosbrugger - jetzt vorbestellen!"></center></td>
</tr>
<tr><td colspan="3" align="center"><font size="1">&copy; 2025 Alpenbote Medien GmbH | <a href="/impressum.php">Impressum</a> | <a href="/offenlegung.php">Offenlegung gem&auml;&szlig; &sect; 25 MedienG</a></font></td></tr>
</table>
<img src="/zaehler.php" width="1" height="1" alt="">
</body>
</html>
`,
}

function bild({ page, imageUrl }: PageView): string {
  const caption = page.captions?.[0]
  if (!caption || !imageUrl) return ''
  return `<table align="right" width="250" cellpadding="4"><tr><td><img src="${imageUrl}" width="240" alt=""></td></tr><tr><td><font size="1" class="bildtext">${escapeHtml(caption.text)} Foto: ${creditLine(caption, '/')}</font></td></tr></table>`
}

function text({ page, blocks, origin }: PageView): string {
  return blocks
    .map((block, index) => {
      const lead = index === 0 && page.dateline ? `${escapeHtml(page.dateline.raw)} ` : ''
      return lead + inline(block.text, origin)
    })
    .join('<br><br>\n')
}
