import { load } from 'cheerio/slim'

/** The texts of all elements of a name in an answer of S3, in order. */
export function textIn(xml: string, element: string): string[] {
  const $ = load(xml, { xml: true })
  return $(element)
    .toArray()
    .map((found) => $(found).text())
}
