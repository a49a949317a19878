import { describe, expect, it } from 'vitest'
import { judgeEdit, type TextBefore } from '../../../src/core/edits/judge.ts'

const text = (title: string | null, body: string | null) => ({ title, body })
const stored = text('Mill sold', 'The mill was sold. Write to us.')
const reread: TextBefore = { kind: 'reread', text: text('Mill sold', 'The mill was sold.') }

describe('what a reading is to the text before it', () => {
  it.each<[string, TextBefore, ReturnType<typeof text>, string]>([
    ['the first text', { kind: 'none' }, stored, 'first'],
    ['another reading of the same document', { kind: 'same_document' }, text('Mill', 'The mill.'), 'none'],
    [
      'a document that reads as the old one does today',
      reread,
      text('Mill sold', 'The mill was sold.'),
      'none',
    ],
    ['a document that reads otherwise', reread, text('Mill sold', 'The mill was burnt.'), 'revised'],
    ['another headline alone', reread, text('Mill burnt', 'The mill was sold.'), 'revised'],
    ['the same text, its old document gone', { kind: 'unknown', why: 'no_document' }, stored, 'none'],
    [
      'another text, its old document gone',
      { kind: 'unknown', why: 'no_document' },
      text('Mill', 'Burnt.'),
      'unattributed',
    ],
  ])('%s', (_what, before, after, kind) => {
    expect(judgeEdit(before, stored, after).kind).toBe(kind)
  })

  it('tells an edit by the old document as it is read today, not by the text that was stored', () => {
    const change = judgeEdit(reread, stored, text('Mill sold', 'The mill was burnt.'))
    expect(change).toEqual({ kind: 'revised', before: text('Mill sold', 'The mill was sold.') })
  })
})
