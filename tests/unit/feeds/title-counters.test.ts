import { expect, test } from 'vitest'
import { isSameTitle } from '../../../src/core/feeds/title-counters.ts'

test.each([
  ['Council votes (3 comments)', 'Council votes (14 comments)'],
  ['Council votes (3)', 'Council votes (4)'],
  ['Council votes [0]', 'Council votes'],
  ['Council votes – 1 comment', 'Council votes – 1.204 comments'],
  ['Rat stimmt ab (12 Kommentare)', 'Rat stimmt ab'],
  ['El pleno vota | 2 comentarios', 'El pleno vota | 7 comentarios'],
  ['Совет голосует (5 комментариев)', 'Совет голосует (21 комментарий)'],
  ['市議会が採決（コメント3件）', '市議会が採決'],
  ['议会表决（12条评论）', '议会表决（13条评论）'],
  ['Council votes (No Comments)', 'Council votes (1 Comment)'],
  ['Rat stimmt ab – keine Kommentare', 'Rat stimmt ab – 2 Kommentare'],
  ['Council votes 💬 12', 'Council votes 💬 13'],
  ['[17 upvotes] Council votes', '[18 upvotes] Council votes'],
])('a counter is no other headline: %s / %s', (before, after) => {
  expect(isSameTitle(before, after)).toBe(true)
})

test.each([
  ['Fire kills 3', 'Fire kills 4'],
  ['3 dead in fire', '4 dead in fire'],
  ['Council votes (3 dead)', 'Council votes (4 dead)'],
  ['Mayor denies it', 'Mayor resigns'],
  ['Mayor has no comment on vote', 'Mayor has no comment on strike'],
  [null, 'Mayor resigns'],
])('other words are: %s / %s', (before, after) => {
  expect(isSameTitle(before, after)).toBe(false)
})
