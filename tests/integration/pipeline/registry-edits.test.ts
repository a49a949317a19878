import { beforeEach, describe, expect, it } from 'vitest'
import { transaction } from '../../../src/adapters/postgres/db.ts'
import { loadRows } from '../../../src/pipeline/load/load.ts'
import { rowOfLine } from '../../../src/pipeline/load/rows.ts'
import { pollFeed } from '../../../src/pipeline/poll/poll-feed.ts'
import { addSource } from '../../../src/pipeline/sources/add-source.ts'
import { runPipelineUntilIdle } from '../../../src/runtime/workers/until-idle.ts'
import { findOutlets, outletsByName, rememberNames } from '../../../src/store/sources/outlet-names.ts'
import {
  changeFeed,
  changeOutlet,
  feedsWhere,
  findFeedBy,
  mergeOutlets,
  removeFeed,
} from '../../../src/store/sources/registry-edits.ts'
import type { TestNewsloom } from '../../support/newsloom.ts'
import { openForEachTest } from '../../support/scripted-newsloom.ts'
import type { ScriptedServer } from '../../support/servers/scripted-server.ts'

let server: ScriptedServer
let deps: TestNewsloom
const signal = new AbortController().signal
openForEachTest((opened) => {
  ;({ server, deps } = opened)
})
beforeEach(async () => {
  server.set('/rss', {
    headers: { 'content-type': 'application/rss+xml' },
    body: '<rss version="2.0"><channel><title>Quay</title><item><title>One</title><link>/1</link></item></channel></rss>',
  })
})

const query = async (text: string, values: unknown[] = []) => (await deps.pool.query(text, values)).rows
const idOf = async (name: string) => (await outletsByName(deps.pool, [name])).get(name)!

describe('adding a feed', () => {
  it('makes no outlet of a name with a typing error, and names the one that was meant', async () => {
    await idOf('quay-post')
    const result = await addSource(deps, `${server.url}/rss`, { outlet: 'quay-pots' }, signal)
    expect(result).toEqual({
      ok: false,
      message: 'there is no outlet "quay-pots"; did you mean "quay-post"?',
    })
    expect(await query('select slug from outlets where slug like $1', ['quay%'])).toEqual([
      { slug: 'quay-post' },
    ])
    expect(await query('select id from feeds')).toEqual([])
  })

  it('that is known says what changes and what stays', async () => {
    const add = async (options: Parameters<typeof addSource>[2]) => {
      const result = await addSource(deps, `${server.url}/rss`, options, signal)
      return result.ok ? result.sources[0] : result
    }
    expect(await add({ outlet: 'Quay Post', yes: true })).toMatchObject({
      isNew: true,
      outlet: 'quay-post',
      notes: [],
    })
    expect(await add({})).toMatchObject({ isNew: false, outlet: 'quay-post', notes: ['nothing changes'] })
    await idOf('Harbour Times')
    expect(await add({ outlet: 'harbour-times' })).toMatchObject({
      outlet: 'quay-post',
      notes: [expect.stringMatching(/stays with the outlet quay-post.*feed set \d+ --outlet harbour-times/)],
    })
    expect(await add({ outlet: 'harbour-times', yes: true })).toMatchObject({
      outlet: 'harbour-times',
      notes: ['its outlet was quay-post, and is harbour-times now'],
    })
    await query('update feeds set active = false')
    expect(await add({})).toMatchObject({ active: false, notes: [expect.stringMatching(/stays paused/)] })
  })
})

describe('a feed', () => {
  it('keeps the interval that a person set, until it is given back', async () => {
    await addSource(deps, `${server.url}/rss`, {}, signal)
    const [{ id }] = await query('select id from feeds')
    await transaction(deps.pool, (tx) => changeFeed(tx, id, { intervalS: 7_200, lane: 'backfill' }))
    await pollFeed(deps, id, signal)
    const [feed] = await query(
      `select lane, poll_interval_s, poll_interval_reason, next_poll_at > now() + interval '110 minutes' as later from feeds`,
    )
    expect(feed).toEqual({
      lane: 'backfill',
      poll_interval_s: 7_200,
      poll_interval_reason: 'set_by_hand',
      later: true,
    })
    await transaction(deps.pool, (tx) => changeFeed(tx, id, { intervalS: null }))
    await pollFeed(deps, id, signal)
    expect((await query('select poll_interval_reason from feeds'))[0].poll_interval_reason).not.toBe(
      'set_by_hand',
    )
  })

  it('moves to another address, unless another feed has it, and is removed without its articles', async () => {
    await addSource(deps, `${server.url}/rss`, {}, signal)
    const [{ id }] = await query('select id from feeds')
    await pollFeed(deps, id, signal)
    const other = { url: 'https://b.example/rss', urlKey: 'b.example/rss', host: 'b.example' }
    expect(await transaction(deps.pool, (tx) => changeFeed(tx, id, { address: other }))).toBe(true)
    expect(await findFeedBy(deps.pool, { urlKey: other.urlKey })).toMatchObject({
      feed_id: id,
      url: other.url,
    })
    await addSource(deps, `${server.url}/rss`, {}, signal)
    const second = (await query('select id from feeds order by id desc'))[0].id
    expect(await transaction(deps.pool, (tx) => changeFeed(tx, second, { address: other }))).toBe(false)
    await transaction(deps.pool, (tx) => removeFeed(tx, id))
    expect(await query('select count(*)::int from articles')).toEqual([{ count: 1 }])
    expect(await query('select id from feeds')).toEqual([{ id: second }])
  })

  it('is chosen by the country and the language of its outlet', async () => {
    await addSource(deps, `${server.url}/rss`, { outlet: 'Quay Post', yes: true }, signal)
    await query(`update outlets set country = 'AT', language = 'de-AT' where slug = 'quay-post'`)
    const where = (countries: string[] | null, languages: string[] | null) =>
      feedsWhere(deps.pool, { countries, languages })
    const [{ id }] = await query('select id from feeds')
    expect(await where(['DE', 'AT'], null)).toEqual([id])
    expect(await where(null, ['de'])).toEqual([id])
    expect(await where(['DE'], ['de'])).toEqual([])
    expect(await where(null, null)).toEqual([id])
  })
})

describe('an outlet', () => {
  const row = (id: string, outlet: string | null, n: number) =>
    rowOfLine(
      JSON.stringify({
        id,
        ...(outlet ? { outlet } : {}),
        title: `Ferry Wattenrose aground off Sampleford (${n})`,
        body: `The ferry Wattenrose ran aground off Sampleford on Monday with 212 people aboard, said harbour master Ida Quill. Report ${n} of the day adds that nobody was hurt and that tide ${n} should lift it.`,
        published_at: '2026-05-04T10:00:00Z',
      }),
      'rows.jsonl',
      n,
    )

  it('merged into another leaves it everything: articles, feeds, counts, facts and its names', async () => {
    await loadRows(deps, [row('a', 'Quay Post', 1), row('b', 'Quay-Pst', 2), row('c', 'Gull', 3)])
    await addSource(deps, `${server.url}/rss`, { outlet: 'quay-pst' }, signal)
    await runPipelineUntilIdle(deps)
    const [from, into] = [await idOf('Quay-Pst'), await idOf('Quay Post')]
    await query(`update outlets set country = 'AT' where id = $1`, [from])
    const before = await query('select id, outlet_count from stories where merged_into_id is null')
    const moved = await transaction(deps.pool, (tx) => mergeOutlets(tx, from, into))
    expect(moved).toEqual({ articles: 1, feeds: 1 })
    expect(await query('select slug, country from outlets where id = any($1)', [[from, into]])).toEqual([
      { slug: 'quay-post', country: 'AT' },
    ])
    for (const table of ['articles', 'feeds', 'article_search', 'outcomes', 'outlet_blocks', 'outlet_names'])
      expect(await query(`select 1 from ${table} where outlet_id = $1`, [from])).toEqual([])
    const after = await query('select id, outlet_count from stories where merged_into_id is null')
    const sum = (list: { outlet_count: number }[]) => list.reduce((n, story) => n + story.outlet_count, 0)
    expect(sum(after)).toBe(sum(before) - 1)
    // What names the outlet that is gone finds the one that stayed.
    expect(new Set((await findOutlets(deps.pool, ['Quay-Pst', 'quay-pst', 'QUAY POST'])).values())).toEqual(
      new Set([into]),
    )
  })

  it('with a new name is known by the old one as well', async () => {
    const id = await idOf('Quay Post')
    await transaction(deps.pool, async (tx) => {
      await rememberNames(tx)
      await changeOutlet(tx, id, { name: 'Post of the Quay', slug: 'qp' })
      await rememberNames(tx)
    })
    expect([...(await findOutlets(deps.pool, ['Quay Post', 'Post of the Quay', 'qp'])).values()]).toEqual([
      id,
      id,
      id,
    ])
    const other = await idOf('Gull')
    expect(await transaction(deps.pool, (tx) => changeOutlet(tx, other, { slug: 'qp' }))).toBe(false)
  })

  it('that is not there is none: such articles count by their host, or not at all', async () => {
    const at = (id: string, n: number, url?: string) =>
      rowOfLine(JSON.stringify({ ...JSON.parse(rowJson(id, n)), ...(url ? { url } : {}) }), 'rows.jsonl', n)
    const rowJson = (id: string, n: number) => {
      const found = row(id, null, n)
      if (found.kind !== 'row') throw new Error('the row was refused')
      return JSON.stringify({ id, title: found.given!.title, body: Buffer.from(found.bytes).toString() })
    }
    await loadRows(deps, [
      ...[1, 2, 3].map((n) => at(`ip${n}`, n, `http://192.0.2.7/${n}`)),
      at('other', 4, 'http://192.0.2.8/4'),
      at('nowhere', 5),
    ])
    await runPipelineUntilIdle(deps)
    const [{ outlets, articles }] = await query(
      'select sum(outlet_count)::int as outlets, sum(article_count)::int as articles from stories where merged_into_id is null',
    )
    const stories = await query(
      `select story_id, count(distinct host)::int as hosts from articles group by 1`,
    )
    expect(articles).toBe(5)
    expect(outlets).toBe(stories.reduce((n, story) => n + story.hosts, 0))
    expect(outlets).toBeLessThan(5)
  })
})
