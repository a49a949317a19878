import type { Page } from '../../page/blocks.ts'
import { type Dom, isElement, type PageParent } from '../../page/dom.ts'
import { typesOf } from '../../page/json-ld.ts'
import { metaValue } from '../../page/meta.ts'
import type { ArticleKind } from '../../record/record.ts'
import type { KindSigns as FeatureSigns } from './features.ts'

export interface KindChoice {
  readonly kind: ArticleKind
  /** A lower_snake code; null for an article. */
  readonly reason: string | null
}

/** What is known of a page when its kind is decided. */
export interface KindSigns extends FeatureSigns {
  readonly entries: number
}

const errorTitle =
  /\b(?:404|403|410|500|502|503)\b.{0,30}(?:error|not found|forbidden|unavailable|gone|fehler)|^(?:error|fehler)\b|page (?:not found|(?:you|can).{0,40}(?:not|n.t) (?:be )?found|does ?n.t exist|unavailable)|(?:seite|artikel) (?:wurde )?nicht gefunden|page (?:introuvable|non trouvée)|página no encontrada|pagina non trovata|pagina niet gevonden|sidan (?:kunde inte hittas|finns inte)|strona nie (?:istnieje|została znaleziona)|страница не найдена|页面不存在|ページが見つかりません|access denied|forbidden|service unavailable|just a moment|attention required|are you a robot|verify you are human|captcha/iu
const loginTitle =
  /^(?:log ?in|sign ?in|anmelden|anmeldung|login|connexion|se connecter|iniciar sesión|accedi|inloggen|logga in|войти|登录|ログイン)\b/iu
const consent =
  /\b(?:cookies?|consent|einwilligung|datenschutz|tracking|gdpr|personali[sz]ed ads|partners? (?:store|process)|privacy (?:settings|choices|preferences)|cookie-?(?:einstellungen|zustimmung)|accepter|rgpd)\b/giu
const paywall =
  /\b(?:subscribe (?:now |today )?to (?:continue|read|keep|unlock)|(?:already|existing) (?:a )?subscriber|to (?:continue|keep) reading|this (?:article|content|story) is (?:for|only|reserved|exclusive|available)|subscribers? only|subscriber[- ]exclusive|create (?:a )?free account|register to (?:read|continue)|weiterlesen mit|jetzt (?:weiterlesen|testen|abonnieren)|(?:nur |ist )für abonnent(?:en|innen)|(?:diesen|dieser) artikel (?:ist|lesen sie) .{0,20}(?:abo|plus)\b|nur für abonnenten|exklusiv für abonnent|réservé aux abonnés|article réservé|contenido exclusivo para suscriptores|para suscriptores|riservato agli abbonati|verder lezen|только для подписчиков|有料会員|会員限定|구독자 전용)\b/iu

/**
 * What the probability of another kind must reach (`training/kinds.ts`: of pages of unseen sites, 77 % of the others
 * are refused at `BAR`, and 1 % of the articles). A page that calls itself an article or is dated and signed, whose text is running text
 * from end to end, or that a feed or file announced as one, needs more against it; a front page less.
 */
const BAR = 0.7
const ARTICLE_BAR = 0.85
/** For a page whose text is running text from start to end, like an article's. */
const PROSE_BAR = 0.85
const ANNOUNCED_BAR = 0.95
const FRONT_BAR = 0.45

/** A text shorter than this is a stub in any case; a dense script's characters count 2.5. */
const STUB_SIZE = 140
const LEAST_SIZE = 40
const THIN_SIZE = 320

/** What a page is, when it is not an article, and by which sign. Signs must agree: one word never decides over a text. */
export function chooseKind(signs: KindSigns, other: number): KindChoice {
  const { title, bodySize, linked, meta, page, url, body, dated } = signs
  const heading = title ?? meta.titleTag ?? ''
  const type = (metaValue(meta, 'og:type') ?? '').toLowerCase()
  const types = new Set(linked.nodes.flatMap((node) => typesOf(node)))
  const articleLike =
    linked.article !== null && typesOf(linked.article).some((t) => /Article|BlogPosting|Report/.test(t))
  if (signs.dom.cut === 'too_slow') return not('too_slow')
  if (errorTitle.test(heading) && bodySize < 1_500) return not('error_page')
  if (loginTitle.test(heading) && bodySize < 1_500) return not('login')
  if (types.has('LiveBlogPosting') || (signs.entries >= 4 && liveTitle.test(`${heading} ${url ?? ''}`)))
    return { kind: 'live_blog', reason: 'live_blog' }
  const asks = bodySize < 2_500 ? (body.match(consent) ?? []).length : 0
  if (asks >= 4 && asks * 120 > bodySize) return not('consent')
  /** It says when it was published and by whom, as articles do. */
  const isSigned = signs.published !== 'no' && signs.signed !== 'no'
  const isOther = other >= barOf(signs, articleLike || isSigned)
  /** Short, and an article by its own word. */
  const isBrief = bodySize >= LEAST_SIZE && (type === 'article' || isSigned)
  if (bodySize < THIN_SIZE) {
    if (hasPaywall(signs)) return not('paywall')
    if (
      types.has('VideoObject') ||
      type.startsWith('video') ||
      /\/videos?\//.test(url ?? '') ||
      // A company shows what it sells in a player, too.
      (!isOther && embeds(signs.dom, page) > 0)
    ) {
      if (!articleLike || types.has('VideoObject') || /\/videos?\//.test(url ?? ''))
        return { kind: 'video', reason: 'video_stub' }
    }
    if (
      types.has('ImageGallery') ||
      types.has('MediaGallery') ||
      /\/(?:gallery|galleries|photos?|pictures|bilder(?:serie|strecke)?|fotostrecke|fotogalerie|galeria|diaporama|slideshow)[/-]/.test(
        url ?? '',
      )
    )
      return { kind: 'gallery', reason: 'gallery' }
    if (bodySize < STUB_SIZE && isListing(page) && !articleLike && !dated && !isBrief)
      return not('section_page')
    if (bodySize < LEAST_SIZE) return not(bodySize === 0 ? 'no_text' : 'too_short')
    if (bodySize < STUB_SIZE && !articleLike && !dated && !isBrief) return not('too_short')
  }
  if (isFrontPage(url) && !articleLike && type !== 'article' && isCards(signs)) return not('section_page')
  return isOther ? not(otherReason(signs)) : { kind: 'article', reason: null }
}

function barOf(signs: KindSigns, articleLike: boolean): number {
  if (signs.announced) return ANNOUNCED_BAR
  if (articleLike) return ARTICLE_BAR
  if (isFrontPage(signs.url)) return FRONT_BAR
  return isRunningText(signs) ? PROSE_BAR : BAR
}

/** Least size of a text that shows what it is made of, and the shares of it that must be prose and whole sentences. */
const TEXT_SIZE = 1_350
const PROSE_SHARE = 0.9
const SENTENCE_SHARE = 0.7

function isRunningText({ kept, bodySize }: KindSigns): boolean {
  let prose = 0
  let sentences = 0
  for (const block of kept) {
    if (block.prose) prose += block.shape.size
    if (block.shape.endsSentence) sentences++
  }
  return bodySize >= TEXT_SIZE && prose >= bodySize * PROSE_SHARE && sentences >= kept.length * SENTENCE_SHARE
}

/** A text in which every few lines have a heading of their own: the teasers of several articles. */
function isCards({ page, kept }: KindSigns): boolean {
  const headings = kept.filter((block) => /^h[2-4]$/.test(page.boxes[block.box]!.element.name)).length
  return headings >= 5 && headings > kept.length * 0.25
}

/** Which of the other kinds of page it is, by what it shows most of. */
function otherReason({ page, linked, meta }: KindSigns): string {
  const types = linked.nodes.flatMap((node) => typesOf(node))
  const type = (metaValue(meta, 'og:type') ?? '').toLowerCase()
  if (type.includes('product') || types.some((name) => /^(?:Product|ProductGroup)$/.test(name)))
    return 'product'
  return isListing(page) ? 'section_page' : 'service'
}

const not = (reason: string): KindChoice => ({ kind: 'not_article', reason })

const liveTitle =
  /\blive[ -]?(?:blog|ticker|updates?|coverage|text)?\b|\bticker\b|\ben direct\b|\ben vivo\b|\bdiretta\b|\bminuto a minuto\b|онлайн|直播|\/live[/-]/iu

function hasPaywall({ page, linked }: KindSigns): boolean {
  const free = linked.article?.isAccessibleForFree
  if (free === false || free === 'False' || free === 'false') return true
  return page.blocks.some((block) => block.text.length < 300 && paywall.test(block.text))
}

/** A line that asks the reader to pay or to register, and nothing else. */
export function isPaywallLine(text: string): boolean {
  return text.length < 300 && paywall.test(text)
}

/** Many links of headline length, little prose: a page that lists other pages. */
function isListing(page: Page): boolean {
  let teasers = 0
  let headlines = 0
  for (const block of page.blocks) {
    if (block.linkSize <= block.shape.size * 0.7 || block.shape.size < 25 || block.shape.size >= 160) continue
    teasers++
    if (/^h[2-5]$/.test(page.boxes[block.box]!.element.name)) headlines++
  }
  return teasers >= 15 || headlines >= 5
}

function isFrontPage(url: string | undefined): boolean {
  if (!url) return false
  const path = url
    .replace(/^https?:\/\/[^/]*/, '')
    .replace(/[?#].*$/, '')
    .replace(/^\/[a-z]{2}(?:[-_][a-z]{2})?(?=\/|$)/i, '')
  return path === '' || path === '/' || /^\/(?:index|home|default)(?:\.\w+)?\/?$/.test(path)
}

/** Players: video elements and frames of the usual hosts. */
function embeds(dom: Dom, page: Page): number {
  let count = 0
  const visit = (node: PageParent): void => {
    for (const child of node.children) {
      if (!isElement(child)) continue
      if (
        child.name === 'video' ||
        (child.name === 'iframe' &&
          /youtube|vimeo|dailymotion|jwplayer|brightcove|player/i.test(child.attribs.src ?? ''))
      )
        count++
      visit(child)
    }
  }
  if (page.blocks.length < 4_000) visit(dom.root)
  return count
}
