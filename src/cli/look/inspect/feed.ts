import { parseFeed } from '../../../core/feeds/parse-feed.ts'
import { decodeBytes } from '../../../core/fetching/charset.ts'
import { headersOf, type Inspector, optionalText, textField } from './answer.ts'
import { readMaybeGzip } from './file.ts'

/** `{xml | file, url?, headers?}` → `{title, items}`; a document that is no feed gives `error` as a text. */
export const inspectFeed: Inspector = async (row) => {
  const result = await parseFeed(await documentOf(row), { url: optionalText(row, 'url') })
  if (!result.ok) return { error: result.reason, items: [] }
  const { title, home, language, hints, items } = result.feed
  return { title, home, language, hints, items }
}

async function documentOf(row: Parameters<Inspector>[0]): Promise<string> {
  const xml = optionalText(row, 'xml')
  if (xml !== undefined) return xml
  const bytes = await readMaybeGzip(textField(row, 'file'))
  return decodeBytes(bytes, { contentType: headersOf(row)['content-type'], kind: 'xml' }).text
}
