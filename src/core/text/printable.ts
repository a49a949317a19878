/**
 * What titles, names and addresses of others must not do to a terminal, a log or a spreadsheet: move its cursor, change its
 * colours, write its clipboard, turn its lines around.
 */

/** Control characters except tab and line feed, and characters that change the direction of the text after them. */
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g
const unsafe = new RegExp(UNSAFE.source)

/**
 * Text for a terminal or a line of JSON: unsafe characters as `\u001b`, which shows them and, within a string of JSON, means
 * the same character. Letters, marks and joiners of every script stay as they are.
 */
export function printable(text: string): string {
  return unsafe.test(text) ? text.replace(UNSAFE, escaped) : text
}

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** Text for a table cell or a feed, where an escape would be read as text: unsafe characters become blanks. */
export function withoutControls(text: string): string {
  return unsafe.test(text) ? text.replace(UNSAFE, ' ') : text
}

const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g

/** A title, a name or a reason within a line of output: a break of lines in it must not begin a line that looks like ours. */
export function inOneLine(text: string): string {
  return text.replace(BREAKS, ' ')
}
