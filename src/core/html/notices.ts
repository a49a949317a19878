import type { Block, Page } from './blocks.ts'
import { patternMask, says } from './patterns.ts'

// All are matched against lower case, which is much faster than any case.

/**
 * What a paper tells its readers about an article, in the article's own paragraphs: how it earns by the links,
 * where the text stood before, who made it, how to reach them, how to get more of it.
 */
const disclosure =
  /\b(?:may|might|can|could) (?:also |sometimes )?(?:earn|receive|get|make|collect)\b.{0,60}\b(?:commissions?|compensation|money|percentage|fees?|share of)\b|\b(?:contains?|includes?|through|via|our|these|are|use) affiliate links?\b|\baffiliate (?:disclosure|commission|fee)|\beditorially independent\b|\bindependently (?:selected|chosen)\b|\bcommissions? on (?:purchases|sales|items)\b|\baffiliate-?links?\b.{0,120}\bprovision|\b(?:erhalten|bekommen) wir\b.{0,60}\bprovision\b|\bliens? affili[ée]s?\b|\bpercevoir une commission\b|\benlaces? de afiliad[oa]s?\b|\brecibir una comisi[óo]n\b|\blink di affiliazione\b|\bricevere una commissione\b/u
const history =
  /\b(?:this|the|an?) (?:\w+ )?(?:article|story|post|piece|interview|essay|excerpt|column|report)\b.{0,50}\b(?:originally|first) (?:appeared|published|posted|ran|produced) (?:in|on|at|by|with)\b(?! (?:the )?(?:\w+ )?\d)|^\W{0,3}(?:this (?:article|story|post|piece) (?:was|has been|is) )?(?:re-?published|reprinted|excerpted|adapted) (?:here |by|with|from|under|courtesy)|^\W{0,3}(?:an? |the )?(?:previous|earlier|original) ver\w{2,4} of this (?:article|story|post|piece|report|column)|^\W{0,3}this (?:episode|podcast|story|segment|video) was (?:produced|edited|fact[- ]checked)\b|^\W{0,3}(?:dieser (?:artikel|text|beitrag)|diese (?:meldung|geschichte)) (?:ist|erschien|wurde) (?:zuerst|ursprünglich|erstmals)|^\W{0,3}cet article (?:a été|est) (?:initialement|traduit)|^\W{0,3}este artículo (?:fue|se) (?:publicado|publicó) originalmente/u
const note =
  /^\W{0,3}(?:(?:editor|author|publisher)s?['’]?s?['’]? note\b|(?:anm(?:erkung|\.)|hinweis) (?:der|d\.) red(?:aktion|\.)|note de la rédaction|ndlr\b|nota (?:del editor|de la redacción|della redazione|do editor|da redação))/u
const contact =
  /^\W{0,3}(?:contact|reach|e-?mail|write to|send)\b.{0,120}\S@\S+\.\S|\bcan be reached (?:at|by|on|via)\b|\be-?mail(?:ing)? us (?:at|on)\b|^\W{0,3}(?:you can )?follow (?:(?:her|him|them|me|us|the author) on\b|\p{L}\S* \p{L}\S* on (?:x|twitter|facebook|instagram|threads|mastodon|bluesky|linkedin|tiktok)\b)/u
const invitation =
  /\b(?:sign(?:ing)?[ -]?up|subscribe|register)\b.{0,60}\bnewsletters?\b|\bnewsletters?\b.{0,60}\b(?:sign up|subscribe|your inbox)|\b(?:melden sie sich|abonnieren sie|jetzt anmelden)\b.{0,60}\bnewsletter|\bnewsletter\b.{0,40}\babonnieren\b|\b(?:inscrivez-vous|abonnez-vous)\b.{0,60}\b(?:newsletter|lettre)|\b(?:suscr[ií]b[ae]\w*|apúntate)\b.{0,60}\b(?:newsletter|boletín)|\biscriviti\b.{0,40}\bnewsletter|\b(?:assine|inscreva-se)\b.{0,40}\bnewsletter|^\W{0,3}follow (?:us|\p{L}+) on (?:x|twitter|facebook|instagram|telegram|whatsapp|google news)\b/u
/** `Want more?`, `Did you like this story?` */
const appeal =
  /^\W{0,3}(?:lust auf mehr|want more|want to (?:read|see|know|hear|learn) more|(?:(?:did|do) you )?(?:like|love|enjoy)(?:ed)? (?:this|our|what you)|hat (?:ihnen|dir|euch) (?:dieser|der|das|dieses)\b.{0,30} gefallen|vous avez aimé|cet article vous a plu|te ha gustado|ti è piaciut[oa]|gostou d|понравил(?:ась|ся) (?:статья|материал))(?!\p{L}).{0,80}[?？]/u

/** `READ MORE: the headline of another article`. */
const teaser =
  /^\W{0,3}(?:(?:exclusive)?read (?:more|also|next)|also read|see also|related(?: (?:article|story|stories|content|coverage|news))?|more (?:on this|coverage)|must read|watch(?: more| now| also)?|listen(?: now| to)?|required reading|mehr zum thema|lesen sie (?:auch|mehr|hier)|lesetipp|auch interessant|siehe auch|lire aussi|à lire(?: aussi)?|voir aussi|lea también|lee también|te puede interesar|leggi anche|leia (?:também|mais)|veja também|saiba mais|lees ook|läs (?:mer|också)|les også|læs også|lue myös|czytaj (?:także|też|również|więcej)|zobacz (?:także|też|również)|читайте (?:также|ещё)|смотрите также|διαβάστε (?:επίσης|ακόμα))\s*[:：|»>]\s*\S/u

/** How many blocks from either end of the text its notes stand. */
const EDGE = 4
const LONGEST = 600
/** Probabilities below which a block is taken for what it reads like wherever it stands. */
const NOTE_BAR = 0.8
const FURNITURE_BAR = 0.6
const furniture = says.legal | says.photo | says.share | says.comment | says.ad | says.updated

/**
 * What a kept block is if it is a notice of the house, in words for `--explain`; null for any other.
 * @param p the probability that it belongs to the body
 * @param before kept blocks before it, and after it
 */
export function noticeIn(text: string, p: number, before: number, after: number): string | null {
  if (text.length > LONGEST) return null
  const unsure = p < NOTE_BAR
  const atEdge = before < EDGE || after < EDGE
  if (!unsure && !atEdge) return null
  const lower = text.toLowerCase()
  if ((unsure || after < EDGE) && disclosure.test(lower)) return 'it tells how the links earn'
  if (history.test(lower)) return 'it tells where the text comes from'
  if (contact.test(lower)) return 'it tells how to reach the writer'
  if (invitation.test(lower)) return 'it offers a newsletter'
  if (appeal.test(lower)) return 'it asks the reader for more'
  if (atEdge && note.test(lower)) return "an editor's note"
  if (!unsure) return null
  if (teaser.test(lower)) return 'it points to another article'
  const mask = patternMask(text)
  if (mask & says.bio) return 'it tells of the writer'
  return p < FURNITURE_BAR && mask & furniture ? 'it reads like what stands around articles' : null
}

/** The notices among the kept blocks, unless they would be most of the text. */
export function findNotices(
  page: Page,
  p: Float32Array,
  kept: Uint8Array,
): readonly (readonly [Block, string])[] {
  const list = page.blocks.filter((block) => kept[block.index])
  const out: [Block, string][] = []
  let size = 0
  let gone = 0
  for (const [i, block] of list.entries()) {
    size += block.shape.size
    const why = noticeIn(block.text, p[block.index]!, i, list.length - 1 - i)
    if (!why) continue
    out.push([block, why])
    gone += block.shape.size
  }
  return gone > size * MOST ? [] : out
}

const MOST = 0.4
