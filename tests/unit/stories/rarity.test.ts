import { describe, expect, test } from 'vitest'
import { profileOf } from '../../../src/core/stories/profile/profile.ts'
import {
  blendedIdf,
  boundHistory,
  countDays,
  createOtherDays,
  firstKeptDay,
  RARITY_POLICY,
} from '../../../src/core/stories/rarity.ts'

const DAY_MS = 86_400_000
const MONDAY = Date.UTC(2024, 2, 4)
const DAY = MONDAY / DAY_MS

const article = (title: string, daysLater: number) => ({
  profile: profileOf({ title, body: null, language: 'en' }, () => 1),
  publishedMs: MONDAY + daysLater * DAY_MS,
})
const HISTORY = countDays([
  article('Police seize harbour cargo', 0),
  article('Police seize harbour boat', 1),
  ...Array.from({ length: 6 }, (_, i) => article('Police close street', 20 + i)),
])

describe('rarity by the history of the stream', () => {
  test('counts the other days, never the days of the article itself', () => {
    const others = createOtherDays(HISTORY)('en', DAY)
    expect(others.articles).toBe(6)
    expect([others.countOf('polic'), others.countOf('harbour')]).toEqual([6, 0])
  })

  test('an undated article has no days of its own, and so no other days', () => {
    expect(createOtherDays(HISTORY)('en', null).articles).toBe(0)
  })

  test('what the stream says daily is common, what it never said is rare', () => {
    const idf = blendedIdf('en', undefined, createOtherDays(HISTORY)('en', DAY))
    const without = blendedIdf('en')
    expect(idf('polic', 'en')).toBeLessThan(without('polic', 'en'))
    expect(idf('tavastia', 'en')).toBeGreaterThan(idf('street', 'en'))
  })

  test('a new stream tells rare from common in a language without a background too', () => {
    const near = { articles: 6, countOf: (key: string) => (key === 'talas' ? 6 : 0) }
    const range = (language: string, isSure = true): number => {
      const idf = blendedIdf(language, near, undefined, isSure)
      return idf('unseen', language) - idf('talas', language)
    }
    const unseen = (language: string, isSure = true): number =>
      blendedIdf(language, near, undefined, isSure)('unseen', language)
    expect(unseen('it')).toBeCloseTo(Math.log(167), 5)
    expect(range('it')).toBeCloseTo(Math.log(7), 5)
    // In a language that the article is only perhaps in, and for syllables, nothing is assumed.
    expect(unseen('it', false)).toBeLessThan(unseen('it'))
    expect(unseen('vi')).toBeLessThan(unseen('it'))
  })

  test('a history that is large enough takes the place of what is assumed', () => {
    const others = { articles: 300, countOf: () => 0 }
    expect(blendedIdf('it', undefined, others)('wort', 'it')).toBe(
      blendedIdf('it', undefined, others, false)('wort', 'it'),
    )
  })

  test('another language has its own history', () => {
    expect(createOtherDays(HISTORY)('de', DAY).articles).toBe(0)
  })

  test('keeps the latest days, and more of them while they hold few articles', () => {
    const full = Array.from({ length: 500 }, (_, day): [number, number] => [day, 100])
    expect(firstKeptDay(full)).toBe(500 - RARITY_POLICY.minDays)
    const sparse = full.map(([day]): [number, number] => [day, 1])
    expect(firstKeptDay(sparse)).toBe(500 - RARITY_POLICY.maxDays)
  })

  test('keeps the commonest terms of a day, whatever order its articles came in', () => {
    const articles = [article('Police seize harbour cargo', 0), article('Police close street', 0)]
    const policy = { ...RARITY_POLICY, maxTermsPerDay: 3 }
    const kept = (list: typeof articles) =>
      [...boundHistory(countDays(list), policy).get('en')!.get(DAY)!.df].sort()
    expect(kept(articles)).toEqual(kept([...articles].reverse()))
    expect(kept(articles)).toHaveLength(3)
    expect(new Map(kept(articles)).get('polic')).toBe(2)
  })
})
