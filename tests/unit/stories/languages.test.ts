import { describe, expect, test } from 'vitest'
import { compare } from '../../../src/core/stories/pair/features.ts'
import { prepare } from '../../../src/core/stories/pair/prepared.ts'
import { profileKeys } from '../../../src/core/stories/profile/keys.ts'
import { storyLanguage } from '../../../src/core/stories/profile/languages.ts'
import { packProfile, unpackProfile } from '../../../src/core/stories/profile/packed.ts'
import { profileOf } from '../../../src/core/stories/profile/profile.ts'
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
})
