import { describe, expect, it } from 'vitest'
import { isMadeSlug, nameKey, numberedSlug, slugOf } from '../../../src/core/record/outlet-name.ts'

describe('names that differ in case, blanks and punctuation only are one outlet', () => {
  it.each([
    ['The Local', 'the-local'],
    ['THE LOCAL', ' The  Local. '],
    ['L’Équipe', "L'ÉQUIPE"],
    ['L\u2019E\u0301quipe', 'L’Équipe'],
    ['Straßenblatt', 'STRASSENBLATT'],
    ['Τα Νέας', 'ΤΑ ΝΈΑΣ'],
    ['A&B', 'A B'],
    ['朝日新聞 24', '朝日新聞24'],
    ['همشهری\u200cآنلاین', 'همشهریآنلاین'],
  ])('%s = %s', (one, other) => {
    expect(nameKey(one)).toBe(nameKey(other))
  })
})

describe('names that differ in more are different outlets', () => {
  it.each([
    ['Новости 24', 'Канал 24'],
    ['朝日新聞 24', '毎日新聞 24'],
    ['Ö1', 'Ä1'],
    ['Ö1', 'O1'],
    ['Canal+', 'Canal'],
    ['ＮＨＫ', 'NHK'],
    ['القدس', 'الأهرام'],
    ['!!!', '???'],
    ['C', 'C#'.replace('#', '++')],
  ])('%s ≠ %s', (one, other) => {
    expect(nameKey(one)).not.toBe(nameKey(other))
  })
})

describe('slugs can be read', () => {
  it.each([
    ['The Harbour Gazette', 'the-harbour-gazette'],
    ['Новости 24', 'novosti-24'],
    ['朝日新聞 24', 'chao-ri-xin-wen-24'],
    ['한겨레', 'hangyeole'],
    ['Καθημερινή', 'kathimerini'],
    ['Süddeutsche Straße', 'suddeutsche-strasse'],
    ['Kurier Łódzki', 'kurier-lodzki'],
    ['O’Brien’s Post', 'obriens-post'],
    ['Canal+', 'canal-plus'],
    ['news.example.org', 'news-example-org'],
    ['!!!', 'outlet'],
  ])('%s → %s', (name, slug) => {
    expect(slugOf(name)).toBe(slug)
    expect(isMadeSlug(slug, name)).toBe(true)
  })

  it.each(['القدس العربي', 'דה מרקר', 'दैनिक जागरण', 'ไทยรัฐ', '📰', 'x'.repeat(500), `${'word '.repeat(60)}`])(
    '%s → a valid slug',
    (name) => {
      expect(slugOf(name)).toMatch(/^(?=.{1,80}$)[a-z0-9]+(-[a-z0-9]+)*$/)
    },
  )

  it('numbers follow a slug that is taken, within its length', () => {
    expect(numberedSlug('a', 1)).toBe('a')
    expect(numberedSlug('a', 2)).toBe('a-2')
    expect(numberedSlug('x'.repeat(80), 12)).toBe(`${'x'.repeat(77)}-12`)
    expect(isMadeSlug('o1-2', 'Ö1')).toBe(true)
    expect(isMadeSlug('radio', 'Ö1')).toBe(false)
  })
})
