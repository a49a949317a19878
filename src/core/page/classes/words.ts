/**
 * What words in `class` and `id` say about an element: the kinds, and the pieces of words that name each.
 * A piece with a leading `^` must be a whole word; the others may lie anywhere in a word.
 * Words come from the class names of content systems and newspapers in a dozen languages.
 */
export const classKinds = {
  bodyStrong:
    'articlebody storybody entrycontent postcontent articlecontent articletext storytext bodytext storycontent richtext ^prose articlebodytext newstext postbody entrybody contentbody bodycopy bodycontent maintext fulltext textcontent detailtext newsbody newscontent contenttext pagecontent articlemain textbody maincontent singlecontent readercontent ^wysiwyg ^mwparseroutput articulotext cuerpo corpo textkoerper artikeltext brodtext articleparagraph paragraph ^rte ^copy ^absatz ^texte ^texto ^testo ^tresc ^tekst articleinner articlesection postentry',
  bodyWeak:
    '^article ^content ^entry ^post ^story ^text ^body ^main ^artikel ^articulo ^noticia ^news ^single ^detail ^page ^hentry ^inhalt ^contenu ^beitrag ^artykul',
  related:
    'related relacion verwandt ähnlich recommend empfehl suggest mostread mostpopular popular trending latest readmore morefrom morenews morestories outbrain taboola zergnet ligatus teaser ^more ^also seealso readalso alsoread upnext nextarticle prevnext nextprev carousel ^next ^prev crosslink inlinelink ^also ^weitere ^mehr ^lire aussi recirc furtherreading moreabout topstories headlines ^list ^listing ^card ^cards ^feed ^grid ^river',
  promo:
    'newsletter subscri signup ^promo promobox promotion ^cta calltoaction paywall piano donat membership regwall register ^offer ^abo abonn ^shop affiliat ^buy ^product loginbox ^login ^ticket appstore ^download telegram whatsappchannel ^podcast ^event plusbox contribution',
  share:
    '^share sharing socia ^follow facebook twitter ^tweet whatsapp addthis addtoany shariff ^toolbar ^tools ^print ^email pinterest linkedin ^bookmark ^like ^likes ^rating ^vote reaction ^actions ^sns',
  comment: 'comment disqus discussion ^reply ^replies ^respond kommentar ^comentarios ^forum ^leserbrief',
  caption:
    'caption ^credit ^credits figcaption ^copyright ^photo ^photos ^image ^img imagecredit gallery slideshow ^media mediacaption ^picture ^bild bildunter bildtext bildbu ^foto ^fotos legende ^figure ^slide ^slider ^quelle didascalia photographer lightbox ^thumb thumbnail swiper',
  byline:
    'byline ^author ^authors autor ^date ^datetime ^time ^timestamp ^meta ^metadata dateline publish posted ^pubdate postmeta articlemeta entrymeta ^kicker eyebrow ^writer ^reporter ^journalist readingtime readtime ^datum ^fecha ^data ^updated ^info articleinfo postinfo ^source ^overline ^dachzeile topline ^rubrik',
  bio: '^bio biography aboutauthor authorbox authorbio authorinfo authordesc contributor authorprofile ^profile autorbox autoreninfo aboutthe',
  nav: '^nav navi navbar ^menu submenu megamenu breadcrumb ^crumb ^crumbs ^header masthead ^footer ^foot topbar pagin ^pager ^toc tableofcontents ^sitemap ^skip jumplink ^search ^language ^lang ^index ^anchor siteheader sitefooter ^tabs ^tab backto',
  sidebar:
    'sidebar ^aside ^rail ^right ^rightcol rightcolumn ^left ^leftcol ^widget ^widgets ^secondary ^marginal ^sidecol ^side ^complementary ^stream',
  tags: '^tag ^tags taglist posttags keyword ^topic ^topics ^categor category categories ^label ^labels ^thema ^themen ^etiquetas schlagwort ^hashtag',
  ad: '^ad ^ads advert ^adv adsby adslot adbox adcontainer ^sponsor sponsored ^banner ^dfp ^gpt commercial ^anzeige werbung publicidad ^pub ^promoted ^native ^partner ^adunit ^adwrapper ^reklam',
  legal:
    '^copyright legal disclaimer cookie consent gdpr ^privacy ^modal popup overlay ^tooltip dialog onetrust ^notice ^alert warning ^error ^terms ^imprint correction ^datenschutz',
  title:
    'headline ^title posttitle entrytitle articletitle ^titel ^titulo ^titre ^headings ^heading ^hed ^h1 pagetitle ^nadpis ^uberschrift',
  dek: 'standfirst ^dek ^deck subtitle subheadline subhead ^sub ^lead ^leadtext ^lede ^summary ^excerpt ^intro ^introtext ^introduction ^abstract ^chapo ^chapeau ^sapo ^teasertext ^vorspann ^entradilla ^bajada ^occhiello ^sommario ^ingress ^manchet ^anons ^perex ^lid ^summar articledesc ^description ^synopsis ^tldr ^keypoints ^highlights ^spot',
  hidden:
    '^hidden visuallyhidden sronly screenreader ^noprint ^hide invisible offscreen ^accessib ^a11y clipped',
  quote: 'pullquote ^quote blockquote ^pull ^zitat ^cita ^citation ^testimonial',
  box: 'factbox infobox ^box ^fact ^facts kasten ^aside calloutbox ^callout ^highlight ^inset ^embed ^insert ^module ^infografik ^explainer ^sidenote ^component',
  video: '^video videoplayer ^player jwplayer ^brightcove ^audio ^playlist ^youtube ^live',
  notes: 'footnote endnote ^references ^reflist ^citations ^bibliograph ^sources ^notes ^acknowledg',
  cms: 'wppost ^wp ^elementor ^block ^node ^field ^views ^vc ^et ^td ^jeg ^fusion',
} as const satisfies Record<string, string>

export type ClassKind = keyof typeof classKinds
export const classKindNames = Object.keys(classKinds) as readonly ClassKind[]
