import type { Block } from '../page/blocks.ts'

/**
 * What short blocks say, by the phrases that newspapers use in a dozen languages. Each is tested on short
 * blocks only; alone none decides, they are features of the block model and of the edge rules.
 */
const months =
  'jan(?:uary|uar|vier)?|feb(?:ruary|ruar)?|f[ée]v(?:rier)?|mar(?:ch|s|zo)?|märz|apr(?:il)?|avril|abril|may|mai|mayo|june?|juni|juin|junio|july?|juli|juillet|julio|aug(?:ust)?|août|agosto|sept?(?:ember|embre|iembre)?|o[ck]t(?:ober|obre|ubre)?|nov(?:ember|embre|iembre)?|de[cz](?:ember|embre)?|d[ée]c(?:embre)?|diciembre|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря|stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia|ιανουαρίου|φεβρουαρίου|μαρτίου|απριλίου|μαΐου|ιουνίου|ιουλίου|αυγούστου|σεπτεμβρίου|οκτωβρίου|νοεμβρίου|δεκεμβρίου'

const blockPatterns = {
  readMore:
    /^(?:[>»→▶•*+|-]\s*)?(?:read (?:more|also|next|full|the full|on)|also read|see also|more (?:on|from|about|stories|news|in)|related|recommended|continue reading|click here|learn more|find out more|don'?t miss|must read|watch(?: more| now|:)|listen|in pictures|mehr (?:zum|zu|dazu|lesen)|lesen sie|lesetipp|weiterlesen|auch interessant|siehe auch|passend dazu|das könnte|lire (?:aussi|la suite|plus)|à lire|voir aussi|lea también|leer más|ver más|lee también|te puede|leggi (?:anche|tutto)|vedi anche|leia (?:também|mais)|veja (?:também|mais)|saiba mais|lees (?:ook|meer)|läs (?:mer|också)|les (?:også|mer)|læs (?:også|mere)|lue (?:myös|lisää)|czytaj|zobacz|więcej|przeczytaj|читайте|читать|подробнее|смотрите|см\. также|по теме|διαβάστε|περισσότερα|δείτε|相关|相關|更多|延伸阅读|延伸閱讀|推荐|関連|続きを|あわせて|더보기|관련|devamı|ilgili|اقرأ|المزيد|ਹੋਰ|और पढ)/iu,
  subscribe:
    /\b(?:subscribe|sign[ -]?up|newsletters?|log[ -]?in|register|registrieren|anmelden|abonn\w*|abo|inscri\w+|suscr\w+|iscriviti|assine|prenumer\w*|zapisz się|inbox|free trial|already a (?:member|subscriber)|unlock|donate|support us|become a|download (?:the|our)|app)\b|подпис|εγγραφ|订阅|訂閱|登録|구독/iu,
  legal:
    /©|\(c\)\s*\d{4}|\bcopyright\b|all rights reserved|alle rechte|tous droits|todos los derechos|direitos reservados|tutti i diritti|wszelkie prawa|все права|права защищены|版权|版權|無断|무단|privacy policy|terms of (?:use|service)|cookie|datenschutz|impressum|may not be (?:published|reproduced|reprinted)|without (?:the )?(?:express |prior )?(?:written )?permission/iu,
  photo:
    /^(?:\W{0,2}(?:photo(?:graph)?s?|pic(?:ture)?s?|image|images|foto|fotos|bild|bilder|fotografía|imagen|crédit|credit|credits|фото|φωτογραφία|zdjęcie|fot\.|资料图|图片|图为|写真|사진)\b\s*[:|©/(]|.{0,120}\b(?:getty images|shutterstock|istock|file photo|screenshot|unsplash|imago|picture[ -]alliance|via (?:ap|reuters|getty))\b)|\((?:photo|foto|image|ap photo|reuters|fot\.|фото|afp|picture|bild|credit)[^)]{0,60}\)\s*$/iu,
  byline:
    /^(?:by|von|par|por|di|de|door|av|af|text|texte|author|autor|autorin|written by|posted by|story by|reporting by|published by|words by|από|του|автор|текст|autor:|记者|記者|作者|责任编辑|責任編輯|编辑|編輯|文[/:：])\s*[:|]?\s+?\p{Lu}|^(?:记者|記者|作者|责任编辑|責任編輯|编辑|编輯|來源|来源)[:：]/iu,
  date: new RegExp(
    `^(?:.{0,40}?)(?:\\d{1,2}[./-]\\s?\\d{1,2}[./-]\\s?(?:19|20)?\\d{2}|(?:19|20)\\d{2}[./年-]\\s?\\d{1,2}[./月-]\\s?\\d{1,2}|\\d{1,2}(?:st|nd|rd|th|\\.|er|º)?\\s(?:de\\s)?(?:${months})\\.?,?\\s(?:de\\s)?\\d{2,4}|(?:${months})\\.?\\s\\d{1,2}(?:st|nd|rd|th)?,?\\s(?:19|20)\\d{2}|\\d+\\s(?:min(?:ute)?s?|hours?|days?|weeks?|months?|years?)\\sago)`,
    'iu',
  ),
  updated:
    /^(?:(?:last )?(?:updated|published|posted|modified|first published|created|stand|aktualisiert|veröffentlicht|erstellt|publié|mis à jour|publicado|actualizado|pubblicato|aggiornato|publicerad|uppdaterad|publisert|oppdatert|opublikowano|aktualizacja|dodano|опубликовано|обновлено|дата|δημοσίευση|ενημέρωση|发布|更新|投稿|公開|入力|yayınlanma|güncelleme))\b/iu,
  comment:
    /^(?:\d+\s*)?(?:comments?|add (?:a )?comment|leave a (?:comment|reply)|post a comment|join the (?:discussion|conversation)|replies|reply|kommentare?|kommentieren|commentaires?|réagir|comentarios?|comentar|commenti|reacties|kommentarer|komentarz\w*|skomentuj|комментари\w*|σχόλια|评论|評論|コメント|댓글|view comments|show comments)\b/iu,
  share:
    /^(?:share|share (?:this|on|via|with)|tweet|facebook|twitter|whatsapp|linkedin|pinterest|reddit|telegram|e-?mail|print|copy link|teilen|drucken|merken|partager|imprimer|compartir|condividi|partilhar|compartilh\w+|delen|dela|del|udostępnij|drukuj|поделиться|печать|распечатать|εκτύπωση|分享|打印|シェア|공유|follow us|follow|folge|like|save|bookmark)\b/iu,
  ad: /^(?:ad|ads|advertis\w*|advert|anzeige|werbung|publicit[ée]|publicidad|pubblicità|reklama?m?|annonse?|sponsored(?: content)?|promoted|реклама|διαφήμιση|广告|廣告|広告|광고)(?:\b|:|$)/iu,
  listing:
    /^(?:most (?:read|popular|viewed|shared)|popular|trending|latest|top (?:stories|news)|you (?:may|might)|more (?:stories|news|from|in|on)|editor'?s'? (?:pick|choice)|featured|related|recommended|what to read|next|previous|meistgelesen|beliebt|neueste|aktuelle|weitere|empfohlen|les plus|à la une|sur le même|lo más|más (?:leídas|vistas|noticias)|últimas|i più|mais (?:lidas|lidos)|meest|mest|najnowsze|najpopularniejsze|popularne|polecamy|wiadomości|самое|последние|популярн|новости|главное|δημοφιλή|τελευταία|ροή|热门|最新|推薦|人気|ランキング)/iu,
  tags: /^(?:tags?|topics?|filed under|categor(?:y|ies|ie|ien)|keywords?|schlagw[oö]rter|themen|stichw\w+|mots[- ]clés|thèmes|etiquetas|temas|argomenti|assuntos|ämnen|tagi|słowa kluczowe|теги|метки|рубрик\w*|ετικέτες|标签|關鍵字|关键词|タグ)\s*[:：]?/iu,
  bio: /\b(?:is|was) (?:a|an|the) (?:[\p{L}'-]+ ){0,6}(?:writer|reporter|journalist|editor|correspondent|columnist|author|contributor|producer|freelance\w*|professor|fellow|reviewer)\b|\b(?:follow (?:him|her|them|me) (?:on|at)|can be reached at|contact (?:the|us|him|her)|email (?:him|her|the)|contributed to this|reporting by|editing by|has been a)\b|@\w+\.\w{2,}|\(@\w+\)|arbeitet (?:als|seit)|ist (?:redakteur|autor|korrespondent|volont)/iu,
  source:
    /^(?:source|quelle|quellen|fuente|fonte|källa|kilde|źródło|источник|πηγή|来源|來源|出典|출처|via|with (?:files|inputs|information) from)\s*[:：]?\s/iu,
  correction:
    /^(?:this (?:article|story|post|page|piece) (?:was|has been|is|originally|first|may)|editor'?s note|correction|note:|originally published|disclosure|disclaimer|dieser (?:artikel|text|beitrag)|hinweis|cet article|este artículo)/iu,
} as const satisfies Record<string, RegExp>

export type BlockPattern = keyof typeof blockPatterns
export const blockPatternNames = Object.keys(blockPatterns) as readonly BlockPattern[]
/** The bit of each pattern in the result of `patternMask`. */
export const says = Object.fromEntries(blockPatternNames.map((name, i) => [name, 1 << i])) as Record<
  BlockPattern,
  number
>
/** Lines that are around a text but do not belong to it. */
export const furniture =
  says.readMore |
  says.subscribe |
  says.legal |
  says.photo |
  says.updated |
  says.comment |
  says.share |
  says.ad |
  says.listing |
  says.bio

const LONGEST = 320

/** The patterns that a text fits, as bits in the order of `blockPatternNames`. Long texts fit none. */
export function patternMask(text: string): number {
  if (text.length > LONGEST) return 0
  let mask = 0
  const dated = /\d/.test(text)
  const lower = text.toLowerCase()
  for (let i = 0; i < blockPatternNames.length; i++) {
    if (i === DATE && !dated) continue
    if (i === BIO && text.length < 30) continue
    if (tests[i]!.test(i === BYLINE ? text : lower)) mask |= 1 << i
  }
  return mask
}

/** `patternMask` of a block's text, worked out once: a dozen rules ask for it. */
export function patternsOf(block: Block): number {
  if (block.patterns < 0) block.patterns = patternMask(block.text)
  return block.patterns
}

const BYLINE = blockPatternNames.indexOf('byline')
/** The same patterns for text in lower case, which is much faster to match than any case. */
const tests: readonly RegExp[] = blockPatternNames.map((name) => {
  const { source, flags } = blockPatterns[name]
  return name === 'byline' ? blockPatterns[name] : new RegExp(source, flags.replace('i', ''))
})
const DATE = blockPatternNames.indexOf('date')
const BIO = blockPatternNames.indexOf('bio')

export function fits(mask: number, pattern: BlockPattern): boolean {
  return (mask & (1 << blockPatternNames.indexOf(pattern))) !== 0
}
