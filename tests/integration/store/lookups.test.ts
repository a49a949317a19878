import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unpackBytes } from '../../../src/adapters/files/packed-bytes.ts'
import { createPool, transaction } from '../../../src/adapters/postgres/db.ts'
import { COPY_POLICY } from '../../../src/core/copies/policy.ts'
import { packProfile } from '../../../src/core/stories/profile/packed.ts'
import { profileOf } from '../../../src/core/stories/profile/profile.ts'
import { seenWithin } from '../../../src/store/articles/seen-within.ts'
import { findCopyCandidates, saveKeys } from '../../../src/store/copies/fingerprints.ts'
import {
  forgetOldShingles,
  loadOutletShingles,
  saveOutletShingles,
} from '../../../src/store/copies/outlet-shingles.ts'
import { insertDocuments, packDocument, type StoredDocument } from '../../../src/store/documents/documents.ts'
import { loadDocuments } from '../../../src/store/documents/stored.ts'
import { findStoryCandidates, loadProfiles } from '../../../src/store/stories/terms.ts'
import { cloneDatabase, type TestDatabase } from '../../support/database.ts'

let database: TestDatabase
let pool: ReturnType<typeof createPool>

beforeAll(async () => {
  database = await cloneDatabase()
  pool = createPool(database.url, { planOnce: true })
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

const profile = (title: string) => profileOf({ title, body: `${title}.`, language: 'en' }, () => 1)
const DAY_MS = 86_400_000
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10)

interface Known {
  readonly day: string | null
  readonly seenDaysAgo?: number
  readonly fingerprints?: readonly bigint[]
  readonly terms?: readonly number[]
  readonly words?: number
}

/** An article that was clustered before, found by the given keys. */
async function known({ day, seenDaysAgo = 0, fingerprints = [], terms = [], words = 300 }: Known) {
  const story = await pool.query('insert into stories default values returning id')
  const made = await pool.query(
    `insert into articles (stage, title, version, story_id, clustered_at) values ('clustered', 'Ferry', 1, $1, now()) returning id`,
    [story.rows[0].id],
  )
  const id = made.rows[0].id as number
  await transaction(pool, (tx) =>
    saveKeys(tx, [
      { id, day, fingerprints, terms, words, language: 'en', profile: packProfile(profile('Ferry aground')) },
    ]),
  )
  for (const table of ['article_fingerprints', 'article_terms', 'article_profiles'])
    await pool.query(`update ${table} set seen_on = current_date - $2::int where article_id = $1`, [
      id,
      seenDaysAgo,
    ])
  return id
}

describe('when candidates can have come in', () => {
  it.each([
    { days: ['2026-03-20'], window: 10, from: '2026-03-07', lately: '2026-03-09', to: '2026-03-21' },
    {
      days: ['2019-06-30', '2026-03-20'],
      window: 10,
      from: '2019-06-17',
      lately: '2026-03-09',
      to: '2026-03-21',
    },
    { days: [null], window: 14, from: '2026-03-05', lately: '2026-03-05', to: '2026-03-21' },
    // A date to come narrows nothing: what came in lately may carry one alike.
    { days: ['2027-01-01'], window: 10, from: '2026-03-09', lately: '2026-03-09', to: '2026-03-21' },
  ])('$days within $window days', ({ days, window, from, lately, to }) => {
    expect(seenWithin(days, window, Date.parse('2026-03-20T12:00:00Z'))).toEqual({ from, lately, to })
  })
})

describe('candidates of stories', () => {
  it('are ranked by what they share, found in every week they may have come in', async () => {
    const best = await known({ day: daysAgo(1), seenDaysAgo: 1, terms: [101, 102, 103] })
    const lesser = await known({ day: daysAgo(9), seenDaysAgo: 9, terms: [101] })
    const late = await known({ day: daysAgo(9), seenDaysAgo: 0, terms: [102] })
    await known({ day: daysAgo(12), seenDaysAgo: 12, terms: [101, 102, 103] })
    const asked = {
      id: 9_000_001,
      day: daysAgo(0),
      terms: [
        { hash: 101, value: 3 },
        { hash: 102, value: 2 },
        { hash: 103, value: 1 },
      ],
    }
    const hits = await transaction(pool, (tx) => findStoryCandidates(tx, [asked], 10))
    expect(hits.map(({ candidate }) => candidate)).toEqual([best, lesser, late])
  })

  it('an archive finds what came in with it, whatever week it was', async () => {
    const then = await known({ day: '2019-05-02', seenDaysAgo: 5, terms: [201] })
    const asked = { id: 9_000_002, day: '2019-05-04', terms: [{ hash: 201, value: 1 }] }
    const hits = await transaction(pool, (tx) => findStoryCandidates(tx, [asked], 10))
    expect(hits).toEqual([{ id: 9_000_002, candidate: then }])
  })

  it('without a date are those that came in lately, and find all that did', async () => {
    const undated = await known({ day: null, seenDaysAgo: 3, terms: [301] })
    const dated = await known({ day: '2020-01-01', seenDaysAgo: 3, terms: [301] })
    await known({ day: null, seenDaysAgo: 20, terms: [301] })
    const ask = async (day: string | null) => {
      const asked = { id: 9_000_003, day, terms: [{ hash: 301, value: 1 }] }
      const hits = await transaction(pool, (tx) => findStoryCandidates(tx, [asked], 10))
      return hits.map(({ candidate }) => candidate).sort((a, b) => a - b)
    }
    expect(await ask(daysAgo(0))).toEqual([undated])
    expect(await ask(null)).toEqual([undated, dated])
  })

  it('never name the article itself', async () => {
    const id = await known({ day: daysAgo(0), terms: [401] })
    const asked = { id, day: daysAgo(0), terms: [{ hash: 401, value: 1 }] }
    expect(await transaction(pool, (tx) => findStoryCandidates(tx, [asked], 10))).toEqual([])
  })

  it('are read anew once they have been clustered again', async () => {
    const id = await known({ day: daysAgo(0), terms: [501] })
    const titleOf = async () => (await loadProfiles(pool, [id]))[0]?.profile.title
    const before = await titleOf()
    expect(await titleOf()).toEqual(before)
    await transaction(pool, async (tx) => {
      const keys = { id, day: daysAgo(0), fingerprints: [], terms: [502], words: 300, language: 'en' }
      await saveKeys(tx, [{ ...keys, profile: packProfile(profile('Bridge opened')) }])
      await tx.query('update articles set clustered_at = clock_timestamp() where id = $1', [id])
    })
    expect(await titleOf()).toEqual(profile('Bridge opened').title)
    const left = await pool.query('select term from article_terms where article_id = $1', [id])
    expect(left.rows).toEqual([{ term: 502 }])
  })
})

describe('candidates of copies', () => {
  it('share two keys, or one with a short text on either side', async () => {
    const two = await known({ day: daysAgo(1), fingerprints: [11n, 12n] })
    await known({ day: daysAgo(1), fingerprints: [11n] })
    const short = await known({ day: daysAgo(1), fingerprints: [12n], words: 20 })
    const ask = async (words: number) => {
      const asked = { id: 9_000_004, day: daysAgo(0), fingerprints: [11n, 12n, 13n], words }
      const hits = await transaction(pool, (tx) => findCopyCandidates(tx, [asked], COPY_POLICY))
      return hits.map(({ candidate, shared }) => ({ candidate, shared }))
    }
    expect(await ask(300)).toEqual([
      { candidate: two, shared: 2 },
      { candidate: short, shared: 1 },
    ])
    expect(await ask(20)).toHaveLength(3)
  })

  const ask = async (day: string | null, fingerprints: readonly bigint[]) => {
    const asked = { id: 9_000_005, day, fingerprints, words: 300 }
    const hits = await transaction(pool, (tx) => findCopyCandidates(tx, [asked], COPY_POLICY))
    return hits.map(({ candidate }) => candidate)
  }

  it('lie within the window of their days; without a date, among what came in lately', async () => {
    const near = await known({ day: daysAgo(13), seenDaysAgo: 13, fingerprints: [21n, 22n] })
    await known({ day: daysAgo(16), seenDaysAgo: 16, fingerprints: [21n, 22n] })
    const old = await known({ day: '2019-01-01', seenDaysAgo: 2, fingerprints: [21n, 22n] })
    const undated = await known({ day: null, seenDaysAgo: 2, fingerprints: [21n, 22n] })
    await known({ day: null, seenDaysAgo: 20, fingerprints: [21n, 22n] })
    expect(await ask(daysAgo(0), [21n, 22n])).toEqual([near, undated])
    expect(await ask(null, [21n, 22n])).toEqual([near, old, undated])
  })

  it('are found beside keys that thousands hold', async () => {
    const copy = await known({ day: daysAgo(1), fingerprints: [31n, 32n] })
    await pool.query(
      `insert into article_fingerprints (hash, day, article_id)
       select 33, $1, 8000000 + i from generate_series(1, 8001) i`,
      [daysAgo(1)],
    )
    expect(await ask(daysAgo(0), [31n, 32n, 33n])).toEqual([copy])
    await pool.query('delete from article_fingerprints where hash = 33')
  })
})

describe('documents', () => {
  it('of one batch each get their own bytes back', async () => {
    const pages = ['<p>one</p>', `<p>${'two '.repeat(500)}</p>`, '', '<p>čtyři</p>']
    const ids = await Promise.all(
      pages.map(
        async () =>
          (await pool.query('insert into articles default values returning id')).rows[0].id as number,
      ),
    )
    const documents = await Promise.all(
      pages.map((page) =>
        packDocument({
          kind: 'html',
          url: null,
          status: 200,
          headers: null,
          given: null,
          bytes: Buffer.from(page),
        }),
      ),
    )
    const at = new Date()
    await insertDocuments(
      pool,
      documents.map((document, i) => ({ articleId: ids[i]!, at, document })),
    )
    const stored = await loadDocuments(
      pool,
      ids.map((id) => ({ id, documentAt: at })),
    )
    expect(ids.map((id) => packedText(stored.get(id)!))).toEqual(pages)
  })
})

function packedText({ packed, ...rest }: StoredDocument): string {
  return Buffer.from(unpackBytes({ ...rest, packed: packed! })).toString()
}

describe('the blocks of an outlet', () => {
  it('go with it', async () => {
    const outlet = await pool.query(`insert into outlets (slug, name) values ('gone', 'Gone') returning id`)
    const { id } = outlet.rows[0]
    await pool.query(
      `insert into outlet_blocks (outlet_id, block_hash, first_article_id) values ($1, 'a', 1), ($1, 'b', 1)`,
      [id],
    )
    await pool.query('delete from outlets where id = $1', [id])
    const left = await pool.query('select from outlet_blocks where outlet_id = $1', [id])
    expect(left.rowCount).toBe(0)
  })
})

describe('what an outlet repeats', () => {
  it('is kept while it is seen again, and forgotten once it no longer is', async () => {
    const outlet = await pool.query(`insert into outlets (slug, name) values ('said', 'Said') returning id`)
    const outletId = outlet.rows[0].id as number
    const seen = [1, 2].map((shingle) => ({ outletId, shingle, articles: 3 }))
    await saveOutletShingles(pool, seen)
    await pool.query('update outlet_shingles set last_seen_on = current_date - 100')
    await saveOutletShingles(pool, seen.slice(0, 1))
    expect(await forgetOldShingles(pool, new Date(Date.now() - 90 * DAY_MS))).toBe(1)
    expect(await loadOutletShingles(pool, [outletId])).toEqual(new Map([[outletId, new Set([1])]]))
  })
})
