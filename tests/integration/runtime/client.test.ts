import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect, enqueue, load, tail } from '../../../src/client.ts'
import { openNewsloom, type TestNewsloom } from '../../support/newsloom.ts'

let deps: TestNewsloom
let database: string
beforeAll(async () => {
  deps = await openNewsloom()
  database = deps.databaseUrl
})
afterAll(() => deps.close())

const emit = (id: number, kind = 'article.new') =>
  deps.pool.query('insert into outbox (kind, subject_id, dedupe_key) values ($1, $2, $3)', [
    kind,
    id,
    `${kind}:${id}`,
  ])

describe('newsloom/client', () => {
  it('enqueues addresses, and says which it refuses', async () => {
    const urls = ['https://client.example/1', 'no address']
    expect(await enqueue(urls, { database })).toMatchObject({
      new: 1,
      known: 0,
      refused: [{ url: 'no address' }],
    })
    expect(await enqueue(urls, { database })).toMatchObject({ new: 0, known: 1 })
  })

  it('loads articles from any iterable, and names those that it refuses by their place', async () => {
    async function* articles() {
      yield { id: 'a', title: 'One', body: 'A text of one.', outlet: 'client-outlet' }
      yield { url: 'https://client.example/2' }
      yield { id: 'b', title: 'Two', authors: ['Ann Lee'], published_at: '2026-05-20' }
    }
    const report = await load(articles(), { database })
    expect(report).toMatchObject({ new: 2, known: 0, refused: 1 })
    expect(report.refusals).toEqual([{ line: 2, code: 'bad_row', message: expect.any(String) }])
    expect(report.articleIds).toHaveLength(2)
    const again = await load([{ id: 'a', title: 'One', body: 'A text of one.', outlet: 'client-outlet' }], {
      database,
    })
    expect(again).toMatchObject({ new: 0, known: 1 })
  })

  it('follows the change feed as an async iterator, and goes on from a cursor', async () => {
    for (const id of [1, 2, 3]) await emit(id)
    const seen: { id: number; cursor: string }[] = []
    for await (const change of tail({ database, from: 'start', kinds: ['article.new'] })) {
      seen.push({ id: change.subject_id, cursor: change.cursor })
      if (seen.length === 2) break
    }
    expect(seen.map(({ id }) => id)).toEqual([1, 2])
    const rest: number[] = []
    for await (const change of tail({ database, from: seen[1]!.cursor, once: true }))
      rest.push(change.subject_id)
    expect(rest).toEqual([3])
  })

  it('closing a client ends its tails', async () => {
    const client = await connect({ database })
    const changes = client.tail()
    const next = changes.next()
    await client.close()
    expect(await next).toEqual({ done: true, value: undefined })
  })

  it('says in one sentence what it cannot reach, and what is no cursor', async () => {
    await expect(connect({ database: 'postgres://127.0.0.1:1/none' })).rejects.toThrow(
      /cannot reach the database/,
    )
    await expect(tail({ database, from: 'yesterday' }).next()).rejects.toThrow(/"yesterday" is not a cursor/)
  })
})
