/** The part of a text in which an edit is recognized. */
export interface JudgedText {
  readonly title: string | null
  readonly body: string | null
}

/** What is known about the text before the document that was read. */
export type TextBefore =
  /** Nothing: this is the first text. */
  | { readonly kind: 'none' }
  /** The same document: every difference from the stored text was made by Newsloom's own rules. */
  | { readonly kind: 'same_document' }
  /** The document before, read again by the rules that read this one. */
  | { readonly kind: 'reread'; readonly text: JudgedText }
  /** Unknown: the document before was deleted, is of another kind, or gives no text with today's rules. */
  | { readonly kind: 'unknown'; readonly why: UnknownBefore }

export type UnknownBefore = 'no_document' | 'other_kind' | 'incomplete' | 'unreadable'

/** How a reading relates to the text that was stored before it. */
export type Change =
  | { readonly kind: 'first' }
  /** No new version: the outlet changed nothing. */
  | { readonly kind: 'none' }
  /** The outlet changed the text: `before` is the old text, read by the same rules. */
  | { readonly kind: 'revised'; readonly before: JudgedText }
  /** The text differs from the stored one, and it is not known whether the outlet changed it: no edit is reported. */
  | { readonly kind: 'unattributed' }

/**
 * Whether the outlet changed its text. Only differences between two documents of one kind, read by the same rules on the same
 * day, count: a new extractor, an outlet's rules and blocks learned since then change both readings in the same way.
 *
 * @param stored the text as the earlier reading stored it
 */
export function judgeEdit(before: TextBefore, stored: JudgedText, after: JudgedText): Change {
  switch (before.kind) {
    case 'none':
      return { kind: 'first' }
    case 'same_document':
      return { kind: 'none' }
    case 'reread':
      return differ(before.text, after) ? { kind: 'revised', before: before.text } : { kind: 'none' }
    case 'unknown':
      return differ(stored, after) ? { kind: 'unattributed' } : { kind: 'none' }
  }
}

function differ(a: JudgedText, b: JudgedText): boolean {
  return a.title !== b.title || a.body !== b.body
}
