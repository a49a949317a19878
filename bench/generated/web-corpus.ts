/**
 * A web of invented news outlets, the same in every run: article number i always has the same text, page and size.
 * Nothing is stored: a page is made when it is requested.
 */
import { seededRandom } from './random.ts'

export interface CorpusOptions {
  readonly hosts: number
  readonly articles: number
}

export interface CorpusArticle {
  readonly index: number
  readonly host: number
  readonly path: string
  readonly title: string
  readonly author: string
  readonly publishedAt: Date
  readonly paragraphs: readonly string[]
}

const words = (text: string) => text.trim().split(/\s+/)
const SUBJECTS =
  words(`minister council court company union mayor police committee board coach scientist farmer bank
  hospital school airline regulator judge lawyer family resident driver owner investor museum port harbour railway
  teacher nurse editor engineer ministry parliament opposition coalition army navy border village island university`)
const VERBS =
  words(`approved rejected delayed questioned praised opened closed inspected funded rebuilt cancelled
  announced defended criticised expanded reviewed postponed signed settled challenged suspended restored leased`)
const THINGS =
  words(`budget bridge contract festival strike merger tunnel reactor pension vaccine harvest election
  treaty tariff stadium airport pipeline reservoir licence verdict appeal inquiry report survey factory warehouse
  ferry tramway orchestra archive glacier orchard vineyard turbine satellite observatory dam quarry
  brewery cathedral clinic college copyright currency deficit dialect drought embassy estuary fishery forest fuel
  garden grain highway hostel hotel insurance island jury kindergarten laboratory library lottery marathon market
  meadow memorial mine monument motorway opera palace park payroll peninsula playground poll prison railcard ransom
  refinery refuge rent ruin sanction sculpture shelter ship shrine silo square statue stream studio subsidy subway
  tax theatre timber tower tribunal tunnel union valley viaduct village wage wall watchdog well wharf workshop zoo`)
const MODIFIERS =
  words(`local national new disputed costly ambitious annual unexpected planned historic northern
  southern eastern western rural public private joint final early late modest major temporary controversial`)
const TIMES =
  words(`spring summer autumn winter January February March April June July August September October
  November December Monday Tuesday Wednesday Thursday Friday Saturday Sunday Easter Christmas`)
const PLANS = words(`months years weeks days decades hours`)
const SYLLABLES = words(
  'ka lo mi ter san vel dro pin gar tu bel ros fen hal mon dis qua ner tol vin bra sel or an el is ur',
)
const FIRST_NAMES = words(
  'Anna Peter Maria Jonas Clara David Elena Marcus Sofia Henrik Laura Felix Ines Oscar Ruth Daniel',
)

type Chance = () => number
/** Few words are frequent and many are rare, as in any text. */
const pick = <T>(list: readonly T[], chance: Chance): T => list[Math.floor(chance() ** 1.6 * list.length)]!
const between = (low: number, high: number, chance: Chance) => low + Math.floor(chance() * (high - low + 1))

function name(chance: Chance): string {
  const text = Array.from({ length: between(2, 3, chance) }, () => pick(SYLLABLES, chance)).join('')
  return text[0]!.toUpperCase() + text.slice(1)
}

/** The end of a sentence. Ends rarely repeat: repeated phrases would make every article a copy. */
function tail(chance: Chance): string {
  const thing = () => `${pick(MODIFIERS, chance)} ${pick(THINGS, chance)}`
  switch (between(0, 6, chance)) {
    case 0:
      return `after ${between(2, 30, chance)} ${pick(PLANS, chance)} of talks with ${name(chance)}`
    case 1:
      return `despite warnings from ${name(chance)} about the ${thing()}`
    case 2:
      return `as the ${pick(SUBJECTS, chance)} of ${name(chance)} asked for a ${thing()}`
    case 3:
      return `before ${pick(TIMES, chance)}, when the ${thing()} ends`
    case 4:
      return `while ${name(chance)} and ${name(chance)} spoke of a ${thing()}`
    case 5:
      return `following the ${thing()} of ${pick(TIMES, chance)}`
    default:
      return `although the ${pick(SUBJECTS, chance)} had ${pick(VERBS, chance)} the ${thing()}`
  }
}

/** The names and things that all reports of one event mention. */
function eventOf(seed: number) {
  const chance = seededRandom(seed * 7919 + 17)
  return {
    place: name(chance),
    person: `${pick(FIRST_NAMES, chance)} ${name(chance)}`,
    body: `${name(chance)} ${pick(['Group', 'Institute', 'Council', 'Party', 'Bank'], chance)}`,
    subject: pick(SUBJECTS, chance),
    verb: pick(VERBS, chance),
    thing: `${pick(MODIFIERS, chance)} ${pick(THINGS, chance)}`,
  }
}

type Event = ReturnType<typeof eventOf>

function sentence(event: Event, chance: Chance): string {
  const number = between(2, 980, chance)
  const thing = `${pick(MODIFIERS, chance)} ${pick(THINGS, chance)}`
  switch (between(0, 6, chance)) {
    case 0:
      return `The ${event.subject} of ${event.place} ${event.verb} the ${event.thing} ${tail(chance)}.`
    case 1:
      return `${event.person} said that the ${pick(SUBJECTS, chance)} had ${pick(VERBS, chance)} a ${thing} ${tail(chance)}.`
    case 2:
      return `According to the ${event.body}, ${pick(VERBS, chance)} plans put ${number} million into the ${thing} of ${name(chance)}.`
    case 3:
      return `“Nobody ${pick(VERBS, chance)} the ${thing} for ${between(2, 40, chance)} ${pick(PLANS, chance)},” said ${pick(FIRST_NAMES, chance)} ${name(chance)}, a ${pick(SUBJECTS, chance)} from ${event.place}.`
    case 4:
      return `The ${pick(SUBJECTS, chance)} ${pick(VERBS, chance)} the ${thing}, and the ${pick(SUBJECTS, chance)} ${pick(VERBS, chance)} it again ${tail(chance)}.`
    case 5:
      return `In ${name(chance)}, where ${number} people work on the ${event.thing}, the ${pick(SUBJECTS, chance)} ${pick(VERBS, chance)} a ${thing} in ${pick(TIMES, chance)}.`
    default:
      return `Whether ${event.body} ${pick(VERBS, chance)} the ${thing} or the ${thing} itself is open ${tail(chance)}.`
  }
}

const COPY_SHARE = 0.08
const SHARED_EVENT_SHARE = 0.35
const DAY_MS = 86_400_000
/** All articles were published in the ten days before this one. */
const LAST_DAY = Date.UTC(2026, 10, 20)

/** Article `index`: one in twelve is a copy of an earlier one of another host, a third report an event that others report too. */
export function articleOf(index: number, { hosts }: CorpusOptions): CorpusArticle {
  const chance = seededRandom(index + 1)
  const host = index % hosts
  const copied =
    index > hosts && chance() < COPY_SHARE ? index - 1 - Math.floor(chance() * hosts * 0.9) : null
  const source = copied ?? index
  const shared = seededRandom(source + 500_000_000)() < SHARED_EVENT_SHARE
  const event = eventOf(shared ? 1_000_000_000 + Math.floor(source / 12) : source)
  const text = seededRandom(source + 900_000_000)
  const publishedAt = new Date(
    LAST_DAY - Math.floor(text() * 10 * DAY_MS) + (copied === null ? 0 : 3_600_000),
  )
  const paragraphs = Array.from({ length: between(5, 18, text) }, () =>
    Array.from({ length: between(2, 4, text) }, () => sentence(event, text)).join(' '),
  )
  const title = `${event.place}: ${event.subject} ${event.verb} ${event.thing} ${tail(text)}`
  return {
    index,
    host,
    path: `/news/${publishedAt.toISOString().slice(0, 10).replaceAll('-', '/')}/${title.toLowerCase().replace(/[^a-z]+/g, '-')}-${index}`,
    title,
    author: `${pick(FIRST_NAMES, chance)} ${name(chance)}`,
    publishedAt,
    paragraphs,
  }
}

/** Sizes of 30–200 KB with a median of 80 KB, like the pages of news sites without images. */
function targetBytes(chance: Chance): number {
  const bell = (chance() + chance() + chance() + chance() - 2) * 0.85
  return Math.round(Math.min(199_000, Math.max(30_000, 76_000 * Math.exp(bell))))
}

/** The page of an article: head, scripts, navigation, teasers and comments around the text, as large as a real page. */
export function pageOf(article: CorpusArticle, origin: string): string {
  const chance = seededRandom(article.index + 77)
  const site = outletName(article.host)
  const url = `${origin}${article.path}`
  const data = {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: article.title,
    datePublished: article.publishedAt.toISOString(),
    author: [{ '@type': 'Person', name: article.author }],
    publisher: { '@type': 'NewsMediaOrganization', name: site },
    mainEntityOfPage: url,
  }
  const nav = Array.from(
    { length: 48 },
    (_, i) =>
      `<li class="nav__item nav__item--${i % 7}"><a class="nav__link" data-track="nav-${i}" href="/section/${i}">${THINGS[i % THINGS.length]}</a></li>`,
  ).join('\n')
  const ad = (i: number) =>
    `<aside class="ad-slot ad-slot--inline" id="ad-${i}" data-slot="${i}"><div class="ad-slot__label">Advertisement</div></aside>`
  const body = article.paragraphs
    .map((text, i) => `<p class="article__paragraph">${text}</p>${i % 4 === 3 ? ad(i) : ''}`)
    .join('\n')
  const head = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${article.title} | ${site}</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="canonical" href="${url}">
<meta property="og:type" content="article"><meta property="og:title" content="${article.title}">
<meta property="og:site_name" content="${site}"><meta property="og:image" content="${origin}/img/${article.index}.jpg">
<meta property="article:published_time" content="${article.publishedAt.toISOString()}">
<meta name="author" content="${article.author}"><meta name="description" content="${article.paragraphs[0]!.slice(0, 150)}">
<script type="application/ld+json">${JSON.stringify(data)}</script>`
  const main = `</head><body class="page page--article"><header class="site-header"><a class="site-header__logo" href="/">${site}</a>
<nav class="nav"><ul class="nav__list">${nav}</ul></nav></header>
<main><article class="article"><header><h1 class="article__headline">${article.title}</h1>
<div class="article__byline">By <a rel="author" href="/authors/${article.host}">${article.author}</a></div>
<time datetime="${article.publishedAt.toISOString()}">${article.publishedAt.toUTCString()}</time></header>
<figure><img src="/img/${article.index}.jpg" alt="The ${THINGS[article.index % THINGS.length]}"><figcaption>The scene in the morning. Photo: ${site}</figcaption></figure>
${body}<div class="share"><ul><li>Share</li><li>Print</li><li>Send</li></ul></div></article>`
  const foot = `</main><footer class="site-footer"><p>© ${site}. All rights reserved. Nothing may be reproduced without consent.</p>
<ul>${nav}</ul></footer></body></html>`
  const rest = Math.max(0, targetBytes(chance) - Buffer.byteLength(head + main + foot))
  // About half of what surrounds a text is scripts and styles; the rest is markup.
  return head + scripts(rest * 0.55, chance) + main + teasers(rest * 0.45, article.index, chance) + foot
}

function scripts(bytes: number, chance: Chance): string {
  const parts: string[] = ['<script>window.__STATE__=window.__STATE__||[];']
  for (let size = 0; size < bytes; ) {
    const part = `__STATE__.push({"id":${between(1, 1e9, chance)},"type":"teaser","slug":"${pick(SUBJECTS, chance)}-${pick(THINGS, chance)}","flags":{"live":false,"paid":${chance() < 0.2}},"score":${chance().toFixed(6)}});\n`
    parts.push(part)
    size += part.length
  }
  return `${parts.join('')}</script>`
}

function teasers(bytes: number, index: number, chance: Chance): string {
  const parts: string[] = ['<section class="related"><h2>More from us</h2>']
  for (let size = 0, i = 0; size < bytes; i++) {
    const event = eventOf(index * 31 + i)
    const part = `<div class="card card--${i % 5}" data-position="${i}"><a class="card__link" href="/news/${index}/${i}"><picture><source srcset="/img/t${i}.webp 1x, /img/t${i}@2x.webp 2x" type="image/webp"><img class="card__image" loading="lazy" width="320" height="180" src="/img/t${i}.jpg" alt=""></picture><h3 class="card__title">${event.place}: ${event.subject} ${pick(VERBS, chance)} ${event.thing}</h3><span class="card__meta">${between(1, 59, chance)} minutes ago</span></a></div>\n`
    parts.push(part)
    size += part.length
  }
  return `${parts.join('')}</section>`
}

/** The name of the outlet of host `index`. */
export function outletName(index: number): string {
  return `${name(seededRandom(index + 5_000))} ${pick(['Times', 'Post', 'Courier', 'Herald', 'Gazette'], seededRandom(index))}`
}

/** The feed of a host: all of its articles, or the newest `most`. */
export function feedOf(host: number, origin: string, options: CorpusOptions, most = Infinity): string {
  const items: string[] = []
  const its = Math.max(0, Math.ceil((options.articles - host) / options.hosts))
  for (let nth = Math.max(0, its - most); nth < its; nth++) {
    const index = host + nth * options.hosts
    const article = articleOf(index, options)
    items.push(
      `<item><guid isPermaLink="false">a${index}</guid><title>${article.title}</title><link>${origin}${article.path}</link><pubDate>${article.publishedAt.toUTCString()}</pubDate></item>`,
    )
  }
  return `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>${outletName(host)}</title><link>${origin}/</link>${items.join('\n')}</channel></rss>`
}
