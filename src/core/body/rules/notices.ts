import type { Block, Page } from '../../page/blocks.ts'
import { patternMask, says } from '../patterns.ts'

// All are matched against lower case, which is much faster than any case.

/**
 * Notices of a newspaper to its readers in the paragraphs of an article: how it earns money with the links, where the text
 * was published before, who made it, how to reach them, how to get more of it.
 */
const disclosure =
  /\b(?:we|our|us|this (?:site|page|article|story|post)|\p{L}+ (?:and its partners|media))\b.{0,80}\b(?:may|might|can|could) (?:also |sometimes )?(?:earn|receive|get|make|collect|be paid)\b.{0,60}\b(?:commissions?|compensation|money|percentage|fees?|share of)\b|\b(?:may|might|can|could) (?:also |sometimes )?(?:earn|receive|get|make|collect)\b.{0,60}\b(?:commissions?|compensation|money|percentage|fees?|share of)\b.{0,80}\b(?:our|these|this|the|affiliate) (?:affiliate )?(?:links?|site|page)\b|\b(?:contains?|includes?|through|via|our|these|are|use) affiliate links?\b|\baffiliate (?:disclosure|commission|fee)|\beditorially independent\b|\bindependently (?:selected|chosen)\b|\bcommissions? on (?:purchases|sales|items)\b|\baffiliate-?links?\b.{0,120}\bprovision|\b(?:erhalten|bekommen) wir\b.{0,60}\bprovision\b|\bliens? affili[ée]s?\b|\bpercevoir une commission\b|\benlaces? de afiliad[oa]s?\b|\brecibir una comisi[óo]n\b|\blink di affiliazione\b|\bricevere una commissione\b/u
/** An article calls itself `this`; if it says what another outlet first published, that is news. */
const history =
  /\bthis (?:\w+ )?(?:article|story|post|piece|interview|essay|excerpt|column|report)\b.{0,50}\b(?:originally|first) (?:appeared|published|posted|ran|produced) (?:in|on|at|by|with)\b(?! (?:the )?(?:\w+ )?\d)|^\W{0,3}(?:originally|first) (?:appeared|published|posted) (?:in|on|at|by)\b|^\W{0,3}(?:this (?:article|story|post|piece) (?:was|has been|is) )?(?:re-?published|reprinted|excerpted|adapted) (?:here |by|with|from|under|courtesy)|^\W{0,3}(?:an? |the )?(?:previous|earlier|original) ver\w{2,4} of this (?:article|story|post|piece|report|column)|^\W{0,3}this (?:episode|podcast|story|segment|video) was (?:produced|edited|fact[- ]checked)\b|^\W{0,3}(?:dieser (?:artikel|text|beitrag)|diese (?:meldung|geschichte)) (?:ist|erschien|wurde) (?:zuerst|ursprünglich|erstmals)|^\W{0,3}cet article (?:a été|est) (?:initialement|traduit)|^\W{0,3}este artículo (?:fue|se) (?:publicado|publicó) originalmente/u
const note =
  /^\W{0,3}(?:(?:editor|author|publisher)s?['’]?s?['’]? note\b|(?:anm(?:erkung|\.)|hinweis) (?:der|d\.) red(?:aktion|\.)|note de la rédaction|ndlr\b|nota (?:del editor|de la redacción|della redazione|do editor|da redação))/u
/** How to reach the writer or the house. An appeal of the police or a council's address is of the text: the model decides. */
const contact =
  /^\W{0,3}(?:contact|reach|e-?mail|write to) (?:(?:the )?(?:author|writer|reporter|editors?|newsroom|us|him|her|them)\b|(?!the )\p{L}\S* \p{L}\S*).{0,80}(?:\S@\S+\.\S|@\w{2,})|^\W{0,3}(?:(?:the )?(?:author|writer|reporter)|(?!the )\p{L}\S*(?: \p{L}\S*){0,3}|he|she|they) can be reached (?:at|by|on|via)\b.{0,40}(?:\S@\S|@\w{2,}|\d{3})|\b(?:send|e-?mail(?:ing)?|write to|contact|reach) us\b.{0,60}(?:\S@\S+\.\S|@\w{2,})|\b(?:story|news) tips?\b.{0,80}\S@\S+\.\S|^\W{0,3}(?:you can )?follow (?:(?:her|him|them|me|us|the author) on\b|\p{L}\S* \p{L}\S* on (?:x|twitter|facebook|instagram|threads|mastodon|bluesky|linkedin|tiktok)\b)/u
const invitation =
  /\b(?:sign(?:ing)?[ -]?up|subscribe|register)\b.{0,30}\b(?:to|for)\b.{0,30}\bnewsletters?\b|\bnewsletters?\b.{0,60}\b(?:sign up|subscribe (?:now|here|today|below)|your inbox)|\b(?:melden sie sich|abonnieren sie|jetzt anmelden)\b.{0,60}\bnewsletter|\bnewsletter\b.{0,40}\babonnieren\b|\b(?:inscrivez-vous|abonnez-vous)\b.{0,60}\b(?:newsletter|lettre)|\b(?:suscr[ií]b[ae]\w*|apúntate)\b.{0,60}\b(?:newsletter|boletín)|\biscriviti\b.{0,40}\bnewsletter|\b(?:assine|inscreva-se)\b.{0,40}\bnewsletter|^\W{0,3}follow (?:us|\p{L}+) on (?:x|twitter|facebook|instagram|telegram|whatsapp|google news)\b/u
/** A sentence about other people and a newsletter is news. */
const isReport = (lower: string): boolean =>
  /\b(?:had|who|they|was|were|said|told)\b/.test(lower) && !/\b(?:our|us|your)\b/.test(lower)
/** `Want more?`, `Did you like this story?` */
const appeal =
  /^\W{0,3}(?:lust auf mehr|want more|want to (?:read|see|know|hear|learn) more|(?:(?:did|do) you )?(?:like|love|enjoy)(?:ed)? (?:this|our|what you)|hat (?:ihnen|dir|euch) (?:dieser|der|das|dieses)\b.{0,30} gefallen|vous avez aimé|cet article vous a plu|te ha gustado|ti è piaciut[oa]|gostou d|понравил(?:ась|ся) (?:статья|материал))(?!\p{L}).{0,80}[?？]/u

/** `READ MORE: the headline of another article`. */
const teaser =
  /^\W{0,3}(?:(?:exclusive)?read (?:more|also|next)|also read|see also|related(?: (?:article|story|stories|content|coverage|news))?|more (?:on this|coverage)|must read|watch(?: more| now| also)?|listen(?: now| to)?|required reading|mehr zum thema|lesen sie (?:auch|mehr|hier)|lesetipp|auch interessant|siehe auch|lire aussi|à lire(?: aussi)?|voir aussi|lea también|lee también|te puede interesar|leggi anche|leia (?:também|mais)|veja também|saiba mais|lees ook|läs (?:mer|också)|les også|læs også|lue myös|czytaj (?:także|też|również|więcej)|zobacz (?:także|też|również)|читайте (?:также|ещё)|смотрите также|διαβάστε (?:επίσης|ακόμα))\s*[:：|»>]\s*\S/u

/**
 * Every text that matches `disclosure`, `contact` or `invitation` contains one of these: for most texts no pattern is tried.
 */
const disclosureWord =
  /commission|compensation|money|percentage|fee|share of|affili|afilia|independent|provision|comisi/
const contactWord = /@|can be reached|follow/
const invitationWord = /newsletter|lettre|boletín|follow/

/** The largest distance of notices from either end of the text, in blocks. */
const EDGE = 4
const LONGEST = 600
/** Below these probabilities a block that reads like a notice counts as one, wherever it is. */
const NOTE_BAR = 0.8
const FURNITURE_BAR = 0.6
const furniture = says.legal | says.photo | says.share | says.comment | says.ad | says.updated

/**
 * The kind of notice that a kept block is, in words for `--explain`; null for a block that is not a notice of the outlet.
 * @param p the probability that it belongs to the body
 * @param before kept blocks before it, and after it
 */
export function noticeIn(text: string, p: number, before: number, after: number): string | null {
  if (text.length > LONGEST) return null
  const unsure = p < NOTE_BAR
  const lower = text.toLowerCase()
  // A line that explicitly points to another article does not belong to the text, wherever it is.
  if (unsure && teaser.test(lower)) return 'it points to another article'
  // Inside the text the model decides alone.
  if (before >= EDGE && after >= EDGE) return null
  if (disclosureWord.test(lower) && disclosure.test(lower)) return 'it tells how the links earn'
  if (history.test(lower)) return 'it tells where the text comes from'
  if (contactWord.test(lower) && contact.test(lower)) return 'it tells how to reach the writer'
  if (invitationWord.test(lower) && invitation.test(lower) && !isReport(lower))
    return 'it offers a newsletter'
  if (appeal.test(lower)) return 'it asks the reader for more'
  if (note.test(lower)) return "an editor's note"
  if (!unsure) return null
  const mask = patternMask(text)
  if (after < EDGE && mask & says.bio && writer.test(lower)) return 'it tells of the writer'
  return p < FURNITURE_BAR && mask & furniture ? 'it reads like what stands around articles' : null
}

/** The subject of the sentence is a person of the house: a name, or what one is called. */
const writer =
  /^\W{0,3}(?:(?!(?:it|this|that|there|the|an?|what|who|anyone|anybody|everyone|nobody|people|those|witnesses) )\p{L}[\p{L}'’.-]*(?: \p{L}[\p{L}'’.-]*){0,4},? (?:is|was|has been|covers|writes|reports|contributed|arbeitet|ist)\b|(?:the author|the writer|about the author|he|she|they) |(?:follow|email|contact|reporting by|editing by|additional reporting)\b)/u

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
