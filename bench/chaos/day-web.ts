import { createServer, type Server } from 'node:http'
import { listen } from './local-web.ts'

/** How many half hours of the day one step of the run represents. */
export const STEP_MINUTES = 30
const HOUR = 60 / STEP_MINUTES
/** An article is fetched again 1, 6 and 24 hours after it was first seen; the run takes a little longer than that. */
const LAST_FIRST_SEEN = 5
export const STEPS = LAST_FIRST_SEEN + 24 * HOUR + 3

/** What an outlet does with an article; times are steps after the article was first in the feed. */
interface Plan {
  readonly what: string
  /** When a word of a paragraph is changed. */
  readonly edits?: readonly number[]
  readonly headlineAt?: number
  readonly gone?: { readonly from: number; readonly to: number; readonly status: 404 | 410 | 503 }
  readonly loginAt?: number
  /** Whether the boxes beside the text stay unchanged. */
  readonly still?: boolean
  readonly expected: {
    readonly edits: number
    readonly withdrawn?: { readonly status: number; readonly restored: boolean }
  }
}

const NEVER = Number.POSITIVE_INFINITY
const plans: readonly Plan[] = [
  { what: 'reorders its boxes', expected: { edits: 0 } },
  { what: 'one edit', edits: [4], expected: { edits: 1 } },
  { what: 'two edits', edits: [5, 20], expected: { edits: 2 } },
  { what: 'another headline', headlineAt: 6, expected: { edits: 1 } },
  {
    what: 'withdrawn',
    gone: { from: 5, to: NEVER, status: 404 },
    expected: { edits: 0, withdrawn: { status: 404, restored: false } },
  },
  {
    what: 'withdrawn, and back as it was',
    gone: { from: 5, to: 20, status: 410 },
    expected: { edits: 0, withdrawn: { status: 410, restored: true } },
  },
  {
    what: 'withdrawn, and back with another text',
    gone: { from: 5, to: 20, status: 404 },
    edits: [20],
    expected: { edits: 1, withdrawn: { status: 404, restored: true } },
  },
  { what: 'gone for one look', gone: { from: 12, to: 13, status: 404 }, expected: { edits: 0 } },
  {
    what: 'an edit while its host is in trouble',
    edits: [8],
    gone: { from: 12, to: 14, status: 503 },
    expected: { edits: 1 },
  },
  { what: 'a log-in page for one look', loginAt: 12, still: true, expected: { edits: 0 } },
]

export interface DayArticle {
  readonly url: string
  readonly host: string
  readonly firstStep: number
  readonly plan: Plan
  readonly n: number
}

export interface DayWeb {
  readonly port: number
  readonly hosts: readonly string[]
  readonly articles: readonly DayArticle[]
  /** The current step of the local web. */
  step: number
  close(): Promise<void>
}

/** Outlets on loopback addresses, each with a feed, a line that ends every page of it, and a few articles. */
export async function openDayWeb(outlets: number, perOutlet: number): Promise<DayWeb> {
  const hosts = Array.from({ length: outlets }, (_, i) => `127.0.77.${i + 1}`)
  const articles: DayArticle[] = []
  const servers: Server[] = []
  const localWeb = { port: 0, hosts, articles, step: 0 }
  for (const [h, host] of hosts.entries()) {
    const server = createServer((request, response) => {
      const answer = answerTo(localWeb, host, request.url ?? '/')
      response.writeHead(answer.status, { 'content-type': answer.type ?? 'text/html; charset=utf-8' })
      response.end(answer.body)
    })
    localWeb.port = await listen(server, host, localWeb.port)
    servers.push(server)
    for (let a = 0; a < perOutlet; a++) {
      const n = h * perOutlet + a
      articles.push({
        n,
        host,
        url: `http://${host}:${localWeb.port}/n/${n}`,
        firstStep: a < 3 ? 0 : 1 + (n % LAST_FIRST_SEEN),
        plan: plans[n % plans.length]!,
      })
    }
  }
  return Object.assign(localWeb, {
    async close() {
      for (const server of servers) server.closeAllConnections()
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
    },
  })
}

interface Answer {
  readonly status: number
  readonly type?: string
  readonly body: string
}

function answerTo(localWeb: Omit<DayWeb, 'close'>, host: string, path: string): Answer {
  if (path === '/feed.xml')
    return {
      status: 200,
      type: 'application/rss+xml',
      body: `<?xml version="1.0"?><rss version="2.0"><channel><title>${host}</title>${localWeb.articles
        .filter((article) => article.host === host && article.firstStep <= localWeb.step)
        .map(({ n, url }) => `<item><guid>${n}</guid><title>${titleOf(n)}</title><link>${url}</link></item>`)
        .join('')}</channel></rss>`,
    }
  const article = localWeb.articles.find(({ host: of, url }) => of === host && url.endsWith(path))
  if (!article) return { status: 404, body: '' }
  const age = localWeb.step - article.firstStep
  const { gone, loginAt } = article.plan
  if (gone && age >= gone.from && age < gone.to) return { status: gone.status, body: 'not here' }
  if (age === loginAt)
    return {
      status: 200,
      body: '<html><head><title>Log in</title></head><body><form><input type="password"></form></body></html>',
    }
  return { status: 200, body: pageOf(article, age, localWeb.step) }
}

const titleOf = (n: number) => `Report ${n}: ${words(n, 0, 4)}`

/** The word that an edit adds, and that occurs nowhere else. */
export const editToken = (n: number, which: number | 'headline') => `edit${n}x${which}`

function pageOf({ n, host, plan }: DayArticle, age: number, step: number): string {
  const title = `${titleOf(n)}${plan.headlineAt !== undefined && age >= plan.headlineAt ? ` ${editToken(n, 'headline')}` : ''}`
  const paragraphs = Array.from({ length: 5 }, (_, p) => {
    const token = (plan.edits?.[p] ?? NEVER) <= age ? ` ${editToken(n, p)}` : ''
    return `<p>${words(n, p + 1, 12)}${token} ${words(n, p + 11, 14)}.</p>`
  })
  const turn = plan.still ? 0 : step
  const box = Array.from(
    { length: 5 },
    (_, i) => `<li><a href="/n/${(i + turn) % 5}">${words((i + turn) % 5, 40, 5)}</a></li>`,
  )
  return `<!doctype html><html lang="en"><head><title>${title}</title></head><body><main><article><h1>${title}</h1>${paragraphs.join('\n')}<p>${lineOf(host)}</p></article></main><aside><h3>Most read</h3><ul>${box.join('')}</ul></aside></body></html>`
}

/** The last line of every page of the outlet: after a few pages it is learned as boilerplate, and then removed from all texts. */
const lineOf = (host: string) =>
  `Whoever knows more may write to the desk at ${host.replaceAll('.', ' dot ')} by day and by night.`

const SYLLABLES = 'ka lo mi ter san vel dro pin gar tu bel ros fen hal mon dis qua ner tol vin bra sel'.split(
  ' ',
)

/** Words that are the same for the same numbers, and that no other article has. */
function words(n: number, part: number, count: number): string {
  return Array.from({ length: count }, (_, i) => {
    let state = (n * 7_919 + part * 104_729 + i * 1_299_709 + 1) >>> 0
    return Array.from({ length: 3 }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return SYLLABLES[(state >>> 16) % SYLLABLES.length]
    }).join('')
  }).join(' ')
}
