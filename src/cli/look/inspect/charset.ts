import { decodeBytes } from '../../../core/fetching/charset.ts'
import { htmlTitle } from '../../../core/sources/discover.ts'
import { headersOf, type Inspector, textField } from './answer.ts'
import { readMaybeGzip } from './file.ts'

/** `{file, headers?}` → `{charset, title}`. */
export const inspectCharset: Inspector = async (row) => {
  const bytes = await readMaybeGzip(textField(row, 'file'))
  const { text, charset } = decodeBytes(bytes, { contentType: headersOf(row)['content-type'], kind: 'html' })
  return { charset, title: htmlTitle(text) }
}
