import { describe, expect, test } from 'vitest'
import { titleKey, titlePrint } from '../../../src/core/copies/bare-title.ts'
import type { CopyArticle } from '../../../src/core/copies/compared-pairs.ts'
import { copyReasons } from '../../../src/core/copies/cut.ts'
import { type CopyCandidate, decideCopy } from '../../../src/core/copies/decision.ts'
import { groupCopies } from '../../../src/core/copies/groups.ts'
import { type CopyFacts, originOf } from '../../../src/core/copies/origin.ts'
import { repeatedShingles } from '../../../src/core/copies/outlet-shingles.ts'
import { connectedParts } from '../../../src/core/copies/parts.ts'
import { comparable, overlapOf } from '../../../src/core/copies/similarity.ts'
import { copyVerdict } from '../../../src/core/copies/verdict.ts'
import { digestText } from '../../../src/core/text/digest.ts'

const decisionOf = (...asked: Parameters<typeof decideCopy>) => decideCopy(...asked).decision

/** Words that no other text shares, so that what is shared is only what a test puts there. */
const prose = (seed: string, paragraphs: number): string =>
  Array.from({ length: paragraphs }, (_, i) =>
    Array.from({ length: 34 }, (_, k) =>
      k % 11 === 6 ? String(i * 90 + k * 7 + seed.length * 1000) : `${seed}${'aeiou'[k % 5]}${i}x${k}`,
    )
      .map((word, k) =>
        k % 9 === 4
          ? `${word[0]!.toUpperCase()}${word.slice(1).replaceAll(/\d/g, 'q')}${seed}${'bcdfg'[i % 5]}`
          : word,
      )
      .join(' ')
      .concat('.'),
  ).join('\n\n')
const article = prose

const text = (body: string) => comparable(digestText(body), null)
const facts = (id: number, over: Partial<CopyFacts> = {}): CopyFacts => ({
  id,
  outlet: `outlet-${id}`,
  publishedMs: Date.UTC(2024, 4, 1),
  isBareDay: false,
  words: 400,
  isAgency: false,
  names: [`outlet-${id}`],
  credits: [],
  hasDateline: false,
  titleKey: null,
  sortKey: String(id),
  ...over,
})
const candidate = (its: CopyFacts, body: string, original: CopyFacts = its): CopyCandidate => ({
  ...its,
  original,
  text: text(body),
})

const report = (figures: readonly number[], names: readonly string[]): string =>
  Array.from(
    { length: 8 },
    (_, i) =>
      `Shares of the shipping company ${names[i % names.length]} closed at ${figures[i]} on the exchange after trading in a narrow range for most of the session as investors waited for the figures of the second quarter, which analysts had expected to be somewhat better than those of the year before.`,
  ).join('\n\n')
const MARKET = report([41, 77, 93, 18, 64, 52, 36, 29], ['Norvale', 'Brandt', 'Quist', 'Lindgren'])
const OTHER_MARKET = report([58, 12, 47, 85, 23, 91, 69, 74], ['Estmark', 'Okoro', 'Falk', 'Tanaka'])

describe('one text or two', () => {
  const whole = article('ferry', 10)
  test.each([
    ['the same text', whole, whole, 'copy'],
    ['its first three paragraphs', whole, whole.split('\n\n').slice(0, 3).join('\n\n'), 'copy'],
    ['the same words with other facts', MARKET, OTHER_MARKET, 'templated'],
    ['another text', whole, article('orchard', 10), 'too_little'],
  ] as const)('%s', (_, one, other, verdict) => {
    expect(copyVerdict(overlapOf(text(one), text(other)), false)).toBe(verdict)
  })

  test('one outlet repeats half of a text as background: two articles', () => {
    const background = article('ferry', 6)
    const first = `${article('orchard', 5)}\n\n${background}`
    const second = `${article('quarry', 5)}\n\n${background}`
    expect(copyVerdict(overlapOf(text(first), text(second)), true)).toBe('too_little')
  })
})

describe('which is the original', () => {
  const at = (day: number, hour = 0, minute = 0) => Date.UTC(2024, 4, day, hour, minute)
  test.each([
    [
      'the agency, though its page is a day younger',
      facts(2, { isAgency: true, publishedMs: at(2) }),
      facts(1),
      'agency',
    ],
    [
      'whom the other one credits',
      facts(2, { publishedMs: at(3) }),
      facts(1, { credits: ['outlet-2'] }),
      'named',
    ],
    ['the earlier by days', facts(2), facts(1, { publishedMs: at(9) }), 'earlier'],
    [
      'the earlier by two hours, though shorter',
      facts(2, { words: 300 }),
      facts(1, { publishedMs: at(1, 2) }),
      'earlier',
    ],
    [
      'of a bare day the next day is later',
      facts(2, { isBareDay: true, words: 300 }),
      facts(1, { isBareDay: true, publishedMs: at(2) }),
      'earlier',
    ],
    [
      'the one that says it is the wire’s, where a bare day leaves it open',
      facts(2, { publishedMs: at(1, 15), credits: ['reuters'] }),
      facts(1, { isBareDay: true }),
      'credited',
    ],
    [
      'the one with a dateline, within the hour',
      facts(2, { publishedMs: at(1, 0, 40), hasDateline: true }),
      facts(1),
      'dateline',
    ],
    ['within the hour the fuller', facts(2, { words: 500, publishedMs: at(1, 0, 30) }), facts(1), 'fuller'],
    [
      'a line more is no fuller text',
      facts(2),
      facts(1, { words: 412, publishedMs: at(1, 0, 30) }),
      'earlier',
    ],
    ['else what the order of addresses decides, and it says so', facts(1), facts(2), 'address_order'],
    ['the dated one', facts(2), facts(1, { publishedMs: null }), 'earlier'],
  ] as const)('%s', (_, original, other, reason) => {
    for (const members of [
      [original, other],
      [other, original],
    ]) {
      const origin = originOf(members)
      expect(origin.original.id).toBe(original.id)
      expect(origin.reasonOver(other)).toBe(reason)
    }
  })
})

describe('groups of copies', () => {
  const whole = article('ferry', 10)
  const excerpt = whole.split('\n\n').slice(0, 3).join('\n\n')

  test('a copy of a copy links to the original', () => {
    const original = facts(1)
    const copy = facts(2, { words: 390 })
    const decision = decisionOf({ ...facts(3, { words: 380 }), text: text(whole) }, [
      candidate(copy, whole, original),
      candidate(original, whole),
    ])
    expect(decision?.originalId).toBe(1)
    expect(decision?.direction).toBe('copy')
  })

  test('the original that comes last takes the group over', () => {
    const decision = decisionOf({ ...facts(3, { words: 400 }), text: text(whole) }, [
      candidate(facts(1, { words: 120 }), excerpt),
    ])
    expect(decision?.originalId).toBe(3)
    expect(decision?.direction).toBe('original')
    expect(decision?.groups).toEqual([1])
  })

  test('nothing alike, no copy', () => {
    expect(decisionOf({ ...facts(3), text: text(MARKET) }, [candidate(facts(1), OTHER_MARKET)])).toBeNull()
  })

  test('what has the words with other facts is named, and so it is by the second look', () => {
    const judged = decideCopy({ ...facts(3), text: text(MARKET) }, [candidate(facts(1), OTHER_MARKET)])
    expect(judged).toEqual({ decision: null, templated: [1] })
    const articles = [
      { ...facts(1), text: text(OTHER_MARKET) },
      { ...facts(3), text: text(MARKET) },
    ]
    expect(groupCopies(articles, [[0, 1]])).toEqual({ groups: [], templated: [[1, 3]] })
  })

  test('an excerpt of two texts joins them not', () => {
    const shared = article('ferry', 3)
    const one = `${shared}\n\n${article('orchard', 9)}`
    const two = `${shared}\n\n${article('quarry', 9)}`
    const decision = decisionOf({ ...facts(3, { words: 120 }), text: text(shared) }, [
      candidate(facts(1), one),
      candidate(facts(2), two),
    ])
    expect(decision?.groups).toHaveLength(1)
  })
})

describe('the second look', () => {
  const whole = article('ferry', 10)
  const cut = (from: number, to: number) => whole.split('\n\n').slice(from, to).join('\n\n')
  const held = (id: number, body: string, over: Partial<CopyFacts> = {}): CopyArticle => ({
    ...facts(id, { words: body.split(/\s+/).length, ...over }),
    text: text(body),
  })
  const every = (n: number): [number, number][] =>
    Array.from({ length: n }, (_, i) => Array.from({ length: i }, (__, k): [number, number] => [k, i])).flat()
  const groupsOf = (articles: readonly CopyArticle[], settled: [number, number][] = []) =>
    groupCopies(articles, every(articles.length), settled).groups.map(({ original, members }) => [
      original.id,
      ...members.flatMap(({ id }) => (id === original.id ? [] : [id])).sort(),
    ])

  test('finds one group in whatever order its articles came', () => {
    const articles = [held(1, whole), held(2, cut(0, 9)), held(3, cut(0, 3)), held(4, article('quarry', 8))]
    expect(groupsOf(articles)).toEqual([[1, 2, 3]])
    expect(groupsOf(articles.toReversed())).toEqual([[1, 2, 3]])
  })

  test('an excerpt of two texts goes with one of them and joins them not', () => {
    const shared = cut(0, 3)
    const one = `${shared}\n\n${article('orchard', 9)}`
    const two = `${shared}\n\n${article('quarry', 9)}`
    expect(groupsOf([held(1, one), held(2, two), held(3, shared)])).toHaveLength(1)
    expect(groupsOf([held(1, one), held(2, two), held(3, shared)])[0]).toHaveLength(2)
  })

  test('a text that holds two others joins them not', () => {
    const [a, b] = [article('orchard', 3), article('quarry', 3)]
    const all = `${a}\n\n${b}\n\n${article('ferry', 1)}`
    expect(groupsOf([held(1, a), held(2, b), held(3, all)])[0]).toHaveLength(2)
  })

  test('reports of one template stay apart, excerpts of them too', () => {
    expect(groupsOf([held(1, MARKET), held(2, OTHER_MARKET)])).toEqual([])
  })

  test('what an outlet repeats in three articles does not count', () => {
    const own = { outlet: 'x' }
    const block = article('ferry', 6)
    const page = (seed: string) => `${block}\n\n${article(seed, 1)}`
    expect(groupsOf([held(1, page('orchard'), own), held(2, page('quarry'), own)])).toHaveLength(1)
    expect(
      groupsOf([
        held(1, `${block}\n\n${article('orchard', 4)}`, own),
        held(2, `${block}\n\n${article('quarry', 2)}`, own),
        held(3, `${block}\n\n${article('meadow', 4)}`, own),
      ]),
    ).toEqual([])
  })

  test('what an outlet repeats in unrelated articles does not count, against others either', () => {
    const appeal = article('meadow', 3)
    const own = ['orchard', 'quarry', 'willow'].map((seed, i) =>
      held(i + 1, `${article(seed, 8)}\n\n${appeal}`, { outlet: 'x' }),
    )
    const other = held(4, `${appeal}\n\n${article('ferry', 1)}`)
    const all = [...own, other]
    const repeated = repeatedShingles(all, every(4))
    expect([...repeated.keys()]).toEqual(['x'])
    expect([...repeated.get('x')!.values()].every((n) => n === 3)).toBe(true)
    const sets = new Map([...repeated].map(([outlet, counts]) => [outlet, new Set(counts.keys())]))
    expect(groupCopies(all, every(4), [], sets).groups).toEqual([])
    expect(
      repeatedShingles(
        [held(1, whole, { outlet: 'x' }), held(2, whole, { outlet: 'x' }), held(3, whole, { outlet: 'x' })],
        every(3),
      ).size,
    ).toBe(0)
  })

  test('a copy of what has been rewritten since stays one', () => {
    expect(groupsOf([held(1, article('quarry', 10)), held(2, whole)], [[0, 1]])).toEqual([[1, 2]])
  })

  test('parts are what hangs together; one that grows too large loses its weakest pairs', () => {
    const pairs = [
      { a: 1, b: 2, shared: 9 },
      { a: 2, b: 3, shared: 2 },
      { a: 4, b: 5, shared: 3 },
    ]
    const ids = (most?: number) =>
      connectedParts(pairs, [[5, 6]], most).map((part) => [...part.ids].sort((x, y) => x - y))
    expect(ids().sort()).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ])
    expect(ids(2).sort()).toEqual([
      [1, 2],
      [5, 6],
    ])
  })

  test('says what was cut and what was added', () => {
    const copy = `${cut(0, 2)}\n\n${cut(4, 10)}\n\n${article('orchard', 1)}`
    const part = (body: string) => ({ body, text: text(body) })
    const reasons = copyReasons(part(copy), { id: 1, ...part(whole) }, 'earlier')
    expect(reasons).toMatchObject({ like: 1, why: 'earlier', cut: [3, 4], added: [9] })
    expect(reasons.words_cut).toBe(68)
    expect(reasons.words_added).toBe(34)
    expect(reasons.share).toBeCloseTo(8 / 9, 2)
    expect(reasons.share_of_original).toBeCloseTo(0.8, 2)
  })
})

describe('a title alone', () => {
  const DAY = '2024-05-01'
  const TITLE = 'Ferry runs aground off Lindau'
  const bare = (id: number, key: string | null, over: Partial<CopyFacts> = {}): CopyArticle => ({
    ...facts(id, { words: 0, outlet: 'x', titleKey: key, ...over }),
    text: text(''),
  })
  const full = (id: number, key: string | null, body: string): CopyArticle => ({
    ...facts(id, { outlet: 'x', titleKey: key, publishedMs: Date.UTC(2024, 4, 1, 9) }),
    text: text(body),
  })
  const key = titleKey(7, DAY, TITLE)
  const groups = (articles: readonly CopyArticle[]) =>
    groupCopies(articles, [
      [0, 1],
      ...(articles.length > 2
        ? ([
            [1, 2],
            [0, 2],
          ] as [number, number][])
        : []),
    ]).groups.map(({ original, members }) => [original.id, members.length])

  test.each([
    ['outlet, day and title alike', key, titleKey(7, DAY, 'Ferry runs aground off Lindau!'), [[1, 2]]],
    ['another outlet', key, titleKey(8, DAY, TITLE), []],
    ['another day', key, titleKey(7, '2024-05-02', TITLE), []],
    ['another title', key, titleKey(7, DAY, 'Ferry refloated off Lindau'), []],
    ['no outlet', titleKey(null, DAY, TITLE), titleKey(null, DAY, TITLE), []],
    ['no day', titleKey(7, null, TITLE), titleKey(7, null, TITLE), []],
    ['a title that says nothing', titleKey(7, DAY, 'Weather'), titleKey(7, DAY, 'Weather'), []],
  ])('%s', (_, one, other, expected) => {
    expect(groups([bare(1, one), bare(2, other)])).toEqual(expected)
    const decision = decisionOf(bare(2, other), [{ ...bare(1, one), original: bare(1, one) }])
    expect(decision?.originalId ?? null).toBe(expected.length ? 1 : null)
  })

  test('the text is the original of its title, and two texts are not brought together by one', () => {
    expect(groups([bare(1, key), full(2, key, article('ferry', 5))])).toEqual([[2, 2]])
    expect(
      groups([bare(1, key), full(2, key, article('ferry', 5)), full(3, key, article('quarry', 5))]),
    ).toEqual([[2, 2]])
  })

  test('is found under one key', () => {
    expect(titlePrint(key!)).toBe(titlePrint(titleKey(7, DAY, 'Ferry runs aground – off Lindau')!))
    expect(titlePrint(key!)).not.toBe(titlePrint(titleKey(7, DAY, 'Ferry refloated off Lindau')!))
  })
})
