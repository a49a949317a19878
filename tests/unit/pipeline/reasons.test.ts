import { describe, expect, it } from 'vitest'
import { explainReasons } from '../../../src/pipeline/reasons.ts'

describe('reasons in words', () => {
  it.each([
    ['nothing', null, []],
    [
      'a first article',
      { why: 'no_candidates', runner_up: null },
      ['Nothing like it was known: it began a story of its own.'],
    ],
    [
      'an article that joined',
      {
        why: 'joined',
        like: 7,
        probability: 0.994,
        names: ['cuxhaven'],
        terms: ['ferry', 'sandbank'],
        numbers: [],
        quotes: 1,
        scores: { text: 0.418, title: 0, days: 0.5 },
        runner_up: { storyId: 3, probability: 0.004 },
      },
      [
        'It joined this story: 99 % certain that it tells of the same event, most like article 7.',
        'Names in common: cuxhaven.',
        'Words in common: ferry, sandbank.',
        '1 quote in common.',
        'Alike: text 42 %, headline 0 %, published 0.5 days apart.',
        'Next best: story 3, under 1 % certain.',
      ],
    ],
    [
      'a copy',
      {
        why: 'agency',
        like: 15,
        names: 1,
        share: 0.97,
        numbers: 1,
        share_of_original: 0.73,
        words_cut: 96,
        words_added: 1,
        cut: [4, 7],
        added: [],
      },
      [
        '97 % of its text stands in article 15, and 73 % of that stands in it.',
        'So do 100 % of its numbers and 100 % of its names.',
        'It leaves out 96 words of the original (paragraph 4, 7).',
        'It adds 1 word of its own.',
        'The original is the agency’s own page.',
      ],
    ],
    [
      'what the second look moved',
      { why: 'repaired', like: 7, probability: 0.71 },
      ['The second look put it here: 71 % certain that it tells of the same event as article 7.'],
    ],
    ['a key that nobody told us of', { moon_phase: [1, 2] }, ['moon phase: 1, 2']],
  ])('%s', (_, reasons, lines) => {
    expect(explainReasons(reasons)).toEqual(lines)
  })
})
