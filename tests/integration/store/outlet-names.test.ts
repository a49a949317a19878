import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findOutlets, outletsByDomain, outletsByName } from '../../../src/store/sources/outlet-names.ts'
import { upsertOutlet } from '../../../src/store/sources/outlets.ts'
import { openNewsloom, type TestNewsloom } from '../../support/newsloom.ts'

let newsloom: TestNewsloom
beforeAll(async () => {
  newsloom = await openNewsloom('postgres', {}, { workers: 0 })
})
afterAll(() => newsloom.close())

const slugsOf = async (ids: Iterable<number>) => {
  const { rows } = await newsloom.pool.query(
    'select id, slug from outlets where id = any($1) order by slug',
    [[...ids]],
  )
  return rows.map((row) => row.slug)
}

describe('outlets by their names', () => {
  it('names in other scripts are outlets of their own, with slugs that can be read', async () => {
    const names = ['Новости 24', 'Канал 24', '朝日新聞 24', '毎日新聞 24', '연합뉴스', 'Ö1', 'Ä1', 'O1']
    const ids = await outletsByName(newsloom.pool, names)
    expect(new Set(ids.values()).size).toBe(names.length)
    expect(await slugsOf(ids.values())).toEqual([
      'a1',
      'chao-ri-xin-wen-24',
      'kanal-24',
      'mei-ri-xin-wen-24',
      'novosti-24',
      'o1',
      'o1-2',
      'yeonhabnyuseu',
    ])
    // the same again, one by one and in another order
    for (const name of names.toReversed())
      expect((await outletsByName(newsloom.pool, [name])).get(name)).toBe(ids.get(name))
  })

  it('spellings of one name are one outlet, in one call and in several', async () => {
    const ids = await outletsByName(newsloom.pool, ['The Quay Post', 'THE QUAY-POST', 'the-quay-post'])
    expect(new Set(ids.values()).size).toBe(1)
    expect(await slugsOf(ids.values())).toEqual(['the-quay-post'])
  })

  it('a slug that a person chose is a name as well, and a slug that was made is none', async () => {
    const herald = await upsertOutlet(newsloom.pool, { slug: 'herald', name: 'The Herald of Sampleford' })
    const ids = await outletsByName(newsloom.pool, ['Herald', 'The Herald of Sampleford', 'herald'])
    expect([...ids.values()]).toEqual([herald, herald, herald])
    const [umlaut, plain] = ['Üben', 'Uben']
    const made = await outletsByName(newsloom.pool, [umlaut, plain])
    expect(made.get(plain)).not.toBe(made.get(umlaut))
  })

  it('finds without making', async () => {
    expect(await findOutlets(newsloom.pool, ['Nobody Knows'])).toEqual(new Map())
  })

  it.each(Array.from({ length: 12 }, (_, round) => round))(
    'many at once make each outlet once (%i)',
    async (round) => {
      const spellings = ['Rüsche Post', 'rüsche-post', 'RÜSCHE POST!', 'Rusche Post'].map(
        (name) => `${name} ${round}`,
      )
      const found = await Promise.all(
        Array.from({ length: 24 }, (_, i) => outletsByName(newsloom.pool, [spellings[i % 4]!])),
      )
      const ids = new Set(found.flatMap((map) => [...map.values()]))
      const { rows } = await newsloom.pool.query('select id from outlets where name = any($1)', [spellings])
      expect(new Set(rows.map((row) => row.id))).toEqual(ids)
      expect(ids.size).toBe(2)
    },
  )

  it('domains of one spelling of a slug are outlets of their own', async () => {
    const ids = await outletsByDomain(newsloom.pool, ['a-b.example', 'ab.example', 'xn--bcher-kva.example'])
    expect(new Set(ids.values()).size).toBe(3)
    expect(await outletsByDomain(newsloom.pool, ['a-b.example'])).toEqual(
      new Map([['a-b.example', ids.get('a-b.example')]]),
    )
  })
})
