import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { nearName } from '../../../src/core/record/near-name.ts'
import { holds } from '../../support/properties.ts'

const commands = ['story', 'stories', 'status', 'search', 'export', 'up']

it.each([
  ['a letter too many', 'storys', 'story'],
  ['a letter missing', 'serch', 'search'],
  ['a wrong letter', 'statos', 'status'],
  ['two letters exchanged', 'exprot', 'export'],
  ['the nearer of two', 'storis', 'stories'],
  ['three letters changed', 'stxxxs', undefined],
  ['a short name, which a change makes another word', 'pu', undefined],
  ['nothing like it', 'baker', undefined],
  ['an empty name', '', undefined],
])('%s: %s is meant as %s', (_what, name, meant) => {
  expect(nearName(name, commands)).toBe(meant)
})

test('of two names as near, the first is meant', () => {
  expect(nearName('cart', ['card', 'care'])).toBe('card')
})

test('a known name is meant as itself, whatever else is known', () => {
  holds(
    fc.property(fc.array(fc.string({ minLength: 3, maxLength: 12 }), { minLength: 1 }), (names) => {
      expect(nearName(names.at(-1)!, names)).toBe(names.at(-1))
    }),
  )
})
