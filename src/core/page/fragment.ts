import { Parser } from 'htmlparser2'
import { blockTags } from './tags.ts'

export interface FragmentOptions {
  /** The text to insert where a block of text or a line begins or ends. */
  readonly gap: string
  /** Elements that are left out with everything in them. */
  readonly omit: ReadonlySet<string>
  /** Called with a tag name: a tag that HTML does not have is text (`Vec<T>`). */
  readonly isTag?: (name: string) => boolean
}

/** Elements of a fragment that do not belong to its text. */
export const codeTags: ReadonlySet<string> = new Set(['script', 'style'])

/**
 * The text of a piece of HTML as feeds and structured data hold it. Character references stay: the caller knows how
 * often they were encoded.
 */
export function fragmentText(html: string, { gap, omit, isTag }: FragmentOptions): string {
  let text = ''
  /** Open elements that are left out. */
  let omitted = 0
  const tag = (name: string, written: boolean): void => {
    if (omitted > 0) return
    if (isTag && !isTag(name)) {
      if (written) text += html.slice(parser.startIndex, parser.endIndex + 1)
    } else if (name === 'br' || blockTags.has(name)) text += gap
  }
  const parser: Parser = new Parser(
    {
      onopentag(name, _attributes, implied) {
        if (omit.has(name)) {
          text += gap
          omitted++
        } else tag(name, !implied)
      },
      ontext(data) {
        if (omitted === 0) text += data
      },
      onclosetag(name, implied) {
        if (omit.has(name)) omitted--
        else if (name !== 'br') tag(name, !implied)
      },
      oncommentend() {
        if (omitted === 0) text += gap
      },
    },
    { decodeEntities: false, recognizeCDATA: true },
  )
  parser.end(html)
  return text
}
