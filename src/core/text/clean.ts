import { decodeHTMLStrict } from 'entities/decode'

/** A metadata text as a reader would see it: entities that were encoded twice, tags and white space gone. */
export function cleanText(raw: string): string {
  let text = raw
  if (text.includes('&')) text = decodeHTMLStrict(text)
  if (text.includes('<')) text = text.replace(/<\/?[a-z][^>]{0,300}>/gi, '')
  return text
    .replace(/[\u00ad\u200b\u200e\u200f\u2060\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}
