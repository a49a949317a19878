import { canonicalUrl, urlKey } from '../../../core/fetching/url.ts'
import { type Inspector, textField } from './answer.ts'

/** `{input}` → `{canonical, key}`. */
export const inspectUrl: Inspector = (row) => {
  const input = textField(row, 'input')
  return { canonical: canonicalUrl(input), key: urlKey(input) }
}
