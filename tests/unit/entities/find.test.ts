import { describe, expect, it } from 'vitest'
import { findEntities } from '../../../src/core/entities/find.ts'

const named = (title: string, body: string, language = 'en') =>
  findEntities({ title, dek: null, body, language })
    .map(({ kind, name }) => `${kind} ${name}`)
    .sort()

describe('findEntities', () => {
  it.each([
    [
      'a person by a first name, a place in its English name, an organisation by a word of it',
      'Mayor opens bridge',
      'The mayor, Sofia Lindqvist, told the Harbour Council in Genf that the bridge is open.',
      'en',
      ['organisation Harbour Council', 'person Sofia Lindqvist', 'place Geneva'],
    ],
    [
      'German: common nouns have capitals too, and are no names',
      'Neue Brücke für den Radverkehr eröffnet',
      'Die Bürgermeisterin Anna Keller hat am Montag in Köln die neue Brücke eröffnet, sagte das Verkehrsministerium.',
      'de',
      ['organisation Verkehrsministerium', 'person Anna Keller', 'place Cologne'],
    ],
    [
      'Spanish: particles inside names',
      'El tren vuelve a Zaragoza',
      'La ministra María de la Fuente anunció en Zaragoza que el Banco del Norte paga la obra.',
      'es',
      ['organisation Banco del Norte', 'person María de la Fuente', 'place Zaragoza'],
    ],
    [
      'acronyms, but not of everyday things',
      'NATO and the EU talk',
      'Officials of the EU and of NATO met on TV, the CEO of a chain said at 5 PM.',
      'en',
      ['organisation EU', 'organisation NATO'],
    ],
    ['a script without capitals gives places', '東京で会議', '会議は東京で開かれた。', 'ja', ['place Tokyo']],
    ['nothing to name', 'Rain is expected', 'It will rain on Monday, and again on Friday.', 'en', []],
  ])('%s', (_what, title, body, language, expected) => {
    expect(named(title, body, language)).toEqual(expected)
  })

  it('takes the surname in a headline for the person that the lead names in full', () => {
    const found = findEntities({
      title: 'Okafor wins again',
      dek: null,
      body: 'The sprinter Grace Okafor won her third race in Lagos on Sunday.',
      language: 'en',
    })
    expect(found.find(({ kind }) => kind === 'person')).toEqual({
      kind: 'person',
      name: 'Grace Okafor',
      inTitle: true,
      mentions: 2,
    })
  })

  it('does not take a Headline of Capitals for names', () => {
    expect(named('Mayor Opens Long Awaited Bridge', 'The bridge is open, the mayor said.')).toEqual([])
  })
})
