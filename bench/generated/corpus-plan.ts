/**
 * Says what the generated corpus consists of. Everything is computed from the numbers of an article and a story, so that an
 * article can be made again at any time and its text need not be kept in memory.
 */

export interface CorpusOutlet {
  readonly id: number
  readonly slug: string
  readonly name: string
  readonly country: string
  readonly language: string
}

export interface CorpusEntity {
  readonly kind: 'person' | 'place' | 'organisation'
  readonly name: string
}

export interface ArticleFacts {
  readonly outlet: CorpusOutlet
  readonly story: number
  readonly publishedMs: number
  readonly original: number | null
  readonly agency: string | null
  readonly credited: boolean
}

export interface CorpusArticle extends ArticleFacts {
  readonly title: string
  readonly dek: string
  readonly body: string
  readonly words: number
  readonly author: string
  readonly precision: 'second' | 'day'
  readonly hash: string
  readonly revised: boolean
  readonly share: number
}

export interface CorpusStory {
  readonly title: string
  readonly language: string
  readonly firstMs: number
  readonly lastMs: number
  readonly articles: number
  readonly outlets: number
  readonly independent: number
  readonly leadId: number
  readonly terms: readonly string[]
}

export interface Corpus {
  readonly articles: number
  readonly stories: number
  readonly end: Date
  readonly outlets: readonly CorpusOutlet[]
  /** From 1, in the order of publication. */
  article(id: number): CorpusArticle
  /** The same without the text. */
  facts(id: number): ArticleFacts
  isRevised(id: number): boolean
  story(story: number): CorpusStory
  entitiesOf(story: number): readonly CorpusEntity[]
}

const OUTLETS = 500
const DAYS = 90
const VOCABULARY = 30_000
const ENTITIES = 20_000
const STORY_WORDS = 8
export const AGENCIES: readonly string[] = Array.from({ length: 10 }, (_, i) => `Bench Agency ${i + 1}`)
const LANGUAGES = ['en', 'en', 'en', 'en', 'de', 'fr', 'es', 'it', 'pl', 'pt']
const COUNTRIES = ['GB', 'US', 'IE', 'AU', 'DE', 'FR', 'ES', 'IT', 'PL', 'PT']
const BODY_WORDS = 110

/** A small and fast random generator: xorshift with 32 bits. */
function random(seed: number): () => number {
  let x = Math.imul(seed + 1, 0x9e3779b1) | 1
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b) | 1
  return () => {
    x ^= x << 13
    x ^= x >>> 17
    x ^= x << 5
    return (x >>> 0) / 4_294_967_296
  }
}

/** Draws a rank r from 0 … n-1 with a probability in proportion to 1 / (r + 1)^s. */
function zipf(n: number, s: number): (u: number) => number {
  const table = new Uint32Array(1 << 18)
  let total = 0
  for (let r = 1; r <= n; r++) total += 1 / r ** s
  let rank = 1
  let below = 1 / total
  for (let i = 0; i < table.length; i++) {
    while (rank < n && (i + 0.5) / table.length > below) below += 1 / (++rank) ** s / total
    table[i] = rank - 1
  }
  return (u) => table[Math.floor(u * table.length)]!
}

const SYLLABLES =
  'ba be bi bo bu da de di do du fa fe fi fo ga ge go ka ke ki ko ku la le li lo lu ma me mi mo mu na ne ni no nu pa pe pi po ra re ri ro ru sa se si so su ta te ti to tu va ve vi vo za zo'.split(
    ' ',
  )

function wordOf(rank: number): string {
  let word = ''
  let n = rank + 61
  while (n > 0) {
    word += SYLLABLES[n % SYLLABLES.length]
    n = Math.floor(n / SYLLABLES.length)
  }
  return word
}

export function planCorpus(articles: number, end: Date): Corpus {
  const stories = Math.max(1, Math.floor(articles / 5))
  const words = Array.from({ length: VOCABULARY }, (_, rank) => wordOf(rank))
  const wordRank = zipf(VOCABULARY, 1)
  const outletRank = zipf(OUTLETS, 0.7)
  const entityRank = zipf(ENTITIES, 0.9)
  const outlets = Array.from({ length: OUTLETS }, (_, i) => ({
    id: i + 1,
    slug: `outlet-${i + 1}`,
    name: `Outlet ${i + 1}`,
    country: COUNTRIES[i % COUNTRIES.length]!,
    language: LANGUAGES[i % LANGUAGES.length]!,
  }))
  const startMs = end.getTime() - DAYS * 86_400_000

  // Numbers of articles by story, with a long tail: most stories have few, some have dozens; five on average.
  const draw = random(1)
  const sizes = new Uint32Array(stories).fill(1)
  for (let left = articles - stories; left > 0; left--) sizes[Math.floor(draw() ** 2.2 * stories)]!++
  const at = new Float64Array(articles)
  const storyOf = new Uint32Array(articles)
  let n = 0
  for (let story = 0; story < stories; story++) {
    const first = startMs + draw() * (DAYS * 86_400_000 - 3_600_000)
    for (let i = 0; i < sizes[story]! && n < articles; i++, n++) {
      at[n] = Math.min(end.getTime() - 1_000, i === 0 ? first : first - Math.log(1 - draw()) * 10 * 3_600_000)
      storyOf[n] = story
    }
  }
  const order = Uint32Array.from(at.keys()).sort((a, b) => at[a]! - at[b]!)
  const firstId = new Uint32Array(stories)
  const members: number[][] = Array.from({ length: stories }, () => [])
  for (let id = 1; id <= articles; id++) {
    const story = storyOf[order[id - 1]!]!
    if (!firstId[story]) firstId[story] = id
    members[story]!.push(id)
  }

  const agencyOf = (story: number) => (story % 4 === 0 ? AGENCIES[(story >> 2) % AGENCIES.length]! : null)
  const factsOf = (id: number): ArticleFacts & { readonly lot: number } => {
    const story = storyOf[order[id - 1]!]!
    const chance = random(id)
    const outlet = outlets[outletRank(chance())]!
    const lot = chance()
    const copy = id !== firstId[story] && lot < 0.3
    const agency = copy || id === firstId[story] ? agencyOf(story) : null
    return {
      outlet,
      story,
      publishedMs: Math.floor(at[order[id - 1]!]!),
      original: copy ? firstId[story]! : null,
      agency,
      credited: agency !== null && (!copy || lot < 0.2),
      lot,
    }
  }
  /** A copy has the words of its original; every article of a story has the words of the story. */
  const text = (seed: number, story: number, count: number): string => {
    const chance = random(seed)
    const list: string[] = []
    for (let i = 0; i < count; i++) {
      const own = chance() < 0.12
      list.push(words[own ? storyWord(story, Math.floor(chance() * STORY_WORDS)) : wordRank(chance())]!)
    }
    return list.join(' ')
  }
  const storyWord = (story: number, i: number) =>
    500 + (((story * STORY_WORDS + i) * 7_919) % (VOCABULARY - 500))
  const isRevised = (id: number) => id % 50 === 0

  return {
    articles,
    stories,
    end,
    outlets,
    facts: factsOf,
    isRevised,
    article(id) {
      const facts = factsOf(id)
      const seed = facts.original ?? id
      const body = text(seed, facts.story, BODY_WORDS)
      return {
        ...facts,
        title: `${text(id + 500_000_000, facts.story, 4)} ${words[storyWord(facts.story, 0)]} ${words[storyWord(facts.story, id % STORY_WORDS)]}`,
        dek: text(seed + 1_000_000_000, facts.story, 10),
        body: `${body.slice(0, 320)}.\\n\\n${body.slice(320)}.`,
        words: BODY_WORDS,
        author: `Author${facts.outlet.id % 97}`,
        precision: id % 25 === 0 ? 'day' : 'second',
        hash: `h${seed}`,
        revised: isRevised(id),
        share: Math.round((0.7 + facts.lot) * 100) / 100,
      }
    },
    story(story) {
      const ids = members[story]!
      const facts = ids.map(factsOf)
      const lead = facts[0]!
      return {
        title: `${text(ids[0]! + 500_000_000, story, 4)} ${words[storyWord(story, 0)]}`,
        language: lead.outlet.language,
        firstMs: lead.publishedMs,
        lastMs: facts.at(-1)!.publishedMs,
        articles: ids.length,
        outlets: new Set(facts.map(({ outlet }) => outlet.id)).size,
        independent: new Set(facts.filter(({ original }) => !original).map(({ outlet }) => outlet.id)).size,
        leadId: ids[0]!,
        terms: [words[storyWord(story, 0)]!, words[storyWord(story, 1)]!],
      }
    },
    entitiesOf(story) {
      const chance = random(story + 77)
      const ranks = new Set([0, 1, 2].map(() => entityRank(chance())))
      return [...ranks].map((rank) => ({
        kind: (['person', 'place', 'organisation'] as const)[rank % 3]!,
        name: `Entity ${rank + 1}`,
      }))
    },
  }
}
