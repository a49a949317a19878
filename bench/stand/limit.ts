import { parseDocument } from 'htmlparser2'
import { Agent, request } from 'undici'
import { articleOf, pageOf } from '../generated/web-corpus.ts'
import { cpuMs } from './proc.ts'
import { openStand, openWeb } from './stand.ts'

/** CPU milliseconds a page of the libraries alone: the cost of a pipeline without any feature. */
export async function measureLimit(hosts: number, articles: number): Promise<Record<string, number>> {
  const options = { hosts, articles }
  const web = await openWeb(hosts, articles)
  const stand = await openStand('postgres')
  try {
    const list = Array.from({ length: articles }, (_, i) => articleOf(i, options))
    const agent = new Agent({ connections: 4 })
    const fetchMs = await cpuOf(articles, async () => {
      for (let i = 0; i < list.length; i += 50)
        await Promise.all(
          list.slice(i, i + 50).map(async (article) => {
            const { body } = await request(web.url(article.host) + article.path, { dispatcher: agent })
            await body.arrayBuffer()
          }),
        )
    })
    await agent.close()
    const pages = list.slice(0, 500).map((article) => pageOf(article, web.url(article.host)))
    const parseMs = await cpuOf(pages.length, async () => {
      for (const page of pages) parseDocument(page)
    })
    await stand.pool.query(
      'create table limit_rows (id bigint generated always as identity primary key, url text unique, title text, author text, published_at timestamptz, body text)',
    )
    const server = () => stand.cpu()['postgres server'] ?? 0
    const serverBefore = server()
    const insertMs = await cpuOf(articles, async () => {
      for (let i = 0; i < list.length; i += 100) {
        const batch = list.slice(i, i + 100)
        await stand.pool.query(
          'insert into limit_rows (url, title, author, published_at, body) select * from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::text[])',
          [
            batch.map((a) => web.url(a.host) + a.path),
            batch.map((a) => a.title),
            batch.map((a) => a.author),
            batch.map((a) => a.publishedAt),
            batch.map((a) => a.paragraphs.join('\n\n')),
          ],
        )
      }
    })
    return {
      'fetch (undici)': fetchMs,
      'parse (htmlparser2)': parseMs,
      'insert (batches, server included)': insertMs + (server() - serverBefore) / articles,
    }
  } finally {
    await stand.close()
    await web.close()
  }
}

async function cpuOf(count: number, work: () => Promise<void>): Promise<number> {
  const before = cpuMs(process.pid)
  await work()
  return (cpuMs(process.pid) - before) / count
}
