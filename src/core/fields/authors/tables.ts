export const authorNames = [
  'author',
  'article:author',
  'articleauthor',
  'dc.creator',
  'dcterms.creator',
  'creator',
  'byl',
  'byline',
  'sailthru.author',
  'parsely-author',
  'article.author',
  'article:author_name',
  'authors',
  'citation_author',
  'cxenseparse:author',
  'rbauthors',
  'dc.contributor',
  'twitter:data1',
  'cse-authors',
  'news:author',
  'article:byline',
  'og:author',
  'book:author',
  'vr:author',
  'mediator_author',
] as const

/** Texts in the place of a name that are not names: templates, buttons, days. */
export const nobody = new RegExp(
  `^(?:${[
    'no author|none|null|undefined|n/a|author|autor|by|text|guest|unknown|anonymous|unbekannt|[a-z]+(?:\\.[a-z_]+){2,}',
    'published|veröffentlicht|story|written by|posted by|reported by|please|youtube|you tube|bluesky|facebook|twitter|instagram|linkedin|whatsapp|telegram',
    'read|learn|more|share|(?:sign|log) ?(?:up|in|out)\\b.*|register|subscribe\\b.*|(?:view|see|show) all\\b.*|all posts\\b.*|more (?:by|from)\\b.*',
    '(?:buy|create|tweet|click|get|watch|listen|open|download|print)\\s.*|anmelden|registrieren|inici[ae]r? sesión|reg[íi]str(?:ese|ate)|entrar|accedi|se connecter|inloggen|logga in|takip et|zaloguj się|siusplau|από|войти|注册|登录|登入|註冊|新規登録|会員登録|(?:会員の方は)?ログイン|로그인|회원가입',
    '(?:comments?|kommentare?|commentaires?|comentarios?|commenti|reacties|views?|likes?|replies|reactions?|votes?)',
    '(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|january|february|march|july|august|september|october|november|december|enero|febrero|marzo|abril|mayo|junio|julio|septiembre|octubre|noviembre|diciembre',
  ].join('|')})$`,
  'iu',
)

export const plainName = /^[\p{L}\p{M}.'’‘\- ]{3,40}$/u

export const organisation =
  /\b(?:team|staff|redaktion\w*|\w*redaktion|redacci[oó]n|redazione|rédaction|redakce|redakcja|editors?|editorial|newsroom|newsdesk|news ?desk|webdesk|desk|media|news|press|presse|magazin\w*|university|universität|institute?|centre|center|college|school|foundation|association|verein|verband|agency|agentur|inc|llc|ltd|gmbh|e\.\s?v|ag|agencia|interactive|company|group|council|ministry|department|bureau|online|digital|admin|administrator|store|blog|editoren|agencies|correspondent|reporter|writer|contributor)\b|\.(?:com|de|at|ch|net|org|be|fr|co|pl|cat|es|it|nl|ru|tr|br|uk|eu|info)\b|\bS\.?A\.?$|新聞|新闻|通信|редакция|редакція/iu

/** Last words of those who sign as a group. */
export const collective =
  /\S\s(?:team|staff|editors|media|news|newswire|news ?service|redaktion|redazione|redacción|rédaction|newsroom|news ?desk|web ?desk)$/iu

/** A button joined to the name without a space, and the text after it. */
export const followButton =
  /(?<=\p{L}{2})\s+(?:follow|unfollow|folgen|suivre|seguir|segui|volgen|takip et|подписаться)\b.*$/iu

export const bylineClass =
  /(?:^|[\s_-])(?:byline|author|autor|writer|reporter|journalist|redakteur|auteur|signature|firma|contributor|creator)s?(?![a-z])|byline|authorname|author-name/i

export const notByline =
  /(?:bio|image|img|photo|avatar|social|follow|comment|description|related|box-text|twitter|email)/i

/** An element inside a byline that contains only the name. */
export const nameClass =
  /(?:author|byline|writer|contributor)s?[\w-]*?[_-]?names?(?![a-z])|(?:^|\s)fn(?:\s|$)/i

/** `ByJane Doe`: a preposition in an element of its own. */
export const gluedBy = /^(By|Von|Par|Por)(?=\p{Lu}\p{Ll})/u

export const statusLabel =
  /(?:^last\s+|\s)(?:last\s+)?(?:stand|updated|published|posted|date|datum|veröffentlicht|aktualisiert|erstellt|publié|publicado)(?:\s+on)?\s*:.*$/iu

/** The address of a page about a writer. */
export const authorHref =
  /\/(?:authors?|autor(?:en|es|i)?|staff|contributors?|redaktion|redakteure?|journalists?|reporters?|columnists?|auteurs?|firmas?|writers?|mitarbeiter|bio)\/[^/?#]+/i

/** The address of a page about a person: a writer beside the headline, any person elsewhere. */
export const personHref = /\/(?:people|profiles?|by|team|users?|members?|person(?:er|en)?)\/[^/?#]+/i

/** Where accounts of outlets and of readers are. */
export const networkHref =
  /^(?:https?:)?\/\/(?:[\w-]+\.)*(?:youtube|bsky|facebook|twitter|x|instagram|pinterest|tiktok|flickr|reddit|threads|vimeo|soundcloud|spotify|telegram|t|vk|ok|xing|whatsapp|google)\.\w+\//i

export const byLine =
  /^(?:by|von|par|por|di|door|av|af|text|texte|autor(?:in)?|author|(?:this (?:post|article|story|piece) (?:was|is) )?written by|(?:posted|authored|reported|reporting|story|words|article) by|(?:\p{L}+ )?(?:post|column|essay|opinion|analysis|commentary|review|interview|feature|profile) by|(?:posted|published|updated|publiée?|publicad[oa]|pubblicato|veröffentlicht|erstellt|gepubliceerd|geplaatst)(?!\p{L})[^\d]{0,20}\d.{2,30}?\s(?:by|par|por|von|da|door)|contributors?|(?:geschrieben|verfasst|eingestellt|erstellt|gepostet) von|(?:text|texte|texto|words|story)\s*(?:&|und|and|et|y)\s*\p{L}{4,12}(?:\s+(?:by|von|par|por))?|(?:écrit|rédigé|posté) par|(?:escrito|publicado|redactado) por|(?:scritto|pubblicato) da|geschreven door|skrevet av|skriven av|oleh|penulis|muhabir|από|του|автор|текст|記者|记者|作者|文)[\s:：|]+\S/iu

/** A line that says no more than that a name follows. */
export const byLabel =
  /^(?:by|von|par|por|di|door|av|af|text|texte|autor(?:in)?|author|authors|(?:article|post|story|words) by|written by|posted by|contributors?|écrit par|escrito por|scritto da|skrevet av|автор|текст|penulis|oleh|作者|記者|记者)\s*[:：]?$/iu

export const sourceLabel =
  /^(?:quelle|source|fuente|fonte|источник|джерело|źródło|kaynak|kilde|källa|来源|來源)\s*[:：]/iu

export const lent = /\b(?:material|angaben|agenturen|avec|with|reporting|agencies|agences|agencias)\b/i

export const pictureLabel = /(?:foto|photo|bild|image|imagen|crédit|credit|picture)s?\b/i

export const scriptAuthor =
  /["'](?:author|author_?name|authors|byline|article_?author|page_?author|content_?author)["']\s*:\s*\[?\s*["']([^"'\\<>{}[\]]{5,60})["']/gi

export const bareName =
  /^\p{Lu}[\p{L}.'’-]+(?:\s+(?:(?:de|da|van|von|bin|al|el|la|der|den|di|dos|le|ter)\s+)?\p{Lu}[\p{L}.'’-]*){1,3}$/u

/** Words before a person who checked or edited a text and did not write it. */
export const checkedBy =
  /(?:^|[\s,;|•·])(?:(?:medically|clinically|scientifically|legally|technically|expert) reviewed|fact[- ]?checked|checked|edited|verified|approved|geprüft|lektoriert|bearbeitet|relu|vérifié|revisado|verificado|editado|revisto|rivisto|verificato)\s*(?:by|von|par|por|da|di)?\s*:?\s*$/iu

/** `Reviewed by`: of a text who checked it, of a book or a film who wrote the review. */
export const reviewedBy = /^reviewed by\b/i
