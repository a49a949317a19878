import { decodeHTMLStrict } from 'entities/decode'

/** A metadata text as a reader would see it: doubly encoded entities decoded, tags and extra white space removed. */
export function cleanText(raw: string): string {
  let text = raw
  if (text.includes('&')) text = decodeHTMLStrict(text)
  if (text.includes('<')) text = text.replace(/<\/?[a-z][^>]{0,300}>/gi, '')
  return text
    .replace(/[\u00ad\u200b\u200e\u200f\u2060\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}
