/** What the form of an address says about the page behind it. */
export interface AddressShape {
  /** The same text for all addresses of one form: `date/slug.html`, `slug?id`. */
  readonly text: string
  /** The address names one article: it has a headline, a number or a day where a section's address has a word. */
  readonly isSpecific: boolean
}

/** How often addresses of one form turned out to be articles of the outlet, and how often something else. */
export interface ShapeRecord {
  readonly articles: number
  readonly others: number
}

export type KnownShapes = ReadonlyMap<string, ShapeRecord>

/** Path segments of lists, services and accounts, in the languages of the outlets that were examined. */
const listWords = new Set(
  `about account accounts archive archives archiv archivo author authors autor autoren autores auteur auteurs authors-list
  careers cart category categories categoria categorias categorie kategorie kategorien checkout contact contacts contacto
  kontakt cookies datenschutz donate events faq feed feeds help hilfe impressum imprint jobs kategori kategoria label legal
  login logout mentions-legales my newsletter newsletters page pages people person podcast podcasts privacy profile profil
  redaktion register registrieren rss search section sections seite settings shop sign-in signin sitemap store subscribe
  suche subscription subscriptions support tag tags tema temas terms thema themen topic topics user users abo abonnement
  abonnieren account-login categoria-di wp-admin wp-login wp-content wp-json cdn-cgi`.split(/\s+/),
)

/** Parameters that choose a list, its order or its page, or the form of a page. */
const listParams =
  /^(?:page|paged|pg|offset|start|sort|order|orderby|filter|lang|language|cat|category|tag|s|q|query|search|view|tab|month|year|day|print|replytocom|share|feed|format)$/i

/** Endings of addresses that no page of text has. */
const fileEnd =
  /\.(?:jpe?g|png|gif|webp|avif|svg|ico|pdf|docx?|xlsx?|pptx?|zip|gz|mp[34]|m4a|mov|avi|webm|ogg|css|js|json|xml|rss|atom|txt|ics|epub|apk|exe|dmg)$/i

/** A slug of at least this many words is a headline; a shorter one may be the name of a section. */
const SLUG_WORDS = 3

/**
 * The form of an address, without its words and numbers. Null for an address whose words say that it is not an article: a
 * home page, a list, a file, an account.
 */
export function shapeOf(address: string): AddressShape | null {
  if (!URL.canParse(address)) return null
  const url = new URL(address)
  const segments = url.pathname.split('/').filter(Boolean).map(decoded)
  const ids = [...url.searchParams].filter(([, value]) => value !== '')
  if (fileEnd.test(url.pathname)) return null
  if (segments.some((segment) => listWords.has(segment.toLowerCase()))) return null
  if (ids.some(([name]) => listParams.test(name))) return null
  const numbered = ids.filter(([, value]) => /\d/.test(value)).map(([name]) => name.toLowerCase())
  const last = segments.at(-1)
  if (last === undefined && !numbered.length) return null
  const day = dayIn(segments)
  const [, stem = '', extension = ''] = /^(.*?)(\.[a-z]{2,5})?$/i.exec(last ?? '') ?? []
  const kinds = segments.map((segment, i) => (i === segments.length - 1 ? kindOf(stem) : kindOf(segment)))
  const tail = kinds.at(-1) ?? ''
  const hasId = kinds.some((kind) => kind.endsWith('#'))
  // an address that ends with the day (`/2026/11/29/`) is a list; a day before a name belongs to an article
  const isSpecific =
    tail.startsWith('slug') || hasId || numbered.length > 0 || (day.found && day.end < segments.length)
  const place = isSpecific ? '' : `${segments.slice(0, -1).join('/').toLowerCase()}/`
  if (day.found && day.end === segments.length && !hasId && !numbered.length) return null
  const text = [
    day.found ? 'date/' : '',
    hasId && !tail.endsWith('#') ? '#/' : '',
    place,
    tail,
    extension.toLowerCase(),
    numbered.length ? `?${numbered.join('&')}` : '',
  ].join('')
  return { text, isSpecific }
}

/** Counts, for each form, how many addresses are known to have led to an article, and how many to something else. */
export function learnShapes(
  known: readonly { readonly url: string; readonly isArticle: boolean }[],
): Map<string, ShapeRecord> {
  const shapes = new Map<string, ShapeRecord>()
  for (const { url, isArticle } of known) {
    const shape = shapeOf(url)
    if (!shape) continue
    const before = shapes.get(shape.text) ?? { articles: 0, others: 0 }
    shapes.set(shape.text, {
      articles: before.articles + (isArticle ? 1 : 0),
      others: before.others + (isArticle ? 0 : 1),
    })
  }
  return shapes
}

const ENOUGH = 3

/** Whether addresses of this form lead to articles; null where too little is known about the form. */
export function isArticleShape(shape: AddressShape, known: KnownShapes): boolean | null {
  const { articles, others } = known.get(shape.text) ?? { articles: 0, others: 0 }
  if (articles + others < ENOUGH) return null
  const share = articles / (articles + others)
  if (share >= 0.5) return true
  return share < 0.2 ? false : null
}

/** `slug` of three words or more, `pair` of two, `word`; with `#` where it contains a long number or a code. */
function kindOf(segment: string): string {
  const words = segment.split(/[-_+.,\s]+/).filter((word) => /\p{L}{2}|\p{Lo}/u.test(word) && !isCode(word))
  const isLong = segment.replace(/[^\p{L}]/gu, '').length >= 12 || /\p{Lo}{6}/u.test(segment)
  const kind =
    words.length >= SLUG_WORDS && isLong ? 'slug' : words.length >= 2 ? 'pair' : words.length ? 'word' : ''
  return kind + (segment.split(/[-_.,~]+/).some(isCode) ? '#' : '')
}

/** A number of five digits or more, or letters and digits mixed as in no word. */
function isCode(word: string): boolean {
  if (/^[a-z]{0,3}\d{5,}[a-z]?$/i.test(word)) return true
  if (/^[0-9a-f]{12,}$/i.test(word)) return /\d/.test(word)
  return /^[0-9a-z]{8,}$/i.test(word) && (word.match(/\d/g)?.length ?? 0) >= 3
}

/** A year and month, with or without a day, in one segment or several; `end`: the index of the first segment after it. */
function dayIn(segments: readonly string[]): { readonly found: boolean; readonly end: number } {
  for (const [i, segment] of segments.entries()) {
    if (/^(?:19|20)\d\d[-_.]?(?:0[1-9]|1[0-2])(?:[-_.]?[0-3]\d)?$/.test(segment))
      return { found: true, end: i + 1 }
    if (!/^(?:19|20)\d\d$/.test(segment)) continue
    const isMonth = /^(?:0?[1-9]|1[0-2]|[a-z]{3})$/i.test(segments[i + 1] ?? '')
    if (!isMonth) continue
    const isDay = /^[0-3]?\d$/.test(segments[i + 2] ?? '')
    return { found: true, end: i + (isDay ? 3 : 2) }
  }
  return { found: false, end: 0 }
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
