import { describe, expect, test } from 'vitest'
import { compare } from '../../../src/core/stories/pair/features.ts'
import { headlineOdds } from '../../../src/core/stories/pair/headlines.ts'
import { prepare } from '../../../src/core/stories/pair/prepared.ts'
import { profileKeys } from '../../../src/core/stories/profile/keys.ts'
import { storyLanguage } from '../../../src/core/stories/profile/languages.ts'
import { packProfile, unpackProfile } from '../../../src/core/stories/profile/packed.ts'
import { profileOf } from '../../../src/core/stories/profile/profile.ts'
import { IS_NAME } from '../../../src/core/stories/profile/story-profile.ts'
import { words } from '../../../src/core/stories/profile/words/words.ts'
import { possibleLanguages } from '../../../src/core/text/language.ts'

const one = () => 1
const titled = (title: string, language: string | null) => profileOf({ title, body: null, language }, one)
const keysOf = (title: string, language: string | null) =>
  new Set(profileKeys(titled(title, language), one).map(({ hash }) => hash))

describe('languages of stories', () => {
  test.each([
    ['nb', 'no'],
    ['nn-NO', 'no'],
    ['zh-Hant', 'zh'],
    ['zh-Hans', 'zh'],
    ['pt-BR', 'pt'],
    ['en_GB', 'en'],
    ['iw', 'he'],
    ['fil', 'fil'],
    ['und', null],
    ['', null],
    [null, null],
  ])('%s is read as %s', (tag, language) => {
    expect(storyLanguage(tag)).toBe(language)
  })

  test('a headline without a language is found beside those that have one', () => {
    const english = keysOf('Freighter Tavira aground off Kestrel Point', 'en')
    const unknown = keysOf('Tavira: freighter aground off Kestrel Point', null)
    expect([...english].filter((key) => unknown.has(key)).length).toBeGreaterThanOrEqual(4)
  })

  test('and is compared with them in their language', () => {
    const text = 'Freighter Tavira aground off Kestrel Point'
    const facts = compare(
      prepare(titled(text, 'en'), null, one),
      prepare({ ...titled(text, 'sv'), alternatives: [titled(text, 'en')] }, null, one),
    )
    expect(facts.title).toBeCloseTo(1)
  })

  test('a language that is stated is the only one; one that was read off a headline leaves doubt', () => {
    const text = { title: 'Maria Costa gana oro para Tavira', body: null, language: 'pt' }
    expect(profileOf(text, one).alternatives.length).toBeGreaterThan(0)
    expect(profileOf({ ...text, isLanguageStated: true }, one)).toMatchObject({
      language: 'pt',
      alternatives: [],
    })
  })

  test('what is sure is one language, what is not is several, English among those of Latin script', () => {
    expect(possibleLanguages('The mayor of the town said that she would not resign')).toEqual(['en'])
    expect(possibleLanguages('Tavira Kestrel 2-1')).toContain('en')
    expect(possibleLanguages('12 : 30')).toEqual([])
  })

  test('the readings of a headline come back from the database', () => {
    const profile = { ...titled('Tavira', 'sv'), alternatives: [titled('Tavira', 'en')] }
    expect(unpackProfile(packProfile(profile)).alternatives.map(({ language }) => language)).toEqual(['en'])
  })

  test.each([
    ['vi', 'Bán bàn bạn', ['bán', 'bàn', 'bạn']],
    ['es', 'año ano él', ['año', 'ano', 'el']],
    ['sv', 'Ö ö kafé', ['ö', 'ö', 'kafe']],
    ['fr', 'élève déjà', ['eleve', 'deja']],
  ])('letters of their own stay in %s', (language, text, keys) => {
    expect(words(text, 10, language).map(({ key }) => key)).toEqual(keys)
  })

  test('a Vietnamese name is kept whole beside its syllables', () => {
    const { terms } = profileOf(
      {
        title: 'Cháy chợ ở Tân Hòa',
        body: 'Ông Lê Văn Bình cho biết lửa tắt lúc nửa đêm. Nhà của Lê Văn Bình ở cạnh chợ.',
        language: 'vi',
      },
      one,
    )
    const names = terms.filter(({ flags }) => flags & IS_NAME).map(({ key }) => key)
    expect(names).toEqual(expect.arrayContaining(['tân_hòa', 'lê_văn_bình', 'bình']))
    expect(names.filter((name) => name.includes('_'))).toHaveLength(3)
  })

  test('of a Vietnamese text three times as many syllables are kept as words of another', () => {
    const body = Array.from({ length: 400 }, (_, i) => `xa${i}y`).join(' ')
    const kept = (language: string) => profileOf({ title: null, body, language }, one).terms.length
    expect(kept('vi')).toBe(3 * kept('en'))
  })
})

describe('two headlines without a text, after the second look', () => {
  const oddsOf = (language: string | null, body: string | null = null): number => {
    const [a, b] = ['Tavira Kestrel 2-1', 'Kestrel 1-2 Tavira'].map((title) =>
      prepare(profileOf({ title, body, language, isLanguageStated: language !== null }, one), null, one),
    )
    return headlineOdds(a!, b!)
  }

  test('are less likely in English and likelier in a language that was not learned from', () => {
    expect(oddsOf('en')).toBeLessThan(0)
    expect(oddsOf('pt')).toBeGreaterThan(0)
  })

  test('are not made likelier where the language is in doubt', () => {
    expect(oddsOf(null)).toBeLessThanOrEqual(0)
  })

  test('stay as they are where there is a text', () => {
    expect(oddsOf('pt', 'Tavira won.')).toBe(0)
  })
})
