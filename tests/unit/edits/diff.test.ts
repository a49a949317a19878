import { describe, expect, it } from 'vitest'
import { describeEdit } from '../../../src/core/edits/diff.ts'

const body = (...paragraphs: string[]) => paragraphs.join('\n\n')

describe('describeEdit', () => {
  it('shows a changed headline first, then each changed passage with some words around it', () => {
    const edit = describeEdit(
      {
        title: 'Two hurt in fire',
        body: body('The fire began at noon.', 'Two people were hurt, the brigade said.'),
      },
      {
        title: 'Three hurt in fire',
        body: body('The fire began at noon.', 'Three people were hurt, the brigade said.'),
      },
    )
    expect(edit.diff).toBe(
      '[-Two-]{+Three+} hurt in fire\n[-Two-]{+Three+} people were hurt, the brigade said.',
    )
    expect(edit).toMatchObject({ wordsAdded: 2, wordsRemoved: 2, marked: false })
  })

  it('keeps a new paragraph in one piece', () => {
    const edit = describeEdit(
      { title: 'T', body: body('First.', 'Last.') },
      { title: 'T', body: body('First.', 'In between.', 'Last.') },
    )
    expect(edit).toEqual({ diff: '{+In between.+}', wordsAdded: 2, wordsRemoved: 0, marked: false })
  })

  it.each([
    ['Correction: an earlier text gave the wrong year.', true],
    ['UPDATE, 14:10 – police have named the driver', true],
    ['This article was updated on Friday to add a comment by the firm.', true],
    ['In einer früheren Version hieß es, die Brücke sei 200 Meter lang.', true],
    ['Cet article a été modifié le 3 mai.', true],
    ['更正：本文初版有误。', true],
    ['The firm updated its forecast on Friday.', false],
    ['The correction of the course took an hour.', false],
  ])('is marked by a note that came in: %s', (note, marked) => {
    const before = { title: 'T', body: 'Text.' }
    expect(describeEdit(before, { title: 'T', body: body('Text.', note) }).marked).toBe(marked)
    expect(
      describeEdit({ title: 'T', body: body('Text.', note) }, { title: 'T', body: body('Text!', note) })
        .marked,
    ).toBe(false)
  })

  it('bounds what a rewritten text costs', () => {
    const noise = (seed: number) =>
      Array.from({ length: 20_000 }, (_, i) => `w${(i * 7919 + seed * 104_729) % 50_021}`).join(' ')
    const edit = describeEdit({ title: 'T', body: noise(1) }, { title: 'T', body: noise(2) })
    expect(edit.diff.length).toBeLessThan(20_010)
  })
})
