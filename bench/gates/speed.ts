import { parseDocument } from 'htmlparser2'
import { extractHtml } from '../../src/core/article/read-page.ts'
import { articleOf, pageOf } from '../generated/web-corpus.ts'
import { measureLimit } from '../stand/limit.ts'
import { measureThroughput } from '../stand/throughput.ts'

const HOSTS = 150
const ARTICLES = 900
const PAGES = 150
const ROUNDS = 3
/** Runs of the pipeline and of the bare tools in turn: the least of each counts. */
const RUNS = 2

/**
 * CPU as multiples, each of two things of one run: extraction over htmlparser2's bare DOM of the same pages, and an
 * article through the whole pipeline over fetch, parse and insert by the bare tools.
 */
export async function speed(): Promise<Readonly<Record<string, number>>> {
  let limit = Number.POSITIVE_INFINITY
  let pipeline = Number.POSITIVE_INFINITY
  for (let run = 0; run < RUNS; run++) {
    const parts = Object.values(await measureLimit(HOSTS, ARTICLES))
    limit = Math.min(
      limit,
      parts.reduce((all, ms) => all + ms, 0),
    )
    // Postgres is always available; Redis may be missing.
    const { cpuMsPerArticle } = await measureThroughput({
      queue: 'postgres',
      hosts: HOSTS,
      articles: ARTICLES,
    })
    pipeline = Math.min(pipeline, cpuMsPerArticle)
  }
  return { extraction_over_dom: extractionOverDom(), pipeline_over_limit: pipeline / limit }
}

/** The best of several rounds in turn, after one for warm-up: other work on the machine can only increase a time. */
function extractionOverDom(): number {
  const pages = Array.from({ length: PAGES }, (_, i) =>
    pageOf(articleOf(i, { hosts: HOSTS, articles: PAGES }), 'https://outlet.example'),
  )
  const cpuOf = (work: (page: string) => unknown): number => {
    const before = process.cpuUsage()
    for (const page of pages) work(page)
    const { user, system } = process.cpuUsage(before)
    return user + system
  }
  const extract = (page: string) => extractHtml(page, { url: 'https://outlet.example/a', outlets: [] })
  let ours = Number.POSITIVE_INFINITY
  let bare = Number.POSITIVE_INFINITY
  for (let round = 0; round <= ROUNDS; round++) {
    const [o, b] = [cpuOf(extract), cpuOf(parseDocument)]
    if (round === 0) continue
    ours = Math.min(ours, o)
    bare = Math.min(bare, b)
  }
  return ours / bare
}
